"""What waits, and the one line that a build ends with; also for one that loads nothing else."""

from collections.abc import Sequence

from goodnews.language import _
from goodnews.newsroom.waiting import Waiting


def done(stories: int, waiting: Sequence[Waiting], printed: int, kept: int, removed: int, seconds: float) -> None:
    """What is not out yet, and the one line of a build that went well."""
    say_waiting(waiting)
    line = _(
        "{stories} stories ({waiting} waiting): "
        "{printed} pages printed, {kept} kept, {removed} removed, {seconds:.2f} s"
    )
    later = sum(one.is_story for one in waiting)
    print(line.format(stories=stories, waiting=later, printed=printed, kept=kept, removed=removed, seconds=seconds))


def say_waiting(waiting: Sequence[Waiting]) -> None:
    for one in waiting:
        print(words_of(one))


def words_of(waiting: Waiting) -> str:
    """What waits, and until when."""
    match waiting.what:
        case "draft":
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
