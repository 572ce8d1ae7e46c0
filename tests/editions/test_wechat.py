"""Articles for a WeChat official account, and the page to copy them from."""

import io
import re
from pathlib import Path

import lxml.html
import pytest
from msgspec.structs import replace
from PIL import Image

from goodnews.editions import cover
from goodnews.editions.wechat import AUTHOR, LONGEST, MOST, SUMMARY, TITLE, articles, cut, kept, length
from goodnews.pages import links_of, site_of
from goodnews.pages.digest import digest_page
from goodnews.pages.views.sharecard import ShareCard
from tests.builders import Room
from tests.editions.posting import printed

# What the account's editor keeps.
TAGS = set("section p h2 h3 sup strong em br ol ul li blockquote table thead tbody tr th td".split())


def files(room: Room, issue: str = "2026-W06") -> list[Path]:
    """The articles of an issue, printed anew if need be."""
    printed(room)
    folder = Path(room.settings.editions) / issue
    return sorted(path for path in folder.glob("*.wechat*.html") if not path.name.endswith("-copy.html"))


def content(path: Path) -> str:
    """What is handed over."""
    return path.read_text("utf-8").partition("<body>\n")[2].partition("\n</body>")[0]


def said(path: Path) -> dict[str, str]:
    tree = lxml.html.document_fromstring(path.read_text("utf-8"))
    metas = {str(meta.get("name")): str(meta.get("content")) for meta in tree.iter("meta")}
    return {"title": str(tree.findtext(".//title")), **metas}


def busy_week(room: Room, count: int, text: str = "正文一段，" * 40) -> None:
    for number in range(count):
        room.story(f"s-{number:02}", title=f"第{number:02}号消息" + "长" * 20, summary=text)


def test_an_article_has_only_what_the_editor_keeps(room: Room):
    room.story("one", title="<b>甲</b> & 乙 🎉 𠮷", summary="一段 <script>alert(1)</script> 文字。")
    body = "导语[链接](https://example.org/a?b=1&c=2)\n\n- 甲\n- **乙**\n\n> 引文\n\n| 甲 | 乙 |\n|--|--|\n| 1 | 2 |"
    room.write("digests/2026-W06.md", f"---\ntitle: 甲\n---\n\n{body}\n")
    (path,) = files(room)
    tree = lxml.html.fragment_fromstring(content(path))
    elements = list(tree.iter())
    assert {element.tag for element in elements} <= TAGS
    assert {name for element in elements for name in element.attrib} == {"style"}
    styles = " ".join(element.get("style", "") for element in elements)
    assert not re.search(r"position|background|url\(", styles)
    assert "<b>甲</b> & 乙 🎉 𠮷" in tree.text_content()


def test_links_are_numbered_notes_whose_addresses_are_printed(room: Room):
    room.story("one")
    room.write(
        "digests/2026-W06.md", "---\ntitle: 甲\n---\n\n见[甲](https://example.org/a)、[再](https://example.org/a)。\n"
    )
    (path,) = files(room)
    text = lxml.html.fragment_fromstring(content(path)).text_content().replace("\N{WORD JOINER}", "")
    assert "见甲[1]、再[1]。" in text
    assert "[1] https://example.org/a" in text
    assert re.search(r"\[2\] https://\S+/story/2026/one\.html", text)
    assert "href" not in content(path)


def test_the_number_of_a_note_stays_beside_its_word(room: Room):
    room.story("one", title="甲乙")
    (path,) = files(room)
    assert "甲乙\N{WORD JOINER}[1]" in lxml.html.fragment_fromstring(content(path)).text_content()


def test_a_digest_that_is_too_long_becomes_several_articles_split_between_items(room: Room):
    busy_week(room, 60)
    found = files(room)
    assert [path.name for path in found] == [f"2026-W06.wechat-{part}.html" for part in range(1, len(found) + 1)]
    assert 1 < len(found) <= MOST
    assert all(length(content(path)) <= LONGEST for path in found)
    titles = [
        title
        for path in found
        for title in re.findall(r"第\d\d号消息", "".join(re.findall("<h3.*?</h3>", content(path))))
    ]
    assert len(titles) == len(set(titles)) == 60
    for path in found:
        tree = lxml.html.fragment_fromstring(content(path))
        assert len(tree.findall("h3")) == len(tree.xpath("p[contains(., '维权服务') or contains(., '正文一段')]"))
        assert "[1] https://" in tree.text_content()
    assert [said(path)["title"][-5:] for path in found] == [
        f"（{part}/{len(found)}）" for part in range(1, len(found) + 1)
    ]


def test_no_article_holds_the_end_alone(room: Room):
    room.story()
    arrangement = room.arranged()
    site, digest = site_of(arrangement), digest_page(links_of(arrangement), arrangement, arrangement.digests[0])
    (section,) = digest.body.sections
    (item,) = section.items
    for length_of_text in range(100, 200):
        items = (replace(item, text="文" * length_of_text),) * 45
        body = replace(digest.body, sections=(replace(section, items=items),))
        for article in articles(replace(digest, body=body), site, ""):
            assert "<h3" in article.content
            assert length(article.content) <= LONGEST


def test_one_article_less_takes_its_files_along(room: Room):
    busy_week(room, 60)
    assert len(files(room)) > 1
    for number in range(1, 60):
        for path in room.content.rglob(f"*s-{number:02}.md"):
            path.unlink()
    assert [path.name for path in files(room)] == ["2026-W06.wechat.html"]


def test_title_author_and_summary_are_cut_by_words_and_this_is_told(room: Room):
    room.story("one", title="甲" * 30, summary="一。")
    room.story("two", title="乙" * 30, date="2026-02-05", summary="二。")
    (path,) = files(room)
    fields = said(path)
    assert length(fields["title"]) <= TITLE
    assert length(fields["author"]) <= AUTHOR
    assert length(fields["description"]) <= SUMMARY
    assert fields["title"].endswith("……")
    assert fields["shortened"].split() == ["title"]
    copy = path.with_name("2026-W06.wechat-copy.html").read_text("utf-8")
    assert copy.count("已截短") == 1


@pytest.mark.parametrize(
    ("text", "most", "short"),
    [
        ("短", 32, "短"),
        ("甲乙丙，丁戊己庚辛壬癸", 8, "甲乙丙……"),
        ("The Lamp Post of the North", 16, "The Lamp Post……"),
        ("𠮷" * 20, 32, "𠮷" * 15 + "……"),
        ("a" * 40, 16, "aaaaaa……"),
    ],
)
def test_a_text_is_cut_at_a_pause_or_between_words(text: str, most: int, short: str):
    assert cut(text, most) == short
    assert length(cut(text, most)) <= most


def test_an_introduction_keeps_its_words_whatever_holds_them():
    (block,) = kept('<div id="a"><p class="b">甲<img src="x.jpg" alt="图">乙<u>丙</u></p></div>')
    assert block.html == '<p style="margin:0 0 8px;">甲图乙丙</p>'
    assert [block.html.count("<p") for block in kept("甲<figure><img alt='图'></figure><div>乙<p>丙</p>丁</div>")] == [
        1
    ] * 5
    assert list(kept("")) == []


def test_the_copy_page_holds_the_same_article_and_fetches_nothing(room: Room):
    room.story("one")
    (path,) = files(room)
    copy = path.with_name("2026-W06.wechat-copy.html").read_text("utf-8")
    assert content(path) in copy
    tree = lxml.html.document_fromstring(copy)
    assert not tree.xpath("//@src | //@href")
    assert len(tree.findall(".//button")) == 1


def test_the_same_issue_gives_the_same_bytes_and_only_what_changed_is_printed(room: Room):
    room.story("one")
    before = [path.read_bytes() for path in files(room)]
    again = printed(room)
    assert [path for path in again.printed if "wechat" in path] == []
    assert [path.read_bytes() for path in files(room)] == before


def test_the_cover_is_there_even_if_the_site_draws_no_cards(room: Room):
    room.story("one")
    (path,) = files(room)
    assert path.with_name("2026-W06.wechat.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    "titles",
    [("甲",), ("甲事", "乙事"), ("字" * 60,), ("字" * 60, "词" * 60), ("",), ("🎉", "𠮷祥·买买提"), ("word " * 12,)],
)
def test_the_cover_is_as_wide_as_the_account_shows_it(titles: tuple[str, ...]):
    data = cover.drawn(ShareCard("暖闻", "一周速览 2026年第6周", titles, "2月2日—8日"), cover.WECHAT)
    picture = Image.open(io.BytesIO(data))
    assert picture.size == (900, 383)
    assert round(picture.width / picture.height, 2) == 2.35
    assert cover.drawn(ShareCard("暖闻", "一周速览 2026年第6周", titles, "2月2日—8日"), cover.WECHAT) == data
    assert len(data) < 64_000


@pytest.mark.parametrize("title", ["甲", "字" * 60, "词" * 200, "Supercalifragilistic" * 6])
def test_the_cover_of_a_book_stands_upright(title: str):
    data = cover.drawn(ShareCard("暖闻", "一周速览 2026年第6周", (title, title), "2月2日—8日"), cover.BOOK)
    assert Image.open(io.BytesIO(data)).size == (1200, 1600)
    assert len(data) < 100_000
