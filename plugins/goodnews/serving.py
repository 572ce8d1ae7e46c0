"""Serve: the site on this machine, built again whenever a file changes."""

import subprocess
import threading
from collections.abc import Callable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from watchfiles import watch

from goodnews.language import _
from goodnews.settings import Settings

HOST = "127.0.0.1"  # a preview is for the editor alone


class _Quiet(SimpleHTTPRequestHandler):
    """Files as they are, never kept by the browser, without a line for each request."""

    extensions_map = SimpleHTTPRequestHandler.extensions_map | {
        ".atom": "application/atom+xml",
        ".rss": "application/rss+xml",
    }

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


def serve(port: int, settings: Settings, settings_file: str, build: Callable[[], int], afresh: list[str]) -> int:
    """Build, serve, and build again at every change of content, theme, plugins or settings, until interrupted.

    port     0 for any free one
    build    brings the output up to the content and says what is wrong
    afresh   the command that does the same with the code as it is by then
    returns  0 when interrupted; 1 if the first build fails, since there is nothing to show
    """
    if build():
        return 1
    handler = partial(_Quiet, directory=settings.output)
    code = str(Path(__file__).parent)
    try:
        server = ThreadingHTTPServer((HOST, port), handler)
    except OSError as error:
        print(_("port {port}: {reason}; choose another with --port").format(port=port, reason=error.strerror))
        return 1
    with server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print(_("http://{host}:{port}/ (Ctrl-C ends it)").format(host=HOST, port=server.server_port), flush=True)
        try:
            for changes in watch(settings.content, settings.theme, code, settings_file, raise_interrupt=True):
                if any(path.startswith(code) and path.endswith(".py") for _change, path in changes):
                    subprocess.run(afresh, check=False)  # this process still runs the old code
                else:
                    build()
        except KeyboardInterrupt:
            pass
        finally:
            server.shutdown()
    return 0
