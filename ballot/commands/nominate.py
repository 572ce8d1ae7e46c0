"""`vote nominate`: which stories were nominated, named one by one or in the file of a form tool."""

import argparse
from collections.abc import Callable
from pathlib import Path

from ballot import nominations, rules, stages
from ballot.commands.clock import now, today
from ballot.imports import sheet
from ballot.language import _, counted
from ballot.problem import Refused, Unfit, typed
from ballot.screening.story import Story, read_year
from ballot.stages import Stage
from ballot.vote import Folders


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("story", nargs="*", help=_("its slug, its title, or its address on the site"))
    parser.add_argument(
        "--file", type=Path, help=_("a CSV file or Excel workbook whose rows name stories in the same way")
    )
    parser.add_argument("--by", default="", help=_("who nominated; recorded in git, but not on any page"))


def run(folders: Folders, options: argparse.Namespace) -> int:
    """Raises Refused."""
    year = folders.year
    stages.require(stages.stage_of(stages.read(folders.public)), year, Stage.SHORTLIST)
    if not (folders.public / rules.FILE).exists():
        first = typed(f"new {year}")
        raise Refused(
            _("{path} is missing: `{first}` writes it.").format(path=folders.public / rules.FILE, first=first)
        )
    by = " ".join(options.by.split())
    if len(by) > nominations.BY_MOST or not by.isprintable():
        raise Refused(_("Say who nominated in at most {most} characters.").format(most=nominations.BY_MOST))
    if not options.story and options.file is None:
        raise Refused(_("Name a story, or a file with --file."))
    at = now()
    named_in = nominations.names_of(_stories(folders, today(folders)))
    found = []
    for text in options.story:
        named = named_in(text)
        if not named:
            told = _("“{text}” is not a published story of {year}: give its slug, its title or its address.")
            raise Refused(told.format(text=text, year=year))
        found += named
    if options.file is not None:
        found += _from_file(options.file, named_in, year)
    added = nominations.add(folders.public, at, found, by)
    for nomination in added:
        print(nomination.story)
    told = counted("{count} nomination put down in {{path}}.", "{count} nominations put down in {{path}}.", len(added))
    print(told.format(path=folders.public / nominations.FILE))
    return 0


def _stories(folders: Folders, day: str) -> list[Story]:
    """Those that readers can see. Raises Unfit."""
    stories, problems = read_year(folders.public.parent.parent, folders.year)
    if problems:
        raise Unfit(problems)
    return [story for story in stories if story.day <= day]


def _from_file(path: Path, named_in: Callable[[str], list[str]], year: int) -> list[str]:
    """The stories that a file names; every row but the first that names none is reported."""
    try:
        rows = sheet.table(path.read_bytes())
    except OSError:
        raise Refused(_("{path} cannot be read.").format(path=path)) from None
    found = []
    for place, (line, cells) in enumerate(rows):
        named = [slug for cell in cells for slug in named_in(cell)]
        if place and not named and any(cell.strip() for cell in cells):  # the first row holds the heads
            told = _("{file}: line {line}: does not name a published story of {year}")
            print(told.format(file=path.name, line=line, year=year))
        found += named
    return found
