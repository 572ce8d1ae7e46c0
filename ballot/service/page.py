"""The pages: a frozen view each, and the templates that print them. Sorting, counting and wording happen here."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from ballot.candidates import Candidate
from ballot.language import catalogue
from ballot.rules import Rules
from ballot.service.sheet import Mistake, Say, Sheet

Language = Literal["zh-CN", "en"]
LANGUAGES: tuple[Language, ...] = ("zh-CN", "en")
HERE = Path(__file__).parent
HOLE = "\0"


@dataclass(frozen=True, slots=True)
class Option:
    code: str
    title: str
    region: str
    summary: str
    picked: bool
    url: str  # of the story on the news site; "" if unknown
    withdrawn: str  # why it can no longer be chosen; nothing if it can


@dataclass(frozen=True, slots=True)
class FormPage:
    """The form, empty or with the earlier picks."""

    options: tuple[Option, ...]  # in this voter's own order
    sheet: Sheet
    mistakes: tuple[Mistake, ...]
    token: str
    challenge: str  # JSON; "" if no proof is needed
    turnout: int
    voted: bool  # whether this browser has sent a ballot before


@dataclass(frozen=True, slots=True)
class SentPage:
    """Picks to be sent again: to confirm them, or because the service could not take them now."""

    title: str
    text: str
    button: str
    options: tuple[Option, ...]  # only those picked, by code
    sheet: Sheet
    confirmation: str  # "" on a page that does not ask to confirm

    @property
    def back(self) -> str:
        """Fragment that puts the picks back into the form; it stays in the browser."""
        return "picks=" + ".".join(option.code for option in self.options)


@dataclass(frozen=True, slots=True)
class ReceiptPage:
    options: tuple[Option, ...]  # only those picked, by code
    receipt: str  # XXXX-XXXX-XXXX-XXXX-XXXX
    signature: str
    qr: str  # path data of its black modules in a square of 29; "" if the page's script draws it
    word: bool  # whether the voter added a word of their own
    replaces: bool  # whether the same voter had sent a ballot before
    back: str  # address of the vote's page on the news site, or nothing


@dataclass(frozen=True, slots=True)
class WordPage:
    """A page with only a message."""

    title: str
    text: str


Page = FormPage | SentPage | ReceiptPage | WordPage
TEMPLATES: Mapping[type[Page], str] = {
    FormPage: "form.html",
    SentPage: "sent.html",
    ReceiptPage: "receipt.html",
    WordPage: "word.html",
}


@dataclass(frozen=True, slots=True)
class Site:
    """Where the news site is."""

    url: str  # with a trailing slash; "" if unknown
    year: int

    @property
    def vote(self) -> str:
        """Its page of this vote."""
        return f"{self.url}top10/{self.year}-vote.html" if self.url else ""

    def story(self, slug: str) -> str:
        return f"{self.url}story/{self.year}/{slug}.html" if self.url else ""


def prepared(
    candidates: tuple[Candidate, ...], site: Site, withdrawn: Mapping[str, str]
) -> dict[str, tuple[Option, Option]]:
    """Every candidate by its code: not picked, and picked.

    withdrawn  code -> why
    """

    def option(one: Candidate, picked: bool) -> Option:
        why = withdrawn.get(one.code, "")
        return Option(one.code, one.title, one.region, one.summary, picked, site.story(one.slug), why)

    return {one.code: (option(one, False), option(one, True)) for one in candidates}


def options(known: Mapping[str, tuple[Option, Option]], sheet: Sheet, voter: str) -> tuple[Option, ...]:
    """All candidates in this voter's own order, the same at each visit, so that no candidate is first for everyone."""
    shuffled = list(known)
    random.Random(sha256(voter.encode()).digest()).shuffle(shuffled)
    return tuple(known[code][code in sheet.picks] for code in shuffled)


def picked(known: Mapping[str, tuple[Option, Option]], sheet: Sheet) -> tuple[Option, ...]:
    """Those picked, by code."""
    return tuple(option for code, (_no, option) in known.items() if code in sheet.picks)


def language_of(wanted: str, accepted: str) -> Language:
    """The page's language: the one in the address, else English if the browser prefers it, else Chinese."""
    for language in LANGUAGES:
        if wanted == language:
            return language
    return "en" if accepted.strip().lower().startswith("en") else "zh-CN"


def say_of(language: Language) -> Say:
    return catalogue(language).gettext


@lru_cache(16)
def instant(when: datetime, zone: ZoneInfo, say: Say) -> str:
    """A moment in the local time of a zone, with its name."""
    local = when.astimezone(zone)
    name = say("Beijing time") if zone.key == "Asia/Shanghai" else zone.key
    return say("{year}-{month:02}-{day:02} {time} ({zone})").format(
        year=local.year, month=local.month, day=local.day, time=f"{local:%H:%M}", zone=name
    )


@cache
def _environment(language: Language) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.globals["_"] = say_of(language)
    return environment


class Printer:
    """Prints pages. The commonest ones, an empty form and a receipt, are rendered once and then only filled in."""

    def __init__(self, rules: Rules, assets: Mapping[str, str]) -> None:
        """assets   names of the files in static/ -> their addresses"""
        self._rules, self._assets = rules, assets
        self._rows: dict[tuple[str, Option, Language], str] = {}
        self._printed: dict[tuple[object, ...], list[str]] = {}

    def html(self, page: Page, language: Language, closes: datetime) -> bytes:
        """closes   UTC"""
        at = instant(closes, self._rules.zone, say_of(language))
        if isinstance(page, FormPage):
            rows = "\n".join(self._row("option.html", option, language) for option in page.options)
            if page.mistakes or page.sheet != Sheet():
                return self._print(page, language, at, rows=Markup(rows)).encode()
            hole = replace(page, options=(), token=_hole("token"), challenge=page.challenge and _hole("challenge"))
            kind: tuple[object, ...] = ("form", language, at, page.turnout, page.voted, bool(page.challenge))
            filled = {"token": page.token, "challenge": str(escape(page.challenge)), "rows": rows}
            return self._filled(kind, lambda: self._print(hole, language, at, rows=_hole("rows")), filled)
        if isinstance(page, ReceiptPage):
            chosen = "\n".join(self._row("chosen-one.html", option, language) for option in page.options)
            hole_ = replace(page, options=(), receipt=_hole("receipt"), signature=_hole("signature"), qr=_hole("qr"))
            kind = ("receipt", language, at, page.word, page.replaces, page.back)
            filled = {"receipt": page.receipt, "signature": page.signature, "qr": page.qr, "chosen": chosen}
            return self._filled(kind, lambda: self._print(hole_, language, at, chosen=_hole("chosen")), filled)
        chosen = ""
        if isinstance(page, SentPage):
            chosen = "\n".join(self._row("chosen-one.html", option, language) for option in page.options)
        return self._print(page, language, at, chosen=Markup(chosen)).encode()

    def _print(self, page: Page, language: Language, closes: str, **more: object) -> str:
        template = _environment(language).get_template(TEMPLATES[type(page)])
        values = {"page": page, "rules": self._rules, "language": language, "assets": self._assets, "closes": closes}
        return template.render(values, **more)

    def _row(self, template: str, option: Option, language: Language) -> str:
        """One candidate, the same for everyone except the tick."""
        key = (template, option, language)
        if key not in self._rows:
            self._rows[key] = _environment(language).get_template(template).render(option=option)
        return self._rows[key]

    def _filled(self, kind: tuple[object, ...], text: Callable[[], str], values: Mapping[str, str]) -> bytes:
        """A page whose holes are filled in."""
        if kind not in self._printed:
            if len(self._printed) >= 100:  # turnout grows
                self._printed.clear()
            self._printed[kind] = text().split(HOLE)
        parts = self._printed[kind]
        return "".join(values[part] if place % 2 else part for place, part in enumerate(parts)).encode()


def _hole(name: str) -> Markup:
    """A placeholder. No value that a voter sends can hold this character: see `sheet_from`."""
    return Markup(f"{HOLE}{name}{HOLE}")
