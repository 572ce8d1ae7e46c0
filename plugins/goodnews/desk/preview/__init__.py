"""Preview: the site on this machine, rebuilt at every change and reloaded in the browser automatically.

The preview adds its script on the way to the browser; the output stays as it will be published.
"""

import gc
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from math import inf
from pathlib import Path
from stat import S_ISDIR
from time import monotonic
from typing import NamedTuple

from watchfiles import watch

from goodnews.desk.preview.server import Audience, server_for
from goodnews.language import _, refusal
from goodnews.settings import Settings

DEBOUNCE = 40  # ms without a further change before a build begins: editors write a file in several steps
IDLE = 500  # ms between two checks of what the watch cannot see
# Seconds before a build that failed for a passing reason is tried again; then always the last.
PAUSES = (1, 2, 4, 8, 15, 30)

Problems = tuple[str, ...]  # as they were printed


class Built(NamedTuple):
    """How a build ended."""

    problems: Problems = ()
    passing: bool = False  # whether they may go away without an edit: a full disk, another build at work


Seen = tuple[int, ...]  # see `seen`


def serve(
    port: int,
    settings: Settings,
    settings_file: str,
    version: Seen,
    build: Callable[[Callable[[], None], bool], Built],
    restart: Callable[[], Problems],
    drawn: Callable[[], bool],
) -> int:
    """Build, serve, and build again at every change of content, theme, plugins or settings, until interrupted.

    port     0 for any free one
    version  of the settings file before it was read
    build    brings the output up to date, with cards that were left for later or without them; calls its first argument
             once changed pages are in place
    restart  starts this command anew, with the code and settings as they are then; returns only if it cannot, with
             the problems
    drawn    asked while nothing changes: whether cards that were left for later are there for a build to take
    returns  0 when interrupted, 1 if the port cannot be had
    """
    audience = Audience()
    os.makedirs(settings.output, exist_ok=True)
    try:
        server = server_for(port, settings.output, audience)
    except OSError as error:
        words = _("port {port}: {reason}; choose another with --port")
        print(words.format(port=port, reason=refusal(error)), file=sys.stderr)
        return 1

    failed = Built()
    again = inf  # when to try again, in the seconds of time.monotonic()
    tries = 0

    def rebuild(cards: bool = False) -> None:
        """Build; the browsers are notified before the ledger is written."""
        nonlocal failed, again, tries
        built = build(lambda: audience.tell(()), cards)
        if built.passing and built != failed:  # others have been printed already
            print(*built.problems, sep="\n", file=sys.stderr)
        tries = tries + 1 if built.passing else 0
        again = monotonic() + PAUSES[min(tries, len(PAUSES)) - 1] if built.passing else inf
        failed = built
        if built.problems != audience.problems:
            audience.tell(built.problems)

    gc.disable()  # garbage is collected after a build, not during it
    audience.tell(())
    rebuild()
    code = str(Path(__file__).parents[2])
    with server:
        print(_("http://{host}:{port}/ (Ctrl-C ends it)").format(host=server.host, port=server.server_port), flush=True)
        try:
            for changed in _changes(
                (settings.content, *settings.themes, code), (settings_file, settings.output), {settings_file: version}
            ):
                if any(_is_code(path, code, settings_file) for path in changed):
                    problems = restart()
                    if problems:
                        print(*problems, sep="\n", file=sys.stderr)
                        audience.tell(problems)
                elif changed or monotonic() >= again:
                    rebuild()
                    gc.collect()
                elif not failed.problems and drawn():
                    rebuild(cards=True)
                    gc.collect()
        except KeyboardInterrupt:
            print(file=sys.stderr)
        finally:
            server.shutdown()
    return 0


def _changes(folders: tuple[str, ...], others: tuple[str, ...], known: dict[str, Seen]) -> Iterator[set[str]]:
    """Paths that changed; an empty set now and then.

    The system watches a folder, not its name: if it is removed or replaced by another of the same name, later changes
    go unseen, and so do those of a file that is saved by renaming. So names are checked as well, and a folder that was
    replaced is watched anew.

    folders  watched with all that is in them
    others   a file, or a folder of which only the name matters
    known    what was seen of some of them before: a change since then is one
    """
    while True:
        before, known = known, {path: seen(path) for path in (*folders, *others)}
        yield {path for path in before if before[path] != known[path]}
        here = [folder for folder in folders if known[folder]]
        unsure = set(here)  # what changed before the watch began is built in its first idle moment
        with suppress(FileNotFoundError):  # a folder that has just gone: check again
            for changes in watch(
                *here, debounce=DEBOUNCE, step=10, rust_timeout=IDLE, yield_on_timeout=True, raise_interrupt=True
            ):
                yield {path for _change, path in changes} or unsure
                unsure = set()
                if any(seen(path) != version for path, version in known.items()):
                    break


def seen(path: str) -> Seen:
    """Identifies a file or folder among others of its name, and a file's version; empty if there is none."""
    try:
        status = os.stat(path)
    except OSError:
        return ()
    same = status.st_dev, status.st_ino
    return same if S_ISDIR(status.st_mode) else (*same, status.st_mtime_ns, status.st_size)


def _is_code(path: str, code: str, settings_file: str) -> bool:
    """Whether a change needs a new process: this one still runs the old code and settings."""
    return (path.startswith(code) and path.endswith(".py")) or path == settings_file
