"""Two languages: the terminal's is its user's, a page's is the one requested."""

import gettext
from functools import cache
from pathlib import Path

LOCALE = Path(__file__).parent / "locale"


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    """Translations for a page.

    language  a tag such as zh-CN or en
    returns   the catalogue of that tag or of its first part; without one the words are English
    """
    tag = language.replace("-", "_")
    return gettext.translation("ballot", LOCALE, languages=[tag, tag.partition("_")[0]], fallback=True)


@cache
def _terminal() -> gettext.NullTranslations:
    return gettext.translation("ballot", LOCALE, fallback=True)


def speak_like_the_terminal() -> None:
    """Let the standard library's own words, those of argparse, come from our catalogue too."""
    gettext.bindtextdomain("ballot", LOCALE)
    gettext.textdomain("ballot")


def counted(one: str, many: str, count: int) -> str:
    """The singular or plural message for a number, in the language of the terminal."""
    return _terminal().ngettext(one, many, count).format(count=count)


def _(message: str) -> str:
    """`message` in the language of the terminal (LANGUAGE, LC_ALL, LC_MESSAGES, LANG)."""
    return _terminal().gettext(message)


def terminal_language() -> str:
    """The tag of the terminal's language, for pages in that language: zh-CN, or en."""
    return _terminal().info().get("language", "en").replace("_", "-")
