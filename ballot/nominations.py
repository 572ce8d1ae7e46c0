"""What readers and unions nominate: `nominations.jsonl`, only ever added to. No page shows who nominated what."""

import datetime
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import msgspec

from ballot import canonical, files
from ballot.language import _
from ballot.problem import Problem, Unfit
from ballot.screening.story import Story, plain
from ballot.stages import minute

FILE = "nominations.jsonl"
BY_MOST = 60
ADDRESS = re.compile(r"/story/[0-9]{4}/([a-z0-9-]+)\.html")


class Nomination(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line of the file."""

    at: str  # 2026-12-01T01:00Z
    by: str  # who nominated it, as the newsroom recorded it; '' if that does not matter
    story: str  # slug


def read(folder: Path) -> tuple[Nomination, ...]:
    """All nominations so far. Raises Unfit with every invalid line."""
    path = folder / FILE
    lines = path.read_bytes().splitlines() if path.exists() else []
    found, problems = [], []
    for number, line in enumerate(lines, 1):
        try:
            found.append(msgspec.json.decode(line, type=Nomination))
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            fix = _("Restore the line from git, or remove it.")
            problems.append(Problem(path.as_posix(), number, "file", str(error), _("a nomination"), fix))
    if problems:
        raise Unfit(problems)
    return tuple(found)


def slugs(folder: Path) -> frozenset[str]:
    """The stories that were nominated. Raises Unfit."""
    return frozenset(nomination.story for nomination in read(folder))


def add(folder: Path, now: datetime.datetime, stories: Iterable[str], by: str) -> tuple[Nomination, ...]:
    """Record nominations; one of the same story by the same name is recorded only once.

    stories  slugs
    returns  what was added
    raises   Unfit
    """
    there = read(folder)
    known = {(nomination.story, nomination.by) for nomination in there}
    added = tuple(Nomination(minute(now), by, slug) for slug in dict.fromkeys(stories) if (slug, by) not in known)
    if added:
        files.write(folder / FILE, canonical.lines(map(msgspec.to_builtins, (*there, *added))))
    return added


def names_of(stories: Sequence[Story]) -> Callable[[str], list[str]]:
    """A function that finds the stories a text names, one per line: by slug, title or address on the site.

    returns  words -> slugs, each once
    """
    by_title = {plain(story.title): story.slug for story in stories}
    known = {story.slug for story in stories}

    def named(text: str) -> list[str]:
        found: dict[str, None] = {}
        for line in text.splitlines():
            words = line.strip()
            guesses = ADDRESS.findall(words) or [words if words in known else by_title.get(plain(words), "")]
            found |= dict.fromkeys(slug for slug in guesses if slug in known)
        return list(found)

    return named
