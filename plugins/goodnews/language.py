"""Two voices: what a terminal reads follows the operator's locale, what a page reads follows the site's language."""

import gettext
from functools import cache
from pathlib import Path

LOCALE = Path(__file__).parent / "locale"


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    """Translations of the site's own words.

    language  a tag such as zh-CN or en
    returns   the catalogue of that tag or of its first part; without one the words stay English
    """
    tag = language.replace("-", "_")
    return gettext.translation("goodnews", LOCALE, languages=[tag, tag.partition("_")[0]], fallback=True)


@cache
def _terminal() -> gettext.NullTranslations:
    return gettext.translation("goodnews", LOCALE, fallback=True)


# Where a language without a territory is taken to be at home; Open Graph knows no language alone.
_HOMES = {"de": "DE", "en": "US", "es": "ES", "fr": "FR", "ja": "JP", "ko": "KR", "pt": "PT", "ru": "RU", "zh": "CN"}


def locale_of(language: str) -> str:
    """A language's tag as Open Graph writes it: `zh-Hans-CN` -> zh_CN, `en` -> en_US, '' if no territory is known."""
    first, *rest = language.split("-")
    territory = next((part for part in rest if len(part) == 2), _HOMES.get(first, ""))
    return f"{first}_{territory}" if territory else ""


def counted(one: str, many: str, count: int) -> str:
    """Say one of two messages, by a number, in the language of the terminal."""
    return _terminal().ngettext(one, many, count).format(count=count)


def _(message: str) -> str:
    """Say `message` in the language of the terminal (LANGUAGE, LC_ALL, LC_MESSAGES, LANG)."""
    return _terminal().gettext(message)
