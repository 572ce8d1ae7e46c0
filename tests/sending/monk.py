"""A listmonk on this machine: it keeps campaigns, runs `{{ … }}` in them, and refuses as the real one does."""

import json
import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.sending.listening import listening

USER, TOKEN = "nuanwen", "a-token"
HANG_UP, HANG_UP_WITH_IT, NONSENSE = "hang up", "hang up with it", "nonsense"
_PROGRAM = re.compile(r"\{\{\s*(.*?)\s*\}\}", re.DOTALL)
_TRACKED = re.compile(r"https?://[^\s\"<>]+@TrackLink")


class Monk:
    """What the installation holds.

    what  what happens to a call, one a time: a status, or one of the words above
    """

    def __init__(self) -> None:
        self.campaigns: list[dict[str, Any]] = []
        self.lists = {3, 5}
        self.what: list[int | str] = []
        self.calls: list[str] = []
        self.rewrites = False  # whether a campaign loses words
        self.knows_tags = True

    def answer(self, method: str, path: str, query: dict[str, str], body: bytes) -> tuple[int, dict[str, Any]]:
        if path == "campaigns" and method == "POST":
            return self._add(json.loads(body))
        if path == "campaigns":
            shown = [one for one in self.campaigns if not self.knows_tags or query["tags"] in one["tags"]]
            return 200, {"data": {"results": shown[::-1][: int(query["per_page"])], "total": len(shown)}}
        found = next((one for one in self.campaigns if path == f"campaigns/{one['id']}"), None)
        return (200, {"data": found}) if found else (404, {"message": "Campaign not found"})

    def _add(self, asked: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        if not set(asked["lists"]) <= self.lists:
            return 400, {"message": "Error creating campaign: no lists selected"}
        if asked["type"] != "regular" or asked["content_type"] != "html":
            return 400, {"message": "Invalid content type"}
        body = asked["body"].replace("本期", "") if self.rewrites else asked["body"]
        self.campaigns.append({**asked, "id": 7 + len(self.campaigns), "status": "draft", "body": body})
        return 200, {"data": self.campaigns[-1]}


def received(campaign: dict[str, Any], part: str = "body", leave: str = "https://lists.example/leave/1") -> str:
    """A part of a campaign as a reader gets it."""
    values = {"UnsubscribeURL": leave}

    def run(program: re.Match[str]) -> str:
        words = program[1]
        return str(json.loads(words)) if words.startswith('"') else values[words]

    assert not _TRACKED.search(campaign[part])
    return _PROGRAM.sub(run, campaign[part])


class _Handler(BaseHTTPRequestHandler):
    monk: Monk

    def do_GET(self) -> None:
        self._answer("GET", b"")

    def do_POST(self) -> None:
        self._answer("POST", self.rfile.read(int(self.headers["Content-Length"])))

    def _answer(self, method: str, body: bytes) -> None:
        parts = urlsplit(self.path)
        path = parts.path.removeprefix("/api/")
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        self.monk.calls.append(f"{method} {path}")
        what = self.monk.what.pop(0) if self.monk.what else 0
        if self.headers["Authorization"] != f"token {USER}:{TOKEN}":
            self._say(403, {"message": "invalid API credentials"})
            return
        if isinstance(what, int) and what:
            self._say(what, {"message": "it will not"})
            return
        status, said = self.monk.answer(method, path, query, body) if what != HANG_UP else (0, {})
        if what in (HANG_UP, HANG_UP_WITH_IT):
            self.connection.shutdown(socket.SHUT_RDWR)
            self.close_connection = True
        else:
            self._say(status, "<html>" if what == NONSENSE else said)

    def _say(self, status: int, said: object) -> None:
        data = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def serving() -> Iterator[tuple[Monk, str]]:
    """The installation and its address, while this lasts."""
    monk = Monk()
    with listening(type("Handler", (_Handler,), {"monk": monk})) as address:
        yield monk, address
