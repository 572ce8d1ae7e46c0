"""What a vote leaves outside its folders: back-ups, exports of form tools. Noted so that they can be destroyed."""

from pathlib import Path

from ballot import files

FILE = "traces.txt"


def noted(private: Path) -> tuple[Path, ...]:
    """Every file that was noted, in the order of the notes."""
    path = private / FILE
    return tuple(map(Path, path.read_text("utf-8").splitlines())) if path.exists() else ()


def note(private: Path, file: Path) -> None:
    """Note a file, once."""
    before, found = noted(private), file.resolve()
    if found not in before:
        files.write(private / FILE, "".join(f"{path}\n" for path in (*before, found)).encode(), secret=True)
