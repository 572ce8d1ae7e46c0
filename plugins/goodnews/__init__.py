"""The newsroom: Markdown stories in, weekly digests, the annual ten, feeds and every page of a good-news site out."""

from zoneinfo import reset_tzpath

# Zones come from the tzdata package alone. The system's own would decide times in feeds without being among the
# conditions of a page, and would differ from machine to machine.
reset_tzpath(to=())

__version__ = "0.1.0"


def register() -> None:
    """What Pelican calls on a plugin; Pelican itself is imported only then."""
    from goodnews.plugin import register as connect

    connect()
