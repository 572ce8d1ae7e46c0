"""The text of a draft: paragraphs, subheads and tables as Markdown that prints the author's words."""

import re
from collections.abc import Sequence
from itertools import chain, groupby

from goodnews.characters import is_visible
from goodnews.importer.item import Paragraph
from goodnews.importer.literal import ENTRY, markdown, printable
from goodnews.importer.rows import Row
from goodnews.language import _
from goodnews.text.markup import converted

# What a story may hold (see text/limits.py), with room for what an editor adds.
PARAGRAPHS_MOST, CHARACTERS_MOST, MARKS_MOST = 4_000, 200_000, 15_000
MARKS = frozenset("[]*_`~<!&|\\:")


def body_rows(body: Sequence[Paragraph]) -> list[Row]:
    rows: list[Row] = []
    room = Room(PARAGRAPHS_MOST, CHARACTERS_MOST, MARKS_MOST)
    for (is_row, is_entry), group in groupby(body, key=lambda paragraph: (paragraph.row, paragraph.entry)):
        found = list(group)
        if is_row and (table := _table(found)):
            rows += [*([Row("")] if rows else []), *table]
            continue
        for number, paragraph in enumerate(found):
            text = printable(paragraph.text)
            if not is_visible(text):
                continue
            written = markdown(text, "## ") if paragraph.subhead else markdown(text, ENTRY) if is_entry else ""
            written = written or markdown(text)
            if written and room.takes(written):
                apart = rows and not (is_entry and number)  # entries of a list stand close together
                rows += [*([Row("")] if apart else []), Row(written, (paragraph.line,))]
    if not any(re.search(r"\w", row.text) and not row.text.startswith("#") for row in rows):
        rows += [*([Row("")] if rows else []), Row(_("Write the text here."))]
    return rows


class Room:
    """How much of a text still fits into one story; what does not stays an unknown line."""

    def __init__(self, *most: int) -> None:
        self._left = most  # paragraphs, characters, marks

    def takes(self, paragraph: str) -> bool:
        need = (1, len(paragraph), sum(c in MARKS for c in paragraph))
        left = tuple(has - wants for has, wants in zip(self._left, need, strict=True))
        fits = min(left) >= 0
        self._left = left if fits else (0, 0, 0)
        return fits


def _table(paragraphs: Sequence[Paragraph]) -> list[Row]:
    """Rows as a table in Markdown; nothing if they have not as many cells each, or a cell cannot be written in one."""
    cells = [[cell.strip() for cell in printable(paragraph.text).split("|")] for paragraph in paragraphs]
    wide = len(cells[0])
    if len(cells) < 2 or wide < 2 or any(len(row) != wide for row in cells):
        return []
    written = [[markdown(cell) if cell else "" for cell in row] for row in cells]
    marks = zip(chain.from_iterable(cells), chain.from_iterable(written), strict=True)
    if any(cell and not mark for cell, mark in marks):
        return []
    rows = [Row(f"| {' | '.join(row)} |", (p.line,)) for row, p in zip(written, paragraphs, strict=True)]
    rows.insert(1, Row("|" + " --- |" * wide))
    return [] if converted("\n".join(row.text for row in rows)).faults else rows
