"""What a branch brought: the files that differ from another one, those included that nobody has committed yet."""

import os
import subprocess

from goodnews.language import _


class NoBranch(Exception):
    """The folder is in no repository, or there is no such branch."""


def changed_since(name: str, folder: str) -> frozenset[str]:
    """Real paths of the files below a folder that changed since a branch was left.

    name    of a branch, tag or commit
    raises  NoBranch
    """
    top = _git(folder, "rev-parse", "--show-toplevel").rstrip("\n")
    changed = _git(folder, "diff", "--name-only", "-z", "--merge-base", "--end-of-options", name, "--", ".")
    new = _git(folder, "ls-files", "--others", "--exclude-standard", "--full-name", "-z", "--", ".")
    return frozenset(os.path.realpath(os.path.join(top, path)) for path in (changed + new).split("\0") if path)


def _git(folder: str, *words: str) -> str:
    try:
        done = subprocess.run(["git", "-C", folder, *words], capture_output=True, check=False)
    except FileNotFoundError:
        raise NoBranch(_("git is not installed, and --since needs it.")) from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        told = _(
            "git cannot tell what changed: {reason}. Name a branch that this copy has, such as main; a copy without "
            "history needs `git fetch --unshallow`."
        )
        raise NoBranch(told.format(reason=said[0] if said else done.returncode))
    return os.fsdecode(done.stdout)
