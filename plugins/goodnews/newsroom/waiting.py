"""What is not published yet: drafts, stories dated later, and texts with a later date of their own."""

import datetime
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Literal

import msgspec

if TYPE_CHECKING:  # a build with nothing to do reads what waited, and loads nothing else
    from goodnews.newsroom.digest import DigestNotes
    from goodnews.newsroom.standing import Standing
    from goodnews.newsroom.story import Story
    from goodnews.newsroom.top10 import Year


class Waiting(msgspec.Struct, frozen=True):
    """One thing that an editor wrote and no reader sees yet."""

    day: datetime.date  # of publication; `date.max` for a draft, which has none
    file: str  # as an editor would open it: content/stories/2026/x.md
    what: Literal["draft", "story", "digest", "annual", "correction", "retraction", "page"]  # page: a draft as well

    @property
    def is_story(self) -> bool:
        return self.what in ("draft", "story")


def waiting_of(
    stories: "Iterable[Story]",
    notes: "Iterable[DigestNotes]",
    years: "Iterable[Year]",
    standing: "Iterable[Standing]",
    today: datetime.date,
    shown: str,
) -> tuple[Waiting, ...]:
    """Everything that is not published yet, the soonest first and drafts last.

    today  what is dated later is not published yet
    shown  how messages name the content folder
    """

    def found() -> Iterator[Waiting]:
        for story in stories:
            file = f"{shown}/{story.path}"
            if story.draft:
                yield Waiting(datetime.date.max, file, "draft")
            elif story.date > today:
                yield Waiting(story.date, file, "story")
            else:
                yield from (Waiting(c.date, file, "correction") for c in story.corrections if c.date > today)
                if story.retraction and story.retraction.date > today:
                    yield Waiting(story.retraction.date, file, "retraction")
        drafts = (
            *(note.path for note in notes if note.draft),
            *(year.path for year in years if year.draft),
            *(page.path for page in standing if page.draft),
        )
        yield from (Waiting(datetime.date.max, f"{shown}/{path}", "page") for path in drafts)
        for note in notes:
            if not note.draft and note.date and note.date > today:
                yield Waiting(note.date, f"{shown}/{note.path}", "digest")
        for year in years:
            if not year.draft and year.date and year.date > today:
                yield Waiting(year.date, f"{shown}/{year.path}", "annual")

    return tuple(sorted(found(), key=lambda waiting: (waiting.day, waiting.file)))
