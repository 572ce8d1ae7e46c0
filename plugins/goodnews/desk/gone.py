"""Gone addresses: pages and feeds of the last build that this one no longer has, each with the line that keeps it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from goodnews.language import _
from goodnews.newsroom.body import NO_TEXT
from goodnews.newsroom.memo import Memo
from goodnews.newsroom.region import Region
from goodnews.newsroom.section import Campaign, Section
from goodnews.newsroom.standing import Standing
from goodnews.newsroom.story import Registries, Story
from goodnews.press.press import Report

_STORY = r"story/(\d{4})/([^/]+)\.html"
_STANDING = r"([^/]+)\.html"
_FILED = r"(?:feeds/)?(section|region|campaign|column|topic)/(.+?)(?:/[^/]+\.html|\.(?:atom|rss|json))"
_FILES = {
    "section": "sections.yaml",
    "campaign": "campaigns.yaml",
    "column": "columns.yaml",
    "topic": "topics.yaml",
    "region": "regions.csv",
}


class _Last(NamedTuple):
    """What the last build knew, and what this one does."""

    before: Memo
    now: Memo
    fresh: Sequence[Standing]  # pages that were never printed before
    shown: str


def gone_addresses(
    report: Report, before: Memo, now: Memo, standing: Iterable[Standing], shown: str
) -> tuple[str, ...]:
    """A sentence on every page and feed that a build removed, in the order of the addresses.

    before  what the last build knew
    shown   how messages name the content folder
    """
    new = {path for path, reason in report.reasons.items() if reason.what == "new"}
    last = _Last(before, now, [page for page in standing if page.address in new], shown)
    gone = (path for path in sorted(report.removed) if path.endswith((".html", ".atom", ".rss", ".json")))
    return tuple(_words(path, last) for path in gone)


def _words(path: str, last: _Last) -> str:
    if match := re.fullmatch(_STORY, path):
        return _of_story(path, match[1], match[2], last)
    if match := re.fullmatch(_STANDING, path):
        return _of_standing(path, match[1], last)
    if match := re.fullmatch(_FILED, path):
        return _of_entry(path, match[1], match[2], last)
    return _gone(path)


def _gone(path: str) -> str:
    return _("gone: {path}").format(path=path)


def _offered(path: str, line: str, file: str, now: str) -> str:
    """The line that keeps an address whose new one is known or guessed."""
    words = _("gone: {path}. If it is {now} now, write `{line}` in {file}")
    return words.format(path=path, now=now, line=line, file=file)


def _unknown(path: str, alias: str) -> str:
    words = _("gone: {path}. If that page has another address now, write `aliases: [{alias}]` in its file")
    return words.format(path=path, alias=alias)


def _of_story(path: str, year: str, slug: str, last: _Last) -> str:
    alias, file = f"{year}/{slug}", f"stories/{year}/{slug}.md"
    same = last.now.stories.get(file)
    if same and same.draft:
        words = _("gone: {path}. Its story is a draft now; with a `retraction` the address would stay and say why")
        return words.format(path=path)
    if same:
        return _("gone: {path}. Its story waits until {day} now").format(path=path, day=same.date)
    story = _renamed(alias, last.before.stories.get(file), last)
    if story is None:
        return _unknown(path, alias)
    former = [name for name in (*story.former, alias) if name != f"{story.date.year}/{story.slug}"]
    names = [name.removeprefix(f"{story.date.year}/") for name in former]
    return _offered(path, f"aliases: [{', '.join(names)}]", f"{last.shown}/{story.path}", story.address)


def _renamed(alias: str, was: Story | None, last: _Last) -> Story | None:
    """The story that most likely had an address: the one that lists it, or a new file with the same day and title, the
    same text, or the same name."""
    for story in last.before.stories.values():
        if alias in story.former:
            return last.now.stories.get(story.path)
    if was is None:
        return None
    fresh = [story for path, story in last.now.stories.items() if path not in last.before.stories]
    for alike in (
        lambda story: (story.date, story.title) == (was.date, was.title),
        lambda story: story.body == was.body != NO_TEXT,
        lambda story: story.slug == was.slug,
    ):
        found = [story for story in fresh if alike(story)]
        if len(found) == 1:
            return found[0]
    return None


def _of_standing(path: str, slug: str, last: _Last) -> str:
    if len(last.fresh) != 1:
        return _unknown(path, slug)
    (page,) = last.fresh
    line = f"aliases: [{', '.join((*page.former, slug))}]"
    return _offered(path, line, f"{last.shown}/{page.path}", page.address)


def _of_entry(path: str, family: str, slug: str, last: _Last) -> str:
    """A list or feed of an entry whose slug changed; if it merely has no story left, it is just gone."""
    if not last.before.registries or not last.now.registries:
        return _gone(path)
    before, now = (_entries(registries[1], family) for registries in (last.before.registries, last.now.registries))
    key = next((key for key, entry in before.items() if entry.slug == slug), "")
    entry = now.get(key)
    if entry is None or entry.slug == slug:
        return _gone(path)
    former = (*entry.former, slug)
    line = f"{'|'.join((entry.slug, *former))}" if family == "region" else f"aliases: [{', '.join(former)}]"
    place = _("{file}, at {key}").format(file=f"{last.shown}/{_FILES[family]}", key=key)
    return _offered(path, line, place, f"{family}/{entry.slug}")


def _entries(registries: Registries, family: str) -> Mapping[str, Section | Campaign | Region]:
    match family:
        case "section":
            return registries.sections
        case "region":
            return registries.regions
        case "campaign":
            return registries.campaigns
        case "column":
            return registries.columns
        case _:
            return registries.topics
