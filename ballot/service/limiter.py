"""How many requests one network may make, without keeping its address.

Not the package `limits`: its memory storage has a thread that goes through all keys every 10 ms, which at 100,000
addresses took 2 ms of processor time per request, and it uses the machine's clock, which may be set. Counting in
windows needs only a dictionary.
"""

import hmac
import secrets
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address

CROWD = 200_000  # networks counted separately in a window; later ones share one count, so memory is bounded
# Of IPv6 a phone or a home has a /64, many homes a /56, a firm or a part of a carrier's network a /48: the holder of
# a larger one can use as many of the smaller as they like. Bits of the prefix, and how many shares it has.
TIERS = ((64, 1), (56, 2), (48, 4))


@dataclass(frozen=True, slots=True)
class Limit:
    name: str
    times: int
    seconds: int


# Many readers share one address: a works canteen, a mobile carrier. So ballots are not limited, only other requests: a
# valid code has 80 random bits, and a ballot without one has its proof of work.
FORMS = Limit("forms", 600, 60)
FAILURES = Limit("failures", 100, 600)
PLAIN = Limit("plain", 60, 600)  # this group needs neither code nor proof of work


class Limiter:
    """Counts per limit and network in fixed windows. A network is kept as an HMAC under its window's random key."""

    def __init__(self, steady: Callable[[], float] = time.monotonic) -> None:
        self._steady = steady
        self._windows: dict[Limit, tuple[int, bytes, Counter[bytes]]] = {}

    def wait(self, limit: Limit, address: str) -> int:
        """Count one request of this address; returns 0 if it is allowed, else the seconds until the next one is."""
        key, counts, left = self._window(limit)
        within = True
        for network, shares in networks(address):
            digest = hmac.digest(key, network.encode(), "sha256")[:16]
            if digest not in counts and len(counts) >= CROWD:
                digest = b""
            counts[digest] += 1
            within = within and counts[digest] <= limit.times * shares
        return 0 if within else left

    def _window(self, limit: Limit) -> tuple[bytes, Counter[bytes], int]:
        now = self._steady()
        number = int(now // limit.seconds)
        if limit not in self._windows or self._windows[limit][0] != number:
            self._windows[limit] = number, secrets.token_bytes(32), Counter()
        _, key, counts = self._windows[limit]
        return key, counts, int((number + 1) * limit.seconds - now) + 1


def networks(address: str) -> Iterator[tuple[str, int]]:
    """The networks an address belongs to, each with its number of shares."""
    try:
        parsed = ip_address(address)
    except ValueError:
        yield address, 1
        return
    if not isinstance(parsed, IPv6Address):
        yield str(parsed), 1
    elif parsed.ipv4_mapped:
        yield str(parsed.ipv4_mapped), 1
    else:
        for bits, shares in TIERS:
            yield f"{int(parsed) >> (128 - bits)}/{bits}", shares
