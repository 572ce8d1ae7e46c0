"""A chat model of a test: a real HTTP server on this machine that speaks OpenAI's protocol."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Reply = str | int  # the message's content, or an error status


@dataclass
class Model:
    """What the server answers, and what it was asked."""

    reply: Callable[[dict[str, Any]], Reply]  # the story as it was quoted -> the answer
    asked: list[dict[str, Any]] = field(default_factory=list)  # every request's body, in order
    keys: list[str] = field(default_factory=list)
    address: str = ""
    busy: int = 0
    busiest: int = 0  # requests at work at once
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def stories(self) -> list[str]:
        """Slugs in the order they were asked about."""
        return [quoted(body)["story"] for body in self.asked]


def quoted(body: dict[str, Any]) -> dict[str, Any]:
    """The story that a request asks about."""
    (user,) = [message["content"] for message in body["messages"] if message["role"] == "user"]
    story: dict[str, Any] = json.loads(user)
    return story


def answer(story: dict[str, Any], score: object = 50, **more: object) -> str:
    """A sound answer."""
    return json.dumps({"story": story["story"], "score": score, "reason": "事情具体。", **more}, ensure_ascii=False)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    model: Model

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        with self.model.lock:
            self.model.asked.append(body)
            self.model.keys.append(self.headers.get("Authorization", ""))
            self.model.busy += 1
            self.model.busiest = max(self.model.busiest, self.model.busy)
        reply = self.model.reply(quoted(body)) if self.path == "/v1/chat/completions" else 404
        with self.model.lock:
            self.model.busy -= 1
        if isinstance(reply, int):
            self.send(reply, {"error": {"message": "no", "type": "invalid_request_error"}})
            return
        message = {"role": "assistant", "content": reply}
        choice = {"index": 0, "finish_reason": "stop", "message": message}
        whole = {"id": "x", "object": "chat.completion", "created": 1, "model": "tester-2026-11", "choices": [choice]}
        self.send(200, whole)

    def send(self, status: int, value: object) -> None:
        data = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Retry-After", "0")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def a_model(reply: Callable[[dict[str, Any]], Reply] = answer) -> Iterator[Model]:
    """A server at work, with the address one would give to `--chat`."""
    model = Model(reply)
    handler = type("Handler", (_Handler,), {"model": model})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        model.address = f"http://127.0.0.1:{server.server_address[1]}/v1"
        try:
            yield model
        finally:
            server.shutdown()
            thread.join()
