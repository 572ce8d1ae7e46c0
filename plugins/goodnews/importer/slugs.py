"""The names of files: pinyin of a headline, with the names of places as the registry of regions spells them."""

import re

from goodnews.characters import without_accents
from goodnews.importer.places import Places
from goodnews.text.slug import SLUG_MOST, is_slug

_WORDS = 6  # syllables or words of a slug
_LIGHT = set("的了和与及在为把被让将对向从到是有也都个之其并等于以")


def slug_of(title: str, places: Places, unread: str = "story") -> str:
    """`洛阳热线二十四小时有人接` -> luoyang-re-xian-er-shi.

    unread  the slug if nothing in it can be read
    """
    from pypinyin import lazy_pinyin

    title = without_accents(title)
    words: list[str] = []
    at = 0
    while at < len(title) and len(words) < _WORDS:
        place = places.at(title, at)
        if place:
            name, slug = place
            words.append(slug.replace("-", ""))
            at += len(name)
            continue
        character = title[at]
        latin = re.match(r"[A-Za-z0-9]+", title[at:])
        if latin:
            words.append(latin[0].lower())
            at += latin.end()
            continue
        if "\u3400" <= character <= "\u9fff" and character not in _LIGHT:
            words += [word for word in lazy_pinyin(character, errors="ignore") if re.fullmatch("[a-z]+", word)]
        at += 1
    slug = "-".join(words)[:SLUG_MOST].strip("-")
    return slug if is_slug(slug) else unread
