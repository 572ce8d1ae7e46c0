"""Where this Nuanwen lies: in a checkout of its repository, or installed as a package with the rest of it."""

import os
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent
IS_PACKAGE = (_HERE / "theme").is_dir()  # pyproject.toml puts it there
_AROUND = _HERE.parent if IS_PACKAGE else _HERE.parents[1]

THEME = str(_HERE / "theme" if IS_PACKAGE else _AROUND / "theme")  # the theme that comes with it
LOCKS = str(_HERE / "locks" if IS_PACKAGE else _AROUND)  # of what each extra needs, with hashes
RECOUNT = _AROUND / "recount.py"
PROGRAM = "nuanwen" if IS_PACKAGE else "python3 tasks.py"  # what a person types, as messages name it


def version(name: str) -> str:
    """The version of a library, by the folder that its wheel was installed with.

    The standard library reads it from a file in there, by its code for e-mail: 35 ms of a short build.
    """
    found = _versions().get(_plain(name))
    if found is None:
        from importlib import metadata

        found = metadata.version(name)
    return found


@cache
def _versions() -> dict[str, str]:
    found: dict[str, str] = {}
    for folder in sys.path:
        with suppress(OSError):
            for name in os.listdir(folder or "."):
                if name.endswith(".dist-info"):
                    library, _hyphen, number = name.removesuffix(".dist-info").rpartition("-")
                    found.setdefault(_plain(library), number)
    return found


def _plain(name: str) -> str:
    return name.lower().replace("_", "-").replace(".", "-")


def getting(name: str) -> str:
    """The command that gets a library which is missing."""
    if not IS_PACKAGE:
        return f"{PROGRAM} {'editions' if name == 'typst' else 'build'}"
    extra = {"boto3": "publish", "typst": "paper"}.get(name)
    return f"python -m pip install {f'nuanwen[{extra}]' if extra else '--force-reinstall nuanwen'}"
