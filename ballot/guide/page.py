"""The guide as a page, for one person on this machine: other host names, and requests without the key, are refused."""

import asyncio
import hmac
import re
import secrets
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs

import uvicorn
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from ballot import traces
from ballot.commands.clock import now
from ballot.guide import perform
from ballot.guide.perform import Said
from ballot.guide.standing import Standing, standing
from ballot.guide.steps import backup_commands, open_errands, papers, present, steps
from ballot.language import _, terminal_language
from ballot.stages import Stage
from ballot.vote import Folders

HERE = Path(__file__).parent
STATIC = {
    "ballot.css": (HERE.parent / "service/static/ballot.css", "text/css"),
    "guide.css": (HERE / "static/guide.css", "text/css"),
    "guide.js": (HERE / "static/guide.js", "text/javascript"),
    "icon.svg": (HERE.parent / "service/static/icon.svg", "image/svg+xml"),
}
HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
}
LARGEST = 64 * 1024 * 1024  # bytes of an uploaded file
RECEIVED = "received"
BALLOT_PORT = 8100


def serve(folders: Folders, port: int, site: str) -> None:
    """Serve the guide on this machine until a signal ends it."""
    guide = Guide(folders, port, site)
    print(_("Open {address} in a browser on this machine. Ctrl-C ends the guide.").format(address=guide.address))
    try:
        uvicorn.run(guide.app, host="127.0.0.1", port=port, log_level="warning", access_log=False)
    finally:
        guide.end()


class Guide:
    """One person's guide: its last message, and the ballot service if the guide started one."""

    def __init__(self, folders: Folders, port: int, site: str) -> None:
        self._folders, self._site = folders, site
        self._hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}
        self._key, self._token = secrets.token_urlsafe(24), secrets.token_urlsafe(24)
        self.address = f"http://127.0.0.1:{port}/?key={self._key}"
        self._said = Said(True, "")
        self._answers: dict[str, str] = {}
        self._busy = asyncio.Lock()
        self._service: subprocess.Popen[bytes] | None = None
        environment = Environment(loader=PackageLoader("ballot.guide"), autoescape=True, undefined=StrictUndefined)
        environment.trim_blocks = environment.lstrip_blocks = True
        environment.globals["_"] = _
        self._template = environment.get_template("guide.html")
        routes = [
            Route("/", self._show, methods=["GET"]),
            Route("/do", self._do, methods=["POST"]),
            Route("/file/{name}", self._receive, methods=["PUT"]),
            Route("/file/{name}", self._hand_out, methods=["GET"]),
            Route("/static/{name}", self._static, methods=["GET"]),
        ]
        self.app: ASGIApp = _Gate(Starlette(routes=routes), self._hosts, self._key)

    def end(self) -> None:
        if self._service is not None:
            self._service.terminate()
            self._service.wait()
            self._service = None

    async def _show(self, request: Request) -> Response:
        at = await asyncio.to_thread(standing, self._folders, now())
        step = present(at)
        said, self._said = self._said, Said(True, "")
        answers, self._answers = self._answers, {}
        asked = answers.pop("step", "")  # the form that the answers belong to
        text = self._template.render(
            language=terminal_language(),
            at=at,
            all=[one for one in steps() if one.needed(at)],
            step=step,
            wait=step.waits(at) if step else "",
            fields=step.fields(at) if step and not at.problems else (),
            answers=answers,
            said=said,
            papers={path.name: words for path, words in papers(at).items()},
            errands=[(one, one.fields(at)) for one in open_errands(at)],
            asked=asked,
            is_open=at.stage is Stage.OPEN,
            ballot=f"http://127.0.0.1:{BALLOT_PORT}/" if self._service and self._service.poll() is None else "",
            token=self._token,
        )
        return Response(text, media_type="text/html", headers=HEADERS)

    async def _do(self, request: Request) -> Response:
        answers = {
            name: " ".join(values)
            for name, values in parse_qs((await _body(request, 1024 * 1024)).decode(), keep_blank_values=True).items()
        }
        if not hmac.compare_digest(answers.pop("token", ""), self._token):
            return Response(_("This page belongs to an earlier guide: open it again."), 403, HEADERS, "text/plain")
        async with self._busy:
            at = await asyncio.to_thread(standing, self._folders, now())
            self._said = await asyncio.to_thread(self._took, at, answers.get("step", ""), answers)
        self._answers = {} if self._said.fine else answers
        return RedirectResponse("/", 303, HEADERS)

    def _took(self, at: Standing, name: str, answers: dict[str, str]) -> Said:
        if name == "backup":
            return perform.give(at, backup_commands(at))
        if name == "ballot":
            return self._start(at)
        step = next((one for one in (present(at), *open_errands(at)) if one and one.name == name), None)
        if step is None:
            return Said(False, _("The vote has changed since this page was shown: reload it."))
        if file := answers.get("file", ""):
            answers = {**answers, "file": str(self._received(at.folders, file))}
        return perform.take(step, at, answers)

    def _start(self, at: Standing) -> Said:
        """Start the ballot service on this machine; it ends with the guide."""
        if at.stage is Stage.OPEN and (self._service is None or self._service.poll() is not None):
            command = [sys.executable, "-X", "utf8", "-m", "ballot", "serve", at.folders.public.name]
            command += ["--public", str(at.folders.public), "--private", str(at.folders.private)]
            command += ["--port", str(BALLOT_PORT), *(["--site", self._site] if self._site else [])]
            with (at.folders.private / "service.log").open("ab") as log:
                self._service = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
        return Said(True, _("The ballot is being served on this machine until the guide ends."))

    def _received(self, folders: Folders, name: str) -> Path:
        """An uploaded file, or one that a person named by its path."""
        here = folders.private / RECEIVED / _plain(name)
        return here if here.exists() else Path(name)

    async def _receive(self, request: Request) -> Response:
        if not hmac.compare_digest(request.headers.get("x-token", ""), self._token):
            return Response("", 403, HEADERS)
        data = await _body(request, LARGEST)
        folder = self._folders.private / RECEIVED
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = folder / _plain(request.path_params["name"])
        path.write_bytes(data)
        traces.note(self._folders.private, path)  # it reveals who answered, so `vote destroy` destroys it too
        return Response("", 204, HEADERS)

    async def _hand_out(self, request: Request) -> Response:
        at = await asyncio.to_thread(standing, self._folders, now())
        for path in papers(at):
            if path.name == request.path_params["name"]:
                policy = {"content-security-policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'"}
                return FileResponse(path, headers=HEADERS | policy)
        return Response("", 404, HEADERS)

    async def _static(self, request: Request) -> Response:
        path, kind = STATIC.get(request.path_params["name"], (None, ""))
        return Response(path.read_bytes(), 200, HEADERS, kind) if path else Response("", 404, HEADERS)


class _Gate:
    """Lets in only requests with the key from the terminal, under this machine's own names.

    A foreign page whose name resolves to 127.0.0.1 (DNS rebinding) still sends its own Host.
    """

    def __init__(self, inner: ASGIApp, hosts: set[str], key: str) -> None:
        self._inner, self._hosts, self._key = inner, hosts, key

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._inner(scope, receive, send)
        request = Request(scope)
        told = request.query_params.get("key", "")
        response: Response | None = None
        if request.headers.get("host", "") not in self._hosts:
            response = Response("", 421, HEADERS)
        elif told and hmac.compare_digest(told.encode(), self._key.encode()):
            response = RedirectResponse("/", 303, HEADERS)
            response.set_cookie("guide", self._key, httponly=True, samesite="strict")
        elif not hmac.compare_digest(request.cookies.get("guide", "").encode(), self._key.encode()):
            text = _("Open the address that the terminal shows; it holds a key.")
            response = Response(text, 403, HEADERS, "text/plain; charset=utf-8")
        elif request.headers.get("origin", "") not in {"", *(f"http://{host}" for host in self._hosts)}:
            response = Response("", 403, HEADERS)
        return await (response or self._inner)(scope, receive, send)


async def _body(request: Request, most: int) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise ValueError("larger than any file of a form tool")
    return bytes(body)


def _plain(name: str) -> str:
    """A file's name without anything that could lead out of the folder."""
    return re.sub(r"[^\w.-]", "_", name).lstrip(".")[-100:] or "file"
