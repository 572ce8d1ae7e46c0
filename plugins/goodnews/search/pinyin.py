"""Pinyin of headlines and places, so that letters lead to the characters that they spell."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product

from goodnews.search.letters import Letters

_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]+")
COMBINATIONS_MOST = 64  # readings of a place's name that are compared with its slug


def spelled(titles: Iterable[str], places: Sequence[tuple[str, str]], letters: Letters) -> str:
    """Each character after its syllable, runs separated by spaces: `luo洛yang阳 xin心li理`.

    places  name and slug of each; the slug decides how the characters of its name are read
    """
    known = dict(_read(name.translate(letters), slug) for name, slug in places)
    runs = [
        run for text in (*(name for name, _slug in places), *titles) for run in _HAN.findall(text.translate(letters))
    ]
    longest_first = sorted(filter(None, known), key=lambda name: (-len(name), name))
    place = re.compile(f"({'|'.join(longest_first)})") if longest_first else None
    return " ".join("".join(_spelled(run, known, place)) for run in dict.fromkeys(runs))


def _read(name: str, slug: str) -> tuple[str, tuple[str, ...]]:
    """The beginning of a place's name that its slug spells, with its syllables; '' if it spells none."""
    from pypinyin import Style, pinyin

    readings = [found[0] for c in name if (found := pinyin(c, style=Style.NORMAL, heteronym=True, errors="ignore"))]
    if len(readings) != len(name):
        return "", ()
    for end in range(len(name), 0, -1):
        for count, syllables in enumerate(product(*readings[:end])):
            if "".join(syllables).replace("v", "u") == slug.replace("-", "").replace("v", "u"):
                return name[:end], syllables
            if count == COMBINATIONS_MOST:
                break
    return "", ()


def _spelled(run: str, known: Mapping[str, tuple[str, ...]], place: re.Pattern[str] | None) -> Iterator[str]:
    from pypinyin import lazy_pinyin

    for piece in filter(None, place.split(run) if place else [run]):
        syllables = known.get(piece) or lazy_pinyin(piece, errors=_unread)  # type: ignore[arg-type]  # a list is allowed
        for character, syllable in zip(piece, syllables, strict=True):
            yield f"{syllable}{character}" if re.fullmatch("[a-z]+", syllable) else " "


def _unread(rare: str) -> list[str]:
    return [" "] * len(rare)
