"""Content that strains a page: it holds, at the narrowest window and at twice the size."""

import datetime
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser.browsing import DESK, PHONE, Reader, axe, overflow
from tests.builders import Room

ODD = {
    "long-title": {"title": "一座城市的工会为户外劳动者建成了四百八十座驿站" * 2, "summary": "话" * 300},
    "long-latin": {"title": "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauun", "kicker": "x" * 60},
    "no-space": {"summary": "https://nuanwen.example/" + "a" * 250},
    "right-to-left": {"title": "工会来信：שלום לכולם مرحبا بالعالم 2026"},
    "emoji": {"title": "工友们说👍🏽👨‍👩‍👧‍👦❤️🎉，𠮷野家旁的驿站", "summary": "𠮷𪚥𬬭 " + "🎉" * 60},
    "many-names": {"bylines": json.dumps([{"记者": [f"甲乙丙{n}·阿力甫" for n in range(40)]}], ensure_ascii=False)},
    "wide-words": {
        "subtitle": "y" * 80,
        "leadin": "某市某区某街道某社区某工业园区某公司某车间",
        "image": "{missing: true, alt: " + "z" * 120 + ", caption: " + "图" * 180 + ", credit: " + "w" * 60 + "}",
        "corrections": "[{date: 2026-02-05, text: " + "v" * 200 + "}]",
        "editors_note": "u" * 200,
        "sources": "[{name: " + "s" * 80 + ", url: https://nuanwen.example/" + "p" * 200 + "}]",
    },
}
TABLE = f"""| {" | ".join("列" * 4 for _ in range(9))} |
|{"---:|:---:|:---|" * 3}
| {" | ".join("cell" * 6 for _ in range(9))} |"""
BODY = f"""正文一段，{"长" * 200}。

{"unbroken" * 60}

## {"标题" * 25}

```
{"code " * 60}
```

{TABLE}

- {"项目" * 60}
  - {"item" * 60}

> {"引文" * 90}

~~{"删" * 60}~~ https://nuanwen.example/{"a" * 200} 有注[^1]，又有注[^long]。

- [ ] {"未办" * 40}
- [x] 已办

[^1]: 注一。
[^long]: {"注" * 200}

مرحبا بالعالم، هذه فقرة كاملة من اليمين إلى اليسار.

## 第二节

## 第三节
"""


@pytest.fixture(scope="package")
def odd_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    room = Room(tmp_path_factory.mktemp("odd"))
    for number, (slug, fields) in enumerate(ODD.items()):
        room.story(slug, BODY, date=f"2026-02-0{number % 5 + 1}", campaign="送温暖/2026", highlight="true", **fields)
    entries = "".join(
        f"\n## {slug}\n\n### 新闻回放\n\n{'recap' * 60}\n\n### 点评：{'评' * 30}\n\n点评。\n" for slug in ODD
    )
    room.write(
        "top10/2025.md", f"---\ntitle: 年度\nsummary: {'要' * 200}\nletters: [{'👍' * 150}]\n---\n编者按。\n{entries}"
    )
    room.write("digests/2026-W06.md", f"---\nnumber: 一\n---\n引言。\n\n{TABLE}\n\n又一段。\n\n{TABLE}\n")
    room.build(today=datetime.date(2026, 6, 1))
    return room.output


@pytest.fixture
def odd(visitor_of: Callable[[Path], Reader], odd_site: Path) -> Reader:
    return visitor_of(odd_site)


PAGES = [
    *(f"story/2026/{slug}.html" for slug in ODD),
    *("index.html", "digest/2026-W06.html", "section/care/index.html", "campaign/songwennuan/2026.html"),
    *("archive/2026/02.html", "top10/2025.html", "corrections.html", "byline/index.html"),
]


@pytest.mark.parametrize("path", PAGES)
def test_page_holds_whatever_it_is_given(odd: Reader, path: str):
    page = odd.open(path, 320)
    assert overflow(page) == []
    page.evaluate("document.documentElement.dataset.size = '200'")
    assert overflow(page) == []
    page.evaluate("document.documentElement.dataset.size = '100'")
    for width in (PHONE, DESK):
        page.set_viewport_size({"width": width, "height": 800})
        assert overflow(page) == []
        assert axe(page) == []


def test_letters_outside_the_basic_plane_are_printed_as_they_were_written(odd: Reader):
    page = odd.open("story/2026/emoji.html")
    assert page.locator("h1").inner_text() == ODD["emoji"]["title"]


def test_words_from_right_to_left_leave_the_page_in_its_own_direction(odd: Reader):
    page = odd.open("story/2026/right-to-left.html")
    assert page.locator("h1").inner_text() == ODD["right-to-left"]["title"]
    directions = page.locator("h1, .body > p").evaluate_all("all => all.map(e => getComputedStyle(e).direction)")
    assert directions.count("rtl") == 1  # the paragraph that is written so


def test_table_wider_than_the_phone_is_scrolled_by_itself_and_by_keyboard(odd: Reader):
    page = odd.open("story/2026/emoji.html", 320)
    table = page.get_by_role("group", name="表格，太宽时可左右滚动")
    assert table.get_by_role("table").count() == 1
    table.focus()
    for _ in range(50):  # a page that is still busy drawing lets a key pass unheard
        page.keyboard.press("ArrowRight")
        if table.evaluate("table => table.scrollLeft"):
            return
        page.wait_for_timeout(50)
    pytest.fail("the table did not move")
