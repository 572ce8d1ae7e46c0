"""A service on this machine that is told things, keeps them, and answers as a test wants."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer


class Listener:
    def __init__(self) -> None:
        self.bodies: list[str] = []
        self.answers = 202
        own = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                own.bodies.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
                self.send_response(own.answers)
                self.end_headers()

            def log_message(self, *_words: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def leave(self) -> None:
        self.server.shutdown()
        self.server.server_close()
