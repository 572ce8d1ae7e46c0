"""Values that are typed after an option: read as meant, or refused in a sentence."""

import argparse
import datetime
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from goodnews.characters import half_width
from goodnews.language import _

if TYPE_CHECKING:
    from goodnews.newsroom.week import Week


def day(text: str) -> datetime.date:
    from goodnews.calendar import day_from

    found = day_from(text)
    if found is None:
        raise argparse.ArgumentTypeError(_("'{text}' is not a date like 2026-02-04").format(text=text))
    return found


def check_format(text: str) -> str:
    from goodnews.desk.findings import FORMATS

    return _known(text, FORMATS, _("'{text}' is not a format; it may be {names}"))


def report_format(text: str) -> str:
    from goodnews.desk.overview_forms import FORMATS

    return _known(text, FORMATS, _("'{text}' is not a format; it may be {names}"))


def profile(text: str) -> str:
    from goodnews.importer.profiles import NAMES

    return _known(text, NAMES, _("'{text}' is not a kind of page; it may be {names}"))


def _known(text: str, known: Iterable[str], refused: str) -> str:
    from goodnews.problem import choices

    if text in known:
        return text
    raise argparse.ArgumentTypeError(refused.format(text=text, names=choices(known)))


def code(text: str) -> str:
    """A week, a year or the name of a file, as it is meant."""
    return half_width(text).strip()


def numbers(text: str) -> tuple[int, ...]:
    text = half_width(text)
    if re.fullmatch(r"[0-9]{1,4}(?:,[0-9]{1,4})*", text):
        return tuple(map(int, text.split(",")))
    raise argparse.ArgumentTypeError(_("'{text}' are no numbers such as 1,3").format(text=text))


def port(text: str) -> int:
    text = half_width(text)
    if re.fullmatch(r"[0-9]{1,5}", text) and int(text) < 65536:
        return int(text)
    raise argparse.ArgumentTypeError(_("'{text}' is not a port: a number from 0 to 65535").format(text=text))


def some(text: str) -> str:
    if text.strip():
        return text
    raise argparse.ArgumentTypeError(_("it is empty"))


def week(text: str) -> "Week":
    from goodnews.newsroom.week import week_from, week_meant

    found = week_from(code(text))
    if found is None:
        example = week_meant(text) or "2026-W06"
        raise argparse.ArgumentTypeError(_("'{text}' is not a week like {week}").format(text=text, week=example))
    return found
