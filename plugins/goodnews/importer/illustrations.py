"""The pictures of an item, here or missing, as rows of a draft."""

from collections.abc import Sequence

import msgspec

from goodnews.characters import is_visible
from goodnews.importer import guesses
from goodnews.importer.album import Plate
from goodnews.importer.item import Caption, Item
from goodnews.importer.literal import printable, yaml
from goodnews.importer.makers import credits_of
from goodnews.importer.matching import sentences
from goodnews.importer.rows import Header, Row, guessed
from goodnews.language import _


def image_rows(header: Header, item: Item, title: str, plates: Sequence[Plate], year: int, slug: str) -> None:
    """Every picture, with the caption that stands beside it."""
    captions = [caption for caption in item.captions if caption.text or caption.credit][:5]
    if len(captions) == 1 and not captions[0].credit and item.kind == "photo":
        captions = [msgspec.structs.replace(captions[0], credit=_shooters(item))]
    rows: list[Row] = []
    for caption, plate in _together(captions, plates):
        text, credit = printable(caption.text), printable(caption.credit.strip("（）() "))
        said = text if is_visible(text) else printable(plate.alt if plate else "")
        file = f"file: {plate.path(year, slug)}" if plate and plate.data else "missing: true"
        parts = [file, f"alt: {yaml(_alt(said, title))}"]
        if is_visible(text) and len(text) <= 400:
            parts.append(f"caption: {yaml(text)}")
        if is_visible(credit):
            parts.append(f"credit: {yaml(credit[:100])}")
        rows.append(Row(f"- {{{', '.join(parts)}}}", (caption.line,) if caption.line and len(text) <= 400 else ()))
    if not rows and (item.kind == "photo" or item.captions):
        credit = _shooters(item)
        parts = ["missing: true", f"alt: {yaml(_alt(printable(guesses.text_of(item)), title))}"]
        parts += [f"credit: {yaml(credit)}"] if credit else []
        lines = tuple(caption.line for caption in item.captions)
        rows.append(Row(f"- {{{', '.join(parts)}}}", lines))
    if rows:
        header.rows += [Row("image:" + guessed(_("say what the picture shows"))), *rows]


def _together(captions: Sequence[Caption], plates: Sequence[Plate]) -> list[tuple[Caption, Plate | None]]:
    """Each caption with the picture right above it or, if that has one, right below; what is left stands alone."""
    last, first = max((c.line for c in captions), default=0), min((c.line for c in captions), default=0)
    apart = all(plate.line >= last for plate in plates) or all(plate.line < first for plate in plates)
    if len(captions) == len(plates) and apart:
        return list(zip(captions, plates, strict=True))  # those of a mail are attached, one after another
    found: list[tuple[Caption | None, Plate | None]] = []
    ones: list[Caption | Plate] = [*captions, *plates]
    for one in sorted(ones, key=lambda one: one.line):
        caption, plate = found[-1] if found else (None, None)
        if isinstance(one, Plate):
            found[-1:] = [(caption, one)] if caption and not plate else [*found[-1:], (None, one)]
        else:
            found[-1:] = [(one, plate)] if plate and not caption else [*found[-1:], (one, None)]
    return [(caption or Caption(0, ""), plate) for caption, plate in found]


def _alt(text: str, title: str) -> str:
    first = next(iter(sentences(text)), text)
    return printable(first)[:120] if is_visible(printable(first)[:120]) else title


def _shooters(item: Item) -> str:
    """Who took the picture, and who gave it: the one did not do what the other did."""
    given = {credit: "供图" in (credit.role, credit.function) for credit in credits_of(item)}
    took = [name for credit, is_given in given.items() if not is_given for name in credit.names]
    gave = [name for credit, is_given in given.items() if is_given for name in credit.names]
    parts = [f"{' '.join(names)} {role}" for names, role in ((took, "摄"), (gave, "供图")) if names]
    return printable("，".join(parts))[:100]
