"""The overview in each of its forms: for a terminal, for programs, for a spreadsheet, and as a page for a browser."""

import csv
import datetime
import io
import json
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256
from html import escape
from itertools import groupby
from typing import Any

from goodnews.desk.overview import Overview, Row, WeekRow
from goodnews.desk.summary import words_of
from goodnews.language import _, counted, terminal_language

_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would calculate
_STYLE = """
:root { color-scheme: light dark; font: 1rem/1.6 system-ui, sans-serif }
body { margin: 1rem auto; max-width: 60rem; padding: 0 1rem }
main { display: grid; gap: 0 2rem; grid-template-columns: repeat(auto-fit, minmax(min(26rem, 100%), 1fr)) }
svg { height: auto; max-width: 100% } text { fill: CanvasText; font-size: 13px }
.all { fill: color-mix(in srgb, LinkText 45%, Canvas) } .high { fill: LinkText }
h2 { font-size: 1.1rem } li { overflow-wrap: anywhere }
"""


def as_text(found: Overview) -> str:
    count = counted("{count} story published", "{count} stories published", found.stories)
    lines = [_("{day}: {count}").format(day=found.today, count=count)]
    parts = (
        *_lists(found),
        *((title, [_row(row) for row in rows]) for title, rows in _tables(found)),
        (_("By week"), _weeks(found.weeks)),
    )
    for title, items in parts:
        if items:
            lines += ["", title, *(f"  {item}" for item in items)]
    return "\n".join(lines)


def as_json(found: Overview) -> str:
    return json.dumps(_plain(found), ensure_ascii=False, indent=1)


def as_csv(found: Overview) -> str:
    """One table: what it is about, name, stories, highlights, newest day."""
    told = io.StringIO()
    table = csv.writer(told, lineterminator="\n")
    table.writerow(("about", "name", "stories", "highlights", "last"))
    parts = (("section", found.sections), ("region", found.regions), ("column", found.columns))
    for about, rows in parts:
        table.writerows((about, _safe(row.name), row.stories, row.highlights, row.last or "") for row in rows)
    table.writerows(("week", str(one.week), one.stories, one.highlights, one.week.sunday) for one in found.weeks)
    table.writerows(("warning", rule, count, "", "") for rule, count in found.warnings)
    for about, files in (
        ("without source", found.without_source),
        ("picture without words", found.pictures),
        ("picture lost", found.lost),
    ):
        table.writerows((about, _safe(file), "", "", "") for file in files)
    for one in found.waiting:
        day = "" if one.day == datetime.date.max else one.day
        table.writerow((f"waiting {one.what}", _safe(one.file), "", "", day))
    return told.getvalue().rstrip("\n")


def as_html(found: Overview) -> str:
    """A page for editors; its policy allows its own style sheet and nothing else."""
    style = b64encode(sha256(_STYLE.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{style}'; base-uri 'none'; form-action 'none'"
    title = escape(_("The newsroom on {day}").format(day=found.today))
    parts = [_section(name, _bars(name, rows)) for name, rows in _tables(found) if rows]
    if found.weeks:
        parts.insert(0, _section(_("By week"), _columns(found)))
    for name, items in _lists(found):
        parts.append(_section(name, "<ul>" + "".join(f"<li>{escape(item)}</li>" for item in items) + "</ul>"))
    count = counted("{count} story published", "{count} stories published", found.stories)
    legend = _("Dark: highlights. Light: all stories.")
    return (
        f'<!doctype html>\n<html lang="{terminal_language().replace("_", "-")}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width"><meta name="robots" content="noindex">'
        f"<title>{title}</title><style>{_STYLE}</style></head>\n"
        f"<body><h1>{title}</h1><p>{escape(count)} {escape(legend)}</p><main>{''.join(parts)}</main></body></html>"
    )


FORMATS: dict[str, Callable[[Overview], str]] = {"text": as_text, "json": as_json, "csv": as_csv, "html": as_html}


def _tables(found: Overview) -> Iterator[tuple[str, Sequence[Row]]]:
    yield _("By section"), found.sections
    yield _("By region"), tuple(row for row in found.regions if row.stories)
    yield _("By column"), found.columns


def _lists(found: Overview) -> Iterator[tuple[str, Sequence[str]]]:
    """What is to be done, and where the newsroom is thin: only lists that hold something."""
    empty = [_span(run) for has, run in _runs(found.weeks) if not has]
    lists: tuple[tuple[str, Iterable[str]], ...] = (
        (_("Weeks without a story"), empty),
        (_("Without a story for four weeks"), found.quiet),
        (_("Regions without any story"), found.unseen),
        (_("Source still to be named"), found.without_source),
        (_("Picture without words"), found.pictures),
        (_("Picture whose file is lost"), found.lost),
        (_("Open remarks of check"), (_("{rule}: {count}").format(rule=r, count=n) for r, n in found.warnings)),
        (_("Not published yet"), map(words_of, found.waiting)),
    )
    for title, items in lists:
        if told := tuple(items):
            yield title, told


def _row(row: Row) -> str:
    words = _("{name}: {stories}, highlights {highlights}, newest {last}") if row.stories else _("{name}: none")
    return words.format(name=row.name, stories=row.stories, highlights=row.highlights, last=row.last)


def _weeks(weeks: Sequence[WeekRow]) -> list[str]:
    """A line for each week with stories, and one for as many as lie between without any."""
    lines = []
    for has, run in _runs(weeks):
        if has:
            words = _("{name}: {stories}, highlights {highlights}")
            lines += [words.format(name=one.week, stories=one.stories, highlights=one.highlights) for one in run]
        else:
            lines.append(_("{name}: none").format(name=_span(run)))
    return lines


def _runs(weeks: Sequence[WeekRow]) -> list[tuple[bool, list[WeekRow]]]:
    """Weeks that follow each other and have stories, or have none."""
    return [(has, list(run)) for has, run in groupby(weeks, lambda one: one.stories > 0)]


def _span(run: Sequence[WeekRow]) -> str:
    first, last = run[0].week, run[-1].week
    return str(first) if first == last else _("{first} to {last}").format(first=first, last=last)


def _plain(found: Overview) -> dict[str, Any]:
    def rows(them: Sequence[Row]) -> list[dict[str, Any]]:
        return [{**row._asdict(), "last": str(row.last) if row.last else None} for row in them]

    return {
        "today": str(found.today),
        "stories": found.stories,
        "sections": rows(found.sections),
        "regions": rows(found.regions),
        "columns": rows(found.columns),
        "weeks": [{**one._asdict(), "week": str(one.week)} for one in found.weeks],
        "quiet": found.quiet,
        "unseen": found.unseen,
        "without_source": found.without_source,
        "pictures_without_words": found.pictures,
        "pictures_lost": found.lost,
        "warnings": dict(found.warnings),
        "waiting": [
            {"what": one.what, "file": one.file, "day": None if one.day == datetime.date.max else str(one.day)}
            for one in found.waiting
        ],
    }


def _safe(text: str) -> str:
    """A cell that a spreadsheet takes as text."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _section(name: str, body: str) -> str:
    return f"<section><h2>{escape(name)}</h2>{body}</section>"


def _bars(name: str, rows: Sequence[Row]) -> str:
    """A bar for each row, its highlights in front, its figures beside it."""
    most = max(1, *(row.stories for row in rows))
    parts = []
    for number, row in enumerate(rows):
        top = number * 24
        wide, high = round(200 * row.stories / most), round(200 * row.highlights / most)
        parts.append(
            f'<text x="0" y="{top + 16}">{escape(row.name)}</text>'
            f'<rect class="all" x="150" y="{top + 4}" width="{wide}" height="16"/>'
            f'<rect class="high" x="150" y="{top + 4}" width="{high}" height="16"/>'
            f'<text x="{156 + wide}" y="{top + 16}">{row.stories}</text>'
        )
    told = "; ".join(f"{row.name} {row.stories}" for row in rows)
    return _drawn(400, 24 * len(rows), f"{name}: {told}", parts)


def _columns(found: Overview) -> str:
    """A column for each week, oldest first."""
    most = max(1, *(one.stories for one in found.weeks))
    wide = max(6, 400 // len(found.weeks))
    parts = []
    for number, one in enumerate(found.weeks):
        for kind, value in (("all", one.stories), ("high", one.highlights)):
            tall = round(100 * value / most)
            place = f'x="{number * wide}" y="{104 - tall}" width="{wide - 2}" height="{tall}"'
            parts.append(f'<rect class="{kind}" {place}><title>{one.week}: {value}</title></rect>')
    first, last = found.weeks[0].week, found.weeks[-1].week
    across = max(200, wide * len(found.weeks))
    parts.append(f'<text x="0" y="122">{first}</text><text x="{across}" y="122" text-anchor="end">{last}</text>')
    told = "; ".join(f"{one.week} {one.stories}" for one in found.weeks)
    return _drawn(across, 128, told, parts)


def _drawn(width: int, height: int, told: str, parts: Iterable[str]) -> str:
    head = f'<svg role="img" aria-label="{escape(told)}" viewBox="0 0 {width} {height}" width="{width}"'
    return f"{head}>{''.join(parts)}</svg>"
