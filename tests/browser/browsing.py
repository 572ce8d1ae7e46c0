"""A reader's browser: real Chromium on a site served from this machine, and everything that goes wrong in it."""

import io
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import BinaryIO, Literal
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, Request

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MISSING = (
    "The browser tests need a Chromium, and none was found.\n"
    "On Debian:        sudo apt install chromium fonts-noto-cjk\n"
    "Anywhere else:    .venv/bin/playwright install chromium\n"
    "One of your own:  NUANWEN_BROWSER=/path/to/chrome python3 tasks.py test"
)
PHONE, DESK = 390, 1280  # widths in CSS pixels
HEIGHTS = {320: 640, PHONE: 844, DESK: 900}

# Policy violations reach us before the page's own scripts run; an init script is not subject to the policy.
WITNESS = """addEventListener('securitypolicyviolation', event =>
  tellViolation(event.violatedDirective + ' refused ' + event.blockedURI))"""


def found(playwright: Playwright) -> str:
    """Where a Chromium is; fails the test with the line that installs one."""
    own = os.environ.get("NUANWEN_BROWSER")
    if own:
        return own
    for name in NAMES:
        path = shutil.which(name)
        if path:
            return path
    path = playwright.chromium.executable_path
    if not os.path.exists(path):
        pytest.fail(MISSING, pytrace=False)
    return path


def launched(playwright: Playwright) -> Browser:
    """A Chromium that connects only to the site under test."""
    # Without a process for graphics, and none that draws in its stead, a window takes a fifth less.
    quiet = [
        "--disable-gpu",
        "--in-process-gpu",
        "--disable-software-rasterizer",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
    ]
    root = getattr(os, "geteuid", lambda: 1)() == 0  # Chromium's sandbox refuses to run as root
    return playwright.chromium.launch(
        executable_path=found(playwright), args=[*quiet, *(["--no-sandbox"] if root else [])]
    )


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:
        pass

    def send_head(self) -> io.BytesIO | BinaryIO | None:
        """Always the file: its time counts seconds, and a second build within one would be "not modified"."""
        del self.headers["If-Modified-Since"]
        return super().send_head()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        pass  # a browser that closes its connection early is not a failure


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on this machine; gives its address, without a slash at the end."""
    with _Server(("127.0.0.1", 0), partial(_Handler, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


@dataclass
class Reader:
    """Opens pages of one site, each in its own window, and remembers what went wrong on them.

    The fixture that made a reader asserts at the end that nothing did; a test that provokes an error clears `faults`.
    """

    browser: Browser
    site: str  # address of the site under test
    faults: list[str] = field(default_factory=list)  # console errors, policy violations, requests to other hosts
    requests: list[str] = field(default_factory=list)  # requested addresses, in order
    _contexts: list[BrowserContext] = field(default_factory=list)

    def window(
        self,
        width: int = DESK,
        dark: bool = False,
        script: bool = True,
        allowed: tuple[str, ...] = (),
        worker: bool = False,
    ) -> Page:
        """An empty window with its own storage.

        width    in CSS pixels
        script   whether JavaScript runs
        allowed  other hosts that may be asked, such as 127.0.0.1:8123 of a voting service
        worker   whether the site's worker may keep pages for a time without network
        """
        context = self.browser.new_context(
            viewport={"width": width, "height": HEIGHTS.get(width, 900)},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            java_script_enabled=script,
            locale="zh-CN",
            service_workers="allow" if worker else "block",
        )
        self._contexts.append(context)
        hosts = {urlsplit(self.site).netloc, *allowed}

        def asked(request: Request) -> None:
            self.requests.append(request.url)
            if urlsplit(request.url).scheme not in ("data", "blob") and urlsplit(request.url).netloc not in hosts:
                self.faults.append(f"request to another host: {request.url}")

        def said(message: ConsoleMessage) -> None:
            blocked = "Service Worker registration blocked by Playwright" in message.text
            if message.type in ("error", "warning") and not blocked:
                self.faults.append(f"console {message.type}: {message.text}")

        context.on("request", asked)
        context.on("console", said)
        context.on("weberror", lambda error: self.faults.append(f"script error: {error.error}"))
        context.expose_binding("tellViolation", lambda _source, what: self.faults.append(f"policy: {what}"))
        context.add_init_script(WITNESS)
        context.set_default_timeout(15_000)
        return context.new_page()

    def open(
        self, path: str, width: int = DESK, dark: bool = False, script: bool = True, allowed: tuple[str, ...] = ()
    ) -> Page:
        """A page of the site in a new window, loaded."""
        page = self.window(width, dark, script, allowed)
        self.go(page, path)
        return page

    def go(self, page: Page, path: str) -> None:
        """Another page of the site in the same window, loaded."""
        page.goto(f"{self.site}/{path}", wait_until="load")

    def leave(self) -> None:
        for context in self._contexts:
            context.close()
        self._contexts.clear()


@dataclass
class Visitor(Reader):
    """A reader who stays in one window for all that runs scripts and one for what does not, from test to test.

    A window of one's own, with its process, takes as long as three pages. For tests that only look: what a page keeps
    on the device is cleared after each, nothing else.
    """

    _kept: dict[bool, Page] = field(default_factory=dict)
    _seen: set[bool] = field(default_factory=set)  # of those, what was opened since

    def open(
        self, path: str, width: int = DESK, dark: bool = False, script: bool = True, allowed: tuple[str, ...] = ()
    ) -> Page:
        assert not allowed, "these windows are for the site alone"
        page = self._kept.get(script)
        if page is None or page.is_closed():
            page = self._kept[script] = self.window(width, dark, script)
        self._seen.add(script)
        page.set_viewport_size({"width": width, "height": HEIGHTS.get(width, 900)})
        page.emulate_media(media="null", color_scheme="dark" if dark else "light")
        self.requests.clear()
        self.go(page, path)
        return page

    def forget(self) -> None:
        """Clear what pages keep on the device, from one that keeps nothing itself; close what opened besides."""
        while self._seen:
            page = self._kept[self._seen.pop()]
            for other in page.context.pages:
                if other is not page:
                    other.close()
            if not page.is_closed():
                self.go(page, "robots.txt")
                page.evaluate("localStorage.clear(); sessionStorage.clear()")


def axe(page: Page) -> list[str]:
    """What axe finds wrong on a page as it is now, one line per element, by all of its rules."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    results = page.evaluate("axe.run({resultTypes: ['violations']})")
    return [
        f"{violation['id']}: {' '.join(map(str, node['target']))}: {node['failureSummary'].splitlines()[-1].strip()}"
        for violation in results["violations"]
        for node in violation["nodes"]
    ]


Scheme = Literal["light", "dark"]
# How a page is looked at: each width and each scheme of colours meets every page, and at night each pair of them does.
LOOKS: tuple[tuple[int, Scheme], ...] = ((PHONE, "light"), (DESK, "dark"))
OTHER_LOOKS: tuple[tuple[int, Scheme], ...] = ((PHONE, "dark"), (DESK, "light"))


def axe_everywhere(page: Page, looks: tuple[tuple[int, Scheme], ...] = LOOKS) -> list[str]:
    """What axe finds wrong on a page in light and dark, on a phone and on a desk."""
    found = []
    for width, scheme in looks:
        page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
        page.emulate_media(color_scheme=scheme)
        found += [f"{width} px, {scheme}: {line}" for line in axe(page)]
    return found


def overflow(page: Page) -> list[str]:
    """How far a page can be scrolled sideways, and the elements that stick out; empty if it fits its window."""
    found: list[str] = page.evaluate(
        """() => {
          const seen = document.documentElement.clientWidth, whole = document.documentElement.scrollWidth;
          if (whole <= seen) return [];
          return [`${whole} px in a window of ${seen}`, ...[...document.querySelectorAll('body *')]
            .filter(element => element.getBoundingClientRect().right > seen + 1)
            .map(element => `${element.tagName.toLowerCase()}.${element.className}`)];
        }"""
    )
    return found
