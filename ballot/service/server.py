"""The server: uvicorn around the application, and a time limit for clients that send no request head (slowloris)."""

import argparse
import asyncio
import logging
import os
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any, ClassVar

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from ballot.commands.boxes import box_of
from ballot.database import database_of
from ballot.language import _
from ballot.problem import Refused
from ballot.service import poll
from ballot.service.app import application
from ballot.service.clock import Clock
from ballot.service.journal import Handler, Journal
from ballot.service.limiter import networks
from ballot.vote import Folders, read
from ballot.web import web_address

HEADERS = 10.0  # seconds in which the head of a request must arrive
MAX_CONNECTIONS = 4000  # simultaneous connections; more get 503
SHARE = 500  # of these, connections of one network; trusted proxies have no such limit
STALL = 5.0  # seconds between two checks whether an answer is still being read
STALLS = 3  # failed checks in a row after which the client counts as not reading, or as too slow
PIPELINE = 16  # requests that may wait on one connection; browsers send the next one when the last is answered


SETTINGS: dict[str, Any] = {
    "ws": "none",
    "lifespan": "on",
    "access_log": False,  # it would record addresses
    "log_config": None,
    "server_header": False,
    "limit_concurrency": MAX_CONNECTIONS,
    "timeout_keep_alive": 5,
    "timeout_graceful_shutdown": 20,
}


class Protocol(HttpToolsProtocol):
    """uvicorn waits for ever for the head of a request, and for an answer to be read; this closes the connection."""

    _timer: asyncio.TimerHandle | None = None
    _look: asyncio.TimerHandle | None = None
    _unread = 0
    _network = ""
    _networks: ClassVar[Counter[str]] = Counter()  # connections of each

    @property
    def _idle(self) -> bool:
        """Whether no request is being answered. (Before the first one `cycle` is None, whatever its type says.)"""
        return self.cycle is None or self.cycle.response_complete  # type: ignore[redundant-expr] # see above

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn's own
        super().connection_made(transport)
        host = str((transport.get_extra_info("peername") or ("",))[0])
        # Proxies whose X-Forwarded-For uvicorn trusts carry everybody's connections.
        self._network = "" if is_proxy(host) else next(networks(host))[0]
        self._networks[self._network] += 1
        if self._network and self._networks[self._network] > SHARE:
            self.transport.abort()
        self._start()
        self._look = self.loop.call_later(STALL, self._see_whether_read)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if len(self.pipeline) > PIPELINE:
            self.transport.abort()
        elif not self._idle:
            self._cancel()
        elif self._timer is None:
            self._start()

    def connection_lost(self, exc: Exception | None) -> None:
        self._cancel()
        if self._look is not None:
            self._look.cancel()
        self._networks[self._network] -= 1
        if not self._networks[self._network]:
            del self._networks[self._network]
        super().connection_lost(exc)

    def _start(self) -> None:
        self._timer = self.loop.call_later(HEADERS, self._hang_up)

    def _cancel(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _see_whether_read(self) -> None:
        """Closing would wait for the rest of an answer to be read as well; aborting does not."""
        self._unread = self._unread + 1 if self.transport.get_write_buffer_size() else 0
        if self._unread >= STALLS:
            self.transport.abort()
        else:
            self._look = self.loop.call_later(STALL, self._see_whether_read)

    def _hang_up(self) -> None:
        self._timer = None
        if self._idle:
            self.transport.close()


def is_proxy(host: str) -> bool:
    """Whether uvicorn trusts this host's X-Forwarded-For, by FORWARDED_ALLOW_IPS: addresses and networks, or `*`."""
    told = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1").replace(" ", "").split(",")
    if "*" in told or host in told:
        return True
    try:
        address = ip_address(host)
        return any("/" in each and address in ip_network(each, strict=False) for each in told)
    except ValueError:  # the path of a socket
        return True


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help=_("the address to listen on; default 127.0.0.1"))
    parser.add_argument("--port", type=int, default=8100, help=_("the port to listen on; default 8100"))
    parser.add_argument("--site", type=web_address, default="", help=_("address of the news site, for links to it"))


def run(folders: Folders, options: argparse.Namespace) -> int:
    """`vote serve`: serve an open vote until SIGTERM or SIGINT. Raises Refused."""
    vote = read(folders)
    open_vote = poll.read(vote)
    alone = _alone(vote.private) if database_of(vote.private).startswith("sqlite") else nullcontext()
    clock, journal = Clock(), Journal()
    with alone, box_of(vote, clock.now) as box:
        box.prolong(int(open_vote.closes.timestamp()))
        listen(application(open_vote, box, journal, clock, options.site), journal, options.host, options.port)
    return 0


def listen(app: ASGIApp, journal: Journal, host: str, port: int) -> None:
    """Serve an application until a signal ends it."""
    logging.getLogger().addHandler(Handler(journal))
    _raise_file_limit()
    uvicorn.Server(uvicorn.Config(app, host=host, port=port, http=Protocol, **SETTINGS)).run()


def _raise_file_limit() -> None:
    """Many systems let a process open 1024 files until it asks for more."""
    if sys.platform != "win32":
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = MAX_CONNECTIONS + 100 if hard == resource.RLIM_INFINITY else min(MAX_CONNECTIONS + 100, hard)
        if soft < wanted and soft != resource.RLIM_INFINITY:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


@contextmanager
def _alone(private: Path) -> Iterator[None]:
    """Lock the SQLite file against a second service. Other commands may still open it. Raises Refused."""
    with (private / "box.lock").open("a+b") as file:
        try:
            if sys.platform == "win32":
                import msvcrt

                file.seek(0)
                msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            else:
                import fcntl

                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            text = _(
                "Another service is using {path}. For several services, set DATABASE_URL to one PostgreSQL database."
            )
            raise Refused(text.format(path=private / "box.sqlite3")) from None
        yield
