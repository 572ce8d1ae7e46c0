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


def counted(one: str, many: str, count: int) -> str:
    """Say one of two messages, by a number, in the language of the terminal."""
    return _terminal().ngettext(one, many, count).format(count=count)


def _(message: str) -> str:
    """Say `message` in the language of the terminal (LANGUAGE, LC_ALL, LC_MESSAGES, LANG)."""
    return _terminal().gettext(message)
