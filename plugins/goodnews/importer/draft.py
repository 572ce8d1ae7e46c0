"""Drafts: the files that an editor goes on with. Each row knows the lines that it was made from, so that the account of
the lines is read off the files themselves."""

import datetime
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from itertools import chain, groupby

import msgspec

from goodnews.characters import is_visible
from goodnews.importer import guesses
from goodnews.importer.album import Plate
from goodnews.importer.item import Caption, Item, Page, Paragraph, Piece, Signature
from goodnews.importer.literal import markdown, printable, yaml
from goodnews.importer.matching import sentences
from goodnews.importer.people import Credit, merged
from goodnews.importer.raw import Raw
from goodnews.importer.shapes import Vocabulary
from goodnews.language import _
from goodnews.newsroom.story import SUMMARY_MOST, TITLE_MOST, WEEKDAYS
from goodnews.text.markup import converted

NOTE_MOST = 1_200  # characters of an editors' note that a draft's header has room for
# What a story may hold (see text/limits.py), with room for what an editor adds.
PARAGRAPHS_MOST, CHARACTERS_MOST, MARKS_MOST = 4_000, 200_000, 15_000
MARKS = frozenset("[]*_`~<!&|\\:")
COMMENTS_MOST = 1_500  # characters of a draft's header that repeat lines as they were printed


class Row(msgspec.Struct, frozen=True):
    """One line of a draft, and the lines of the source that it holds."""

    text: str
    lines: tuple[int, ...] = ()


class Origin(msgspec.Struct, frozen=True):
    """Where the page was published, as the command line or the file says."""

    name: str
    date: datetime.date
    dated: bool  # whether the date was given or found; else it is today's
    url: str = ""


class Draft(msgspec.Struct, frozen=True):
    slug: str
    folder: str  # below content/
    rows: tuple[Row, ...]
    title: str
    plates: tuple[tuple[str, bytes], ...] = ()  # pictures: file below content/, content
    mark: str = ""  # says which lines of which file it was made from, for the second run

    @property
    def path(self) -> str:
        return f"{self.folder}/{self.slug}.md"

    @property
    def text(self) -> str:
        return "\n".join(row.text for row in self.rows) + "\n"


def guessed(why: str = "") -> str:
    """The comment behind a value that was guessed."""
    return "  # " + _("guessed") + (f": {why}" if why else "")


def mark_of(item: Item) -> str:
    """What tells the draft of an item from any other: a hash of its words."""
    words = "\n".join([*(p.text for p in item.body), *(p.text for p in (item.title, item.kicker, item.leadin) if p)])
    return f"{blake2b(words.encode('utf-8', 'replace'), digest_size=6).hexdigest()}"


def story(
    item: Item,
    page: Page,
    raw: Raw,
    origin: Origin,
    known: Vocabulary,
    slug: str,
    plates: Sequence[Plate] = (),
) -> Draft:
    """The draft of one item.

    raw       the file that it came from
    slug      of the draft
    plates    pictures that belong to it
    """
    header = _Header()
    body = list(item.body)
    mark = mark_of(item)
    where = _("imported from {name}, lines {first} to {last}")
    header.comment(
        where.format(name=printable(raw.name), first=item.first, last=max(item.lines, default=0)) + f" ({mark})"
    )
    title, is_own = title_of(item)
    made = "" if is_own else "  # " + _("made: the item has no headline")
    if item.title and not is_own:
        body.insert(0, Paragraph(item.title.line, item.title.text))
    header.add("title", yaml(title), item.title.line if item.title and not made else 0, made)
    for field, piece, most in (
        ("kicker", item.kicker, 60),
        ("subtitle", item.subtitle, 80),
        ("leadin", item.leadin, 40),
    ):
        text = printable(piece.text) if piece else ""
        if piece and len(text) <= most and is_visible(text):
            header.add(field, yaml(text), piece.line)
        elif piece:
            body.insert(0, Paragraph(piece.line, piece.text))
    header.add("date", str(origin.date), 0, "" if origin.dated else guessed(_("today")))
    _event(header, item, origin)
    said = raw.said if len(page.items) == 1 else {}
    section = item.section.text if item.section else said.get("category", "")
    line = item.section.line if item.section else 0
    if section in known.registries.sections:
        header.add("category", yaml(section), line)
    else:
        header.add("category", yaml(guesses.section_of(item, known.registries.sections)), line, guessed())
    if said.get("region") in known.registries.regions:
        header.add("region", yaml(said["region"]), 0)
    else:
        region = guesses.region_of(item, known.places)
        others = _("or {others}").format(others=_("', '").join(region.others[:3])) if region.others else ""
        header.add("region", yaml(region.paths[0]), 0, guessed(others))
    if item.kind != "story":
        header.add("kind", item.kind, item.mark, guessed())
    if item.dateline and item.dateline.text in known.registries.datelines:
        header.add("dateline", yaml(item.dateline.text), item.dateline.line)
    elif item.dateline:
        body = _restored(body, item.dateline)
    if item.campaign:
        header.add("campaign", yaml(item.campaign.text), item.campaign.line, guessed())
    if item.column:
        header.add("column", yaml(item.column.text), item.column.line)
    if item.highlight:
        header.add("highlight", "true", 0)
    _diary(header, item)
    credits = _credits(item)
    _bylines(header, item, credits)
    own = printable(item.summary.text) if item.summary else ""
    if item.summary and is_visible(own) and len(own) <= SUMMARY_MOST:
        header.add("summary", yaml(own), item.summary.line)
    else:
        summary = guesses.summary_of(item) or title
        header.add("summary", yaml(summary if is_visible(summary) else title), 0, guessed(_("the first sentences")))
    note = printable(" ".join(piece.text for piece in item.note))
    if is_visible(note) and len(note) <= NOTE_MOST:
        header.rows.append(Row(f"editors_note: {yaml(note)}", tuple(piece.line for piece in item.note)))
    if page.profile in ("weekly", "morning") and (paragraph := _one_paragraph(item)):
        header.add("digest_summary", yaml(paragraph), 0)
    _sources(header, item, page, origin)
    _images(header, item, title, plates, origin.date.year, slug)
    header.add("status", "draft", 0)
    files = tuple((plate.path(origin.date.year, slug), plate.data) for plate in plates if plate.data)
    belonging = [*_own_lines(item), *(piece.line for piece in page.imprint)]
    rows = kept_whole(header.rows, _body(body), {line.number: line.text for line in raw.lines}, belonging)
    return Draft(slug, f"stories/{origin.date.year}", tuple(rows), title, files, mark)


def _own_lines(item: Item) -> list[int]:
    """The lines that belong into the draft; a comment stands on the annual page."""
    elsewhere = {paragraph.line for paragraph in item.comment} | (
        {item.commentator.line} if item.commentator else set()
    )
    return [line for line in item.lines if line not in elsewhere]


def kept_whole(header: Sequence[Row], body: Sequence[Row], texts: Mapping[int, str], lines: Iterable[int]) -> list[Row]:
    """The rows of a file in which each line of the source stands with all its words: what a value does not hold
    stands in a comment. A line for which there is no room is given up, and so becomes an unknown line."""
    whole = set("".join(row.text for row in (*header, *body)).replace("\\", ""))
    room = COMMENTS_MOST
    comments: list[Row] = []
    lost: set[int] = set()
    claimed = {line for row in (*header, *body) for line in row.lines}
    for line in sorted({*lines, *claimed}):
        text = printable(texts.get(line, ""))
        if line in claimed and not {c for c in text if c.isalnum() and unicodedata.category(c) != "No"} - whole:
            continue
        words = _("line {line} as printed: {text}").format(line=line, text=text)
        if text and len(words) <= room:
            room -= len(words)
            comments.append(Row(f"# {words}", (line,)))
        lost.add(line)

    def without(row: Row) -> Row:
        return Row(row.text, tuple(line for line in row.lines if line not in lost)) if row.lines else row

    return [Row("---"), *map(without, header), *comments, Row("---"), *map(without, body)]


def title_of(item: Item) -> tuple[str, bool]:
    """The title of a draft, and whether it is the item's own."""
    title = printable(item.title.text) if item.title else ""
    if is_visible(title) and len(title) <= TITLE_MOST:
        return title, True
    made = guesses.title_made(item)
    return made if is_visible(made) else _("Without a headline"), False


class _Header:
    def __init__(self) -> None:
        self.rows: list[Row] = []

    def add(self, field: str, value: str, line: int, comment: str = "") -> None:
        self.rows.append(Row(f"{field}: {value}{comment}", (line,) if line else ()))

    def comment(self, words: str, *lines: int) -> None:
        self.rows.append(Row(f"# {words}", lines))


def _restored(body: list[Paragraph], dateline: Piece) -> list[Paragraph]:
    """A dateline that the settings do not name stays in the text."""
    at = next((i for i, p in enumerate(body) if p.line == dateline.line), None)
    if at is None:
        return [Paragraph(dateline.line, dateline.text), *body]
    body = list(body)
    body[at] = Paragraph(dateline.line, f"{dateline.text} {body[at].text}")
    return body


def _event(header: _Header, item: Item, origin: Origin) -> None:
    if item.day:
        line, day = item.day
        if day.date <= origin.date:
            header.add("event_date", str(day.date), line, f"  # {printable(day.words)}")
        return
    found = guesses.event_of(item, origin.date)
    if found and found[0]:
        header.add("event_date", found[0], 0, guessed(printable(found[1])))
    elif found:
        header.add("event_date_text", yaml(found[1]), 0, guessed())


def _diary(header: _Header, item: Item) -> None:
    if item.kind != "diary" or not item.day:
        return
    line, day = item.day
    right = WEEKDAYS[day.date.weekday()]
    if day.weekday and day.weekday == right:
        header.add("weekday", day.weekday, line)
    elif day.weekday:
        header.comment(
            _("weekday: {weekday} is printed; {day} was {right}").format(
                weekday=day.weekday, day=day.date, right=right
            ),
            line,
        )
    if day.weather:
        header.add("weather", yaml(day.weather), line)
    for field, role in (("author", "作者"), ("affiliation", "作者单位")):
        for signature in item.signatures:
            roles = (role, "") if role == "作者" else (role,)  # a bare name below a diary's headline is its author's
            names = [name for credit in signature.credits if credit.role in roles for name in credit.names]
            if names and len("、".join(names)) <= 60:
                header.add(field, yaml(printable("、".join(names))), signature.line)
                break


def _credits(item: Item) -> tuple[Credit, ...]:
    signatures = (signature for signature in item.signatures if not _media(signature))
    return merged(credit for signature in signatures for credit in signature.credits)


def _bylines(header: _Header, item: Item, credits: Iterable[Credit]) -> None:
    """One row for each role, with the lines that its names come from."""
    lines = tuple(dict.fromkeys(signature.line for signature in item.signatures))
    roles: dict[str, list[str]] = {}
    doubtful = False
    for credit in credits:
        if credit.role in ("来源", "稿源") or (credit.role == "作者单位" and item.kind == "diary"):
            continue
        doubtful = doubtful or bool(credit.doubts) or not credit.role
        role = printable(credit.role)[:20] or _role_of(credit)
        names = roles.setdefault(role, [])
        names += [printable(name)[:40] for name in credit.names if printable(name)[:40] not in names]
    if not roles:
        return
    header.rows.append(Row("bylines:" + (guessed(_("check the names")) if doubtful else ""), lines))
    for role, names in roles.items():
        header.rows.append(Row(f"- {{{yaml(role)}: [{', '.join(map(yaml, names))}]}}"))


def _role_of(credit: Credit) -> str:
    """The role of a bare name: an organisation sent the text, a person wrote it."""
    return "供稿" if any(len(name) > 4 and "·" not in name for name in credit.names) else "作者"


def _sources(header: _Header, item: Item, page: Page, origin: Origin) -> None:
    """The publications that the item itself names, then the one that the page is from, with the credits as printed."""
    own = [Piece(signature.line, name) for signature in item.signatures for name in _media(signature)]
    own += [Piece(piece.line, name) for piece in item.sources for name in _listed(piece.text)]
    signatures = [s for s in item.signatures if not _media(s)]
    if not signatures and page.profile not in ("weekly", "annual"):  # those have a page of their own for these
        signatures = list(page.credits)
    lines = [piece.line for piece in page.imprint] + [s.line for s in signatures if s not in page.credits]
    printed = printable(" ".join(s.text.strip("（）()[]【】 \u3000") for s in signatures))
    parts = [f"name: {yaml(origin.name)}"]
    if origin.dated:
        parts.append(f"date: {origin.date}")
    if is_visible(printed):
        parts.append(f"credit: {yaml(printed[:200])}")
    if origin.url:
        parts.append(f"url: {yaml(origin.url)}")
    header.rows.append(Row("sources:"))
    named = {origin.name}
    for piece in own:
        name = printable(piece.text)[:80]
        if is_visible(name) and name not in named:
            named.add(name)
            header.rows.append(Row(f"- {{name: {yaml(name)}}}", (piece.line,)))
        else:
            lines.append(piece.line)
    header.rows.append(Row(f"- {{{', '.join(parts)}}}", tuple(lines)))


_MEDIUM = re.compile(r".*(?:[日晚早时周工商]?报|网|社|公众号|客户端|电视台|电台|融媒体中心|杂志|周刊)")


def _media(signature: Signature) -> list[str]:
    """Publications that stand where a signature does: `……。（某报）`, `来源：某报`."""
    named = [credit for credit in signature.credits if credit.role in ("", "来源", "稿源")]
    names = [name for credit in named for name in credit.names]
    return names if names and len(named) == len(signature.credits) and all(map(_MEDIUM.fullmatch, names)) else []


def _listed(text: str) -> list[str]:
    words = re.split(r"[:：]", text, maxsplit=1)[-1]
    found = (word.strip("（）()[]【】《》。") for word in re.split(r"[、，,;；\s|｜丨/]+", words))
    return [word for word in found if _MEDIUM.fullmatch(word)]


def _one_paragraph(item: Item) -> str:
    words = printable("".join(p.text for p in item.body if not p.subhead))
    return words if 2 <= len(words) <= 600 and is_visible(words) else ""


def _images(header: _Header, item: Item, title: str, plates: Sequence[Plate], year: int, slug: str) -> None:
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
    names = [name for credit in _credits(item) for name in credit.names]
    return printable(f"{' '.join(names)} 摄")[:100] if names else ""


def _body(body: Sequence[Paragraph]) -> list[Row]:
    rows: list[Row] = []
    room = Room(PARAGRAPHS_MOST, CHARACTERS_MOST, MARKS_MOST)
    for is_row, group in groupby(body, key=lambda paragraph: paragraph.row):
        found = list(group)
        if is_row and (table := _table(found)):
            rows += [*([Row("")] if rows else []), *table]
            continue
        for paragraph in found:
            text = printable(paragraph.text)
            if not is_visible(text):
                continue
            written = markdown(text, "## ") if paragraph.subhead else ""
            written = written or markdown(text)
            if written and room.takes(written):
                rows += [*([Row("")] if rows else []), Row(written, (paragraph.line,))]
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
