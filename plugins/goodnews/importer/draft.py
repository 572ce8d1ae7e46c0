"""The draft of one item: a file that an editor goes on with."""

from collections.abc import Mapping, Sequence
from hashlib import blake2b

from goodnews.characters import fits, is_visible
from goodnews.importer import guesses
from goodnews.importer.album import Plate
from goodnews.importer.body import body_rows
from goodnews.importer.days import day_in, event_in
from goodnews.importer.illustrations import image_rows
from goodnews.importer.item import Item, Page, Paragraph, Piece
from goodnews.importer.literal import printable, yaml
from goodnews.importer.makers import byline_rows, credits_of, source_rows
from goodnews.importer.raw import Raw
from goodnews.importer.rows import Draft, Header, Origin, Row, guessed, kept_whole
from goodnews.importer.vocabulary import Vocabulary
from goodnews.language import _
from goodnews.newsroom.story import SUMMARY_MOST, TITLE_MOST, WEEKDAYS
from goodnews.problem import choices

NOTE_MOST = 1_200  # characters of an editors' note that a draft's header has room for


def mark_of(item: Item) -> str:
    """What tells the draft of an item from any other: a hash of its words."""
    words = "\n".join([*(p.text for p in item.body), *(p.text for p in (item.title, item.kicker, item.leadin) if p)])
    return f"{blake2b(words.encode('utf-8', 'replace'), digest_size=6).hexdigest()}"


def story(
    item: Item,
    page: Page,
    raw: Raw,
    texts: Mapping[int, str],
    origin: Origin,
    known: Vocabulary,
    slug: str,
    plates: Sequence[Plate] = (),
) -> Draft:
    """The draft of one item.

    raw       the file that it came from
    texts     line -> what stands there, of that file; made once for all its items
    slug      of the draft
    plates    pictures that belong to it
    """
    header = Header()
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
    headline = item.title if item.title and not made else Piece(0, "")
    said = raw.said if len(page.items) == 1 else {}
    header.add("title", yaml(title), headline.line, made or _mark(headline, "title", said), headline.more)
    for field, piece, most in (
        ("kicker", item.kicker, 60),
        ("subtitle", item.subtitle, 80),
        ("leadin", item.leadin, 40),
    ):
        text = printable(piece.text) if piece else ""
        if piece and len(text) <= most and is_visible(text):
            header.add(field, yaml(text), piece.line, _mark(piece, field, said), piece.more)
        elif piece:
            body.insert(0, Paragraph(piece.line, piece.text))
    header.add("date", str(origin.date), origin.line, "" if origin.dated else guessed(_("today")))
    _event(header, item, origin, said.get("event_date", ""), raw.said_on.get("event_date", 0))
    section = item.section.text if item.section else known.section(said.get("category", ""), 2)
    line = item.section.line if item.section else raw.said_on.get("category", 0) if section else 0
    if section in known.registries.sections:
        header.add("category", yaml(section), line)
    else:
        section, is_told = guesses.section_of(item, known.registries.sections)
        why = "" if is_told else _("the text has no keyword of any section")
        header.add("category", yaml(section), line, guessed(why))
    _region(header, item, said.get("region", ""), raw.said_on.get("region", 0), known)
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
    if item.rubric:
        words = _("column: {name} is printed; if it is one, it is missing in columns.yaml")
        header.comment(words.format(name=printable(item.rubric.text)), item.rubric.line)
    if item.highlight:
        header.add("highlight", "true", 0)
    _diary(header, item)
    credits = credits_of(item)
    byline_rows(header, item, credits)
    own = printable(item.summary.text) if item.summary else ""
    if item.summary and is_visible(own) and fits(own, SUMMARY_MOST):
        header.add("summary", yaml(own), item.summary.line)
    else:
        summary = guesses.summary_of(item) or title
        header.add("summary", yaml(summary if is_visible(summary) else title), 0, guessed(_("the first sentences")))
    note = printable(" ".join(piece.text for piece in item.note))
    if is_visible(note) and len(note) <= NOTE_MOST:
        header.rows.append(Row(f"editors_note: {yaml(note)}", tuple(piece.line for piece in item.note)))
    if page.profile in ("weekly", "morning") and (paragraph := _one_paragraph(item)):
        header.add("digest_summary", yaml(paragraph), 0)
    source_rows(header, item, page, origin)
    image_rows(header, item, title, plates, origin.date.year, slug)
    header.add("status", "draft", 0)
    files = tuple((plate.path(origin.date.year, slug), plate.data) for plate in plates if plate.data)
    belonging = [*_own_lines(item), *(piece.line for piece in page.imprint)]
    belonging += [raw.said_on["pictures"]] if "pictures" in raw.said_on else []
    if said and "date" in raw.said_on and origin.dated and not origin.line:  # the command line names another day
        belonging.append(raw.said_on["date"])
    rows = kept_whole(header.rows, body_rows(body), texts, belonging)
    return Draft(slug, f"stories/{origin.date.year}", tuple(rows), title, files, mark)


def _mark(piece: Piece, field: str, said: Mapping[str, str]) -> str:
    """The comment behind a headline, kicker or subtitle that nothing but its place tells; a column's name tells it."""
    return guessed() if piece.guessed and field not in said else ""


def _own_lines(item: Item) -> list[int]:
    """The lines that belong into the draft; a comment stands on the annual page."""
    elsewhere = {paragraph.line for paragraph in item.comment} | (
        {item.commentator.line} if item.commentator else set()
    )
    return [line for line in item.lines if line not in elsewhere]


def title_of(item: Item) -> tuple[str, bool]:
    """The title of a draft, and whether it is the item's own."""
    title = printable(item.title.text) if item.title else ""
    if is_visible(title) and fits(title, TITLE_MOST):
        return title, True
    made = guesses.title_made(item)
    return made if is_visible(made) else _("Without a headline"), False


def _restored(body: list[Paragraph], dateline: Piece) -> list[Paragraph]:
    """A dateline that the settings do not name stays in the text."""
    at = next((i for i, p in enumerate(body) if p.line == dateline.line), None)
    if at is None:
        return [Paragraph(dateline.line, dateline.text), *body]
    body = list(body)
    body[at] = Paragraph(dateline.line, f"{dateline.text} {body[at].text}")
    return body


def _region(header: Header, item: Item, said: str, line: int, known: Vocabulary) -> None:
    """Where it happened: as a column says, by its path or by the name of a place, else as the text lets guess."""
    if not known.registries.regions:
        return
    if said in known.registries.regions:
        header.add("region", yaml(said), line)
        return
    named = known.places.region_of([said], guesses.text_of(item)) if known.places.is_place(said) else None
    region = named if named and named.paths else guesses.region_of(item, known.places)
    others = _("or {others}").format(others=choices(region.others, 3)) if region.others else ""
    is_said = region is named
    header.add(
        "region", yaml(region.paths[0]), line if is_said else 0, "" if is_said and not others else guessed(others)
    )


def _event(header: Header, item: Item, origin: Origin, said: str, line: int) -> None:
    """When it happened: as a column says, as the item itself says above its text, else as the text lets guess."""
    day = day_in(said)
    if day and day.date <= origin.latest:
        header.add("event_date", str(day.date), line)
        return
    if (told := event_in(said, origin.latest)) and told[0]:
        header.add("event_date", told[0], line)
        return
    if item.day and (item.kind == "diary" or item.day[0] < min((p.line for p in item.body), default=0)):
        line, day = item.day  # one below the text is that of a further page
        if day.date <= origin.latest:
            header.add("event_date", str(day.date), line, f"  # {printable(day.words)}")
        return
    found = guesses.event_of(item, origin.latest)
    if found and found[0]:
        header.add("event_date", found[0], 0, guessed(printable(found[1])))
    elif found:
        header.add("event_date_text", yaml(found[1]), 0, guessed())


def _diary(header: Header, item: Item) -> None:
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


def _one_paragraph(item: Item) -> str:
    words = printable("".join(p.text for p in item.body if not p.subhead))
    return words if 2 <= len(words) <= 600 and is_visible(words) else ""
