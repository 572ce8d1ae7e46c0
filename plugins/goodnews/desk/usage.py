"""Usage: names and words as the house writes them. Quotations and titles keep the words of those who said them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, pairwise

from goodnews.desk.found import Found
from goodnews.language import _
from goodnews.newsroom.house import Better, FullName, House

_SAID = re.compile("“[^”\n]*”|「[^」\n]*」|《[^》\n]*》")
_BETWEEN = re.compile("(?:、|和|与|及|以及)[\u4e00-\u9fff]{0,6}?")  # two names side by side, the second with its place
_HIDDEN = "\ufdd0"


class Usage:
    """What one newsroom writes, ready to be looked for."""

    def __init__(self, names: Mapping[str, FullName], house: House) -> None:
        self.names = names
        self.house = house
        self._better: dict[str, tuple[str, Better]] = {
            **{word: ("house-form", better) for word, better in house.forms.items()},
            **{word: ("house-word", better) for word, better in house.words.items()},
        }
        right = chain.from_iterable((*better.write, *better.within) for _rule, better in self._better.values())
        organisations = [*names, *chain.from_iterable((name.full, *name.within) for name in names.values())]
        self._words = _any_of([*self._better, *right, *organisations])
        self._orders = [({name: rank for rank, name in enumerate(order)}, _any_of(order)) for order in house.order]
        self._names = _any_of(organisations)

    def remarks(self, seen: str) -> Iterator[Found]:
        """What is not written here.

        seen  a text in which everything is hidden that is not looked at
        """
        if any(word in seen for word in self._better):
            for found in self._words.finditer(_without_said(seen)):
                if found[0] in self._better:
                    rule, better = self._better[found[0]]
                    yield _instead(found, rule, better)
        for ranks, pattern in self._orders:
            if sum(name in seen for name in ranks) > 1:
                yield from _disordered(_without_said(seen), ranks, pattern)

    def short_names(self, text: str, start: int) -> Iterator[Found]:
        """Short names that come before their full ones.

        text   a whole file in which everything is hidden that is not looked at
        start  where its body begins
        """
        if not any(short in text for short in self.names):
            return
        known: set[str] = set()  # full names that have been said, and short ones that have been told
        for found in self._names.finditer(_without_said(text), start):
            name = self.names.get(found[0])
            if name is None:
                known.add(found[0])
            elif name.full not in known:
                known.add(name.full)
                expected = _("'{full}' before it").format(full=name.full)
                fix = _("Write the full name where it is first mentioned.")
                yield Found(found.start(), found[0], expected, fix, "short-name-first")


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Any of some words, the longest first: a word inside a longer one is not found."""
    longest = sorted({word for word in words if word}, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, longest)) or "(?!)")


def _without_said(text: str) -> str:
    return _SAID.sub(lambda said: _HIDDEN * len(said[0]), text)


def _instead(found: re.Match[str], rule: str, better: Better) -> Found:
    words = _(" or ").join(_("'{text}'").format(text=word) for word in better.write)
    fix = better.reason or _("So the house writes it (house.yaml).")
    return Found(found.start(), found[0], words, fix, rule, better.write[0] if better.fix else None)


def _disordered(text: str, ranks: Mapping[str, int], pattern: re.Pattern[str]) -> Iterator[Found]:
    for one, other in pairwise(pattern.finditer(text)):
        if ranks[other[0]] < ranks[one[0]] and _BETWEEN.fullmatch(text, one.end(), other.start()):
            expected = _("{first} before {second}").format(first=other[0], second=one[0])
            fix = _("Put them into the order of the house (house.yaml).")
            yield Found(one.start(), text[one.start() : other.end()], expected, fix, "house-order")
