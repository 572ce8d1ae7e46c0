"""A digest as articles of a WeChat official account: what its editor keeps, within what it takes.

Styles are few and stand in the elements; the editor drops ids, positions and backgrounds, and links to other sites, so
these are numbered notes with their addresses printed. A digest that is too long becomes several articles.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

import lxml.html
from markupsafe import escape

from goodnews.editions.views import WechatView
from goodnews.language import catalogue
from goodnews.newsroom.byline import Sources
from goodnews.pages import days
from goodnews.pages.views.digest import DigestItem, DigestPage
from goodnews.pages.views.parts import Site
from goodnews.render.kinsoku import PAUSES, units_of
from goodnews.render.theme import week

LONGEST = 18_000  # characters of an article, tags and styles included: draft/add refuses above 20,000
MOST = 8  # articles of a draft
TITLE, AUTHOR, SUMMARY = 32, 16, 128  # characters

_ALL = "font-size:16px;line-height:1.8;color:#231c15;"
_HEADING = "margin:32px 0 8px;border-bottom:2px solid #a5300f;font-size:17px;font-weight:bold;color:#a5300f;"
_TITLE = "margin:20px 0 4px;font-size:18px;line-height:1.5;font-weight:bold;"
_TEXT = "margin:0 0 8px;"
_SMALL = "margin:0 0 8px;font-size:14px;color:#63564a;"
_END = "margin:32px 0 8px;padding-top:12px;border-top:1px solid #d9cbb8;font-size:14px;color:#63564a;"
_NOTES = "margin:32px 0 0;font-size:11px;line-height:1.6;color:#7a6f63;word-break:break-all;"
_MARK = "font-size:11px;font-weight:normal;color:#7a6f63;"
_QUOTE = "margin:0 0 8px;padding-left:12px;border-left:3px solid #a5300f;"
_CELL = "padding:4px;border:1px solid #b9ac9c;"

# What an introduction may hold, and the style of each; of any other element only the words stay.
_KEPT = {
    **dict.fromkeys(("strong", "em", "br", "tr", "tbody", "thead", "table", "li"), ""),
    **dict.fromkeys(("p", "ul", "ol"), _TEXT),
    **dict.fromkeys(("td", "th"), _CELL),
    "blockquote": _QUOTE,
}
_BLOCKS = frozenset(("p", "ul", "ol", "table", "blockquote"))
_DROPPED = frozenset(("script", "style"))
_GLUE = "\N{WORD JOINER}"  # a note's number never stands alone on the next line
_NOTE = "\0"  # where a note's number goes: no text of ours has this character


class Block(NamedTuple):
    """A piece that is never split."""

    html: str
    links: tuple[str, ...] = ()  # one for each `_NOTE`
    section: str = ""  # that it stands in; an article says so before its first


def length(text: str) -> int:
    """Characters as WeChat may count them: one outside the first plane is two."""
    return len(text.encode("utf-16-le")) // 2


def cut(text: str, most: int) -> str:
    """A text that is short enough: it ends at a pause, or at least never within a word or number."""
    text = " ".join(text.split())
    if length(text) <= most:
        return text
    kept: list[str] = []
    for unit in units_of(text):
        if length("".join((*kept, unit))) > most - 2:
            break
        kept.append(unit)
    paused = max((at for at, unit in enumerate(kept, start=1) if unit[-1] in PAUSES), default=0)
    if paused > len(kept) // 2:
        kept = kept[:paused]
    said = "".join(kept).rstrip(" " + "".join(PAUSES))
    return f"{said or text[: most // 2 - 2]}……"


def articles(digest: DigestPage, site: Site, introduction: str) -> tuple[WechatView, ...]:
    """The articles of an issue, in their order.

    introduction  as HTML with whole addresses
    """
    build = _Builder(digest, site)
    shares = build.shares(introduction)
    found = []
    for part, blocks in enumerate(shares, start=1):
        mark = build.mark(part, len(shares)) if len(shares) > 1 else ""
        # The name that all issues share goes first where both do not fit.
        for title in (digest.head.title, digest.headline):
            if length(title + mark) <= TITLE:
                break
        whole = {
            "title": (title, TITLE - length(mark)),
            "author": (site.name, AUTHOR),
            "summary": (digest.head.description or digest.head.title, SUMMARY),
        }
        short = {name: cut(text, most) for name, (text, most) in whole.items()}
        shortened = tuple(name for name, (text, most) in whole.items() if length(text) > most)
        address = f"{site.url}/{digest.head.url}"
        content = build.article(blocks, part, len(shares))
        found.append(
            WechatView(
                digest.week,
                part,
                len(shares),
                short["title"] + mark,
                short["author"],
                short["summary"],
                address,
                shortened,
                content,
            )
        )
    return tuple(found)


def about(digest: DigestPage, say: Callable[[str], str], count: Callable[[str, str, int], str]) -> str:
    """Which week an issue is of, and how much is in it, in a line."""
    said = (
        week(say, digest.week),
        say("Issue %(number)s") % {"number": digest.number} if digest.number else "",
        days.days(say, digest.monday, digest.sunday),
        count("%(num)s story", "%(num)s stories", digest.count) % {"num": digest.count},
    )
    return " · ".join(filter(None, said))


class _Builder:
    def __init__(self, digest: DigestPage, site: Site) -> None:
        self._digest, self._site = digest, site
        words = catalogue(site.language)
        self._say, self._count = words.gettext, words.ngettext

    def mark(self, part: int, parts: int) -> str:
        say = self._say
        return say(" ({part}/{parts})").format(part=part, parts=parts)

    def shares(self, introduction: str) -> list[list[Block]]:
        """Blocks of each article: as many as it takes, in their order."""
        shares: list[list[Block]] = [[]]
        *blocks, end = (*self._first(introduction), *self._items(), *self._retracted())
        last = (end, *self._last())  # no article holds the end alone
        html, links = "".join(block.html for block in last), tuple(link for block in last for link in block.links)
        for block in (*blocks, Block(html, links, end.section)):
            # With a mark, even where it turns out that one article is enough: the longest that it can be.
            if shares[-1] and length(self.article([*shares[-1], block], MOST, MOST)) > LONGEST:
                shares.append([])
            shares[-1].append(block)
        return shares

    def article(self, blocks: Sequence[Block], part: int, parts: int) -> str:
        """The HTML of one article."""
        digest, say = self._digest, self._say
        said = [digest.name, about(digest, say, self._count)]
        if parts > 1:
            said.append(say("part {part} of {parts}").format(part=part, parts=parts))
        out = [f'<section style="{_ALL}">', _small(" · ".join(said))]
        notes: dict[str, int] = {}
        section = ""
        for block in blocks:
            if block.section not in ("", section):
                section = block.section
                out.append(_styled("h2", _HEADING, section))
            first, *rest = block.html.split(_NOTE)
            out.append(first)
            for link, after in zip(block.links, rest, strict=True):
                out.append(f'{_GLUE}<sup style="{_MARK}">[{notes.setdefault(link, len(notes) + 1)}]</sup>{after}')
        if notes:
            lines = [say("Links"), *(f"[{number}] {link}" for link, number in notes.items())]
            out.append(f'<p style="{_NOTES}">{"<br>".join(str(escape(line)) for line in lines)}</p>')
        return "".join((*out, "</section>"))

    def _first(self, introduction: str) -> Iterator[Block]:
        body, say = self._digest.body, self._say
        if body.highlights:
            lines = "".join(f"<li>{escape(link.text)}</li>" for link in body.highlights)
            yield Block(f'<ol style="{_TEXT}">{lines}</ol>', section=say("Highlights"))
        for paragraph in body.editors_note:
            yield Block(_text(paragraph), section=say("Editor's note"))
        yield from kept(introduction)

    def _items(self) -> Iterator[Block]:
        for section in self._digest.body.sections:
            for item in section.items:
                yield Block("".join(self._item(item)), (item.out or f"{self._site.url}/{item.url}",), section.title)

    def _item(self, item: DigestItem) -> Iterator[str]:
        say = self._say
        if item.kicker:
            yield _small(item.kicker)
        yield f'<h3 style="{_TITLE}">{escape(item.title)}{_NOTE}</h3>'
        yield _text(item.text)
        for figure in item.pictures:
            if words := " ".join(filter(None, (figure.caption or figure.alt, figure.credit))):
                yield _small(f"{say('Picture')}{say(': ')}{words}")
        place = [
            days.month_day(say, item.date),
            item.region.text if item.region else "",
            item.campaign.text if item.campaign else "",
        ]
        yield _small(" · ".join(filter(None, place)))

    def _retracted(self) -> Iterator[Block]:
        say = self._say
        for item in self._digest.body.retracted:
            told = say("It was in the issue of %(week)s.") % {"week": item.issue.text}
            heading = f'<h3 style="{_TITLE}">{escape(item.title)}{_NOTE}</h3>'
            said = f"{days.day(say, item.retraction.date)} · {told}"
            html = heading + _text(item.retraction.text) + _small(said)
            yield Block(html, (f"{self._site.url}/{item.url}",), say("Retracted since"))

    def _last(self) -> Iterator[Block]:
        body, say = self._digest.body, self._say
        if body.sources.origins:
            yield _sources(body.sources, say("Some text and pictures from"), say(": "), say("; "), say(" and others"))
        credits_line = say("; ").join(
            f"{byline.role}{say(': ')}{say(', ').join(byline.names)}" for byline in body.editors
        )
        if credits_line:
            yield Block(_small(credits_line))
        yield Block(_text(say("That is all for this issue.")))


def kept(html: str) -> Iterator[Block]:
    """The blocks of an introduction, in elements that the editor keeps."""
    if html.strip():
        yield from _blocks(lxml.html.fragment_fromstring(html, create_parent="div"))


def _blocks(around: lxml.html.HtmlElement) -> Iterator[Block]:
    """What an element that is itself not kept holds: its blocks, and words beside them as paragraphs."""
    if not any(child.tag in _BLOCKS for child in around.iter()):
        links: list[str] = []
        yield from _loose(_inner(around, links), links)
        return
    yield from _loose(str(escape(around.text or "")))
    for child in around:
        if child.tag in _BLOCKS:
            links = []
            yield Block(_kept(child, links), tuple(links))
        else:
            yield from _blocks(child)
        yield from _loose(str(escape(child.tail or "")))


def _loose(written: str, links: Sequence[str] = ()) -> Iterator[Block]:
    if written.strip():
        yield Block(f'<p style="{_TEXT}">{written}</p>', tuple(links))


def _inner(element: lxml.html.HtmlElement, links: list[str]) -> str:
    parts = (_kept(child, links) + str(escape(child.tail or "")) for child in element)
    return str(escape(element.text or "")) + "".join(parts)


def _kept(element: lxml.html.HtmlElement, links: list[str]) -> str:
    if not isinstance(element.tag, str) or element.tag in _DROPPED:
        return ""
    if element.tag == "img":
        return str(escape(element.get("alt", "")))
    inner = _inner(element, links)
    href = element.get("href", "")
    if element.tag == "a" and href.startswith(("https://", "http://", "mailto:")):
        links.append(href.removeprefix("mailto:"))
        return inner + _NOTE
    tag, style = element.tag, _KEPT.get(element.tag)
    if style is None:
        return inner
    opened = f'<{tag} style="{style}">' if style else f"<{tag}>"
    return opened if tag == "br" else f"{opened}{inner}</{tag}>"


def _sources(sources: Sources, label: str, colon: str, semicolon: str, others: str) -> Block:
    said, links = [], []
    for origin in sources.origins:
        note = _NOTE if origin.url else ""
        if origin.url:
            links.append(origin.url)
        said.append(f"{escape(origin.name)}{note}{escape(' ' + origin.credit if origin.credit else '')}")
    joined = str(escape(semicolon)).join(said) + (str(escape(others)) if sources.others else "")
    return Block(f'<p style="{_END}">{escape(label + colon)}{joined}</p>', tuple(links))


def _styled(tag: str, style: str, text: str) -> str:
    return f'<{tag} style="{style}">{escape(text)}</{tag}>'


_text = partial(_styled, "p", _TEXT)
_small = partial(_styled, "p", _SMALL)
