"""Verify: laws that the site of any content keeps. Two builds from nothing give the same bytes, its links lead
somewhere, and recounting a published vote gives its result.
"""

import os
import posixpath
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from goodnews.installation import RECOUNT
from goodnews.language import _, counted

SHOWN = 20  # faults printed for one law; more would not help
# Imitates another machine: what a page must not depend on.
ELSEWHERE = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "7"}


def verify(content: str, settings_file: str, url: str) -> int:
    """Build the site twice in temporary folders, and check the laws.

    content        the folder that editors write in
    settings_file  the settings; their output and cache are not touched
    url            of the site, without a slash at its end
    returns        0, or 1 once every fault has been printed
    """
    with tempfile.TemporaryDirectory(prefix="verify-") as scratch:
        copy = Path(scratch, "copy")
        shutil.copytree(content, copy)
        first, second = Path(scratch, "first"), Path(scratch, "second")
        for folder, source, environment in ((first, content, {}), (second, str(copy), ELSEWHERE)):
            status = _built(folder, source, settings_file, environment)
            if status:
                return status
        pages = sorted(path.relative_to(first).as_posix() for path in first.rglob("*.html"))
        faults = [*_first(_differences(first, second)), *_first(_lost_links(first, pages, url))]
    faults += _first(_miscounted(Path(content)))
    print(*faults, sep="\n", end="\n" if faults else "")
    if faults:
        return 1
    print(
        counted(
            "{count} page: its links lead somewhere, and a second build gave the same bytes",
            "{count} pages: their links lead somewhere, and a second build gave the same bytes",
            len(pages),
        )
    )
    return 0


def _built(output: Path, content: str, settings_file: str, environment: dict[str, str]) -> int:
    command = [
        sys.executable,
        "-X",
        "utf8",
        "-m",
        "goodnews",
        "build",
        "--settings",
        settings_file,
        "--content",
        content,
        "--cards",
    ]
    command += ["--output", str(output), "--cache", f"{output}-cache"]
    # The first build has printed the problems already.
    heard = None if not environment else subprocess.DEVNULL
    return subprocess.run(
        command, env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=heard
    ).returncode


def _first(faults: Iterable[str]) -> list[str]:
    found = list(faults)
    rest = len(found) - SHOWN
    return [*found[:SHOWN], *([_("and {count} more").format(count=rest)] if rest > 0 else [])]


def _differences(first: Path, second: Path) -> Iterator[str]:
    """Files that differ in the second build, or are missing there."""
    here, there = (
        {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
        for folder in (first, second)
    )
    for name in sorted(here.keys() | there.keys()):
        if name not in here or name not in there or here[name].read_bytes() != there[name].read_bytes():
            yield _("{page}: a second build gave other bytes").format(page=name)


class _Links(HTMLParser):
    """The links of a page, and the anchors that links may lead to."""

    def __init__(self) -> None:
        super().__init__()
        self.targets: set[str] = set()
        self.names: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in ("href", "src"):
                self.targets.add(value or "")
            elif name == "id" and value:
                self.names.append(value)


def _lost_links(folder: Path, pages: list[str], url: str) -> Iterator[str]:
    """Links inside the site that lead to no file or to no anchor in it, and anchors that share a name."""
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    read: dict[str, _Links] = {}
    for page in pages:
        read[page] = links = _Links()
        links.feed((folder / page).read_text("utf-8"))
        links.close()
    for page, links in read.items():
        for name in sorted(set(links.names)):
            if links.names.count(name) > 1:
                yield _("{page}: two elements have the id “{name}”").format(page=page, name=name)
        for target in sorted(links.targets):
            path = inside(target, page, url)
            if path is None:
                continue
            anchor = unquote(urlsplit(target).fragment)
            if path not in files or (anchor and path in read and anchor not in read[path].names):
                yield _("{page}: the link {target} leads nowhere").format(page=page, target=target)


def inside(target: str, page: str, url: str) -> str | None:
    """The file of the output that a link leads to; None for one that leads out of the site.

    target  as written in the page
    page    the page's path
    url     of the site, without a slash at its end
    """
    base = urlsplit(url).path
    if target == url or target.startswith(f"{url}/"):
        path = urlsplit(target.removeprefix(url)).path
    elif urlsplit(target).scheme or urlsplit(target).netloc:
        return None
    elif target.startswith("/"):
        path = urlsplit(target).path.removeprefix(base)
    elif not urlsplit(target).path:
        return page
    else:
        path = posixpath.join(posixpath.dirname(page), urlsplit(target).path)
    folder = path in ("", "/") or path.endswith("/")
    found = posixpath.normpath(unquote(path).lstrip("/") or ".")
    return found if not folder else "index.html" if found == "." else f"{found}/index.html"


def _miscounted(content: Path) -> Iterator[str]:
    """Published votes whose result differs from a recount of their files."""
    for result in sorted(content.glob("votes/*/result.json")):
        command = [sys.executable, "-I", "-X", "utf8", str(RECOUNT), str(result.parent), "--check"]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", check=False)
        if done.returncode:
            said = (done.stderr or done.stdout).strip().splitlines()
            yield _("{file}: a recount gives another result: {said}").format(
                file=os.path.relpath(result), said=said[-1] if said else done.returncode
            )
