"""Renamed and retracted stories, for files that name them: a former slug means the story, in a frozen slate too."""

from collections.abc import Iterable, Mapping

import msgspec

from goodnews.newsroom.digest import SLUG_FIELDS, DigestNotes
from goodnews.newsroom.story import Story
from goodnews.newsroom.top10 import Year
from goodnews.newsroom.vote.vote import Candidate, Vote

Names = Mapping[str, str]  # a story's former slug -> its present one


def names_of(stories: Iterable[Story]) -> dict[str, str]:
    """Every former slug of a story; another check makes sure that no other story has it, or had it."""
    found: dict[str, str] = {}
    for story in stories:
        for name in story.former:
            found.setdefault(name.partition("/")[2], story.slug)
    return found


def renamed_digest(note: DigestNotes, names: Names) -> DigestNotes:
    return msgspec.structs.replace(
        note, **{field: tuple(dict.fromkeys(names.get(s, s) for s in getattr(note, field))) for field in SLUG_FIELDS}
    )


def renamed_year(year: Year, names: Names) -> Year:
    entries = (msgspec.structs.replace(entry, slug=names.get(entry.slug, entry.slug)) for entry in year.entries)
    return msgspec.structs.replace(year, entries=tuple(entries))


def with_retractions(vote: Vote, retracted: Mapping[str, Story]) -> Vote:
    """The vote as pages show it once some of its stories are retracted; its files stay as they are.

    retracted  by slug, with the notice for a summary
    """

    def now(one: Candidate) -> Candidate:
        story = retracted.get(one.slug)
        return msgspec.structs.replace(one, title=story.title, summary=story.summary) if story else one

    return msgspec.structs.replace(vote, candidates=tuple(map(now, vote.candidates)))


def renamed_vote(vote: Vote, names: Names) -> Vote:
    """The vote with its stories' present slugs; its files keep the old ones and are published as they are."""

    def now(slug: str) -> str:
        return names.get(slug, slug)

    return msgspec.structs.replace(
        vote,
        candidates=tuple(msgspec.structs.replace(one, slug=now(one.slug)) for one in vote.candidates),
        comments=tuple(msgspec.structs.replace(one, slug=now(one.slug)) for one in vote.comments),
        comments_lines={now(slug): line for slug, line in vote.comments_lines.items()},
    )
