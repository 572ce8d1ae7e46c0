"""The time of day, asked for in one place."""

import datetime


def now() -> datetime.datetime:
    """Now, in UTC."""
    return datetime.datetime.now(datetime.UTC)
