"""The pictures of an item, here or missing, as rows of a draft."""

from collections.abc import Sequence

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
    """A picture with each caption, as they follow each other; the surplus of either stands alone."""
    captions = [caption for caption in item.captions if caption.text or caption.credit][:5]
    rows: list[Row] = []
    for number in range(max(len(captions), len(plates))):
        caption = captions[number] if number < len(captions) else Caption(0, "")
        plate = plates[number] if number < len(plates) else None
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
