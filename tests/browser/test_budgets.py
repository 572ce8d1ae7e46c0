"""What a page may cost its reader: bytes as they travel, requests, and nothing that moves under the eyes."""

import gzip
import re
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

from tests.browser.browsing import PHONE, Reader
from tests.browser.kinds import KINDS
from tests.builders import ROOT

KB = 1024
READING = [kind for kind in KINDS if kind not in ("search", "found")]  # searching has its own budgets
SHIFTS = """() => new Promise(done => {
  let moved = 0;
  new PerformanceObserver(list => list.getEntries().forEach(entry => { moved += entry.value; }))
    .observe({type: 'layout-shift', buffered: true});
  requestAnimationFrame(() => setTimeout(() => done(moved), 150));
})"""


def travels(data: bytes) -> int:
    """Bytes as a server sends them."""
    return len(gzip.compress(data, 9))


def test_style_sheets_of_the_whole_theme_are_within_12_kb():
    assert travels(b"".join(path.read_bytes() for path in sorted((ROOT / "theme/static").glob("*.css")))) <= 12 * KB


@pytest.mark.parametrize("kind", READING)
def test_page_costs_no_more_than_its_budget(reader: Reader, kind: str):
    page = reader.open(KINDS[kind], PHONE)
    sizes = {urlsplit(url).path: travels(_asked(url)) for url in reader.requests}
    html = sizes[f"/{KINDS[kind]}"]
    assert html <= (40 if kind == "digest" else 20 if kind in ("home", "annual", "subscribe") else 12) * KB
    assert sum(size for path, size in sizes.items() if Path(path).suffix == ".js") <= 4 * KB
    assert sum(sizes.values()) <= (120 if page.locator("main img").count() else 60 if kind == "digest" else 40) * KB
    assert len(reader.requests) <= 12


def test_answer_to_a_word_costs_no_more_than_its_budget(reader: Reader):
    page = reader.open(KINDS["found"], PHONE)
    page.wait_for_selector(".results li")
    page.wait_for_load_state("networkidle")
    sizes = {urlsplit(url).path: travels(_asked(url)) for url in reader.requests}
    assert sum(size for path, size in sizes.items() if re.fullmatch(r"/static/.*\.js", path)) <= 9 * KB
    shards = [size for path, size in sizes.items() if re.fullmatch(r"/search/[0-9a-f]+\.js", path)]
    assert shards and sum(shards) <= 15 * KB


def _asked(url: str) -> bytes:
    with urlopen(url) as answer:
        body: bytes = answer.read()
    return body


@pytest.mark.parametrize("width", [PHONE, 1280])
@pytest.mark.parametrize("size", ["100", "200"])
@pytest.mark.parametrize("kind", ["home", "digest", "story", "annual"])
def test_nothing_moves_while_a_page_loads_whatever_the_type_size(visitor: Reader, kind: str, width: int, size: str):
    page = visitor.open(KINDS["lost"], width)
    page.evaluate("size => localStorage.setItem('reader-size', size)", size)
    visitor.go(page, KINDS[kind])
    assert page.evaluate(SHIFTS) <= 0.01
