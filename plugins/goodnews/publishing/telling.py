"""Programs elsewhere are told what changed on the site: one request, of which only matters whether it was taken."""

import urllib.request
from http.client import HTTPException

from goodnews.language import refusal

PATIENCE = 20  # seconds for one request


class Untold(Exception):
    """Nobody took what was to be told. Its text says why."""


def send(request: urllib.request.Request) -> None:
    """One request of which only matters whether it was taken.

    raises  Untold
    """
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE):
            pass
    except OSError as error:
        reason = getattr(error, "reason", error)
        raise Untold(refusal(reason) if isinstance(reason, OSError) else str(reason)) from None
    except HTTPException as error:
        raise Untold(str(error) or type(error).__name__) from None
