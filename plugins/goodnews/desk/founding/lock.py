"""The lock of a newsroom: every package that this version of ours needs, with its hashes. The wheel carries it, so no
network is needed to write it."""

import re
from collections.abc import Iterable
from pathlib import Path

from goodnews.installation import LOCKS

LOCK = "requirements.lock"
REQUIREMENTS = "requirements.txt"
_OURS = re.compile(r"^nuanwen(?:\[(?P<extras>[a-z, ]*)\])?==", re.MULTILINE)


def extras_in(requirements: str) -> tuple[str, ...]:
    """The extras that a list of requirements wants of ours."""
    found = _OURS.search(requirements)
    return tuple(filter(None, (name.strip() for name in (found["extras"] or "").split(",")))) if found else ()


def lock_of(extras: Iterable[str], version: str) -> str:
    """What pip and uv read with `--require-hashes`; each package once.

    raises  FileNotFoundError for an extra that there is not
    """
    blocks: dict[str, str] = {}
    for name in (LOCK, *(f"requirements-{extra}.lock" for extra in extras)):
        text = Path(LOCKS, name).read_text("utf-8")
        lines = "".join(line for line in text.splitlines(keepends=True) if not line.lstrip().startswith("#"))
        for block in re.split(r"^(?=\S)", lines, flags=re.MULTILINE):
            blocks.setdefault(block.partition("=")[0], block)
    head = f"# What nuanwen {version} needs, written by `nuanwen lock`. It is not for editing.\n"
    return head + "".join(blocks[name] for name in sorted(blocks))
