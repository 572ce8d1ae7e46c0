"""The one line that a build ends with, also one that loads nothing else."""

from goodnews.language import _


def done(stories: int, waiting: int, printed: int, kept: int, removed: int, seconds: float) -> None:
    """The one line of a build that went well."""
    line = _(
        "{stories} stories ({waiting} waiting): "
        "{printed} pages printed, {kept} kept, {removed} removed, {seconds:.2f} s"
    )
    print(line.format(stories=stories, waiting=waiting, printed=printed, kept=kept, removed=removed, seconds=seconds))
