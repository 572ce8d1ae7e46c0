"""What waits: drafts, stories whose day has not come, and words with a day of their own."""

import datetime
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Literal

import msgspec

if TYPE_CHECKING:  # a build with nothing to do reads what waited, and loads nothing else
    from goodnews.newsroom.digest import DigestNotes
    from goodnews.newsroom.story import Story
    from goodnews.newsroom.top10 import Year


class Waiting(msgspec.Struct, frozen=True):
    """One thing that an editor wrote and no reader sees yet."""

    day: datetime.date  # from which it is out; `date.max` for a draft, which waits for no day
    file: str  # as an editor would open it: content/stories/2026/x.md
    what: Literal["draft", "story", "digest", "annual", "correction", "retraction"]

    @property
    def is_story(self) -> bool:
        return self.what in ("draft", "story")


def waiting_of(
    stories: "Iterable[Story]",
    notes: "Iterable[DigestNotes]",
    years: "Iterable[Year]",
    today: datetime.date,
    shown: str,
) -> tuple[Waiting, ...]:
    """Everything that waits, the soonest first and drafts last.

    today  what is dated later waits
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
        yield from (Waiting(n.date, f"{shown}/{n.path}", "digest") for n in notes if n.date and n.date > today)
        yield from (Waiting(y.date, f"{shown}/{y.path}", "annual") for y in years if y.date and y.date > today)

    return tuple(sorted(found(), key=lambda waiting: (waiting.day, waiting.file)))
