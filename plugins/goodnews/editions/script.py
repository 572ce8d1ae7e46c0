"""A digest as a script: what is read aloud in about five minutes, and how its rare names are read."""

import unicodedata
from collections.abc import Iterator

from goodnews.editions.spoken import spoken
from goodnews.editions.views import ScriptView
from goodnews.language import catalogue
from goodnews.pages import days
from goodnews.pages.views.digest import DigestItem
from goodnews.pages.views.parts import Site
from goodnews.render.theme import week
from goodnews.search.pinyin import toned

MINUTES = 5
_CHARACTERS, _WORDS = 270, 150  # said in a minute, in Chinese and in other languages
_ENDS = frozenset("。！？!?.…")


def script(view: ScriptView, site: Site) -> str:
    """All that is said: the lead, then section by section, with an empty line where a voice pauses.

    The lead, what the issue puts forward, then the others have their paragraphs for as long as the time lasts; what
    comes after is told by its headline.
    """
    return "\n\n".join(_Script(view, site).paragraphs()) + "\n"


def readings(view: ScriptView, site: Site) -> str:
    """A line for each name that a voice may read wrongly, with its pinyin: places, and words with rare characters.

    Where no dictionary has a character, `?` stands for its reading.
    """
    said = script(view, site)
    items = [item for section in view.digest.body.sections for item in section.items]
    places = {item.region.text: item.region.url.split("/")[-2] for item in items if item.region}
    read = toned([(name, slug) for name, slug in places.items() if name in said], _rare_words(said))
    return "".join(
        f"{name}\t{''.join('?' if _is_han(one) else one for one in pinyin)}\n" for name, pinyin in sorted(read.items())
    )


def _rare_words(text: str) -> list[str]:
    import rjieba  # its dictionary takes 0.15 s: only for processes that print pages

    return [word for word in dict.fromkeys(rjieba.cut(text)) if any(map(_is_rare, word))]


def _is_han(character: str) -> bool:
    return unicodedata.name(character, "").startswith("CJK UNIFIED")


def _is_rare(character: str) -> bool:
    """Whether it is a Chinese character outside the 3,755 common ones, the first level of GB 2312; 幺 is our own."""
    if character == "幺" or not _is_han(character):
        return False
    try:
        return character.encode("gb2312")[0] > 0xD7
    except UnicodeEncodeError:
        return True


class _Script:
    def __init__(self, view: ScriptView, site: Site) -> None:
        self._view, self._digest, self._site = view, view.digest, site
        self._words = catalogue(site.language)
        self._han = site.language.partition("-")[0] == "zh"

    def paragraphs(self) -> list[str]:
        opening, rest = list(self._opening()), list(self._rest())
        told = {item.anchor: self._said(item.title) for item in self._ordered()}
        left = MINUTES * (_CHARACTERS if self._han else _WORDS) - sum(map(self._length, (*opening, *rest)))
        left -= sum(map(self._length, told.values())) + sum(map(self._length, self._headings()))
        for item in self._ordered():
            text = self._said(item.text)
            left -= self._length(text)
            if left < 0:
                break
            told[item.anchor] += f"\n{text}"
        first = next(iter(told))
        found = [*opening, told.pop(first)]
        for section, heading in zip(self._digest.body.sections, self._headings(), strict=True):
            if items := [told[item.anchor] for item in section.items if item.anchor != first]:
                found += [heading, *items]
        return [*found, *rest]

    def _ordered(self) -> list[DigestItem]:
        """The items, what comes first in importance before the others."""
        items = {item.anchor: item for section in self._digest.body.sections for item in section.items}
        lead = [self._digest.lead.item.anchor] if self._digest.lead else []
        forward = [link.url.rpartition("#")[2] for link in self._digest.highlights]
        return [items[anchor] for anchor in dict.fromkeys((*lead, *forward, *items)) if anchor in items]

    def _headings(self) -> list[str]:
        return [self._said(section.title) for section in self._digest.body.sections]

    def _opening(self) -> Iterator[str]:
        digest, say = self._digest, self._words.gettext
        names = dict.fromkeys((self._site.name, digest.name))
        parts = [
            *names,
            week(say, digest.week),
            days.days(say, digest.monday, digest.sunday),
            self._words.ngettext("%(num)s story", "%(num)s stories", digest.count) % {"num": digest.count},
        ]
        yield self._said(say(", ").join(parts) if not self._han else "，".join(parts))
        yield from map(self._said, (*digest.body.editors_note, *self._view.introduction))

    def _rest(self) -> Iterator[str]:
        digest, say = self._digest, self._words.gettext
        if digest.body.retracted:
            yield self._said(say("Retracted since"))
        for item in digest.body.retracted:
            told = self._said(say("It was in the issue of %(week)s.") % {"week": item.issue.text})
            yield "\n".join((self._said(item.title), told, self._said(item.retraction.text)))
        if digest.body.editors:
            yield self._said(
                say("; ").join(
                    f"{byline.role}{say(': ')}{say(', ').join(byline.names)}" for byline in digest.body.editors
                )
            )
        yield self._said(say("That is all for this issue."))

    def _said(self, text: str) -> str:
        """In words, and ended, so that a voice comes to rest."""
        said = spoken(text, self._site.language)
        if said and said.rstrip("”’」』）)\"'")[-1:] not in _ENDS:
            said += "。" if self._han else "."
        return said

    def _length(self, text: str) -> int:
        """Characters that are said, or words."""
        return sum(map(str.isalnum, text)) if self._han else len(text.split())
