"""Where this Nuanwen lies: in a checkout of its repository, or installed as a package with the rest of it."""

from pathlib import Path

_HERE = Path(__file__).parent
IS_PACKAGE = (_HERE / "theme").is_dir()  # pyproject.toml puts it there
_AROUND = _HERE.parent if IS_PACKAGE else _HERE.parents[1]

THEME = str(_HERE / "theme" if IS_PACKAGE else _AROUND / "theme")  # the theme that comes with it
RECOUNT = _AROUND / "recount.py"
PROGRAM = "nuanwen" if IS_PACKAGE else "python3 tasks.py"  # what a person types, as messages name it


def getting(name: str) -> str:
    """The command that gets a library which is missing."""
    if not IS_PACKAGE:
        return f"{PROGRAM} {'editions' if name == 'typst' else 'build'}"
    extra = {"boto3": "publish", "typst": "paper"}.get(name)
    return f"python -m pip install {f'nuanwen[{extra}]' if extra else '--force-reinstall nuanwen'}"
