"""What waits stays unseen: drafts and days to come are in no file of the output."""

import datetime
import shutil

import pytest

from goodnews.language import catalogue
from tests.builders import Room

SECRET = "不可说"  # in every field of the scheduled story
SLUG = "not-yet-known"


def waiting(room: Room, **fields: str) -> None:
    """A newsroom with one public story that refers to one that waits, in every way there is."""
    room.write("columns.yaml", "蹲点日记: {slug: dundian}\n秘密栏: {slug: secret-column}\n")
    room.photo("images/secret-picture.png")
    room.photo("images/open.png", seed=2)
    link = "" if fields.get("status") == "draft" else f"见[那一篇](story:{SLUG})。"
    room.story("open", f"正文。{link}", related=f"[{SLUG}]", image="{file: images/open.png, alt: 图}")
    room.write("pages/about.md", f"---\ntitle: 关于\nsummary: 一句。\n---\n正文。{link}\n")
    room.story(
        SLUG,
        f"正文{SECRET}，见[公开的](story:open)。",
        title=f"标题{SECRET}",
        summary=f"摘要{SECRET}",
        digest_summary=f"一段{SECRET}",
        kicker=f"引题{SECRET}",
        bylines=f"[{{记者: 甲{SECRET}}}]",
        sources=f"[某报{SECRET}]",
        corrections=f"[{{date: 2026-12-01, text: 更正{SECRET}}}]",
        image=f"{{file: images/secret-picture.png, alt: 图{SECRET}}}",
        region="河南省/洛阳市/涧西区",
        campaign="送温暖/2025",
        column="秘密栏",
        highlight="true",
        **{"date": "2026-02-05", **fields},
    )
    room.write(
        "digests/2026-W06.md",
        f"---\nhighlights: [{SLUG}, open]\nleads: [{SLUG}]\npins: [{SLUG}]\norder: [{SLUG}]\n---\n{link}\n",
    )


def words(data: bytes) -> str:
    """What a file holds, without the places where a line of a headline may break."""
    return data.decode("utf-8", "replace").replace("<wbr>", "")


@pytest.mark.parametrize("fields", [{"status": "draft"}, {"date": "2026-02-07"}], ids=["draft", "embargo"])
def test_what_waits_is_in_no_file_and_no_file_is_named_after_it(room: Room, fields: dict[str, str]):
    waiting(room, **fields)
    room.build(today=datetime.date(2026, 2, 6))
    marks = [SECRET, SLUG, "secret-column", "secret-picture", "jianxi", "songwennuan/2025"]
    found = [
        (path, mark)
        for path, data in room.files().items()
        for mark in marks
        if mark in path or mark in data.decode("utf-8", "replace")
    ]
    assert found == []
    assert len({path.partition("-")[0] for path in room.files() if path.startswith("images/")}) == 1  # the open one


def test_what_waited_is_everywhere_on_its_day(room: Room):
    waiting(room, date="2026-02-07")
    room.build(today=datetime.date(2026, 2, 7))
    files = room.files()
    for path in (
        f"story/2026/{SLUG}.html",
        "index.html",
        "about.html",
        "story/2026/open.html",
        "digest/2026-W06.html",
        "section/care/index.html",
        "region/henan/luoyang/jianxi/index.html",
        "campaign/songwennuan/2025.html",
        "column/secret-column/index.html",
        "archive/2026/02.html",
        "feeds/all.atom",
        "feeds/all.rss",
        "feeds/all.json",
        "feeds/digest.atom",
        "sitemap.xml",
    ):
        assert SLUG.encode() in files[path], path
    assert f"cards/story/2026/{SLUG}.png" in files
    assert len({path.partition("-")[0] for path in files if path.startswith("images/")}) == 2


def test_what_is_withdrawn_leaves_nothing_behind(room: Room):
    waiting(room, date="2026-02-07")
    room.build(today=datetime.date(2026, 2, 7))
    room.build(today=datetime.date(2026, 2, 6))
    assert not [path for path, data in room.files().items() if SECRET in words(data) or SLUG in path]


def test_draft_is_shown_to_who_asks_for_drafts_and_says_that_it_is_one(room: Room):
    waiting(room, status="draft")
    room.build(today=datetime.date(2026, 2, 6), drafts=True)
    page = room.html(f"story/2026/{SLUG}.html")
    assert SECRET in page
    assert catalogue("zh-CN").gettext("Draft, not published") in page


def test_annual_page_with_a_day_to_come_is_nowhere_before_it(room: Room):
    room.story(SLUG)
    room.story("open", "见[年度](top10:2026)。")
    entry = f"## {SLUG}\n\n### 新闻回放\n\n回放。\n\n### 点评\n\n点评。\n"
    room.write("top10/2026.md", f"---\ntitle: {SECRET}\ndate: 2026-12-31\nsummary: 一则。\n---\n按语。\n\n{entry}")
    before, its_day = datetime.date(2026, 12, 30), datetime.date(2026, 12, 31)
    assert room.build(today=before).newsroom.next == its_day
    assert not [path for path, data in room.files().items() if SECRET in words(data) or "top10/2026" in path]
    assert "<p>见年度。</p>" in room.html("story/2026/open.html")
    room.build(today=its_day)
    for path in ("index.html", "top10/index.html", "sitemap.html", "feeds/top10.atom", "top10/2026.html"):
        assert SECRET in room.html(path).replace("<wbr>", ""), path
    assert "top10/2026.html" in room.html(f"story/2026/{SLUG}.html")
    assert '<a href="../../top10/2026.html" rel="noopener noreferrer">年度</a>' in room.html("story/2026/open.html")
    assert "<published>2026-12-31T" in room.html("feeds/top10.atom")
    kept = room.files()
    shutil.rmtree(room.output)
    shutil.rmtree(room.folder / "cache")
    room.build(today=its_day)
    assert room.files() == kept
