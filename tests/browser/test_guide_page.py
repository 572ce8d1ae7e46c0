"""The guide's page in a real Chromium: from an empty year to the publication, as someone who has read no manual."""

import asyncio
import datetime
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
import uvicorn
from playwright.sync_api import Browser, Page

from ballot.commands import clock
from ballot.demo import newsroom
from ballot.guide.page import Guide
from ballot.stages import Stage, read, stage_of
from ballot.vote import Folders
from tests.ballot.polling import free_port
from tests.browser.browsing import DESK, PHONE, Reader, axe, overflow
from tests.waiting import until

ZONE = datetime.timezone(datetime.timedelta(hours=8))


@dataclass
class Guided:
    """A guide that is served on this machine, over a newsroom with stories and nothing of a vote."""

    folders: Folders
    guide: Guide
    site: str

    def stage(self) -> Stage:
        return stage_of(read(self.folders.public))


@pytest.fixture
def guided(tmp_path: Path) -> Iterator[Guided]:
    newsroom.write(tmp_path / "content")
    folders = Folders(tmp_path / "content/votes/2026", tmp_path / ".votes/2026")
    port = free_port()
    guide = Guide(folders, port, "")
    server = uvicorn.Server(uvicorn.Config(guide.app, host="127.0.0.1", port=port, log_level="error"))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve()))
    thread.start()
    until(lambda: server.started)
    it_is("2026-12-10T10:00")
    try:
        yield Guided(folders, guide, f"http://127.0.0.1:{port}")
    finally:
        clock.pretend(None)
        server.should_exit = True
        thread.join()
        guide.end()


def it_is(local: str) -> None:
    clock.pretend(datetime.datetime.fromisoformat(local).replace(tzinfo=ZONE))


def commit(folder: Path) -> None:
    """Publish as a newsroom would."""
    (folder / ".gitignore").write_text(".votes/\n", "ascii")
    who = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
    for words in (["init", "-q"], ["add", "."], [*who, "commit", "-q", "-m", "vote"]):
        subprocess.run(["git", *words], cwd=folder, check=True)


def go_on(page: Page, expected: str) -> None:
    """Press the step's button; the next step's heading comes."""
    page.locator("#step button").click()
    page.locator("h1", has_text=expected).or_(page.locator("#said.mistakes")).wait_for()
    assert page.locator("h1").inner_text() == expected, page.locator("main").inner_text()


def test_from_an_empty_year_to_the_publication(browser: Browser, guided: Guided, tmp_path: Path) -> None:
    reader = Reader(browser, guided.site)
    page = reader.window(PHONE)
    page.goto(guided.guide.address)
    page.get_by_role("heading", level=1, name="Write the rules").wait_for()
    assert "key" not in page.url, "the key stays in no address that is shown"
    assert (axe(page), overflow(page)) == ([], [])

    page.get_by_label("Address of the news site").fill("https://news.example/")
    page.get_by_label("members, with codes").uncheck()
    page.get_by_label("Most stories on a ballot").fill("5")
    go_on(page, "Let the screeners read the year")
    go_on(page, "Decide on the slate")
    assert (axe(page), overflow(page)) == ([], [])
    for accept in page.get_by_label("accept", exact=True).all():
        accept.check()
    page.get_by_label("Reason for all stories").fill("具体，职工受益（虚构）")
    go_on(page, "Fill in the dates")
    page.get_by_label("Close", exact=True).fill("2026-12-01T09:00")
    page.locator("#step button").click()
    page.get_by_role("alert").get_by_text(
        "closes: found 2026-12-01T09:00:00+08:00, expected a time after opens"
    ).wait_for()
    assert page.get_by_label("Close", exact=True).input_value() == "2026-12-01T09:00", "what was typed is kept"
    page.get_by_label("Close", exact=True).fill("2026-12-27T18:00")
    go_on(page, "Lock rules, slate and codes")
    go_on(page, "Publish the voting page")
    go_on(page, "Open the vote")
    it_is("2026-12-20T09:00")
    go_on(page, "Write the jury's table")
    go_on(page, "Close the vote")
    assert guided.stage() is Stage.OPEN
    page.get_by_text("It can be closed once its time has passed.").wait_for()
    page.get_by_role("button", name="Back up").click()
    page.get_by_text("lines written to").wait_for()
    facts = page.locator(".facts").inner_text()
    assert "none yet" not in facts and "2026-12-27 18:00 (Asia/Shanghai)" in facts and "7 days and 9 hours" in facts
    page.locator("summary", has_text="Withdraw a candidate").click()
    errand = page.locator("details", has_text="Withdraw a candidate")
    errand.get_by_label("N09").check()
    errand.get_by_label("Why, for everyone to read").fill("信源撤回（虚构）")
    errand.get_by_role("button").click()
    page.get_by_role("status").get_by_text("Withdrawn: N09").wait_for()
    assert page.locator("h1").inner_text() == "Close the vote", "an errand is no step"
    assert (axe(page), overflow(page)) == ([], [])

    it_is("2026-12-27T18:01")
    page.reload()
    go_on(page, "Take in ballots of form tools and paper")
    export = tmp_path / "导出.csv"
    rows = "".join(f"{n},N{n % 20 + 1:02} x;N{n % 7 + 1:02} y\n" for n in range(1, 301))
    export.write_text("序号,请选出\n" + rows, "utf-8")
    page.get_by_label("The file that the form tool").set_input_files(export)
    page.locator("#step button").click()
    page.get_by_text("Nothing was written.").wait_for()
    page.get_by_label("The file that the form tool").set_input_files(export)
    page.get_by_label("Only try it").uncheck()
    page.locator("#step button").click()
    page.get_by_text("300 ballots, 0 of them by code").wait_for()
    page.get_by_label("No more files").check()
    go_on(page, "Take in the jury's marks")
    with page.expect_download() as table:
        page.get_by_role("link", name="jury.csv").click()
    marks = tmp_path / "marks.csv"
    table.value.save_as(marks)
    head, *lines = marks.read_text("utf-8-sig").splitlines()
    filled = [line.rstrip(",") + f",{n}" * (head.count(",") - 1) for n, line in enumerate(lines, 1)]
    marks.write_text("\n".join([head, *filled]) + "\n", "utf-8")
    page.get_by_label("The filled table").set_input_files(marks)
    go_on(page, "Count")
    it_is("2026-12-29T21:30")
    page.get_by_label("What the public draw gave").fill("虚构 3 1 4")
    go_on(page, "Sign and publish")
    go_on(page, "Publish the result")
    assert guided.stage() is Stage.PUBLISHED
    go_on(page, "Destroy what is left behind")
    commit(tmp_path)
    go_on(page, "All is done.")
    left = {path.name for path in guided.folders.private.rglob("*") if path.is_file()}
    assert not left & {"box.sqlite3", "voter.key", "imported.json", "导出.csv", "marks.csv"}
    assert not list(guided.folders.private.rglob("*.jsonl")), "the back-up that the page made"
    reader.leave()
    assert reader.faults == []


def test_a_slip_is_told_and_what_was_typed_is_kept(browser: Browser, guided: Guided) -> None:
    reader = Reader(browser, guided.site)
    page = reader.window(DESK)
    page.goto(guided.guide.address)
    page.get_by_label("Address of the news site").fill("news.example")
    page.get_by_label("Name of the vote").fill("好新闻")
    page.locator("#step button").click()
    page.get_by_role("alert").get_by_text("an address begins with https://").wait_for()
    assert page.get_by_label("Name of the vote").input_value() == "好新闻"
    page.get_by_label("Address of the news site").fill("https://news.example")
    page.get_by_label("Fewest stories on a ballot").fill("11")
    page.locator("#step button").click()
    page.get_by_role("alert").get_by_text("minimum: found 11, expected at most maximum").wait_for()
    assert not (guided.folders.public / "rules.toml").exists()
    page.get_by_label("Fewest stories on a ballot").fill("1")
    page.locator("#step button").click()
    page.get_by_role("heading", level=1, name="Let the screeners read the year").wait_for()
    rules = guided.folders.public / "rules.toml"
    rules.write_text(rules.read_text("utf-8").replace("minimum = 1", "minimum = 11"), "utf-8")
    page.reload()
    page.get_by_role("heading", name="Fix this first").wait_for()
    assert "rules.toml:20: minimum: found 11, expected at most maximum" in page.get_by_role("alert").first.inner_text()
    rules.write_text(rules.read_text("utf-8").replace("minimum = 11", "minimum = 1"), "utf-8")
    page.get_by_role("link", name="Look again").click()
    go_on(page, "Decide on the slate")
    page.get_by_label("accept", exact=True).first.check()
    page.locator("#step button").click()
    page.get_by_role("alert").get_by_text("has no reason: give it one, or one for all in the last field.").wait_for()
    reader.leave()
    assert reader.faults == []


def test_nobody_else_gets_in(guided: Guided) -> None:
    key = guided.guide.address.partition("=")[2]
    with httpx.Client(base_url=guided.site) as client:
        assert client.get("/").status_code == 403, "without the key"
        assert client.get("/?key=wrong").status_code == 403
        assert client.get(f"/?key={key}", headers={"host": "evil.example"}).status_code == 421, "DNS rebinding"
        assert client.get(f"/?key={key}").status_code == 303
        assert client.get("/").status_code == 200
        assert client.get("/", headers={"host": f"evil.example:{guided.site.rpartition(':')[2]}"}).status_code == 421
        fields = {"step": "rules", "title": "x"}
        assert client.post("/do", data=fields).status_code == 403, "no token of the page"
        assert client.post("/do", data=fields, headers={"origin": "https://evil.example"}).status_code == 403
        assert client.put("/file/x.csv", content=b"x").status_code == 403
        assert client.get("/file/signing.key").status_code == 404
        assert client.get("/file/..%2f..%2fx").status_code == 404
    assert not (guided.folders.public / "rules.toml").exists()
