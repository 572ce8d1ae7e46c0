"""The application: addresses, headers, and the writer that runs between requests."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from hashlib import sha256

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ballot.box import Box
from ballot.service.clock import Clock
from ballot.service.handlers import Handlers
from ballot.service.journal import Journal, trace
from ballot.service.page import HERE
from ballot.service.poll import Poll
from ballot.service.upkeep import upkeep
from ballot.service.writer import BATCH, ROOM, Writer

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    # Not no-referrer: under it browsers send "Origin: null" with our own form.
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "x-robots-tag": "noindex",
    "cache-control": "no-store",
}
RAW = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
STATIC = {"ballot.css": "text/css", "ballot.js": "text/javascript", "icon.svg": "image/svg+xml"}
STALE = 5.0  # seconds: if a ballot has waited longer, a proxy should use another service
ANYONE = {"access-control-allow-origin": "*"}  # the static voting page requests our health, which is not secret


def application(
    poll: Poll, box: Box, journal: Journal, clock: Clock, site: str = "", batch: int = BATCH, room: int = ROOM
) -> ASGIApp:
    """The service as an ASGI application.

    site   address of the news site, with a trailing slash; "": no links there
    batch  ballots in one transaction; room: ballots that may wait. Others only in tests and benchmarks
    """
    writer = Writer(box, upkeep=upkeep(poll, box, clock, journal), tell=journal.tell, batch=batch, room=room)
    files = {name: (HERE / "static" / name).read_bytes() for name in STATIC}
    assets = {name: f"static/{sha256(data).hexdigest()[:12]}/{name}" for name, data in files.items()}
    handlers = Handlers(poll, writer, clock, assets, site)

    @asynccontextmanager
    async def life(_: Starlette) -> AsyncIterator[None]:
        writer.start()
        journal.tell("start", year=poll.rules.year, key=poll.key)
        minutes = asyncio.create_task(_minutes(journal, writer, clock))
        yield
        minutes.cancel()
        with suppress(asyncio.CancelledError):
            await minutes
        await asyncio.to_thread(writer.stop)
        journal.minute()
        journal.tell("stop")

    async def ready(_: Request) -> Response:
        """Whether a ballot sent now would be stored."""
        oldest = writer.oldest
        fine = writer.alive and writer.snapshot.reachable and writer.waiting < room and oldest <= STALE
        facts = {
            "ready": fine,
            "waiting": writer.waiting,
            "oldest": round(oldest),
            "clock_stepped": round(clock.stepped()),
        }
        return JSONResponse(facts, 200 if fine else 503, ANYONE)

    async def turnout(_: Request) -> Response:
        snapshot = writer.snapshot
        return JSONResponse({"turnout": sum(snapshot.turnout.values())}, 200 if snapshot.state else 503, ANYONE)

    async def seals(_: Request) -> Response:
        return PlainTextResponse("\n---\n".join(writer.snapshot.seals), headers=ANYONE)

    async def static(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in files or request.url.path.lstrip("/") != assets[name]:
            raise HTTPException(404)
        cache = {"cache-control": "public, max-age=31536000, immutable"}
        return Response(files[name], media_type=STATIC[name], headers=cache)

    routes = [
        Route("/", handlers.form, methods=["GET"]),
        Route("/vote", handlers.cast, methods=["POST"]),
        Route("/health", _health, methods=["GET"]),
        Route("/ready", ready, methods=["GET"]),
        Route("/turnout", turnout, methods=["GET"]),
        Route("/seals.txt", seals, methods=["GET"]),
        Route("/static/{hash}/{name}", static, methods=["GET"]),
    ]
    inner = Starlette(routes=routes, lifespan=life, exception_handlers={HTTPException: handlers.lost})
    return _Shell(inner, journal, handlers.fault)


async def _health(_: Request) -> Response:
    """Whether the process answers at all."""
    return JSONResponse({"health": True}, headers=ANYONE)


async def _minutes(journal: Journal, writer: Writer, clock: Clock) -> None:
    while True:
        await asyncio.sleep(60)
        journal.minute(waiting=writer.waiting, clock_stepped=round(clock.stepped()))


class _Shell:
    """Wraps everything: headers, the journal's counts per minute, and the handler for unexpected errors."""

    def __init__(self, inner: ASGIApp, journal: Journal, fault: Callable[[Request], Awaitable[Response]]) -> None:
        self._inner, self._journal, self._fault = inner, journal, fault

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._inner(scope, receive, send)
        begin, started = time.monotonic(), False

        async def dressed(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                there = {name for name, _value in message["headers"]}
                message["headers"] = [*message["headers"], *(pair for pair in RAW if pair[0] not in there)]
                self._journal.count(f"{scope['method']} {message['status']}", time.monotonic() - begin)
            await send(message)

        try:
            await self._inner(scope, receive, dressed)
        except Exception as error:
            self._journal.tell("fault", where="request", what=type(error).__name__, trace=trace(error))
            if not started:
                await (await self._fault(Request(scope)))(scope, receive, dressed)
