"""A time without network: home and the newest digests are there, and with a network nothing older is ever shown."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Error, Page, expect

from tests.browser.browsing import Reader
from tests.browser.test_budgets import KB, travels
from tests.builders import Room
from tests.waiting import until

ReaderOf = Callable[[Path], Reader]
COPIES = """caches.keys()
  .then(names => Promise.all(names.map(name => caches.open(name).then(kept => kept.keys()))))
  .then(all => all.flat().map(one => one.url))"""
UPDATE = "() => { navigator.serviceWorker.getRegistration().then(one => one.update()) }"  # it is not waited for
ACTIVE = "navigator.serviceWorker.getRegistration().then(one => one && one.active && one.active.state === 'activated')"

ASKED = """window.asked = false;
ServiceWorkerContainer.prototype.register = () => { window.asked = true; return Promise.resolve() }"""


def newsroom(folder: Path, **goodnews: bool) -> Room:
    room = Room(folder, goodnews)
    for slug, date in (("one", "2026-01-07"), ("two", "2026-01-14"), ("three", "2026-01-21")):
        room.story(slug, date=date, title=f"题目{slug}")
    room.build()
    return room


def visited(reader: Reader) -> Page:
    """Home, with the worker at work."""
    page = reader.window(worker=True)
    reader.go(page, "index.html")
    until(lambda: page.evaluate(ACTIVE))
    return page


def rebuilt(page: Page, before: list[str]) -> None:
    """The browser has looked for a new worker, and its copies alone are there.

    before  names of the copies of the worker before it
    """
    page.evaluate(UPDATE)
    until(lambda: page.evaluate("old => caches.keys().then(all => all.length === 1 && all[0] !== old[0])", before))


def test_home_and_the_last_two_digests_are_read_without_network(tmp_path: Path, reader_of: ReaderOf):
    newsroom(tmp_path)
    reader = reader_of(tmp_path / "output")
    page = visited(reader)
    page.context.set_offline(True)
    for path in ("", "index.html", "digest/2026-W04.html", "digest/2026-W03.html?from=home"):
        reader.go(page, path)
        expect(page.locator("h1")).to_be_visible()
        assert page.evaluate("getComputedStyle(document.body).color") == "rgb(35, 28, 21)"  # the sheet is there
    with pytest.raises(Error):  # the browser says that there is no network, nothing of ours stands in its place
        reader.go(page, "digest/2026-W02.html")
    reader.faults.clear()


def test_page_of_a_new_build_is_shown_at_once_and_kept(tmp_path: Path, reader_of: ReaderOf):
    room = newsroom(tmp_path)
    reader = reader_of(room.output)
    page = visited(reader)
    room.story("three", date="2026-01-21", title="换了题目")
    room.build()
    reader.go(page, "index.html")
    expect(page.locator("main")).to_contain_text("换了题目")
    page.context.set_offline(True)
    reader.go(page, "index.html")
    expect(page.locator("main")).to_contain_text("换了题目")


def test_new_build_is_kept_without_its_pages_being_opened_and_the_old_copies_go(tmp_path: Path, reader_of: ReaderOf):
    room = newsroom(tmp_path)
    reader = reader_of(room.output)
    page = visited(reader)
    before = page.evaluate("caches.keys()")
    room.story("four", date="2026-01-28", title="第四篇")
    room.build()
    rebuilt(page, before)
    page.context.set_offline(True)
    reader.go(page, "digest/2026-W05.html")
    expect(page.locator("main")).to_contain_text("第四篇")
    assert not [url for url in page.evaluate(COPIES) if url.endswith("2026-W03.html")]


def test_site_that_switches_it_off_removes_worker_and_copies(tmp_path: Path, reader_of: ReaderOf):
    room = newsroom(tmp_path)
    reader = reader_of(room.output)
    page = visited(reader)
    room.goodnews = {"offline": False}
    room.build()
    page.evaluate(UPDATE)
    until(lambda: page.evaluate("navigator.serviceWorker.getRegistrations().then(all => !all.length)"))
    until(lambda: page.evaluate("caches.keys().then(names => !names.length)"))


def test_reader_who_clears_all_has_neither_worker_nor_copies_and_gets_none_again(tmp_path: Path, reader_of: ReaderOf):
    newsroom(tmp_path)
    reader = reader_of(tmp_path / "output")
    page = visited(reader)
    reader.go(page, "saved.html")
    page.locator("[data-clear]").click()
    until(lambda: page.evaluate("navigator.serviceWorker.getRegistrations().then(all => !all.length)"))
    until(lambda: page.evaluate("caches.keys().then(names => !names.length)"))
    reader.go(page, "index.html")
    page.wait_for_timeout(300)
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0


def test_page_that_answers_late_brings_no_removed_copy_back(tmp_path: Path, reader_of: ReaderOf):
    newsroom(tmp_path)
    reader = reader_of(tmp_path / "output")
    page = visited(reader)
    reader.go(page, "index.html")
    assert page.evaluate("!!navigator.serviceWorker.controller")
    page.evaluate("caches.keys().then(names => Promise.all(names.map(name => caches.delete(name))))")
    page.evaluate("fetch('index.html').then(answer => answer.text())")
    page.wait_for_timeout(300)
    assert page.evaluate("caches.keys()") == []


def test_page_from_a_disk_asks_for_no_worker(tmp_path: Path, reader_of: ReaderOf):
    room = newsroom(tmp_path)
    reader = reader_of(room.output)
    page = reader.window(worker=True)
    page.add_init_script(ASKED)
    reader.go(page, "index.html")
    assert page.evaluate("window.asked") is True
    page.goto((room.output / "index.html").as_uri())
    expect(page.locator("h1")).to_be_visible()
    assert page.evaluate("window.asked") is False
    reader.faults[:] = [fault for fault in reader.faults if not fault.startswith("request to another host: file:")]


def test_worker_costs_at_most_a_kilobyte_and_a_half(tmp_path: Path):
    assert travels((newsroom(tmp_path).output / "sw.js").read_bytes()) <= 1.5 * KB
