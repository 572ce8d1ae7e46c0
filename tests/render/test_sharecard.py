"""The picture that goes with a shared link: its title in Chinese, whatever the title holds, in a few kilobytes."""

import io
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image

from goodnews.pages import pages_of
from goodnews.pages.views.sharecard import ShareCard, SquareCard
from goodnews.render.sharecard import PAPER, drawn, printable, squared
from tests.builders import Room, settings_for
from tests.looking import shown, view

SITE = "https://nuanwen.example"


def a_card(*titles: str, **said: str) -> ShareCard:
    words: dict[str, Any] = {"site": "暖闻", "label": "维权服务", "foot": "2026年2月4日　河南省 洛阳市", **said}
    return ShareCard(titles=titles or ("甘青工会跨省接力，伤残农民工拿到赔偿",), **words)


def picture(card: ShareCard) -> Image.Image:
    return Image.open(io.BytesIO(drawn(card)))


def inked(image: Image.Image, box: tuple[int, int, int, int]) -> bool:
    """Whether anything is printed in a part of a card."""
    return image.convert("RGB").crop(box).getcolors(1) != [((box[2] - box[0]) * (box[3] - box[1]), PAPER)]


def test_card_is_a_png_of_the_size_that_platforms_ask_for():
    image = picture(a_card())
    assert (image.format, image.size, image.mode) == ("PNG", (1200, 630), "P")
    assert not {"exif", "icc_profile", "gamma", "dpi"} & image.info.keys()


def test_card_is_small():
    assert len(drawn(a_card())) < 24_000


def test_card_says_its_title():
    assert inked(picture(a_card()), (84, 172, 900, 484))
    assert drawn(a_card("甲")) != drawn(a_card("乙"))


@pytest.mark.parametrize("part", ["site", "label", "foot"])
def test_card_says_whose_it_is_and_when(part: str):
    assert drawn(a_card()) != drawn(a_card(**{part: "别的"}))


@pytest.mark.parametrize(
    "title",
    [
        "字" * 60,
        "Supercalifragilistic" * 6,
        "“（《" * 20,
        "，。" * 30,
        "𠮷" * 30,
        "😀🎉" * 20,
        "كلمة طويلة " * 5,
        "\u202e\u200b",
        "",
    ],
)
def test_card_holds_any_title_within_its_margins(title: str):
    image = picture(a_card(title))
    assert inked(image, (84, 172, 1116, 484))
    for margin in ((0, 0, 50, 630), (1150, 0, 1200, 630), (0, 0, 1200, 50)):
        assert not inked(image, margin)
    assert not inked(image, (84, 490, 780, 530))  # nothing runs into the line below


@pytest.mark.parametrize(
    ("title", "printed"),
    [
        ("“工会”——App、24小时…", "“工会”——App、24小时…"),
        ("喜报😀来了👍🏽", "喜报来了"),
        ("𠮷野家", "〓野家"),
        ("他叫محمد علي，", "他叫〓 〓，"),
        ("㛃王囍龘镕", "㛃王囍龘镕"),
        ("零\u200b宽\ufeff", "零宽"),
        ("cafe\u0301", "café"),
        ("🎉", ""),
    ],
)
def test_what_the_font_lacks_is_left_out_or_marked_as_compositors_do(title: str, printed: str):
    assert printable(title) == printed


def test_leads_of_a_digest_begin_lines_of_their_own():
    one, two = picture(a_card("甲乙丙丁")), picture(a_card("甲乙", "丙丁"))
    assert inked(one, (84 + 200, 172, 700, 484)) and not inked(two, (84 + 200, 172, 700, 484))


@settings(max_examples=60)
@given(st.text(max_size=80), st.text(max_size=20), st.text(max_size=20))
def test_any_words_give_a_card(title: str, label: str, foot: str):
    assert picture(a_card(title, label=label, foot=foot)).size == (1200, 630)


def test_equal_words_give_equal_bytes_in_another_process():
    card = "ShareCard('暖闻', '甲', ('乙，丙',), '丁')"
    program = f"import sys; from goodnews.render.sharecard import *; sys.stdout.buffer.write(drawn({card}))"
    other = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True).stdout
    assert other == drawn(ShareCard("暖闻", "甲", ("乙，丙",), "丁"))


@settings(max_examples=40)
@given(st.text(max_size=60), st.text(max_size=20))
@example("字" * 60, "站" * 60)
@example("Supercalifragilistic" * 3, "")
def test_any_words_give_a_square_within_its_margins(text: str, site: str):
    image = Image.open(io.BytesIO(squared(SquareCard(site, text))))
    assert (image.format, image.size) == ("PNG", (480, 480))
    for margin in ((0, 0, 20, 480), (460, 0, 480, 480)):
        assert not inked(image, margin)


def test_square_is_small_and_says_its_words():
    assert len(squared(SquareCard("暖闻", "构建和谐劳动关系"))) < 12_000
    assert squared(SquareCard("暖闻", "甲")) != squared(SquareCard("暖闻", "乙"))


# --- On the site


def test_card_of_a_digest_begins_a_line_with_each_lead_whatever_its_title_holds(room: Room):
    room.story("a", title="Pay; back in full", highlight="true")
    room.story("b", title="乙", highlight="true")
    assert view(room, "cards/digest/2026-W06.png").titles == ("Pay; back in full", "乙")
    room.write("digests/2026-W06.md", "---\ntitle: 一周速览 | 甲; 乙\n---\n")
    assert view(room, "cards/digest/2026-W06.png").titles == ("一周速览 | 甲; 乙",)


@pytest.mark.parametrize(
    ("path", "card"),
    [
        ("index.html", "cards/index.png"),
        ("story/2026/hotline.html", "cards/story/2026/hotline.png"),
        ("digest/2026-W06.html", "cards/digest/2026-W06.png"),
        ("top10/2026.html", "cards/top10/2026.png"),
    ],
)
def test_page_names_its_card_with_size_and_words(room: Room, path: str, card: str):
    room.story(title="洛阳热线有人接")
    room.write(
        "top10/2026.md",
        "---\ntitle: 年度\nsummary: 十则。\n---\n\n## hotline\n\n### 新闻回放\n\n回。\n\n### 点评\n\n评。\n",
    )
    page = shown(room, path)
    assert page.meta["og:image"] == f"{SITE}/{card}"
    assert (page.meta["og:image:width"], page.meta["og:image:height"]) == ("1200", "630")
    assert page.meta["og:image:alt"] == page.meta["og:title"]
    assert page.meta["twitter:card"] == "summary_large_image"
    assert card in {page.path for page in pages_of(room.arranged(), {})}


def test_card_of_a_story_that_an_annual_page_holds_says_so(room: Room):
    room.story()
    assert view(room, "cards/story/2026/hotline.png").label == "维权服务"
    room.write(
        "top10/2026.md",
        "---\ntitle: 2026年度新闻\nsummary: 十则。\n---\n\n## hotline\n\n### 新闻回放\n\n回。\n\n### 点评\n\n评。\n",
    )
    assert view(room, "cards/story/2026/hotline.png").label == "2026年度新闻"


def test_edit_of_a_text_draws_no_card(room: Room):
    room.story()
    room.build()
    room.story(body="换了正文。")
    assert not [path for path in room.build().report.printed if path.startswith("cards/")]


def test_new_title_draws_the_cards_that_say_it(room: Room):
    room.story()
    room.build()
    room.story(title="换了题目")
    printed = [path for path in room.build().report.printed if path.startswith("cards/")]
    assert sorted(printed) == ["cards/digest/2026-W06.png", "cards/story/2026/hotline.png"]


def test_site_without_cards_has_none_and_names_its_mark(room: Room):
    room.goodnews = {"share_cards": False}
    room.photo("images/x.jpg")
    room.story(image="{file: images/x.jpg, alt: 图}")
    room.story("plain")
    assert not [page for page in pages_of(room.arranged(), {}) if page.kind == "sharecard"]
    meta = shown(room, "story/2026/plain.html").meta
    assert meta["og:image"].endswith("/icon-512.png") and meta["twitter:card"] == "summary"
    meta = shown(room, "story/2026/hotline.html").meta
    assert meta["og:image"].endswith("-60.jpg") and meta["twitter:card"] == "summary_large_image"
    assert (meta["og:image:width"], meta["og:image:height"], meta["og:image:alt"]) == ("60", "40", "图")


def test_whether_there_are_cards_is_true_or_false(room: Room):
    from goodnews.problem import ContentError

    with pytest.raises(ContentError) as error:
        settings_for(room.content, room.output, room.folder / "c", room.theme, share_cards="yes")
    assert "found 'yes', expected True or False" in str(error.value.problems[0])
