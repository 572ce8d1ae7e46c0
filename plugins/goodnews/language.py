"""Two languages: the terminal's words follow the operator's locale, a page's words the site's language."""

import errno
import gettext
import os
import sys
from functools import cache
from pathlib import Path

LOCALE = Path(__file__).parent / "locale"

if sys.platform == "win32" and not any(map(os.environ.get, ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"))):
    import ctypes
    import locale

    # Windows keeps the language elsewhere; in the environment, child processes find it too.
    os.environ["LANGUAGE"] = locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "en")


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    """Translations of the site's own words.

    language  a tag such as zh-CN or en
    returns   the catalogue of that tag or of its first part; without one the words are English
    """
    tag = language.replace("-", "_")
    return gettext.translation("goodnews", LOCALE, languages=[tag, tag.partition("_")[0]], fallback=True)


@cache
def _terminal() -> gettext.NullTranslations:
    return gettext.translation("goodnews", LOCALE, fallback=True)


def terminal_language() -> str:
    """The language of the terminal, as its catalogue names it: en, zh_CN."""
    return _terminal().info().get("language", "en")


def speak_like_the_terminal() -> None:
    """Let the standard library's own words, those of argparse, come from our catalogue too."""
    gettext.bindtextdomain("goodnews", LOCALE)
    gettext.textdomain("goodnews")


# The territory assumed for a language without one; Open Graph always wants a territory.
_HOMES = {"de": "DE", "en": "US", "es": "ES", "fr": "FR", "ja": "JP", "ko": "KR", "pt": "PT", "ru": "RU", "zh": "CN"}


def locale_of(language: str) -> str:
    """A language's tag as Open Graph writes it: `zh-Hans-CN` -> zh_CN, `en` -> en_US, '' if no territory is known."""
    first, *rest = language.split("-")
    territory = next((part for part in rest if len(part) == 2), _HOMES.get(first, ""))
    return f"{first}_{territory}" if territory else ""


def counted(one: str, many: str, count: int) -> str:
    """The singular or plural message for a number, in the language of the terminal."""
    return _terminal().ngettext(one, many, count).format(count=count)


@cache
def _(message: str) -> str:
    """`message` in the language of the terminal (LANGUAGE, LC_ALL, LC_MESSAGES, LANG)."""
    return _terminal().gettext(message)


def refusal(error: OSError) -> str:
    """What the system refused, and for which file; common reasons are in the language of the terminal."""
    known = {
        errno.EACCES: _("no permission"),
        errno.EPERM: _("no permission"),
        errno.EROFS: _("the disk is read-only"),
        errno.ENOSPC: _("the disk is full"),
        errno.EDQUOT: _("the disk is full"),
        errno.ENOENT: _("no such file or folder"),
        errno.ENOTDIR: _("there is a file where a folder is needed"),
        errno.EEXIST: _("there is a file where a folder is needed"),
        errno.EISDIR: _("there is a folder where a file is needed"),
        errno.ENAMETOOLONG: _("the name is too long"),
        errno.EADDRINUSE: _("another program is using it"),
    }
    reason = known.get(error.errno or 0) or error.strerror or str(error)
    if not error.filename:
        return reason
    file = os.fsdecode(error.filename)
    near = os.path.relpath(file)
    return _("{file}: {reason}").format(file=file if near.startswith("..") else near, reason=reason)
