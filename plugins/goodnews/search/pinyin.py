"""Pinyin of headlines and places, so that letters lead to the characters that they spell."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, product

from goodnews.search.letters import WIDE, Letters

COMBINATIONS_MOST = 64  # readings of a place's name that are compared with its slug
UNREAD = "?"


def readings(titles: Iterable[str], places: Sequence[tuple[str, str]], letters: Letters) -> list[str]:
    """How each text is read, a syllable for each Han character or kana: `luo yang xin li`; the places come first.

    places  name and slug of each; the slug decides how the characters of its name are read
    """
    known = dict(_read(name.translate(letters), slug) for name, slug in places)
    longest_first = sorted(filter(None, known), key=lambda name: (-len(name), name))
    place = re.compile(f"({'|'.join(longest_first)})") if longest_first else None
    texts = [text.translate(letters) for text in (*(name for name, _slug in places), *titles)]
    return [
        " ".join(chain.from_iterable(_syllables(run, known, place) for run in WIDE.findall(text))) for text in texts
    ]


def toned(places: Sequence[tuple[str, str]], words: Iterable[str]) -> dict[str, str]:
    """How places and words are read, with the tones: `luò yáng`.

    places  name and slug of each, or the slug's last part
    """
    from pypinyin import Style, lazy_pinyin

    found = {}
    for name, slug in places:
        plain, spelled = _read(name, slug)
        found[name] = " ".join((*map(_toned, plain, spelled), *lazy_pinyin(name[len(plain) :], style=Style.TONE)))
    for word in words:
        found.setdefault(word, " ".join(lazy_pinyin(word, style=Style.TONE)))
    return found


def _toned(character: str, syllable: str) -> str:
    """The reading of a character that is spelled so."""
    from pypinyin import Style, pinyin
    from pypinyin.contrib.tone_convert import to_normal

    (readings,) = pinyin(character, style=Style.TONE, heteronym=True)
    return next((one for one in readings if to_normal(one, v_to_u=False).replace("v", "u") == syllable), syllable)


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


def _syllables(run: str, known: Mapping[str, tuple[str, ...]], place: re.Pattern[str] | None) -> Iterator[str]:
    from pypinyin import lazy_pinyin

    for piece in filter(None, place.split(run) if place else [run]):
        for syllable in known.get(piece) or lazy_pinyin(piece, errors=_unread):  # type: ignore[arg-type]  # a list is allowed
            yield syllable if re.fullmatch("[a-z]+", syllable) else UNREAD


def _unread(rare: str) -> list[str]:
    return [UNREAD] * len(rare)
