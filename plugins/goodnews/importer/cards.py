"""A list of cards, as documents in the cloud collect what is sent in: a headline, below it its fields with their names.

Each is read as the row of a table, and becomes the same draft.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from goodnews.importer.matching import folded
from goodnews.importer.raw import Raw
from goodnews.importer.roles import ROLE
from goodnews.importer.table import field_of, is_about_the_sender, story_of

LEAST = 2  # cards of a page, and named fields of a card
_NAME_MOST = 8  # characters of a field's name
_SIGNS = r"(?:[\W_]|\d\ufe0f?\u20e3|\d{1,2}[.、．)）])*"  # bullets, boxes, numbers and stars before the words
_NAMED = re.compile(
    rf"{_SIGNS}(?P<name>[\u4e00-\u9fff]{{2,{_NAME_MOST}}})(?:[*\s]*[:：]|[】\]])[*\s]*(?P<value>.*)"
)  # 标题：夜校开课, 【标题】夜校开课
_FIRST = ("title", "kicker")  # fields with which a card begins
_SENT_AS = re.compile(r"\s*(?:稿件|来稿|稿)\s*[\d一二三四五六七八九十]{1,3}\s*[:：、.]?\s*$")
_NOTES = "状态 进度 备注 负责人 对接人 审核 字数 编号 截止 优先级".split()  # of the office, and no text of a story
_WHEN = ("时间", "日期")  # of a card: when it happened
_HEADING = re.compile(r"\s{0,3}#{1,6}\s+(?P<words>.+)")
_RULE = re.compile(r"[\s=_*~-]*$")


class Card(NamedTuple):
    columns: list[str]
    cells: list[str]


def cards_in(name: str, lines: Sequence[str]) -> tuple[Raw, ...]:
    """The stories of a page of cards; () if it is none. What stands between them goes along with the first."""
    found: list[Card] = []
    others: list[str] = []
    held = 0  # lines of cards
    section, used = "", True  # the heading above, and whether a card stands below it
    at = 0
    while at < len(lines):
        stop = _end(lines, at)
        if stop > at:
            found.append(_card(lines[at:stop], section))
            held, at, used = held + stop - at, stop, True
            continue
        heading = _HEADING.fullmatch(lines[at])
        if heading:
            others += [] if used else [section]
            section, used = _bare(heading["words"]), False
        elif not _RULE.match(lines[at]):
            others.append(lines[at].strip())
        at += 1
    others += [] if used else [section]
    if len(found) < LEAST or held < len(others):
        return ()
    first = found[0]
    first.columns.extend("" for _other in others)
    first.cells.extend(others)
    return tuple(story_of(f"{name}: {number}", card.cells, card.columns) for number, card in enumerate(found, start=1))


def _end(lines: Sequence[str], at: int) -> int:
    """Behind the card that begins on a line; the line itself if none does."""
    if _HEADING.match(lines[at]):
        return _end_below(lines, at)
    named = _named(lines[at])
    if _RULE.match(lines[at]) or (named and field_of(named[0]) not in _FIRST):
        return at
    deep = _indent(lines[at])
    stop, fields = at + 1, 0
    titled = not named or field_of(named[0]) == "title"
    while stop < len(lines) and lines[stop].strip() and not _HEADING.match(lines[stop]):
        below = _named(lines[stop])
        if not below and _indent(lines[stop]) <= deep and _is_entry(lines[stop]):
            break
        field = field_of(below[0]) if below else ""
        if (titled and field in _FIRST[:2]) or _RULE.match(lines[stop]) or _SENT_AS.match(lines[stop]):
            break
        titled = titled or field == "title"
        fields += below is not None
        stop += 1
    return stop if fields >= LEAST else at


def _end_below(lines: Sequence[str], at: int) -> int:
    """Behind the card that has a heading for its headline: down to the next heading or rule."""
    stop = at + 1
    while (
        stop < len(lines) and not _HEADING.match(lines[stop]) and not (lines[stop].strip() and _RULE.match(lines[stop]))
    ):
        stop += 1
    said = [line for line in lines[at + 1 : stop] if line.strip()]
    fields = sum(_named(line) is not None for line in said)
    return stop if said and _named(said[0]) and fields >= LEAST else at


def _card(lines: Sequence[str], section: str) -> Card:
    columns, cells = ["标题"], [""]
    text: list[str] = []
    # Beside a publication stands the day on which it was published, else the day on which it happened.
    published = any(field_of(one[0]) == "sources" for line in lines if (one := _named(line)))
    for line in filter(str.strip, lines):
        named = _named(line)
        field = field_of(named[0]) if named else ""
        if named and field == "body":
            text += [named[1]] if named[1] else []
        elif named and field == "title":
            cells[0] = named[1]
        elif named and named[1]:
            columns.append("发生时间" if named[0] in _WHEN and not (published and named[0] == "日期") else named[0])
            signs = field == "bylines" and ROLE.fullmatch(named[0])  # 作者：记者 甲一 stays as printed
            cells.append(f"{named[0]}：{named[1]}" if signs else named[1])
        elif named:
            continue  # a field that was left empty
        elif not cells[0]:
            cells[0] = _bare(line)
        else:
            text.append(_without_bullet(line))
    return Card([*columns, "正文", "栏目"], [*cells, "\n".join(text), section])


def _named(line: str) -> tuple[str, str] | None:
    """The name of a field and what it says, if a line is one."""
    found = _NAMED.fullmatch(line.strip())
    if not found or not (field_of(found["name"]) or found["name"] in _NOTES or is_about_the_sender(found["name"])):
        return None
    return found["name"], found["value"].strip("* ")


def _bare(line: str) -> str:
    """The words of a line without the signs before them and the stars around them."""
    words = re.sub(rf"^#*{_SIGNS}(?=[\w“‘《【（\"])", "", line.strip()).replace("**", "")
    return words.strip()


def _without_bullet(line: str) -> str:
    """A paragraph without the bullet before it: a quotation mark or a number that begins it is its own."""
    return re.sub(r"^(?:[-*+>•●◆■]\s+)*", "", line.strip()).replace("**", "").strip()


def _indent(line: str) -> int:
    return len(folded(line)) - len(folded(line).lstrip())


def _is_entry(line: str) -> bool:
    return re.match(r"\s*[^\w\s“‘\"《（(【]", line) is not None
