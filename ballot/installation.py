"""Where this program lies: in a checkout of Nuanwen's repository, or in an installed package; recount.py is near."""

from pathlib import Path

AROUND = Path(__file__).resolve().parents[1]
RECOUNT = AROUND / "recount.py"
IS_PACKAGE = not (AROUND / "pyproject.toml").is_file()
PROGRAM = "nuanwen" if IS_PACKAGE else "python3 tasks.py"  # what a person types, as messages name it


def getting(extra: str, command: str) -> str:
    """The command that gets the packages of an extra; in a checkout each command gets its own."""
    return f"python -m pip install nuanwen[{extra}]" if IS_PACKAGE else command
