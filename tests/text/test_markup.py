"""Markdown: safe whatever was typed, and the same with and without the short cut."""

import re

import lxml.etree
import lxml.html
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from goodnews.characters import FORBIDDEN, ROOT
from goodnews.text import full, markup
from goodnews.text.everyday import Declined, EverydayText
from goodnews.text.markup import Heading, Outline, converted, rooted, shows, to_html
from tests.proof import SOBER, TIMES


def outline_of(text: str) -> Outline:
    return converted(text).outline


def test_paragraphs_are_parted_by_empty_lines():
    assert to_html("一段。\n\n\n又一段。") == "<p>一段。</p>\n<p>又一段。</p>"


def test_line_break_between_chinese_characters_is_no_space():
    assert to_html("一段\n接着，\n“说”") == "<p>一段接着，“说”</p>"
    assert to_html("一**段**\n接[着](https://a.cn)\n说") == (
        '<p>一<strong>段</strong>接<a href="https://a.cn" rel="noopener noreferrer">着</a>说</p>'
    )


def test_line_break_between_other_words_stays():
    assert to_html("good\nnews 一\nnews") == "<p>good\nnews 一\nnews</p>"


def test_chinese_emphasis_is_as_meant():
    assert to_html("**注意：**内容") == "<p><strong>注意：</strong>内容</p>"


def test_raw_html_is_shown_as_text():
    assert to_html('<script>alert(1)</script><b onclick="x">') == (
        '<p>&lt;script&gt;alert(1)&lt;/script&gt;&lt;b onclick="x"&gt;</p>'
    )


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "JAVASCRIPT:x", "data:text/html,x", "vbscript:x", "&#106;avascript:x"]
)
def test_link_that_runs_is_its_text_alone(href: str):
    assert to_html(f"[x]({href})") == "<p>x</p>"


def test_link_to_what_has_no_place_yet_is_its_text_alone():
    places = {"story:b": "story/2026/b.html"}
    assert to_html('[甲](story:a)、[**乙** `<a href="#">`](story:a "题>")、[丙](story:b)', places) == (
        '<p>甲、<strong>乙</strong> <code>&lt;a href="#"&gt;</code>、'
        f'<a href="{ROOT}/story/2026/b.html" rel="noopener noreferrer">丙</a></p>'
    )


def test_inner_link_leads_to_its_place_below_the_root_mark():
    html = to_html("[x](digest:2025-W30#care)", {"digest:2025-W30": "digest/2025-W30.html"})
    assert html == f'<p><a href="{ROOT}/digest/2025-W30.html#care" rel="noopener noreferrer">x</a></p>'
    assert rooted(html, "../") == '<p><a href="../digest/2025-W30.html#care" rel="noopener noreferrer">x</a></p>'


def test_picture_lies_below_the_root_mark():
    assert to_html("![甲](images/x.jpg)") == f'<p><img alt="甲" src="{ROOT}/images/x.jpg"></p>'


def test_remark_in_brackets_is_printed():
    assert to_html("正文。\n\n[注]: 以上数据来自某报") == "<p>正文。</p>\n<p>[注]: 以上数据来自某报</p>"


def test_heading_of_chinese_words_has_an_id_of_them():
    assert to_html("## 洛阳 热线") == '<h2 id="洛阳-热线">洛阳 热线</h2>'


def test_two_equal_headings_have_two_ids_in_every_conversion():
    for _time in range(2):
        assert re.findall('id="(.*?)"', to_html("## 甲\n\n## 甲")) == ["甲", "甲_1"]


def test_plain_text_has_an_outline_without_anything():
    assert converted("一段。\n\n又一段。").outline == Outline()


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("一段。\n\n又一段。", 7),
        ("", 0),
        ("## 甲\n\n[x](story:y) ![z](images/z.jpg) <https://a.cn>\n\n### 乙", 15),
        ("甲 < 乙 & 丙", 5),
        ("- **甲**\n- `乙`\n\n| 丙 | 丁 |\n| --- | --- |\n| 戊 | 己 |", 6),
        ("见[通知](https://example.org/a)。" * 40, 160),
    ],
)
def test_what_a_text_shows_is_counted_without_marks_and_blanks(text: str, seen: int):
    html = converted(text).html
    assert shows(html, least=seen)
    assert not shows(html, least=seen + 1)


def test_outline_lists_links_pictures_and_headings_in_order():
    text = converted("## 甲\n\n[x](story:y) ![z](images/z.jpg) <https://a.cn>\n\n### 乙")
    assert text.outline == Outline(
        ("story:y", "https://a.cn"), ("images/z.jpg",), (Heading(2, "甲", "甲"), Heading(3, "乙", "乙"))
    )


@pytest.mark.parametrize(
    "text", ["> ## 甲", "- 一\n\n    ## 甲", "> - ## 甲", "甲\n---", "> 甲\n> ---", "##甲", "1. ## 甲"]
)
def test_heading_is_in_the_outline_wherever_it_stands(text: str):
    assert [(heading.level, heading.text) for heading in outline_of(text).headings] == [(2, "甲")]


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("甲\\*乙", "甲*乙"),
        ("甲 &amp; 乙", "甲 & 乙"),
        ("甲 & 乙", "甲 & 乙"),
        ("`甲<乙`", "甲<乙"),
        ("**甲**乙", "甲乙"),
    ],
)
def test_text_of_a_heading_is_plain(written: str, text: str):
    assert [heading.text for heading in outline_of(f"## {written}").headings] == [text]


@pytest.mark.parametrize("href", [r"https://e.com/a\_b", "https://e.com/a_b", "https://e.com/?a=1&b=2"])
def test_link_in_the_outline_is_as_printed(href: str):
    assert outline_of(f"[x]({href})").links == (href.replace("\\", ""),)


HAN = "中文报好新闻工会，。！？：；“”‘’《》【】、—…"
MARKS = "*_`#+-=:~|>[]()!<&\\\"'/.1)09 \u3000\u00a0\n\n\n\taZ"
PIECES = [
    *HAN,
    *MARKS,
    "\n\n",
    "1+1>2",
    "1. ",
    "- ",
    "❤\ufe0f",
    "👍🏽",
    "\u200b",
    "https://a.cn",
    "    ",
    "  \n",
    "---",
    "===",
]
DANGER = [
    *("<script>", "</script>", "<img src=x onerror=alert(1)>", " onclick=x ", "javascript:", "[x](", "![", "](", ")"),
    *("<a href='javascript:x'>", "&#106;", "&lt;", "<!--", "-->", "<style>", "</p>", "<svg/onload=x>", "&Tab;", "<div"),
    *("story:y", "]: ", "```", "``", '"', "<http://", "<a@b.cn>", "| a | b |\n|---|---|\n| c |", "\\", "&#x3c;"),
]
MIXED = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)
QUIET = st.lists(
    st.sampled_from([*HAN, *HAN, *"aZ9 +>=-.1\"'\u3000\n", "\n\n", "❤\ufe0f", "👍🏽", "1+1=2"]), max_size=40
).map("".join)
WILD = st.lists(st.sampled_from([*PIECES, *DANGER]) | st.text(max_size=5), max_size=25).map("".join)


@settings(SOBER, max_examples=800 * TIMES)
@given(QUIET | MIXED)
@example("1+1>2")
@example("“引”。\n\n\u3000\u3000一段。\u3000\n\n又一段。")
@example("甲\u00a0乙")
@example("**甲\u00a0乙**")
@example("[甲\u00a0乙](https://a.cn)")
@example("![甲\u00a0乙](images/x.jpg)")
@example("❤\ufe0f\n好")
@example("一\n \n二")
@example("中\n")
@example("文\n\n\t。")
@example("甲\u2028乙\n\n丙\u2028")
def test_short_cut_gives_what_python_markdown_gives(text: str):
    text = text.strip()  # as every body is
    assert converted(text) == markup._converter().converted(text) or not text


@settings(SOBER, max_examples=250 * TIMES)
@given(MIXED | WILD)
@example("## 甲\n\n## 甲\n\n[x](story:y)")
@example("## 一\u3000服务")
def test_short_cut_gives_the_outline_that_python_markdown_gives(text: str):
    assume(not FORBIDDEN.search(text))
    short = outline_of(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(EverydayText, "html", declined)
        assert short == outline_of(text)


def declined(_everyday: EverydayText, _text: str) -> str:
    raise Declined


def test_everyday_text_takes_the_short_cut(monkeypatch: pytest.MonkeyPatch):
    text = "\u3000\u30002月4日，“热线”接到1,024个电话——30%来自河南。（记者 甲）\n\n## 又一段\n\n**好**[在](story:y)！"
    monkeypatch.setattr(markup, "in_full", None)
    assert to_html(text)


@settings(SOBER, max_examples=150 * TIMES)
@given(WILD)
@example("[x](javascript:alert(1))")
@example('<a@example.com> <http://a.cn/"onclick=x>')
@example('![x](images/x.jpg "a\\" onerror=x")')
def test_html_of_any_text_is_safe_and_well_formed(text: str):
    assume(not FORBIDDEN.search(text))
    html = converted(text).html
    assert "<script" not in html.lower()
    tree = lxml.html.fragment_fromstring(html, create_parent="main")
    for element in tree.iter():
        assert element.tag in {*full.TAGS, "main"}
        assert not [name for name in element.attrib if name.lower().startswith("on") or name.lower() == "style"]
        for name in ("href", "src"):
            address = element.get(name, "#")
            assert address.startswith(("#", "http://", "https://", "mailto:", "tel:", f"{ROOT}/")), address
    closed = re.sub(r"<(br|hr|img)\b([^>]*)>", r"<\1\2/>", html).replace("&nbsp;", " ")
    lxml.etree.fromstring(f"<main>{closed}</main>", lxml.etree.XMLParser(recover=False, huge_tree=False))


@settings(SOBER, max_examples=80 * TIMES)
@given(WILD)
def test_outline_of_any_text_holds_no_mark_of_the_converter(text: str):
    assume(not FORBIDDEN.search(text))
    outline = outline_of(text)
    for part in (*outline.links, *outline.images, *(heading.text for heading in outline.headings)):
        assert "\x02" not in part and "\x03" not in part
