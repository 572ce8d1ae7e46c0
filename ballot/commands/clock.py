"""The time of day, asked for in one place."""

import datetime

_pretended: datetime.datetime | None = None


def now() -> datetime.datetime:
    """Now, in UTC."""
    return _pretended or datetime.datetime.now(datetime.UTC)


def pretend(moment: datetime.datetime | None) -> None:
    """Let it be another time for the rest of this process, or no more.

    For `vote demo`, which plays weeks in a minute. Neither an option nor the environment of a real command leads here.
    """
    global _pretended
    _pretended = moment.astimezone(datetime.UTC) if moment else None
