"""The newsroom: Markdown stories in, weekly digests, the annual ten, feeds and every page of a good-news site out."""

__version__ = "0.1.0"


def register() -> None:
    """What Pelican calls on a plugin; Pelican itself is imported only then."""
    from goodnews.plugin import register as connect

    connect()
