"""A Chromium for the browser tests: the system's, Playwright's own, or one that is fetched now.

`python tests/chromium.py` prints where it is, or says in one line how to get one and ends with 1; `python3 tasks.py
test` asks this before any test runs.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
APPLICATIONS = (  # its path on systems that keep programs out of the search path
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
)
PACKAGES = ("chromium", "fonts-noto-cjk")
DRIVERS = ("libatomic1",)  # what Playwright's own Node needs, and a bare Debian lacks
FETCHING = 900  # seconds that a download may take
HOW = (
    "run `sudo apt install chromium fonts-noto-cjk` (Debian) or `.venv/bin/playwright install --with-deps chromium`, "
    "or name yours: NUANWEN_BROWSER=/path/to/chrome"
)


class Missing(Exception):
    """There is no Chromium, or nothing to drive it with, and none could be installed."""


def found() -> str:
    """Where a Chromium is that starts; one is fetched if need be.

    raises  Missing, with one line that says what to do
    """
    if not _driver_starts():
        if _may_use_apt():
            _install(*DRIVERS)
        if not _driver_starts():
            raise Missing("The browser tests need Playwright, which does not start: run `sudo apt install libatomic1`")
    own = os.environ.get("NUANWEN_BROWSER")
    if own:
        if not starts(own):
            raise Missing(f"NUANWEN_BROWSER names {own}, which does not start: name another, or none.")
        return own
    for path in _places():
        if starts(path):
            return path
    raise Missing(f"The browser tests need Chromium, and none was found: {HOW}")


def _places() -> Iterator[str]:
    """Where one may be, best first; each way of getting one is tried only when those before it have failed."""
    for name in NAMES:
        path = shutil.which(name)
        if path:
            yield path
    yield from APPLICATIONS
    playwrights = _playwrights()
    if not os.path.exists(playwrights):
        _fetch([sys.executable, "-m", "playwright", "install", "chromium"])
    yield playwrights
    if _may_use_apt():
        _install(*PACKAGES)
        yield "/usr/bin/chromium"


def starts(path: str) -> bool:
    """Whether a program is there and runs: a browser may lack its libraries, or be a note that it must be installed."""
    if not os.path.isfile(path):
        return False
    if sys.platform == "win32":  # asked for its version, Chrome opens a window there
        return True
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=120).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _playwrights() -> str:
    """Where Playwright keeps its own Chromium, whether or not it is there yet."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def _driver_starts() -> bool:
    command = [sys.executable, "-m", "playwright", "--version"]
    return subprocess.run(command, capture_output=True, timeout=120).returncode == 0


def _install(*packages: str) -> None:
    _fetch(["apt-get", "-qq", "update"])
    _fetch(["apt-get", "-qq", "install", "--yes", "--no-install-recommends", *packages])


def _may_use_apt() -> bool:
    try:
        debian = "\nID=debian\n" in "\n" + Path("/etc/os-release").read_text("utf-8")
    except OSError:
        return False
    return debian and os.geteuid() == 0


def _fetch(command: list[str]) -> None:
    """Run one step of an installation. That it failed shows in what is missing afterwards."""
    if sys.stderr.isatty():
        print(f"Getting a Chromium for the browser tests: {' '.join(command)}", file=sys.stderr, flush=True)
    search = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin", "/sbin"])  # dpkg wants tools of theirs
    environment = {**os.environ, "PATH": search, "DEBIAN_FRONTEND": "noninteractive"}
    environment.setdefault("PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT", "20000")  # ms; it tries several times
    try:
        subprocess.run(command, env=environment, capture_output=True, stdin=subprocess.DEVNULL, timeout=FETCHING)
    except (OSError, subprocess.TimeoutExpired):
        return


if __name__ == "__main__":
    try:
        print(found())
    except Missing as missing:
        sys.exit(str(missing))
