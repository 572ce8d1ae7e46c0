"""How often one address may ask, without keeping the address.

Not the package `limits`: its memory keeps a thread that goes through all keys every 10 ms, which at 100,000 addresses
took 2 ms of processor time a request, and it counts by the machine's clock, which may be set. Counting in windows is a
dictionary.
"""

import hmac
import secrets
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address

CROWD = 200_000  # addresses that one window tells apart; whoever comes after shares one count, so memory is bounded


@dataclass(frozen=True, slots=True)
class Limit:
    name: str
    times: int
    seconds: int


# Many readers share one address: a works canteen, a mobile carrier. These bound a script, not a crew.
FORMS = Limit("forms", 300, 60)
BALLOTS = Limit("ballots", 300, 600)
PLAIN = Limit("plain", 60, 600)  # this group has no proof of work in front of it
WRONG_CODES = Limit("wrong codes", 30, 600)  # a code has 80 bits; this is for the log's sake


class Limiter:
    """Counts per limit and address in fixed windows. An address is kept as an HMAC under its window's random key."""

    def __init__(self, steady: Callable[[], float] = time.monotonic) -> None:
        self._steady = steady
        self._windows: dict[Limit, tuple[int, bytes, Counter[bytes]]] = {}

    def wait(self, limit: Limit, address: str) -> int:
        """Count one more of this address; returns 0 if it may, else the seconds until it may again."""
        counts, key, left = self._window(limit, address)
        counts[key] += 1
        return 0 if counts[key] <= limit.times else left

    def _window(self, limit: Limit, address: str) -> tuple[Counter[bytes], bytes, int]:
        now = self._steady()
        number = int(now // limit.seconds)
        if limit not in self._windows or self._windows[limit][0] != number:
            self._windows[limit] = number, secrets.token_bytes(32), Counter()
        _, key, counts = self._windows[limit]
        digest = hmac.digest(key, _network(address).encode(), "sha256")[:16]
        if digest not in counts and len(counts) >= CROWD:
            digest = b""
        return counts, digest, int((number + 1) * limit.seconds - now) + 1


def _network(address: str) -> str:
    """Who has one IPv6 address has the 2^64 around it."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(int(parsed) >> 64)
    return str(parsed)
