"""The pages of a vote in a real browser: with and without JavaScript, with the service at work, down and gone."""

import datetime
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests import voting
from tests.browser.browsing import DESK, HEIGHTS, PHONE, Reader, axe, axe_everywhere, overflow
from tests.builders import Room

TODAY = datetime.date(2026, 6, 1)
PAGES = ("top10/2026-vote.html", "top10/2026.html", "top10/2026-receipts/index.html", "top10/2026-receipts/0.html")
LONG = voting.RULES.replace("2026-06-10T18:00", "2996-06-10T18:00").replace("2026-06-12T20", "2996-06-12T20")


@contextmanager
def a_service(status: int) -> Iterator[str]:
    """A voting service that only reports its health; returns its host and port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            data = json.dumps({"health": status == 200}).encode()
            self.send_response(status if self.path == "/health" else 404)
            self.send_header("Access-Control-Allow-Origin", "*")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield f"127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def built(folder: Path, stage: str, service: str = "", **files: str) -> Path:
    room = Room(
        folder, {"vote_url": f"http://{service}", "vote_form_url": "https://forms.example/x"} if service else {}
    )
    rules = LONG.replace('"open"]', '"open", "import"]') if stage == "open" else LONG
    voting.vote(room, stage, rules_toml=rules, **files)
    room.build(today=TODAY)
    return room.output


@pytest.fixture(scope="module")
def published_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    heart = "\u2764\ufe0f"
    said = f"comments: [{{story: kitchen, text: 切口小。, by: 甲}}]\nremarks: ['暖{heart}👨‍👩‍👧']\n"
    return built(tmp_path_factory.mktemp("vote"), "published", comments_yaml=said, recount_py="print()\n")


@pytest.fixture
def published(visitor_of: Callable[[Path], Reader], published_site: Path) -> Reader:
    return visitor_of(published_site)


def test_candidates_of_a_result_are_cards_on_a_phone_and_a_table_on_a_desk(published: Reader):
    page = published.open(PAGES[1], PHONE)
    table = page.locator(".cards-below")
    assert table.evaluate("e => e.scrollWidth <= e.clientWidth")
    row = table.locator("tbody tr").first
    named = row.locator("[data-of]").evaluate_all("all => all.map(e => getComputedStyle(e, '::before').content)")
    assert named[:2] == ['"公众名次"', '"评委名次"']
    page.set_viewport_size({"width": DESK, "height": 900})
    assert row.evaluate("e => getComputedStyle(e).display") == "table-row"
    bars = page.locator(".chart .bars").first.bounding_box()
    assert bars and bars["height"] < 30


def test_tables_of_a_result_are_there_without_a_script_and_in_type_of_twice_the_size(published: Reader):
    assert published.open(PAGES[1], script=False).get_by_role("table").first.is_visible()
    page = published.open(PAGES[1], 320)
    page.evaluate("localStorage.setItem('reader-size', '200')")
    published.go(page, PAGES[1])
    assert page.locator(".cards-below table").is_visible() and overflow(page) == []


@pytest.mark.parametrize("path", PAGES)
def test_pages_of_a_vote_please_axe_light_and_dark_on_phone_and_desk(published: Reader, path: str):
    assert axe_everywhere(published.open(path)) == []


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("path", PAGES)
def test_pages_of_a_vote_fit_a_narrow_window(published: Reader, path: str, script: bool):
    assert overflow(published.open(path, 320, script=script)) == []


def test_receipt_is_looked_up_in_any_writing(published: Reader):
    page = published.open("top10/2026.html")
    rows = {row["state"]: row for row in voting.ballots()}
    box, said = page.locator("#_letters"), page.locator("#_receipt output")
    box.fill("oooo oooo-0000 0000 oooo")
    page.locator("#_receipt button").click()
    said.filter(has_text="0000-0000-0000-0000-0000 已计票").wait_for()
    box.fill("1111-1111")
    box.press("Enter")
    said.filter(has_text="回执共20个字母和数字").wait_for()
    box.fill("0000-0000-0000-0000-0001")
    box.press("Enter")
    said.filter(has_text="公布的选票里没有这个回执").wait_for()
    assert rows["quarantined"]["why"] in page.locator("body").evaluate(
        "async () => (await fetch('2026-receipts/7.html')).text()"
    )


def test_receipt_is_found_without_a_script(published: Reader):
    page = published.open("top10/2026.html", script=False)
    assert not page.locator("#_receipt").is_visible()
    page.get_by_role("link", name="全部回执清单").click()
    page.get_by_role("link", name="0…").click()
    assert "已计票" in page.locator("[id='_0000-0000-0000-0000-0000']").inner_text()


def test_open_vote_pleases_axe_and_keeps_choices_on_the_device(reader_of: Callable[[Path], Reader], tmp_path: Path):
    with a_service(200) as host:
        reader = reader_of(built(tmp_path, "open", host))
        page = reader.open("top10/2026-vote.html", PHONE, allowed=(host,))
        page.locator("#_banner.up").wait_for()
        assert axe(page) == [] and overflow(page) == []
        for code in ("N01", "N03"):
            page.get_by_label(code).check()
        page.locator("#_picked", has_text="已选2条").wait_for()
        for way in ("#_service", ".cast a"):
            assert page.locator(way).get_attribute("href") == f"http://{host}/#picks=N01.N03"
        page.get_by_label("N01").scroll_into_view_if_needed()
        cast = page.locator(".cast a").bounding_box()
        assert cast and cast["y"] < HEIGHTS[PHONE]  # in view beside the candidates
        page.get_by_label("N02").check()
        page.locator("#_picked.wrong", has_text="已选3条，超出上限").wait_for()
        page.get_by_label("N02").uncheck()
        reader.go(page, "top10/2026-vote.html")
        assert [page.get_by_label(code).is_checked() for code in ("N01", "N02", "N03")] == [True, False, True]
        page.emulate_media(color_scheme="dark")
        page.set_viewport_size({"width": DESK, "height": HEIGHTS[DESK]})
        assert axe(page) == []


def test_service_that_is_down_or_gone_changes_the_banner_and_nothing_else(
    reader_of: Callable[[Path], Reader], tmp_path: Path
):
    with a_service(503) as host:
        reader = reader_of(built(tmp_path / "down", "open", host))
        page = reader.open("top10/2026-vote.html", allowed=(host,))
        page.locator("#_banner.down", has_text="暂时没有回应").wait_for()
        assert page.get_by_role("checkbox", name="N01").is_visible() and axe(page) == []
        reader.faults.clear()  # the browser logs the 503
    page = reader.open("top10/2026-vote.html", allowed=(host,))
    page.locator("#_banner.down").wait_for()
    assert page.locator("#_service").get_attribute("href") == f"http://{host}"
    reader.faults.clear()


def test_voting_page_without_script_is_whole(reader_of: Callable[[Path], Reader], tmp_path: Path):
    reader = reader_of(built(tmp_path, "open", "127.0.0.1:9"))
    page = reader.open("top10/2026-vote.html", PHONE, script=False)
    assert page.get_by_role("link", name="网上投票").first.is_visible()
    assert page.get_by_role("link", name="打开网络问卷").is_visible()
    assert page.get_by_role("checkbox").count() >= 4 and not page.locator("#_banner").is_visible()
    assert reader.requests and all("127.0.0.1:9/" not in address for address in reader.requests)


def test_voting_page_in_print_is_a_ballot(reader_of: Callable[[Path], Reader], tmp_path: Path):
    with a_service(200) as host:
        page = reader_of(built(tmp_path, "open", host)).open("top10/2026-vote.html", allowed=(host,))
        page.get_by_label("N02").check()
        page.locator("#_banner.up").wait_for()
        page.emulate_media(media="print")
        assert page.locator(".paper").is_visible() and page.locator(".choices label").first.is_visible()
        assert not page.locator(".ways").is_visible() and not page.locator(".method").is_visible()


def test_open_vote_on_the_home_page_pleases_axe(reader_of: Callable[[Path], Reader], tmp_path: Path):
    reader = reader_of(built(tmp_path, "open"))
    for width in (320, DESK):
        page = reader.open("index.html", width)
        assert page.get_by_role("link", name="2026年度暖新闻评选").is_visible()
        assert axe(page) == [] and overflow(page) == []
