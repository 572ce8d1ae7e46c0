"""The newsroom's settings: values in pelicanconf.py (`GOODNEWS = {...}`), types, defaults and checks here."""

import os
import re
import types
import typing
from collections.abc import Iterable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from goodnews.language import _
from goodnews.problem import ContentError, Problem, did_you_mean, nearest, quoted

# An address that may stand in a content security policy: no blank, comma or semicolon. Plain http on this machine only.
WEB_ADDRESS = re.compile(
    r"(https://[A-Za-z0-9.-]+|http://(localhost|127\.0\.0\.1))(:[0-9]{1,5})?(/[A-Za-z0-9._~/?=&%-]*)?"
)
# Where a reader writes to: a page or form, or a mailbox.
REACHABLE = re.compile(r"https://[^\s/]+(/\S*)?|mailto:[^\s@]+@[^\s@]+")
FEEDS = ("all", "digest", "section", "region", "campaign", "column", "top10")


class Goodnews(msgspec.Struct, frozen=True):
    """The block `GOODNEWS`. Every key is optional."""

    slogan: str = ""
    digest_name: str = "一周速览"  # first part of a digest's title
    top10_name: str = "年度暖新闻"  # heading of the list of annual pages
    datelines: tuple[str, ...] = ("本报讯",)
    feed_authority: str = "nuanwen.example,2025"  # tag URI authority and year of every feed id: set once, never change
    feeds: tuple[str, ...] = FEEDS  # which families of feeds are made
    feed_items: int = 50  # newest entries of a feed, 1 to 500; a feed always holds the newest two weeks whole
    list_items: int = 20  # stories on a numbered page of a list, 5 to 200
    home_items: int = 12  # latest stories on the home page, 1 to 100
    related_items: int = 5  # related stories below a story, 0 to 20
    highlights_most: int = 5  # highlights a digest takes by itself, 1 to 20
    share_cards: bool = True  # a picture with the title for every page that people share
    report_url: str = ""  # where a reader reports a mistake: https:// or mailto:
    contact: str = ""  # where a reader reaches a person, unseen by others: https:// or mailto:
    vote_url: str = ""  # where the ballot's form is served while a vote is open: https://
    vote_form_url: str = ""  # a form tool that takes ballots as well, or while the service is away: https://
    icp: str = ""  # licence number printed in the footer
    icp_url: str = "https://beian.miit.gov.cn/"
    search: bool = True  # whether the site can be searched
    workers: int = 0  # processes that read, index and print; 0: one a core


class Settings(msgspec.Struct, frozen=True):
    """What the newsroom takes from Pelican's settings, and its own block."""

    name: str  # SITENAME
    url: str  # SITEURL without a slash at its end
    language: str  # DEFAULT_LANG, such as zh-CN
    zone: str  # TIMEZONE, such as Asia/Shanghai
    content: str  # PATH, absolute
    output: str  # OUTPUT_PATH, absolute
    cache: str  # CACHE_PATH, absolute
    theme: str  # THEME, absolute
    goodnews: Goodnews


RANGES = {
    "feed_items": (1, 500),
    "list_items": (5, 200),
    "home_items": (1, 100),
    "related_items": (0, 20),
    "highlights_most": (1, 20),
    "workers": (0, 64),
}


def settings_from(pelican: Mapping[str, Any], file: str = "pelicanconf.py", known: Iterable[str] = ()) -> Settings:
    """Check the settings.

    pelican  Pelican's settings, paths absolute
    file     the name that problems are told under
    known    names of Pelican's own settings: one that is nearly such a name is a slip
    raises   ContentError with every problem: unknown keys with the nearest known one, wrong types, values out of range
    """
    problems: list[Problem] = []

    def wrong(field: str, found: object, expected: str, fix: str) -> None:
        problems.append(Problem(file, 1, field, quoted(str(found)), expected, fix))

    names = {*known, "GOODNEWS"} if known else set()
    for key in sorted(set(pelican) - names):
        guess = nearest(key, names, 0.87) if key.isupper() and not key.startswith("GOODNEWS_") else None
        if guess:
            fix = did_you_mean(key, (guess,), "")
            problems.append(Problem(file, 1, key, quoted(key), _("a known setting"), fix))
    block = pelican.get("GOODNEWS", {})
    if not isinstance(block, Mapping):
        wrong("GOODNEWS", block, _("a dictionary"), _("Write GOODNEWS = {...}."))
        block = {}
    hints = typing.get_type_hints(Goodnews)
    values: dict[str, Any] = {}
    for key, value in block.items():
        if key not in hints:
            wrong(
                f"GOODNEWS[{key!r}]",
                key,
                _("a known setting"),
                did_you_mean(str(key), hints, _("Remove it; the settings are listed in docs/settings.md.")),
            )
            continue
        checked = tuple(value) if isinstance(value, list) else value
        if not _fits(checked, hints[key]):
            wrong(f"GOODNEWS[{key!r}]", value, _type_name(hints[key]), _("Give it a value of that type."))
        elif isinstance(checked, int) and key in RANGES and not RANGES[key][0] <= checked <= RANGES[key][1]:
            wrong(
                f"GOODNEWS[{key!r}]",
                value,
                _("a number from {low} to {high}").format(low=RANGES[key][0], high=RANGES[key][1]),
                _("Choose one inside."),
            )
        else:
            values[key] = checked
    for family in values.get("feeds", ()):
        if family not in FEEDS:
            wrong(
                "GOODNEWS['feeds']",
                family,
                _("some of {names}").format(names=", ".join(FEEDS)),
                did_you_mean(family, FEEDS, _("Remove it.")),
            )
    language = str(pelican.get("DEFAULT_LANG", "zh-CN"))
    if not re.fullmatch(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*", language):
        wrong("DEFAULT_LANG", language, _("a language tag such as zh-CN"), _("See RFC 5646."))
    authority = values.get("feed_authority", Goodnews().feed_authority)
    if not re.fullmatch(r"[A-Za-z0-9.@-]+,[0-9]{4}(-[0-9]{2}){0,2}", authority):
        expected = _("a domain, a comma and a year (RFC 4151)")
        wrong("GOODNEWS['feed_authority']", authority, expected, _("Name a domain and a year in which it is yours."))
    for key in ("report_url", "contact"):
        address = values.get(key, "")
        if address and not REACHABLE.fullmatch(address):
            fix = _("Write a whole web address, or a mail address after mailto:.")
            wrong(f"GOODNEWS['{key}']", address, "https://… / mailto:…", fix)
    for key in ("vote_url", "vote_form_url"):
        address = values.get(key, "")
        if address and not WEB_ADDRESS.fullmatch(address):
            wrong(f"GOODNEWS['{key}']", address, "https://…", _("Give a whole address."))
    zone = pelican.get("TIMEZONE", "UTC")
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError, TypeError):
        wrong("TIMEZONE", zone, _("a zone such as Asia/Shanghai"), _("See the names of the IANA time zones."))
    url = str(pelican.get("SITEURL", "")).rstrip("/")
    if not re.fullmatch(r"https?://[A-Za-z0-9.:-]+(?:/[A-Za-z0-9._~-]+)*", url):
        wrong(
            "SITEURL",
            url,
            "https://…",
            _("Give the site's whole address; links inside it are relative, so a preview works with it as well."),
        )
    if pelican.get("DELETE_OUTPUT_DIRECTORY"):
        wrong(
            "DELETE_OUTPUT_DIRECTORY",
            True,
            "False",
            _("The press removes its own pages itself, and keeps the last good output when a build fails."),
        )
    if not pelican.get("SITENAME"):
        wrong("SITENAME", "", _("the name of the site"), _("Write it; feeds are named by it."))
    output = os.path.realpath(str(pelican["OUTPUT_PATH"]))
    kept = {"PATH": pelican["PATH"], "THEME": pelican["THEME"], "PLUGIN_PATHS": os.path.dirname(__file__)}
    for name, path in kept.items():
        folder = os.path.realpath(str(path))
        if os.path.commonpath([output, folder]) in (output, folder):
            expected = _("a folder apart from {name}").format(name=name)
            wrong("OUTPUT_PATH", pelican["OUTPUT_PATH"], expected, _("Choose another folder to print into."))
    if problems:
        raise ContentError(problems)
    return Settings(
        name=str(pelican.get("SITENAME", "")),
        url=url,
        language=language_tag(language),
        zone=zone,
        content=str(pelican["PATH"]),
        output=str(pelican["OUTPUT_PATH"]),
        cache=str(pelican["CACHE_PATH"]),
        theme=str(pelican["THEME"]),
        goodnews=Goodnews(**values),
    )


def language_tag(written: str) -> str:
    """A language's tag in its usual letters: Pelican hands on `zh-cn`, pages say `zh-CN` (RFC 5646, 2.1.1)."""
    first, *rest = written.replace("_", "-").split("-")
    cased = [part.upper() if len(part) == 2 else part.title() if len(part) == 4 else part.lower() for part in rest]
    return "-".join([first.lower(), *cased])


def _fits(value: object, hint: Any) -> bool:
    if isinstance(hint, types.GenericAlias):
        return isinstance(value, tuple) and all(isinstance(item, str) for item in value)
    return isinstance(value, hint) and not (hint is int and isinstance(value, bool))


def _type_name(hint: Any) -> str:
    if isinstance(hint, types.GenericAlias):
        return _("a list of texts")
    return {str: _("a text"), int: _("a whole number"), bool: _("True or False")}.get(hint, str(hint))
