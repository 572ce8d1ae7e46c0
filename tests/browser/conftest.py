"""Fixtures of the browser tests: one Chromium, the newspaper served, and a reader who must have no reason to complain.

They live as long as the tests of this folder: Playwright keeps an event loop running in the thread meanwhile, which
tests elsewhere may not find there.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.browsing import Reader, launched, served
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
