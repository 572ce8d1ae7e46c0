"""What a page does not say in so many words: section, region, time, summary, a headline. Each is a guess,
and marked."""

import datetime
import re
from collections.abc import Mapping

from goodnews.importer import english
from goodnews.importer.days import event_in, month_day_in
from goodnews.importer.item import Item
from goodnews.importer.literal import printable
from goodnews.importer.matching import sentences
from goodnews.importer.places import Found, Places
from goodnews.newsroom.section import Section
from goodnews.newsroom.story import SUMMARY_MOST, TITLE_MOST

_PARTS = re.compile(r"[、，。；：！？\s,;和与及等的]+")
PARAGRAPHS, BEGINNING = 400, 20_000  # of a text, by which it is judged
_DAY = len("2026-02-03")  # a month has no day
_STOP = re.compile(r"[，。；！？：,;!?:]")


def text_of(item: Item) -> str:
    return "\n".join(paragraph.text for paragraph in item.body[:PARAGRAPHS] if paragraph.is_flowing)[:BEGINNING]


def title_made(item: Item) -> str:
    """A headline from the first sentence: its first clause that is long enough, at most 30 characters."""
    first = next((p.text for p in item.body if len(p.text) >= 2), "") or next(
        (c.text for c in item.captions if c.text), ""
    )
    first = re.sub(r"[（(][^（()）]*摄\s*[)）]|^[▲△▼]\s*", "", first)
    first = first[:1_000]
    sentence = next(iter(sentences(first)), first)
    clauses = [_unquoted(clause.strip()) for clause in _STOP.split(sentence) if clause.strip()]
    clauses = [
        re.sub(r"^(?:近日|日前|图为)?(?:(?:\d{1,2}月)?\d{1,2}日(?:[上下]午|傍晚|晚上?|清晨)?)?", "", clause)
        for clause in clauses
    ]
    found = next((clause for clause in clauses if 6 <= len(clause) <= 30), "") or "".join(clauses)[:30].rstrip(
        "、（《“"
    )
    return printable(found)[:TITLE_MOST]


def _unquoted(clause: str) -> str:
    """A clause without the half of a pair of quotation marks."""
    return clause if clause.count("“") == clause.count("”") else clause.strip("“”")


def summary_of(item: Item) -> str:
    """The first sentences, up to the length of a summary."""
    found = ""
    for sentence in sentences(_run_on([p.text.strip() for p in item.body[:8] if p.is_flowing])[:1_000]) or [""]:
        if found and len(found) + len(sentence) > 140:
            break
        found += sentence
    return printable(found)[:SUMMARY_MOST]


def _run_on(texts: list[str]) -> str:
    """Paragraphs as one; a blank parts those in Latin letters."""
    return "".join(text + " " * english.is_english(text) for text in texts).rstrip()


def leading_texts(item: Item) -> list[str]:
    """Where an item says where it is from, in the order in which that is to be believed."""
    first = next((p.text for p in item.body if p.is_flowing), "")
    begin = sentences(first[:1_000])[:2]
    pieces = (item.leadin, item.kicker, item.title, item.subtitle)
    return [piece.text if piece else "" for piece in pieces] + begin


def region_of(item: Item, places: Places) -> Found:
    units = [name for signature in item.signatures for credit in signature.credits for name in credit.names]
    units += [piece.text for piece in item.sources]
    found = places.region_of(leading_texts(item), "\n".join((text_of(item), *units)))
    return found if found.paths else Found((places.nation,) if places.nation else (next(iter(places.regions), ""),))


def section_of(item: Item, sections: Mapping[str, Section]) -> tuple[str, bool]:
    """The section whose keywords the item speaks most of, headlines more than the text; and whether it speaks of any:
    else the first section stands for all."""
    head = " ".join(piece.text for piece in (item.title, item.kicker, item.subtitle) if piece)
    body = text_of(item)[:600]
    best, most = next(iter(sections), ""), 0.0
    for key, section in sections.items():
        words = set(section.keywords) or _described(section)
        score = sum(3.0 * (word in head) + min(body.count(word), 3) for word in words) / (1 + len(words)) ** 0.5
        if score > most:
            best, most = key, score
    return best, most > 0


def _described(section: Section) -> set[str]:
    """What stands for the keywords of a section that has none: its name and description, in pairs of characters."""
    words = {word for word in _PARTS.split(f"{section.key} {section.description}") if len(word) >= 2}
    return words | {word[at : at + 2] for word in words for at in range(len(word) - 1)} - {"工会", "职工"}


def event_of(item: Item, published: datetime.date) -> tuple[str, str] | None:
    """When it happened, as the dateline's paragraph or the next says; see `event_in`."""
    vague = None
    if item.dateline and (found := english.event_in(item.dateline.text, published)):
        return found
    sent = re.search(r"\d{1,2}月\d{1,2}日", item.dateline.text) if item.dateline else None
    day = month_day_in(sent[0], published) if sent else None  # 某地4月20日电: today is that day
    published = min(day.date, published) if day else published
    for paragraph in [p for p in item.body if p.is_flowing][:2]:
        for sentence in sentences(paragraph.text[:1_000])[:3]:
            found = event_in(sentence, published) or english.event_in(sentence, published)
            if found and len(found[0]) == _DAY:
                return found
            vague = vague or (("", found[1]) if found else None)  # 今年2月, 近日: no day
    return vague
