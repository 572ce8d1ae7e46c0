"""The newsroom's settings: values in pelicanconf.py (`GOODNEWS = {...}`), types, defaults and checks here."""

import datetime
import os
import re
import types
import typing
from collections.abc import Mapping
from typing import Any, Literal
from zoneinfo import ZoneInfo

import msgspec

from goodnews.characters import FORBIDDEN, in_ascii
from goodnews.installation import THEME
from goodnews.language import _, catalogue
from goodnews.problem import ContentError, Problem, did_you_mean, nearest, quoted

# An address allowed in a content security policy: no blank, comma or semicolon. Plain http on this machine only.
WEB_ADDRESS = re.compile(
    r"(https://[A-Za-z0-9.-]+|http://(localhost|127\.0\.0\.1))(:[0-9]{1,5})?(/[A-Za-z0-9._~/?=&%-]*)?"
)
ADDRESS = re.compile(r"https?://[A-Za-z0-9.:-]+(?:/[A-Za-z0-9._~-]+)*")  # of a site
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")  # its tag (RFC 5646)
# A repository on GitHub, or in a group of a GitLab.
REPOSITORY = re.compile(r"https://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._-]+){2,}")
# Where a reader can write to: a page or form, or a mailbox.
REACHABLE = re.compile(r"https://[^\s/]+(/\S*)?|mailto:[^\s@]+@[^\s@]+")
# A mail address as a header takes it without quotes or encoding.
# A digit keeps its file apart from the site's other files of text.
INDEXNOW_KEY = re.compile(r"(?=.*[0-9])[A-Za-z0-9-]{8,128}")
LICENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]{1,40}|https://[^\s\"<>]{4,200}")
HOST = re.compile(r"[A-Za-z0-9.-]+:[1-9][0-9]{0,4}")
MAILBOX = re.compile(r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
# What the QR code of a public account in WeChat says.
WECHAT = re.compile(r"https?://(weixin\.qq\.com|u\.wechat\.com)/\S+")
# Where an API is asked that is given a secret.
API = re.compile(
    r"(https://[A-Za-z0-9.-]+(:\d{1,5})?|http://(localhost|127\.0\.0\.1)(:\d{1,5})?)(/[A-Za-z0-9._~-]+)*/?"
)
# Tags of countries that are no language's, and the languages that are meant.
_LANGUAGES = {
    "cn": "zh-CN",
    "hk": "zh-HK",
    "jp": "ja",
    "vn": "vi",
    "us": "en-US",
    "gb": "en-GB",
}
FEEDS = ("all", "digest", "section", "region", "campaign", "column", "topic", "top10")


class Goodnews(msgspec.Struct, frozen=True):
    """The block `GOODNEWS`. Every key is optional."""

    slogan: str = ""
    digest_name: str = ""  # first part of a digest's title; empty: by the site's language
    top10_name: str = ""  # heading of the list of annual pages; empty: by the site's language
    datelines: tuple[str, ...] = ()  # values of a story's `dateline`; empty: by the site's language
    feed_authority: str = "nuanwen.example,2025"  # tag URI authority and year of every feed id: set once, never change
    feeds: tuple[str, ...] = FEEDS  # which families of feeds are made
    feed_items: int = 50  # newest entries of a feed, 1 to 500; a feed always holds the newest two weeks whole
    feed_times_from: str = ""  # 2026-12-01: from this day on the stories of one day have times of their own in feeds
    websub_hub: str = ""  # https:// of a hub that tells subscribers at once what is new in a feed (WebSub)
    indexnow_key: str = ""  # with it `publish` tells search engines which pages changed (IndexNow)
    indexnow_url: str = "https://api.indexnow.org/indexnow"  # of the service that is told, and tells the others
    list_items: int = 20  # stories on a numbered page of a list, 5 to 200
    home_items: int = 12  # latest stories on the home page, 1 to 100
    related_items: int = 5  # related stories below a story, 0 to 20
    highlights_most: int = 5  # highlights a digest chooses automatically, 1 to 20
    title_most: int = 60  # how wide a story's title may be, in characters of Chinese; two Latin letters count as one
    summary_most: int = 300  # the same of its summary
    long_title: int = 0  # from which width on `check` remarks a title; 0: what WeChat takes, of titles in Chinese
    stylesheet: str = ""  # of the newsroom's own theme, after ours: static/own.css
    # A picture with the title for every page that people share; later: `build --cards` draws it, and `serve` when idle.
    share_cards: bool | Literal["later"] = True
    report_url: str = ""  # where a reader reports a mistake: https:// or mailto:
    contact: str = ""  # where a reader privately reaches somebody: https:// or mailto:
    stay_line: str = ""  # heading of the block that asks readers to come back; empty: by the site's language
    email_url: str = ""  # where readers ask for the digest by e-mail: https:// or mailto:
    wechat: str = ""  # name of the newsroom's public account in WeChat
    wechat_url: str = ""  # what that account's QR code says
    nominate_url: str = ""  # where readers name stories for the vote of the year: https:// or mailto:
    vote_url: str = ""  # where the ballot's form is served while a vote is open: https://
    vote_form_url: str = ""  # a form tool that takes ballots as well, or while the service is away: https://
    furniture: tuple[str, ...] = ()  # beginnings of lines that `import` drops besides those that it knows
    icp: str = ""  # licence number printed in the footer
    icp_url: str = "https://beian.miit.gov.cn/"
    admin: bool = False  # whether the site has the web editor, /admin/
    admin_repo: str = ""  # https:// of the repository it writes to, on GitHub or a GitLab
    search: bool = True  # whether the site can be searched
    offline: bool = True  # whether a reader's device keeps the home page and the last two digests
    check_without: tuple[str, ...] = ()  # rules of advice that do not hold here: names in docs/check.md
    editions_at_build: bool = False  # whether `build` prints the editions as well
    editions_path: str = "editions"  # folder of the editions, beside the output
    mail_from: str = ""  # mail address that issues are sent from; empty: news@ the site's host
    mail_server: str = ""  # host:port of the server that takes them: 465 is encrypted, any other port by STARTTLS
    mail_user: str = ""  # name to sign in with there; its password comes from the environment
    mail_unsubscribe: str = ""  # mailbox that takes requests to leave the list
    mail_unsubscribe_url: str = ""  # https:// of a list service that takes them with one click (RFC 8058)
    wechat_app: str = ""  # id (AppID) of the official account; its secret comes from the environment
    wechat_api: str = "https://api.weixin.qq.com"  # where the account's API is asked
    listmonk_url: str = ""  # where the newsroom's own listmonk is; its token comes from the environment
    listmonk_user: str = ""  # name of its API user
    listmonk_lists: tuple[str, ...] = ()  # ids of the lists there that an issue is for
    listmonk_template: int = 0  # id of a template there; 0: its default one
    publish: dict[str, str] = {}  # name -> target of `publish`, as docs/deploy.md writes them
    open_data: str = ""  # licence of the stories as data: its SPDX name, such as CC-BY-4.0, or https://; empty: no data
    workers: int = 0  # processes that read, index and print; 0: one per core


class Settings(msgspec.Struct, frozen=True):
    """What the newsroom takes from Pelican's settings, and its own block."""

    name: str  # SITENAME
    url: str  # SITEURL without a slash at its end
    language: str  # DEFAULT_LANG, such as zh-CN
    zone: str  # TIMEZONE, such as Asia/Shanghai
    content: str  # PATH, absolute
    output: str  # OUTPUT_PATH, absolute
    cache: str  # CACHE_PATH, absolute
    themes: tuple[str, ...]  # THEME, absolute, if it is not ours; then ours
    editions: str  # folder of the editions, absolute
    goodnews: Goodnews


RANGES = {
    "feed_items": (1, 500),
    "list_items": (5, 200),
    "home_items": (1, 100),
    "related_items": (0, 20),
    "highlights_most": (1, 20),
    "title_most": (10, 200),
    "summary_most": (50, 1000),
    "long_title": (0, 200),
    "listmonk_template": (0, 1_000_000),
    "workers": (0, 64),
}


def settings_from(
    pelican: Mapping[str, Any], file: str = "pelicanconf.py", known: Mapping[str, Any] = types.MappingProxyType({})
) -> Settings:
    """Check the settings.

    pelican  Pelican's settings, paths absolute
    file     the name under which problems are reported
    known    Pelican's own settings with their defaults: a name that is almost one of them is a typo
    raises   ContentError with every problem: unknown keys with the nearest known one, wrong types, values out of range
    """
    check = _Check(pelican, file)
    check.names({*known, "GOODNEWS"} if known else set())
    goodnews, language = check.block(), check.language()
    output = check.output()
    settings = Settings(
        name=check.name(),
        url=check.url(),
        language=language,
        zone=check.zone(),
        content=str(pelican["PATH"]),
        output=output,
        cache=str(pelican["CACHE_PATH"]),
        themes=_themes(str(pelican["THEME"]), known),
        editions=check.editions(goodnews.editions_path, output),
        goodnews=_in_its_language(goodnews, language),
    )
    if check.problems:
        raise ContentError(check.problems)
    return settings


def _in_its_language(goodnews: Goodnews, language: str) -> Goodnews:
    """Defaults, by the site's language, for the names that the settings leave empty."""
    say = catalogue(language).gettext
    return msgspec.structs.replace(
        goodnews,
        digest_name=goodnews.digest_name or say("The week in brief"),
        top10_name=goodnews.top10_name or say("Good news of the year"),
        datelines=goodnews.datelines or (say("Staff report"),),
        stay_line=goodnews.stay_line or say("Once a week, read in five minutes"),
    )


def _themes(folder: str, known: Mapping[str, Any]) -> tuple[str, ...]:
    """The folders of the theme. Pelican's default is another theme altogether, and means that there is no folder."""
    if folder == known.get("THEME") or os.path.realpath(folder) == os.path.realpath(THEME):
        return (THEME,)
    return folder, THEME


class _Check:
    """Pelican's settings, checked one by one; every problem is noted."""

    def __init__(self, pelican: Mapping[str, Any], file: str) -> None:
        self._pelican = pelican
        self._file = file
        self.problems: list[Problem] = []

    def wrong(self, field: str, found: object, expected: str, fix: str) -> None:
        self.problems.append(Problem(self._file, 1, field, quoted(str(found)), expected, fix))

    def names(self, known: set[str]) -> None:
        """Names that are almost those of a setting."""
        for key in sorted(set(self._pelican) - known):
            guess = nearest(key, known, 0.87) if key.isupper() and not key.startswith("GOODNEWS_") else None
            if guess:
                self.wrong(key, key, _("a known setting"), did_you_mean(key, (guess,), ""))
        if self._pelican.get("DELETE_OUTPUT_DIRECTORY"):
            fix = _("The press removes old pages on its own, and keeps the last good output when a build fails.")
            self.wrong("DELETE_OUTPUT_DIRECTORY", True, "False", fix)

    def block(self) -> Goodnews:
        """The newsroom's own block; an invalid value becomes the default."""
        block = self._pelican.get("GOODNEWS", {})
        if not isinstance(block, Mapping):
            self.wrong("GOODNEWS", block, _("a dictionary"), _("Write GOODNEWS = {...}."))
            block = {}
        hints = typing.get_type_hints(Goodnews)
        values: dict[str, Any] = {}
        for key, value in block.items():
            if key in hints:
                checked = tuple(value) if isinstance(value, list) else value
                if self._stands(key, checked, value, hints[key]):
                    values[key] = checked
            else:
                fix = did_you_mean(str(key), hints, _("Remove it; the settings are listed in docs/settings.md."))
                self.wrong(_own(key), key, _("a known setting"), fix)
        for family in values.get("feeds", ()):
            if family not in FEEDS:
                expected = _("some of {names}").format(names=_(", ").join(FEEDS))
                self.wrong(_own("feeds"), family, expected, did_you_mean(family, FEEDS, _("Remove it.")))
        authority = values.get("feed_authority", Goodnews().feed_authority)
        if not re.fullmatch(r"[A-Za-z0-9.@-]+,[0-9]{4}(-[0-9]{2}){0,2}", authority):
            expected = _("a domain, a comma and a year (RFC 4151)")
            fix = _("Name a domain and a year in which you owned it.")
            domain = authority.partition(",")[0].partition("，")[0]
            self.wrong(_own("feed_authority"), authority, expected, _ascii_fix(domain) or fix)
        for key in (
            "report_url",
            "contact",
            "email_url",
            "wechat_url",
            "nominate_url",
            "icp_url",
            "vote_url",
            "vote_form_url",
            "mail_unsubscribe_url",
            "websub_hub",
            "indexnow_url",
        ):
            if values.get(key):
                values[key] = self._address(key, values[key])
        if values.get("indexnow_key") and not INDEXNOW_KEY.fullmatch(values["indexnow_key"]):
            expected, fix = _("8 to 128 letters, digits and hyphens, a digit among them"), _("Make up one of your own.")
            self.wrong(_own("indexnow_key"), values["indexnow_key"], expected, fix)
        for key in ("mail_from", "mail_unsubscribe"):
            if values.get(key) and not MAILBOX.fullmatch(values[key]):
                fix = _("Write the address alone, without a name.")
                self.wrong(_own(key), values[key], _("a mail address such as news@nuanwen.example"), fix)
        if values.get("feed_times_from") and not _is_day(values["feed_times_from"]):
            fix = _("Write the day from which on it holds.")
            self.wrong(_own("feed_times_from"), values["feed_times_from"], _("a day such as 2026-02-04"), fix)
            del values["feed_times_from"]
        if values.get("open_data") and not LICENCE.fullmatch(values["open_data"]):
            fix = _("Write its short name (SPDX), or its address.")
            self.wrong(_own("open_data"), values["open_data"], _("a licence such as CC-BY-4.0"), fix)
        if values.get("mail_server") and not HOST.fullmatch(values["mail_server"]):
            expected, fix = "smtp.nuanwen.example:465", _("Write the server's name, a colon and the port.")
            self.wrong(_own("mail_server"), values["mail_server"], expected, fix)
        for key, example in (
            ("wechat_api", "https://api.weixin.qq.com"),
            ("listmonk_url", "https://lists.nuanwen.example"),
        ):
            if key in values and values[key] != getattr(Goodnews(), key) and not API.fullmatch(values[key]):
                fix = _("Write the whole address; only one on this machine goes without encryption.")
                self.wrong(_own(key), values[key], example, fix)
        for written in values.get("listmonk_lists", ()):
            if not re.fullmatch("[1-9][0-9]{0,8}", written):
                fix = _("Write the number that listmonk shows beside the list, in quotes.")
                self.wrong(_own("listmonk_lists"), written, _("the id of a list, such as '3'"), fix)
        if values.get("mail_unsubscribe_url") and not values.get("mail_unsubscribe"):
            expected, fix = _("a mailbox as well"), _("Without one Gmail shows no button; set mail_unsubscribe too.")
            self.wrong(_own("mail_unsubscribe"), "", expected, fix)
        repository = values.get("admin_repo", "")
        if (values.get("admin") or repository) and not REPOSITORY.fullmatch(repository):
            fix = _("Write the repository's address as the browser shows it; `admin` alone needs none.")
            self.wrong(_own("admin_repo"), repository, "https://github.com/…/…", fix)
        return Goodnews(**values)

    def _stands(self, key: str, checked: object, written: object, hint: Any) -> bool:
        """Whether a value has the type and the range of its setting."""
        if not _fits(checked, hint):
            self.wrong(_own(key), written, _type_name(hint), _("Give it a value of that type."))
        elif isinstance(checked, int) and key in RANGES and not RANGES[key][0] <= checked <= RANGES[key][1]:
            expected = _("a number from {low} to {high}").format(low=RANGES[key][0], high=RANGES[key][1])
            self.wrong(_own(key), written, expected, _("Choose a number in this range."))
        elif FORBIDDEN.search("".join(checked) if isinstance(checked, tuple) else str(checked)):
            self.wrong(_own(key), ascii(written), _("printable text"), _("Delete what cannot be printed."))
        else:
            return True
        return False

    def _address(self, key: str, written: str) -> str:
        """An address for readers, its domain in ASCII."""
        address = _in_ascii(written)
        if key.startswith(("vote", "mail", "websub", "indexnow")):
            if not WEB_ADDRESS.fullmatch(address):
                self.wrong(_own(key), written, "https://…", _("Write the whole address."))
        elif key == "wechat_url":
            if not WECHAT.fullmatch(address):
                fix = _("Have a program read the account's QR code, and write what it says.")
                self.wrong(_own(key), written, "https://weixin.qq.com/r/…", fix)
        elif not REACHABLE.fullmatch(address):
            fix = _("Write a whole web address, or a mail address after mailto:.")
            self.wrong(_own(key), written, "https://… / mailto:…", fix)
        return address

    def name(self) -> str:
        name = str(self._pelican.get("SITENAME", ""))
        if not name:
            self.wrong("SITENAME", "", _("the name of the site"), _("Write it; feeds get their names from it."))
        elif FORBIDDEN.search(name):
            self.wrong("SITENAME", ascii(name), _("printable text"), _("Delete what cannot be printed."))
        return name

    def url(self) -> str:
        written = str(self._pelican.get("SITEURL", "")).rstrip("/")
        url = _in_ascii(written)
        if not ADDRESS.fullmatch(url):
            fix = _("Give the site's whole address; links inside it are relative, so a preview works with it as well.")
            self.wrong("SITEURL", written, "https://…", fix)
        return url

    def language(self) -> str:
        language = str(self._pelican.get("DEFAULT_LANG", "zh-CN"))
        if not LANGUAGE.fullmatch(language):
            self.wrong("DEFAULT_LANG", language, _("a language tag such as zh-CN"), _("See RFC 5646."))
        meant = _LANGUAGES.get(language_tag(language).partition("-")[0])
        if meant:
            fix = _("Write '{path}'.").format(path=meant)
            self.wrong("DEFAULT_LANG", language, _("a language, not a country"), fix)
        return language_tag(language)

    def zone(self) -> str:
        zone = self._pelican.get("TIMEZONE", "UTC")
        try:
            ZoneInfo(zone)
        except (KeyError, ValueError, OSError, TypeError):
            expected, fix = _("a zone such as Asia/Shanghai"), _("See the names of the IANA time zones.")
            self.wrong("TIMEZONE", zone, expected, fix)
        return str(zone)

    def output(self) -> str:
        """The output folder, which holds only what is printed."""
        output = str(self._pelican["OUTPUT_PATH"])
        real = os.path.realpath(output)
        kept = {
            "PATH": self._pelican["PATH"],
            "THEME": self._pelican["THEME"],
            "PLUGIN_PATHS": os.path.dirname(__file__),
        }
        for name, path in kept.items():
            folder = os.path.realpath(str(path))
            if os.path.commonpath([real, folder]) in (real, folder):
                expected = _("a folder outside {name}").format(name=name)
                self.wrong("OUTPUT_PATH", output, expected, _("Choose another folder to print into."))
        return output

    def editions(self, folder: str, output: str) -> str:
        """The folder of the editions, which are not part of the site."""
        path = os.path.abspath(os.path.join(os.path.dirname(output), folder))
        real = os.path.realpath(path)
        for name, other in (
            ("OUTPUT_PATH", output),
            ("PATH", self._pelican["PATH"]),
            ("THEME", self._pelican["THEME"]),
        ):
            there = os.path.realpath(str(other))
            if os.path.commonpath([real, there]) in (real, there):
                expected = _("a folder outside {name}").format(name=name)
                self.wrong(_own("editions_path"), folder, expected, _("Choose another folder to print into."))
        return path


def _own(key: object) -> str:
    return f"GOODNEWS[{key!r}]"


def _in_ascii(address: str) -> str:
    """A web address with its domain in ASCII, as feeds and policies need it: `https://暖闻.中国` -> https://xn--…"""
    try:
        return in_ascii(address)
    except ValueError:  # reported where it is checked
        return address


def _is_day(written: str) -> bool:
    """Whether it is a day of the calendar, as feeds write one."""
    try:
        return datetime.date.fromisoformat(written).isoformat() == written
    except ValueError:
        return False


def _ascii_fix(domain: str) -> str:
    """The fix for a domain in other letters; '' if it is not one."""
    try:
        coded = domain.encode("idna").decode()
    except ValueError:
        return ""
    return _("Write the domain as {domain}.").format(domain=coded) if coded != domain else ""


def language_tag(written: str) -> str:
    """A language's tag in its usual letters: Pelican hands on `zh-cn`, pages say `zh-CN` (RFC 5646, 2.1.1)."""
    first, *rest = written.replace("_", "-").split("-")
    cased = [part.upper() if len(part) == 2 else part.title() if len(part) == 4 else part.lower() for part in rest]
    return "-".join([first.lower(), *cased])


def _fits(value: object, hint: Any) -> bool:
    if typing.get_origin(hint) is typing.Union:
        return any(_fits(value, one) for one in typing.get_args(hint))
    if typing.get_origin(hint) is Literal:
        return value in typing.get_args(hint)
    if isinstance(hint, types.GenericAlias):
        kind = dict if hint.__origin__ is dict else tuple
        items = [*value, *value.values()] if isinstance(value, dict) else value if isinstance(value, tuple) else ()
        return isinstance(value, kind) and all(isinstance(item, str) for item in items)
    return isinstance(value, hint) and not (hint is int and isinstance(value, bool))


def _type_name(hint: Any) -> str:
    if isinstance(hint, types.GenericAlias):
        return _("a list of texts") if hint.__origin__ is tuple else _("a dictionary of texts")
    if typing.get_origin(hint) is typing.Union:
        return " / ".join(map(_type_name, typing.get_args(hint)))
    if typing.get_origin(hint) is Literal:
        return " / ".join(map(repr, typing.get_args(hint)))
    return {str: _("a text"), int: _("a whole number"), bool: _("True or False")}.get(hint, str(hint))
