"""The current time, read in one place."""

import datetime

from ballot import rules
from ballot.vote import Folders

_pretended: datetime.datetime | None = None


def now() -> datetime.datetime:
    """Now, in UTC."""
    return _pretended or datetime.datetime.now(datetime.UTC)


def pretend(moment: datetime.datetime | None) -> None:
    """Pretend another time for the rest of this process; None ends that.

    For `vote demo`, which plays weeks in a minute. No option or environment variable of a real command can reach this.
    """
    global _pretended
    _pretended = moment.astimezone(datetime.UTC) if moment else None


def today(folders: Folders) -> str:
    """The day of the newsroom: in the zone of the rules, and before there are any in that of this machine.

    raises  Unfit
    """
    path = folders.public / rules.FILE
    zone = rules.read(path, dated=False).zone if path.exists() else None
    return now().astimezone(zone).date().isoformat()
