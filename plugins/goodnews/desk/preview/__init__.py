"""Preview: the site on this machine, built again at every change, shown again in the browser by itself.

What the preview adds to a page it adds on the way to the browser; the output stays as it is published.
"""

import gc
import os
import sys
from collections.abc import Callable
from pathlib import Path

from watchfiles import watch

from goodnews.desk.preview.server import Audience, server_for
from goodnews.language import _
from goodnews.settings import Settings

DEBOUNCE = 40  # ms without a further change before a build begins: editors write a file in several steps


IDLE = 500  # ms after which the watch first looks around: what changed before it began is built then


Problems = tuple[str, ...]  # as they were told


def serve(
    port: int,
    settings: Settings,
    settings_file: str,
    build: Callable[[Callable[[], None]], Problems],
    restart: Callable[[], Problems],
) -> int:
    """Build, serve, and build again at every change of content, theme, plugins or settings, until interrupted.

    port     0 for any free one
    build    brings the output up to the content; calls what it is given once changed pages lie in their place
    restart  begins this command anew, with the code and the settings as they are by then; returns only with the
             problems that keep it from doing so
    returns  0 when interrupted, 1 if the port is taken
    """
    audience = Audience()
    os.makedirs(settings.output, exist_ok=True)
    try:
        server = server_for(port, settings.output, audience)
    except OSError as error:
        print(_("port {port}: {reason}; choose another with --port").format(port=port, reason=error.strerror))
        return 1

    def rebuilt() -> Problems:
        """Build; the browsers are told before the books are kept."""
        return build(lambda: audience.tell(()))

    gc.disable()  # what is no longer needed is looked for after a build, not during it
    audience.tell(rebuilt())
    code = str(Path(__file__).parents[2])
    folders = (settings.content, settings.theme, code, settings_file)
    with server:
        print(_("http://{host}:{port}/ (Ctrl-C ends it)").format(host=server.host, port=server.server_port), flush=True)
        try:
            looked = False
            for changes in watch(
                *folders, debounce=DEBOUNCE, step=10, rust_timeout=IDLE, yield_on_timeout=True, raise_interrupt=True
            ):
                if not changes and looked:
                    continue
                looked = True
                anew = any(_is_code(path, code, settings_file) for _change, path in changes)
                problems = restart() if anew else rebuilt()
                if problems != audience.problems:
                    audience.tell(problems)
                gc.collect()
        except KeyboardInterrupt:
            print(file=sys.stderr)
        finally:
            server.shutdown()
    return 0


def _is_code(path: str, code: str, settings_file: str) -> bool:
    """Whether a change needs a new process: this one still runs the old code and settings."""
    return (path.startswith(code) and path.endswith(".py")) or os.path.abspath(path) == os.path.abspath(settings_file)
