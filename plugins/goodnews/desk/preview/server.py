"""The preview's server: files of the output, and a stream of events that reloads the browser."""

import json
import re
import sys
import threading
import time
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from goodnews.language import _, counted

HOST = "127.0.0.1"  # a preview is for the editor alone
# The names of this machine. A foreign page can make its own name resolve to 127.0.0.1 and then read what is served
# there, drafts too (DNS rebinding): but then the browser asks for that name.
NAMES = frozenset({HOST, "localhost", "[::1]"})
OWN = "/_preview/"
FILES = {"reload.js": "text/javascript; charset=utf-8", "overlay.css": "text/css; charset=utf-8"}
SCRIPT = b'<script type="module" src="/_preview/reload.js"></script>'
ALIVE = 15  # seconds between signs of life, so that a closed browser is noticed


class Audience:
    """The connected browsers, and the last news they were sent."""

    def __init__(self) -> None:
        self._news = threading.Condition()
        self._count = 0
        self.problems: tuple[str, ...] = ()
        self.started = str(time.time_ns())

    def tell(self, problems: tuple[str, ...]) -> None:
        with self._news:
            self._count += 1
            self.problems = problems
            self._news.notify_all()

    def wait(self, after: int, timeout: float) -> tuple[int, tuple[str, ...]]:
        """The number of the last news and its problems, once it is later than `after` or the time is over."""
        with self._news:
            self._news.wait_for(lambda: self._count > after, timeout)
            return self._count, self.problems


class Server(ThreadingHTTPServer):
    daemon_threads = True
    host = HOST

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that disconnects before it has the whole answer is not an error."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)  # type: ignore[arg-type] # only passed on


def server_for(port: int, folder: str, audience: Audience) -> Server:
    """A running server.

    raises  OSError if the port is taken
    """
    server = Server((HOST, port), partial(_Handler, directory=folder, audience=audience))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


class _Handler(SimpleHTTPRequestHandler):
    """Serves files as they are, never cached by the browser, and logs no requests."""

    extensions_map = SimpleHTTPRequestHandler.extensions_map | {
        ".atom": "application/atom+xml",
        ".rss": "application/rss+xml",
    }

    def __init__(self, *arguments: object, audience: Audience, directory: str) -> None:
        self._audience = audience
        super().__init__(*arguments, directory=directory)  # type: ignore[arg-type] # only passed on

    def parse_request(self) -> bool:
        """Read the head of a request; a request that does not name this machine gets nothing."""
        if not super().parse_request():
            return False
        name = re.sub(r":[0-9]*$", "", self.headers.get("Host", "")).lower()
        if name not in NAMES:
            self.send_error(
                421, explain=_("This preview answers to {names} only.").format(names=", ".join(sorted(NAMES)))
            )
            return False
        return True

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        if self.headers.get("Service-Worker"):  # as a worker, it would go on showing the preview of today tomorrow
            self.send_error(404)
        elif path == f"{OWN}events":
            self._events()
        elif path.startswith(OWN):
            self._own(path.removeprefix(OWN))
        else:
            self._page(path)

    def send_head(self) -> Any:
        """As in the library, but a name that no file can have is simply not found."""
        try:
            return super().send_head()
        except ValueError:
            self.send_error(404)
            return None

    def _page(self, path: str) -> None:
        """A page with the script that reloads it; anything else as it is."""
        file = Path(self.translate_path(path))
        try:
            if file.is_dir():
                file /= "index.html"
            writing = path.startswith("/admin/")  # reloaded at each change, it would lose what is being written
            if (writing or file.suffix != ".html") and file.is_file():
                super().do_GET()
                return
            status, body = 200, file.read_bytes()
        except (OSError, ValueError):  # no such file, and names that no file can have
            status, body = 404, self._lost()
        at = body.rfind(b"</body>")
        self._send(status, "text/html; charset=utf-8", body[:at] + SCRIPT + body[at:] if at >= 0 else body + SCRIPT)

    def _lost(self) -> bytes:
        try:
            return (Path(self.directory) / "404.html").read_bytes()
        except OSError:
            return b"<!doctype html><title>404</title><body></body>"

    def _own(self, name: str) -> None:
        if name not in FILES:
            self.send_error(404)
            return
        self._send(200, FILES[name], (Path(__file__).parent / name).read_bytes())

    def _send(self, status: int, media_type: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _events(self) -> None:
        """Server-sent events, until the browser is gone."""
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        seen, problems = self._audience.wait(0, ALIVE)  # before the first event, or news in between would be lost
        try:
            self._event("started", self._audience.started)
            if problems:
                self._problems(problems)
            while True:
                now, problems = self._audience.wait(seen, ALIVE)
                if now == seen:
                    self._event("alive", "")
                elif problems:
                    self._problems(problems)
                else:
                    self._event("built", "")
                seen = now
        except OSError:
            return

    def _problems(self, problems: tuple[str, ...]) -> None:
        title = counted(
            "{count} problem; the page is the last good one",
            "{count} problems; the page is the last good one",
            len(problems),
        )
        self._event("problems", json.dumps({"title": title, "problems": problems}))

    def _event(self, name: str, data: str) -> None:
        self.wfile.write(f"event: {name}\ndata: {data}\n\n".encode())
        self.wfile.flush()

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        self.send_header(
            "Cross-Origin-Resource-Policy", "same-origin"
        )  # no foreign page may load it as a script either
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass
