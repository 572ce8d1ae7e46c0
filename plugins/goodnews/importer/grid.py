"""A table within a page whose first row names what a story has, as offices collect them: each row is a story."""

from collections.abc import Sequence

from goodnews.importer.raw import Raw
from goodnews.importer.table import field_of, story_of

_LEAST = 2  # rows below the names


def stories_in(raw: Raw) -> tuple[Raw, ...]:
    """The stories of the only table of a page; the page itself if it has none. What stands around goes along with the
    first."""
    rows = [line for line in raw.lines if line.kind == "table"]
    cells = [[cell.strip() for cell in line.text.split(" | ")] for line in rows]
    if len(rows) <= _LEAST or any(len(row) != len(cells[0]) for row in cells) or raw.pictures or raw.hidden:
        return (raw,)
    fields = [field_of(cell) for cell in cells[0]]
    if "title" not in fields or not {"body", "summary"} & set(fields):
        return (raw,)
    around = [line.text.strip() for line in raw.lines if line.kind != "table" and line.text.strip()]
    return tuple(
        story_of(f"{raw.name}: {number}", *_row(row, cells[0], around if number == 1 else ()))
        for number, row in enumerate(cells[1:], start=1)
    )


def _row(row: list[str], columns: list[str], around: Sequence[str]) -> tuple[list[str], list[str]]:
    return [*row, *around], [*columns, *("" for _words in around)]
