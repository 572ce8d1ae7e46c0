"""A branch as a target, as GitHub Pages and its like serve them: one publication is one commit.

A push moves the branch or does not, so readers have one site or the other, never half of one, and there is nothing to
resume. What is ours is told by the checksums.txt of the branch; any other file there (CNAME, a README) stays.
"""

import os
import tempfile
from collections.abc import Mapping
from hashlib import sha256

from goodnews.language import _
from goodnews.press.ledger import CHECKSUMS, checksums_in
from goodnews.publishing.process import SSH, attempt, failed, run
from goodnews.publishing.record import Files
from goodnews.publishing.store import Done, Refused, Say, no_way_back

NOJEKYLL = ".nojekyll"  # else Pages leaves out what begins with an underscore
_SLOW = ("-c", "http.lowSpeedLimit=1", "-c", "http.lowSpeedTime=60")


class Branch:
    """A branch of a repository."""

    def __init__(self, remote: str, branch: str, copy: str) -> None:
        """
        remote  as git takes it
        copy    folder of a bare copy, in the cache: only what changed is read and sent
        """
        self._remote, self._branch, self._copy = remote, branch, copy

    def bring(self, files: Files | None, output: str, say: Say, dry: bool) -> Done:
        """Bring the branch to what was printed, or back, as `publication.bring` does.

        raises  Refused: the branch is as it was
        """
        return self._back(say, dry) if files is None else self._publish(files, output, say, dry)

    def _publish(self, files: Files, output: str, say: Say, dry: bool) -> Done:
        parent = self._fetched()
        there = self._sums(parent)
        wanted = {path: file.sha256 for path, file in files.items()}
        new = sorted(wanted.keys() - there.keys())
        changed = sorted(path for path in wanted.keys() & there.keys() if wanted[path] != there[path])
        gone = sorted(there.keys() - wanted.keys())
        done = Done(len(new), len(changed), len(gone), len(wanted) - len(new) - len(changed))
        if dry:
            for words, paths in zip(_status().values(), (new, changed, gone), strict=True):
                for path in paths:
                    say(words.format(path=path))
            return done
        with tempfile.TemporaryDirectory(prefix="publish-", dir=self._copy) as scratch:
            index = {"GIT_INDEX_FILE": os.path.join(scratch, "index")}
            tree = self._tree(parent, output, {*wanted}, gone, index)
        if parent and self._git("rev-parse", f"{parent}^{{tree}}") == tree:
            return done
        self._push(tree, parent)
        return done

    def _back(self, say: Say, dry: bool) -> Done:
        """The state before the last commit, by another commit."""
        parent = self._fetched()
        before = self._git("rev-parse", "--verify", "--quiet", f"{parent}^", may_fail=True) if parent else ""
        if not before:
            raise no_way_back()
        status = _status()
        count = dict.fromkeys(status, 0)
        told = self._git("diff", "--no-renames", "--name-status", "-z", parent, before).split("\0")
        for kind, path in zip(told[::2], told[1::2], strict=False):
            if kind in count:
                count[kind] += 1
                if dry:
                    say(status[kind].format(path=path))
        total = len(self._git("ls-tree", "-r", "--name-only", "-z", before).split("\0")) - 1
        if not dry:
            self._push(self._git("rev-parse", f"{before}^{{tree}}"), parent)
        return Done(count["A"], count["M"], count["D"], total - count["A"] - count["M"])

    def _fetched(self) -> str:
        """The branch's newest commit, brought here; "" if there is no such branch yet."""
        os.makedirs(self._copy, exist_ok=True)
        self._git("init", "--quiet", "--bare", self._copy)
        found = self._git("ls-remote", "--", self._remote, f"refs/heads/{self._branch}").partition("\t")[0]
        if found:
            self._git("fetch", "--quiet", "--no-tags", "--depth=2", "--", self._remote, found)
        return found

    def _sums(self, commit: str) -> dict[str, str]:
        """Path -> SHA-256 of what is ours in a commit."""
        if not commit:
            return {}
        done = attempt(self._words("show", f"{commit}:{CHECKSUMS}"))
        if done.returncode:
            return {}
        found = {path: digest.hex() for path, digest in checksums_in(done.stdout).items()}
        return found | {CHECKSUMS: sha256(done.stdout).hexdigest()}

    def _tree(self, parent: str, output: str, wanted: set[str], gone: list[str], index: Mapping[str, str]) -> str:
        """The tree of the next commit: what somebody else put there, and the site."""
        extra = dict(index)
        if parent:
            self._git("read-tree", parent, extra=extra)
        there = set(self._git("ls-files", "-z", extra=extra).split("\0"))
        listed = "".join(f"{path}\0" for path in gone if path in there)
        self._git("update-index", "-z", "--force-remove", "--stdin", data=listed, extra=extra, work=output)
        names = "".join(f"{path}\0" for path in sorted(wanted))
        self._git("update-index", "-z", "--add", "--stdin", data=names, extra=extra, work=output)
        empty = self._git("hash-object", "-w", "--stdin")
        self._git("update-index", "--add", "--cacheinfo", f"100644,{empty},{NOJEKYLL}", extra=extra)
        return self._git("write-tree", extra=extra)

    def _push(self, tree: str, parent: str) -> None:
        who = {f"GIT_{one}_{what}": said for one in ("AUTHOR", "COMMITTER") for what, said in _IDENTITY.items()}
        above = ["-p", parent] if parent else []
        commit = self._git("commit-tree", tree, *above, "-m", "Publish the site", extra=who)
        # Not forced: if somebody else was faster, the branch has moved, and this push is refused.
        words = self._words("push", "--quiet", "--", self._remote, f"{commit}:refs/heads/{self._branch}")
        done = attempt(words, extra=_ENV)
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace")
            if "[rejected]" in said or "non-fast-forward" in said or "cannot lock ref" in said:
                raise Refused(_("Somebody else has published to this branch meanwhile. Publish again."))
            raise failed("git", _last_words(said))
        now = self._git("ls-remote", "--", self._remote, f"refs/heads/{self._branch}").partition("\t")[0]
        if now != commit:
            raise Refused(_("The branch was pushed, but is not what was pushed. Publish again."))

    def _words(self, *words: str, work: str = "") -> list[str]:
        where = ["--git-dir", self._copy, *(["--work-tree", work] if work else [])]
        plain = ["-c", "core.autocrlf=false", "-c", "core.attributesFile=", "-c", "core.quotePath=false"]
        return ["git", *where, *plain, *_SLOW, *words]

    def _git(
        self,
        *words: str,
        data: str = "",
        extra: Mapping[str, str] | None = None,
        work: str = "",
        may_fail: bool = False,
    ) -> str:
        told = self._words(*words, work=work) if words[0] != "init" else ["git", *words]
        environment = {**_ENV, **(extra or {})}
        if may_fail:
            done = attempt(told, data.encode(), environment)
            return "" if done.returncode else done.stdout.decode().rstrip("\n")
        return run(told, data.encode(), environment, work or None).decode("utf-8", "replace").rstrip("\n")


_IDENTITY = {"NAME": "Nuanwen", "EMAIL": "publish@localhost"}
_ENV = {"GIT_TERMINAL_PROMPT": "0", "GIT_SSH_COMMAND": os.environ.get("GIT_SSH_COMMAND", " ".join(SSH))}


def _status() -> dict[str, str]:
    """How git marks a file in a comparison, and our words for it."""
    return {"A": _("new: {path}"), "M": _("changed: {path}"), "D": _("removed: {path}")}


def _last_words(said: str) -> str:
    lines = [line for line in said.strip().splitlines() if line.strip() and not line.startswith("hint:")]
    return lines[-1] if lines else ""
