"""A branch as a target, as GitHub Pages and its like serve them: one publication is one commit.

A push moves the branch or does not, so readers have one site or the other, never half of one, and there is nothing to
resume. What publications put there is told by the checksums.txt of the branch; any other file there (CNAME, a README)
stays. The history of the branch is what is kept for going back.
"""

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import datetime
from hashlib import sha1

from goodnews import files as ground
from goodnews.language import _
from goodnews.press.ledger import CHECKSUMS
from goodnews.publishing.plan import Found, PublicationPlan
from goodnews.publishing.process import SSH, attempt, failure_of, run
from goodnews.publishing.record import Files, Published, Record, listed_in
from goodnews.publishing.store import FOLDER, LINK, NotPublished, is_hidden, outdated, under_way

NOJEKYLL = ".nojekyll"  # else Pages leaves out what begins with an underscore
_MODES = {"040000": FOLDER, "120000": LINK, "160000": LINK}  # of git, for what is no file: a folder, a link, a module
_PLAIN = ("-c", "core.autocrlf=false", "-c", "core.attributesFile=", "-c", "core.quotePath=false")
_SLOW = ("-c", "http.lowSpeedLimit=1", "-c", "http.lowSpeedTime=60")
_COMMITTER = {
    f"GIT_{role}_{part}": text
    for role in ("AUTHOR", "COMMITTER")
    for part, text in (("NAME", "Nuanwen"), ("EMAIL", "publish@localhost"))
}
_WHOLE_HISTORY = 2**31 - 1  # what git takes for no limit


class Branch:
    """A branch of a repository: a target of `publication.bring`."""

    def __init__(self, remote: str, branch: str, copy: str) -> None:
        """
        remote  as git takes it
        copy    folder of a bare copy, in the cache: only what changed is read and sent
        raises  NotPublished if git refuses the name of the branch
        """
        self._remote, self._ref, self._copy = remote, f"refs/heads/{branch}", copy
        if attempt(["git", "check-ref-format", self._ref]).returncode:
            words = _("'{branch}' cannot be the name of a branch: git refuses it.")
            raise NotPublished(words.format(branch=branch))
        self._scratch = ""  # of a dry run: a repository that goes with it
        self._repository = copy  # the one that has what is needed
        self._tip = ""  # the branch's newest commit; "" if there is no such branch yet

    @contextmanager
    def held(self, dry: bool) -> Iterator[None]:
        """A dry run leaves the copy as it is: what that lacks is read into a scratch folder."""
        with ExitStack() as stack:
            if dry:
                self._scratch = stack.enter_context(tempfile.TemporaryDirectory(prefix="publish-"))
            else:
                try:
                    stack.enter_context(ground.held(self._copy))
                except ground.Busy:
                    raise under_way() from None
            self._repository = self._scratch or self._copy
            self._git("init", "--quiet", "--bare")
            self._tip = self._newest()
            if self._tip:
                self._fetch(depth=1)
            yield

    def found(self) -> Found:
        if not self._tip:
            return Found({})
        sums = self.fetch(CHECKSUMS)
        return Found(self._tags(self._tip), Record(files={} if sums is None else listed_in(sums)))

    def fetch(self, path: str) -> bytes | None:
        return self._content(self._tip, path) if self._tip else None

    def tagged(self, files: Files, output: str, found: Found) -> Files:
        return {path: _tagged(file, os.path.join(output, path)) for path, file in files.items()}

    def previous(self, found: Found) -> Files | None:
        """The state of the last commit with another checksums.txt: whatever else was committed since is not ours."""
        if not self._tip:
            return None
        self._fetch(depth=_WHOLE_HISTORY)
        now = self.fetch(CHECKSUMS)
        for commit in self._git("log", "--format=%H", self._tip, "--", CHECKSUMS).split():
            sums = self._content(commit, CHECKSUMS)
            if sums is not None and sums != now:
                tags = {path: tag for path, tag in self._tags(commit).items() if tag not in (FOLDER, LINK)}
                listed = listed_in(sums).items()
                return {path: Published(file.sha256, file.turn, tags[path]) for path, file in listed if path in tags}
        return None

    def carry_out(self, plan: PublicationPlan, found: Found, output: str, now: datetime) -> None:
        if plan.changes_files:
            self._push(self._commit(self._tree(plan, output)))

    def _tree(self, plan: PublicationPlan, output: str) -> str:
        """The tree of the next commit: what is there, and what the plan changes."""
        with tempfile.TemporaryDirectory(prefix="publish-", dir=self._copy) as scratch:
            index = {"GIT_INDEX_FILE": os.path.join(scratch, "index")}
            if self._tip:
                self._git("read-tree", self._tip, extra=index)
            blobs = {path: plan.wanted[path].tag for path in plan.put}
            if output:
                self._write(blobs, output)
            if self.fetch(NOJEKYLL) is None:
                blobs[NOJEKYLL] = self._git("hash-object", "-w", "--stdin")
            lines = [f"0 {'0' * 40}\t{path}\0" for path in plan.remove]
            lines += [f"100644 {blob}\t{path}\0" for path, blob in blobs.items()]
            self._git("update-index", "-z", "--index-info", data="".join(lines), extra=index)
            return self._git("write-tree", extra=index)

    def _write(self, blobs: Mapping[str, str], output: str) -> None:
        """Take files of the output over into the repository.

        blobs   path -> what git will call its content
        raises  NotPublished if one is another by now
        """
        names = "".join(f"{os.path.join(output, path)}\n" for path in blobs)
        written = self._git("hash-object", "-w", "--no-filters", "--stdin-paths", data=names).split()
        for (path, blob), other in zip(blobs.items(), written, strict=True):
            if blob != other:
                raise outdated(path)

    def _commit(self, tree: str) -> str:
        parent = ["-p", self._tip] if self._tip else []
        return self._git("commit-tree", tree, *parent, "-m", "Publish the site", extra=_COMMITTER)

    def _push(self, commit: str) -> None:
        # Not forced: if somebody else was faster, the branch has moved, and this push is refused.
        done = attempt(self._words("push", "--quiet", "--", self._remote, f"{commit}:{self._ref}"), extra=_ENVIRONMENT)
        now = self._newest()
        if done.returncode and now == self._tip:
            raise failure_of("git", done)
        if now != commit:
            raise NotPublished(_("Somebody else has published to this branch meanwhile. Publish again."))

    def _newest(self) -> str:
        return self._git("ls-remote", "--", self._remote, self._ref).partition("\t")[0]

    def _fetch(self, depth: int) -> None:
        """Bring the newest commits here."""
        if self._scratch:
            has = attempt([*self._words("cat-file", "-e", f"{self._tip}^{{tree}}", repository=self._copy)])
            self._repository = self._copy if depth == 1 and not has.returncode else self._scratch
        if self._repository != self._copy or not self._scratch:
            self._git("fetch", "--quiet", "--no-tags", f"--depth={depth}", "--", self._remote, self._tip)

    def _tags(self, commit: str) -> dict[str, str]:
        """See `Store.inventory`: what git calls the content of every file."""
        found = {}
        for entry in self._git("ls-tree", "-r", "-t", "-z", commit).split("\0"):
            words, _tab, path = entry.partition("\t")
            if path and not is_hidden(path):
                mode, _kind, blob = words.split(" ")
                found[f"{path}/" if _MODES.get(mode) == FOLDER else path] = _MODES.get(mode, blob)
        return found

    def _content(self, commit: str, path: str) -> bytes | None:
        done = attempt(self._words("cat-file", "blob", f"{commit}:{path}"), extra=_ENVIRONMENT)
        return None if done.returncode else done.stdout

    def _words(self, *words: str, repository: str = "") -> list[str]:
        return ["git", "--git-dir", repository or self._repository, *_PLAIN, *_SLOW, *words]

    def _git(self, *words: str, data: str = "", extra: Mapping[str, str] | None = None) -> str:
        """What git prints.

        data    for its input
        extra   variables of its environment
        raises  NotPublished
        """
        said = run(self._words(*words), data.encode(), {**_ENVIRONMENT, **(extra or {})})
        return said.decode("utf-8", "replace").rstrip("\n")


_ENVIRONMENT = {"GIT_TERMINAL_PROMPT": "0", "GIT_SSH_COMMAND": os.environ.get("GIT_SSH_COMMAND", " ".join(SSH))}


def _tagged(file: Published, source: str) -> Published:
    """The file with what git calls its content."""
    with open(source, "rb") as opened:
        data = opened.read()
    return Published(file.sha256, file.turn, sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest())
