"""Fixtures of the browser tests: one Chromium, the newspaper served, and a reader who must have no reason to complain.

They live as long as the tests of this folder: Playwright keeps an event loop running in the thread meanwhile, which
tests elsewhere may not find there.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.browsing import Reader, Visitor, launched, served
from tests.builders import THAT_DAY, harbour


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launched(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The newspaper, served; it calls itself by the very address it is served at, as it will where it is published."""
    folder = tmp_path_factory.mktemp("browser")
    with served(folder / "output") as address:
        harbour(folder, address).build(today=THAT_DAY)
        yield address


@pytest.fixture
def reader(browser: Browser, address: str) -> Iterator[Reader]:
    """A reader of the newspaper. At the end nothing may have gone wrong on any page opened."""
    reader = Reader(browser, address)
    yield reader
    reader.leave()
    assert reader.faults == []


@pytest.fixture(scope="package")
def visitors(browser: Browser) -> Iterator[Callable[[str | Path], Visitor]]:
    """Those who stay for all tests: one for each address, or for each folder that a site was built into."""
    found: dict[str | Path, Visitor] = {}
    with ExitStack() as servers:

        def visitor_at(site: str | Path) -> Visitor:
            if site not in found:
                address = site if isinstance(site, str) else servers.enter_context(served(site))
                found[site] = Visitor(browser, address)
            return found[site]

        yield visitor_at
        for visitor in found.values():
            visitor.leave()


@pytest.fixture
def visitor_of(visitors: Callable[[str | Path], Visitor]) -> Iterator[Callable[[str | Path], Visitor]]:
    """A reader of a site who stays in the same window from test to test, for tests that only look."""
    asked: list[Visitor] = []

    def make(site: str | Path) -> Visitor:
        asked.append(visitors(site))
        asked[-1].faults.clear()
        return asked[-1]

    yield make
    for visitor in asked:
        visitor.forget()
    assert [fault for visitor in asked for fault in visitor.faults] == []


@pytest.fixture
def visitor(visitor_of: Callable[[str | Path], Visitor], address: str) -> Visitor:
    """Such a reader of the newspaper."""
    return visitor_of(address)


@pytest.fixture
def reader_of(browser: Browser) -> Iterator[Callable[[Path], Reader]]:
    """Readers of other sites: give the folder a site was built into."""
    readers: list[Reader] = []
    with ExitStack() as servers:

        def make(folder: Path) -> Reader:
            readers.append(Reader(browser, servers.enter_context(served(folder))))
            return readers[-1]

        yield make
        for reader in readers:
            reader.leave()
    assert [fault for reader in readers for fault in reader.faults] == []
