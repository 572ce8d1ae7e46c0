"""The pages: a frozen view each, and the templates that print them. Sorting, counting and wording happen here."""

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Literal

import segno
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ballot.candidates import Candidate
from ballot.language import catalogue
from ballot.rules import Rules
from ballot.service.sheet import Mistake, Say, Sheet

Language = Literal["zh-CN", "en"]
LANGUAGES: tuple[Language, ...] = ("zh-CN", "en")
HERE = Path(__file__).parent
QUIET = 4  # modules of white around a QR code
DARK = re.compile(b"\x01+")


@dataclass(frozen=True, slots=True)
class Option:
    code: str
    title: str
    region: str
    summary: str
    picked: bool


@dataclass(frozen=True, slots=True)
class FormPage:
    """The form, empty or with what was picked before."""

    options: tuple[Option, ...]  # in this voter's own order
    sheet: Sheet
    mistakes: tuple[Mistake, ...]
    token: str
    challenge: str  # JSON; nothing where no proof is asked for
    turnout: int
    voted: bool  # whether this browser has sent a ballot before


@dataclass(frozen=True, slots=True)
class SentPage:
    """Picks to be sent once more: to confirm them, or because the service could not take them now."""

    title: str
    text: str
    button: str
    options: tuple[Option, ...]  # only those picked, by code
    sheet: Sheet
    confirmation: str  # nothing on a page that does not ask to confirm

    @property
    def back(self) -> str:
        """What brings the picks into the form again; a fragment stays in the browser."""
        return "picks=" + ".".join(option.code for option in self.options)


@dataclass(frozen=True, slots=True)
class ReceiptPage:
    options: tuple[Option, ...]  # only those picked, by code
    receipt: str  # XXXX-XXXX-XXXX-XXXX-XXXX
    signature: str
    qr: str  # path data of its black modules, in a square of `size`
    size: int
    word: bool  # whether the voter added a word of their own
    replaces: bool  # whether the same voter had sent a ballot before


@dataclass(frozen=True, slots=True)
class WordPage:
    """A page that only says something."""

    title: str
    text: str


Page = FormPage | SentPage | ReceiptPage | WordPage
TEMPLATES: Mapping[type[Page], str] = {
    FormPage: "form.html",
    SentPage: "sent.html",
    ReceiptPage: "receipt.html",
    WordPage: "word.html",
}


def options(candidates: tuple[Candidate, ...], sheet: Sheet, voter: str) -> tuple[Option, ...]:
    """All candidates in an order of this voter's own, the same at each visit: no place is the first for everyone."""
    shuffled = list(candidates)
    random.Random(sha256(voter.encode()).digest()).shuffle(shuffled)
    return tuple(Option(c.code, c.title, c.region, c.summary, c.code in sheet.picks) for c in shuffled)


def picked(candidates: tuple[Candidate, ...], sheet: Sheet) -> tuple[Option, ...]:
    return tuple(Option(c.code, c.title, c.region, c.summary, True) for c in candidates if c.code in sheet.picks)


def drawn(receipt: str) -> tuple[str, int]:
    """A receipt as a QR code: path data of its dark runs, and the side of its square, quiet zone included.

    Its twenty letters fill version 1 at level M. The mask is fixed: any can be read, and to look for the prettiest
    would take longer than all else a ballot needs.
    """
    letters = receipt.replace("-", "")
    code = segno.make(letters, micro=False, version=1, error="m", mode="alphanumeric", mask=3, boost_error=False)
    path = [
        f"M{run.start() + QUIET} {row + QUIET}h{len(run[0])}v1h-{len(run[0])}z"
        for row, modules in enumerate(code.matrix)
        for run in DARK.finditer(modules)
    ]
    return "".join(path), len(code.matrix) + 2 * QUIET


def language_of(wanted: str, accepted: str) -> Language:
    """The page's language: what the address asks for, else English where the browser puts it first, else Chinese."""
    for language in LANGUAGES:
        if wanted == language:
            return language
    return "en" if accepted.strip().lower().startswith("en") else "zh-CN"


def say_of(language: Language) -> Say:
    return catalogue(language).gettext


def instant(when: datetime, rules: Rules, say: Say) -> str:
    """A moment on the clocks of the vote's zone, with the zone named."""
    local = when.astimezone(rules.zone)
    return say("{year}-{month:02}-{day:02} {time} ({zone})").format(
        year=local.year, month=local.month, day=local.day, time=f"{local:%H:%M}", zone=rules.zone.key
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


def html(page: Page, rules: Rules, language: Language, closes: datetime, assets: Mapping[str, str]) -> bytes:
    """Print a page.

    closes  UTC
    assets  names of the files in static/ -> their addresses
    """
    say = say_of(language)
    template = _environment(language).get_template(TEMPLATES[type(page)])
    values = {"page": page, "rules": rules, "language": language, "assets": assets}
    return template.render(values, closes=instant(closes, rules, say)).encode()
