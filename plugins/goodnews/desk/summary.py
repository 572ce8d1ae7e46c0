"""What waits, and the line that a build ends with, also for a build that loads nothing else; and why a page was
printed, in words."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from goodnews.installation import PROGRAM
from goodnews.language import _, counted
from goodnews.newsroom.waiting import Waiting

if TYPE_CHECKING:
    from goodnews.press.ledger import Reason


def done(stories: int, waiting: Sequence[Waiting], printed: int, kept: int, removed: int, seconds: float) -> None:
    """What is not published yet, and the last line of a successful build."""
    say_waiting(waiting)
    line = _("{stories} ({waiting} waiting): {printed}, {kept} kept, {removed} removed, {seconds:.2f} s")
    print(
        line.format(
            stories=counted("{count} story", "{count} stories", stories),
            waiting=sum(one.is_story for one in waiting),
            printed=counted("{count} page printed", "{count} pages printed", printed),
            kept=kept,
            removed=removed,
            seconds=seconds,
        )
    )


def say_waiting(waiting: Sequence[Waiting]) -> None:
    for one in waiting:
        print(words_of(one))


def say_postponed(cards: int) -> None:
    """How many share cards are left for later."""
    if cards:
        said = counted("{count} share card is not drawn yet", "{count} share cards are not drawn yet", cards)
        words = _("{cards}: `{program} build --cards` does it, and so does `serve` while nothing changes")
        print(words.format(cards=said, program=PROGRAM))


def words_of(waiting: Waiting) -> str:
    """What waits, and until when."""
    match waiting.what:
        case "draft" | "page":
            words = _("waiting: {file}, a draft")
        case "digest":
            words = _("waiting: the words of {file}, until {day}")
        case "correction":
            words = _("waiting: a correction in {file}, until {day}")
        case "retraction":
            words = _("waiting: the retraction of {file}, until {day}")
        case _:
            words = _("waiting: {file}, until {day}")
    return words.format(file=waiting.file, day=waiting.day)


def worded(reason: "Reason") -> str:
    """Why a page was printed, as a clause."""
    match reason.what:
        case "new":
            return _("it was never printed here")
        case "kind":
            before, now = reason.names
            return _("it was a {before} before and is a {now} now").format(before=before, now=now)
        case "view":
            return _("what it shows changed")
        case "conditions":
            return _("{names} changed").format(names=_(", ").join(map(_, reason.names)))
        case "gone":
            return _("its file was missing from the output")
        case _:
            return _("something else changed its file in the output")
