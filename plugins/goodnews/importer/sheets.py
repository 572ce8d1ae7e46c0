"""The draft of the page itself: the digest of a week, or the annual page, which names the drafts of its items."""

import datetime
import re
from collections.abc import Sequence

from goodnews.characters import half_width, is_visible
from goodnews.importer.item import Item, Page, Paragraph, Signature
from goodnews.importer.literal import markdown, printable, yaml
from goodnews.importer.people import merged
from goodnews.importer.raw import Raw
from goodnews.importer.rows import Draft, Origin, Row, guessed, kept_whole
from goodnews.language import _
from goodnews.newsroom.top10 import COMMENT, RECAP
from goodnews.newsroom.week import week_of

SHEETS = ("weekly", "annual")  # profiles that have a page of their own
_LETTERS_MOST = 40  # that fit into a header


def sheets_of(page: Page, raw: Raw, origin: Origin, drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """What belongs to the page as a whole, if its profile has a page of its own."""
    if not drafts:
        return ()
    if page.profile == "weekly":
        return (_digest(page, raw, origin, drafts),)
    if page.profile == "annual":
        return (_annual(page, raw, origin, drafts),)
    return ()


def _digest(page: Page, raw: Raw, origin: Origin, drafts: Sequence[Draft]) -> Draft:
    rows = [Row("# " + _("imported from {name}").format(name=printable(raw.name)))]
    title = printable(page.title.text) if page.title else ""
    if page.title and is_visible(title) and len(title) <= 120:
        rows.append(Row(f"title: {yaml(title)}", (page.title.line,)))
    rows += _number(page)
    chosen = [drafts[place].slug for place in page.leading]
    if chosen:
        rows.append(Row("highlights:"))
        rows += [Row(f"- {slug}") for slug in chosen]
    rows += _origins(page, origin)
    rows += _people("editors", page.credits, each=True)
    rows.append(Row("status: draft"))
    body = _paragraphs(page.note)
    every = [piece.line for piece in (*page.highlights, *page.sources)]
    every += [paragraph.line for paragraph in page.note] + [signature.line for signature in page.credits]
    every += [piece.line for piece in (page.title, page.kicker, *page.imprint) if piece]
    texts = {line.number: line.text for line in raw.lines}
    return Draft(str(week_of(origin.date)), "digests", tuple(kept_whole(rows, body, texts, every)), title)


_ISSUE = re.compile(r"(?P<all>总)?第\s*(?P<number>[0-9]{1,4}|[一二三四五六七八九十百零〇]{1,6})\s*期")


def _number(page: Page) -> list[Row]:
    """The number of the issue, where the heading of the page says it."""
    rows = []
    for piece in (page.title, page.kicker, *page.imprint):
        for found in _ISSUE.finditer(half_width(piece.text)) if piece else ():
            if not found["all"]:
                rows.append(Row(f"number: {yaml(found[0])}"))
            elif found["number"].isdecimal() and int(found["number"]):
                rows.append(Row(f"issue: {int(found['number'])}"))
    return list(dict.fromkeys(rows))[:2]


def _origins(page: Page, origin: Origin) -> list[Row]:
    rows = [Row("sources:")]
    known = [piece for piece in page.sources if is_visible(printable(piece.text))]
    first = f"name: {yaml(origin.name)}" + (f", date: {origin.date}" if origin.dated else "")
    if origin.named or not known:
        rows.append(Row(f"- {{{first}}}"))
    named = {origin.name}
    for piece in page.sources[:40]:
        name = printable(piece.text)
        if is_visible(name) and len(name) <= 80 and name not in named:
            named.add(name)
            rows.append(Row(f"- {{name: {yaml(name)}}}", (piece.line,)))
    if page.others:
        rows.append(Row("- and others"))
    return rows


def _people(field: str, signatures: Sequence[Signature], each: bool) -> list[Row]:
    """Credits, one role a line; `each`: one name a line, so that two editors' lines merge."""
    roles: dict[str, list[str]] = {}
    for credit in merged(credit for signature in signatures for credit in signature.credits):
        role = printable(credit.role)[:20]
        if is_visible(role):
            names = roles.setdefault(role, [])
            names += [printable(name)[:40] for name in credit.names if printable(name)[:40] not in names]
    if not roles:
        return []
    rows = [Row(f"{field}:", tuple(signature.line for signature in signatures))]
    for role, names in roles.items():
        groups = [[name] for name in names] if each else [names]
        rows += [Row(f"- {{{yaml(role)}: [{', '.join(map(yaml, group))}]}}") for group in groups]
    return rows


def _annual(page: Page, raw: Raw, origin: Origin, drafts: Sequence[Draft]) -> Draft:
    title = printable(page.title.text) if page.title else ""
    fits = is_visible(title) and len(title) <= 60
    named = re.search(r"(?:19|20)\d\d", title)
    year = int(named[0]) if named else _year_of(origin.date)
    rows = [Row("# " + _("imported from {name}").format(name=printable(raw.name)))]
    if page.title and fits:
        rows.append(Row(f"title: {yaml(title)}", (page.title.line,)))
    else:
        rows.append(Row(f"title: '{year}'{guessed()}"))
    if page.kicker and is_visible(kicker := printable(page.kicker.text)) and len(kicker) <= 60:
        rows.append(Row(f"kicker: {yaml(kicker)}", (page.kicker.line,)))
    summary = printable("".join(p.text for p in page.note))[:140]
    rows.append(Row(f"summary: {yaml(summary if is_visible(summary) else title if fits else str(year))}{guessed()}"))
    rows += _people("credits", page.credits, each=False)
    rows += _origins(page, origin)
    method = printable(" ".join(paragraph.text for paragraph in page.method))
    if is_visible(method) and len(method) <= 1000:
        rows.append(Row(f"method: {yaml(method)}", tuple(paragraph.line for paragraph in page.method)))
    letters = [(piece.line, printable(piece.text)) for piece in page.letters]
    letters = [(line, text) for line, text in letters if is_visible(text)][:_LETTERS_MOST]
    if letters:
        rows.append(Row("letters:"))
        rows += [Row(f"- {{{_letter(text)}}}", (line,)) for line, text in letters]
    rows.append(Row("status: draft"))
    body = _paragraphs(page.note)
    for draft, item in zip(drafts, page.items, strict=True):
        body += [Row(""), Row(f"## {draft.slug}")]
        if recap := _paragraphs([paragraph for paragraph in item.body if not paragraph.row]):
            body += [Row(""), Row(f"### {RECAP}"), Row(""), *recap]
        if comment := _paragraphs(item.comment):
            body += [Row(""), _label(item), Row(""), *comment]
    every = [paragraph.line for paragraph in page.note] + [signature.line for signature in page.credits]
    every += [piece.line for piece in page.letters] + [paragraph.line for paragraph in page.method]
    every += [paragraph.line for item in page.items for paragraph in item.comment]
    every += [item.commentator.line for item in page.items if item.commentator]
    every += [piece.line for piece in (page.title, page.kicker, *page.imprint) if piece]
    texts = {line.number: line.text for line in raw.lines}
    return Draft(str(year), "top10", tuple(kept_whole(rows, body, texts, every)), title)


_FROM = re.compile(r"(?P<text>.+?)\s*[—–-]{2}\s*(?:(?P<place>\S{2,20})\s+)?(?P<name>\S{1,20})")

_CALLED = re.compile(r"@(?P<name>[^:：（(@]{1,20})(?:[（(](?P<place>[^）)]{2,20})[）)])?\s*[:：]\s*(?P<text>\S.*)")


def _letter(text: str) -> str:
    """A reader's words, with name and place where they end or begin with them: `……。——望海市 戊`, `@戊（望海）：……`."""
    found = _FROM.fullmatch(text) or _CALLED.fullmatch(text)
    if not found:
        return f"text: {yaml(text)}"
    name, place = found["name"], found["place"]
    where = f", place: {yaml(place)}" if place else ""
    return f"text: {yaml(found['text'])}, name: {yaml(name)}{where}"


def _label(item: Item) -> Row:
    who = printable(item.commentator.text) if item.commentator else ""
    if item.commentator and markdown(who) == who and is_visible(who):
        return Row(f"### {COMMENT}：{who}", (item.commentator.line,))
    return Row(f"### {COMMENT}")


def _year_of(day: datetime.date) -> int:
    """The year that a page looks back on: in its first months the year before."""
    return day.year if day.month > 2 else day.year - 1


def _paragraphs(paragraphs: Sequence[Paragraph]) -> list[Row]:
    rows: list[Row] = []
    for paragraph in paragraphs:
        text = printable(paragraph.text)
        written = markdown(text) if is_visible(text) else ""
        if written:
            rows += [*([Row("")] if rows else []), Row(written, (paragraph.line,))]
    return rows
