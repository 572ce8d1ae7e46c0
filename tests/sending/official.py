"""The API of an official account on this machine: it keeps what it takes, and refuses as the real one does."""

import json
import re
import socket
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.sending.listening import listening

APP, SECRET = "wx0123456789abcdef", "a-secret"
HANG_UP, HANG_UP_WITH_IT, BUSY_WITH_IT, NONSENSE = "hang up", "hang up with it", "busy with it", "nonsense"


class Official:
    """What the account holds.

    what  path -> what happens to a call of it, one a time: a code, or one of the words above
    """

    def __init__(self) -> None:
        self.what: dict[str, list[int | str]] = {}
        self.pictures: dict[str, str] = {}  # media id -> name
        self.drafts: dict[str, list[dict[str, Any]]] = {}
        self.calls: list[str] = []
        self.token = "token-1"
        self.rewrites = False  # whether a draft loses words

    def answer(self, path: str, query: dict[str, str], body: bytes) -> dict[str, Any]:
        if path == "stable_token":
            return self._stable_token(json.loads(body))
        if query.get("access_token") != self.token:
            return refusal(40001, "invalid credential, access_token is invalid or not latest")
        match path:
            case "material/add_material":
                name = re.search(rb'filename="([^"]+)"', body)
                if b"\x89PNG" not in body or name is None or query.get("type") != "image":
                    return refusal(40005, "invalid file type")
                return self._keep(self.pictures, name[1].decode())
            case "material/batchget_material":
                items = [{"media_id": key, "name": name} for key, name in reversed(self.pictures.items())]
                return listed(items, json.loads(body))
            case "draft/add":
                return self._add(body)
            case "draft/get":
                draft = self.drafts.get(json.loads(body)["media_id"])
                return {"news_item": draft} if draft else refusal(40007, "invalid media_id")
            case "draft/batchget":
                drafts = [{"media_id": key, "content": {"news_item": draft}} for key, draft in self.drafts.items()]
                return listed(drafts[::-1], json.loads(body))
        return refusal(40066, "invalid url")

    def _stable_token(self, asked: dict[str, Any]) -> dict[str, Any]:
        if asked["appid"] != APP:
            return refusal(40013, "invalid appid")
        if asked["secret"] != SECRET:
            return refusal(40125, "invalid appsecret")
        return {"access_token": self.token, "expires_in": 7200}

    def _add(self, body: bytes) -> dict[str, Any]:
        articles = json.loads(body)["articles"]
        assert rb"\u" not in body, "the real one prints it as it stands"
        if len(articles) > 8:
            return refusal(45008, "article size out of limit")
        for article in articles:
            for name, most, code in (("title", 32, 45003), ("author", 16, 45110), ("digest", 128, 45004)):
                if len(article[name]) > most:
                    return refusal(code, f"{name} size out of limit")
            if not article["content"]:
                return refusal(44003, "empty news data")
            if len(article["content"]) > 20_000:
                return refusal(45002, "content size out of limit")
            if 'href="#' in article["content"]:
                return refusal(45166, "invalid content")
            if article["thumb_media_id"] not in self.pictures:
                return refusal(40007, "invalid media_id")
        if self.rewrites:
            articles[0]["content"] = articles[0]["content"].replace("本期完", "")
        return self._keep(self.drafts, articles)

    @staticmethod
    def _keep(store: dict[str, Any], thing: Any) -> dict[str, Any]:
        media_id = f"media-{len(store) + 1}"
        store[media_id] = thing
        return {"media_id": media_id, "item": []}


def refusal(code: int, words: str) -> dict[str, Any]:
    return {"errcode": code, "errmsg": f"{words} rid: 65c0-1"}


def listed(items: Sequence[object], asked: dict[str, int]) -> dict[str, Any]:
    shown = items[asked["offset"] : asked["offset"] + asked["count"]]
    return {"total_count": len(items), "item_count": len(shown), "item": shown}


class _Handler(BaseHTTPRequestHandler):
    account: Official

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        parts = urlsplit(self.path)
        path = parts.path.removeprefix("/cgi-bin/")
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        self.account.calls.append(path)
        left = self.account.what.get(path)
        what = left.pop(0) if left else 0
        if isinstance(what, int) and what:
            words = "invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist" if what == 40164 else "refused"
            self._say(json.dumps(refusal(what, words)).encode())
            return
        answer = self.account.answer(path, query, body) if what != HANG_UP else {}
        if what in (HANG_UP, HANG_UP_WITH_IT):
            self.connection.shutdown(socket.SHUT_RDWR)
            self.close_connection = True
        elif what == BUSY_WITH_IT:
            self._say(json.dumps(refusal(-1, "system error")).encode())
        else:
            self._say(b"<html>504" if what == NONSENSE else json.dumps(answer, ensure_ascii=False).encode())

    def _say(self, data: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")  # as the real one does
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def serving(context: ssl.SSLContext | None = None) -> Iterator[tuple[Official, str]]:
    """The account and the address of its API, while this lasts; with a context it is encrypted, as the real one is."""
    account = Official()
    with listening(type("Handler", (_Handler,), {"account": account}), context) as address:
        yield account, address
