"""Questions: what `new` asks at a terminal for what was not typed. Nothing is written before the last answer."""

import datetime
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from goodnews.calendar import day_from
from goodnews.characters import FORBIDDEN, cleaned, columns, fits, half_width
from goodnews.desk.forms import Wanted, file_of, refusal
from goodnews.language import _
from goodnews.newsroom.region import Region, regions_meant, suggestion
from goodnews.newsroom.registries import registries_alone
from goodnews.newsroom.story import Registries
from goodnews.newsroom.week import week_of
from goodnews.settings import Settings

SHOWN = 9  # regions to choose from, of those that a part of a name may mean
Hear = Callable[[str, Sequence[str]], str]  # a question, and the words that complete an answer -> the answer
KINDS = ("story", "digest", "top10", "page", "link")
TITLED = ("story", "link", "page")  # kinds that are named by what they are about, not by a week or a year


class Desk(NamedTuple):
    """Who asks."""

    hear: Hear
    say: Callable[[str], None]
    slug_of: Callable[[str, Registries], str]  # proposes a name for a title


def asked(settings: Settings, wanted: Wanted, today: datetime.date, desk: Desk) -> Wanted:
    """What is to be written, with an answer for everything that was not typed.

    raises  EOFError, KeyboardInterrupt if whoever is asked leaves
    """
    registries = registries_alone(settings)
    kind = wanted.kind or _one_of(desk, _("What is it?"), dict(zip(KINDS, _kinds(), strict=True)), KINDS[0])
    wanted = wanted._replace(kind=kind)
    if kind in TITLED:
        wanted = wanted._replace(title=wanted.title or _title(desk, settings.goodnews.title_most))
    if kind in ("story", "link"):
        sections = {key: key for key in registries.sections}
        regions = registries.regions
        wanted = wanted._replace(
            category=_one_of(desk, _("Section?"), sections, next(iter(sections))),
            region=_region(desk, regions) if regions else "",
            day=_day(desk, today),
        )
    if wanted.slug:
        return wanted
    named = {"digest": str(week_of(today)), "top10": str(today.year)}
    proposed = named.get(kind) or desk.slug_of(wanted.title, registries)
    return wanted._replace(slug=_slug(settings, desk, wanted, proposed, today))


def _kinds() -> tuple[str, ...]:
    elsewhere = _("a link to a story elsewhere")
    return _("a story"), _("the digest of a week"), _("the annual page"), _("a standing page"), elsewhere


def _asked(desk: Desk, question: str, default: str = "", known: Iterable[str] = ()) -> str:
    prompt = f"{question} [{default}] " if default else f"{question} "
    return desk.hear(prompt, tuple(known)).strip() or default


def _one_of(desk: Desk, question: str, known: dict[str, str], default: str) -> str:
    """One of some keys, by its number, its name or the beginning of that.

    known  key -> its name
    """
    keys = list(known)
    for number, name in enumerate(known.values(), 1):
        desk.say(f"  {number}  {name}")
    while True:
        answer = _asked(desk, question, str(keys.index(default) + 1), known)
        if answer.isdecimal() and 1 <= int(answer) <= len(keys):
            return keys[int(answer) - 1]
        fitting = [key for key, name in known.items() if answer in (key, name)] or [
            key for key, name in known.items() if key.startswith(answer) or name.startswith(answer)
        ]
        if len(fitting) == 1:
            return fitting[0]
        desk.say(_("Type a number from 1 to {last}.").format(last=len(keys)))


def _title(desk: Desk, most: int) -> str:
    while True:
        title = cleaned(_asked(desk, _("Title?")))
        odd = FORBIDDEN.search(title)
        if odd:
            words = _("The character U+{code:04X} cannot be printed. Type the title without it.")
            desk.say(words.format(code=ord(odd[0])))
        elif title and fits(title, most):
            return title
        else:
            words = _("A title has 1 to {most} characters, two Latin letters counting as one; this one has {count}.")
            desk.say(words.format(most=most, count=-(-columns(title) // 2)))


def _region(desk: Desk, regions: dict[str, Region]) -> str:
    """A region by a part of its name; of several that fit, by number."""
    choice: list[str] = []
    default = next(iter(regions))
    while True:
        answer = _asked(desk, _("Region? A part of its name will do."), default, regions)
        if answer.isdecimal() and 1 <= int(answer) <= len(choice):
            return choice[int(answer) - 1]
        choice = [answer] if answer in regions else regions_meant(answer, regions)
        choice = choice or sorted((path for path in regions if answer in path), key=lambda path: path.count("/"))
        if len(choice) == 1:
            if choice[0] != answer:
                desk.say(f"  {choice[0]}")
            return choice[0]
        if not choice:
            desk.say(suggestion(answer, regions))
        for number, path in enumerate(choice[:SHOWN], 1):
            desk.say(f"  {number}  {path}")
        if len(choice) > SHOWN:
            desk.say(_("{rest} more: type a longer part of the name.").format(rest=len(choice) - SHOWN))


def _day(desk: Desk, today: datetime.date) -> datetime.date:
    while True:
        answer = _asked(desk, _("Day of publication?"), str(today))
        day = day_from(answer)
        if day:
            return day
        desk.say(_("'{text}' is not a date like 2026-02-04").format(text=answer))


def _slug(settings: Settings, desk: Desk, wanted: Wanted, proposed: str, today: datetime.date) -> str:
    """A name that fits and is free."""
    number, free = 1, proposed
    while wanted.kind in TITLED and file_of(settings, wanted._replace(slug=free), today)[1]:
        number += 1
        free = f"{proposed}-{number}"
    while True:
        slug = half_width(_asked(desk, _("Name of the file, which is its permanent address?"), free))
        refused = refusal(wanted.kind, slug, today)
        if refused:
            expected, fix = refused
            desk.say(_("Expected {expected}. {fix}").format(expected=expected, fix=fix))
        elif file_of(settings, wanted._replace(slug=slug), today)[1]:
            desk.say(_("There is such a file. Choose another name."))
            if wanted.kind not in TITLED:
                free = ""
        else:
            return slug
