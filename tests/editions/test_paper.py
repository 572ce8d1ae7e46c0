"""A digest as pages of a newspaper."""

from pathlib import Path

import pytest

from goodnews.editions.kinds import EDITIONS
from goodnews.editions.pages import lost_letters
from goodnews.editions.paper import typesetter
from goodnews.editions.paper.sheet import SHEETS
from goodnews.editions.paper.words import paragraphs
from goodnews.editions.views import PaperView
from goodnews.newsroom.byline import Sources
from goodnews.pages.views.parts import Link, Site
from tests.builders import Room
from tests.editions.papers import TEXT, flat, of, pages_of, set_on, with_stories, words_of
from tests.editions.posting import printed
from tests.pages.test_english_newsroom import HAN

SUFFIXES = [kind.suffix for kind in EDITIONS if kind.view is PaperView]


def test_every_digest_has_two_sizes_which_are_printed_once(room: Room):
    room.story()
    made = printed(room).printed
    assert [f"2026-W06/2026-W06{suffix}" in made for suffix in SUFFIXES] == [True, True]
    folder = Path(room.settings.editions) / "2026-W06"
    sizes = [pages_of((folder / f"2026-W06{suffix}").read_bytes()).pages[0].mediabox for suffix in SUFFIXES]
    assert [(round(float(box.width)), round(float(box.height))) for box in sizes] == [(595, 842), (842, 1191)]
    assert not [path for path in printed(room).printed if path.endswith(".pdf")]


@pytest.mark.parametrize("sheet", SHEETS)
def test_the_same_issue_gives_the_same_bytes(issue: tuple[PaperView, Site], sheet: str):
    view, site = issue
    first = set_on(sheet, view, site)
    typesetter._compiler.cache_clear()
    assert set_on(sheet, view, site) == first


def test_it_is_tagged_named_and_dated_by_the_issue(issue: tuple[PaperView, Site]):
    view, site = issue
    made = pages_of(set_on("a4", view, site))
    assert {"/Lang": "zh"}.items() <= dict(made.root_object).items()
    assert "/StructTreeRoot" in made.root_object
    assert made.page_labels == [str(number) for number in range(1, len(made.pages) + 1)]
    assert made.xmp_metadata is not None
    assert b"<pdfuaid:part>1</pdfuaid:part>" in made.xmp_metadata.stream.get_data()
    assert made.metadata is not None
    assert view.digest
    assert (made.metadata.title, made.metadata.author) == (view.digest.head.title, site.name)
    assert made.metadata.creation_date is not None
    assert made.metadata.creation_date.date() == view.date


def test_bookmarks_are_the_sections_and_headlines(issue: tuple[PaperView, Site]):
    view, site = issue
    shown = with_stories(view, (("头条", TEXT),), (("其一，在路上", TEXT), ("其二", TEXT)))
    outline = pages_of(set_on("a4", shown, site)).outline
    assert [entry.title for entry in flat(outline)] == ["头条", "栏目1", "其一，在路上", "其二"]


def test_english_pages_say_nothing_in_chinese(issue: tuple[PaperView, Site]):
    view, site = issue
    title = "A lamp for each of the forty bus stops between the mill and the harbour"
    shown = with_stories(view, (("Lead", "One."),), ((title, "Two. " * 40), ("Third", "Three. " * 90)))
    assert shown.digest
    sections = tuple(
        of(
            section,
            title=f"Part {number}",
            items=tuple(of(item, region=Link("Harbour", "")) for item in section.items),
        )
        for number, section in enumerate(shown.digest.body.sections)
    )
    assert shown.digest.lead is not None
    body = of(shown.digest.body, sections=sections, sources=Sources(), editors=())
    digest = of(shown.digest, body=body, name="The week", lead=of(shown.digest.lead, item=sections[0].items[0]))
    names = of(site, language="en", name="The Lamp Post", slogan="Good news from the harbour")
    data = set_on("a4", of(shown, digest=of(digest, head=of(digest.head, description=""))), names)
    assert HAN.findall(words_of(data)) == []
    assert title in [entry.title for entry in flat(pages_of(data).outline)]


def test_highlights_lead_to_their_stories_and_others_nowhere(issue: tuple[PaperView, Site]):
    view, site = issue
    shown = with_stories(view, (("头条", TEXT),), (("其一", TEXT),))
    assert shown.digest
    links = (Link("其一", "digest/2026-W06.html#story-1-0"), Link("不在", "digest/2026-W06.html#nowhere"))
    data = set_on("a4", of(shown, digest=of(shown.digest, highlights=links)), site)
    assert words_of(data).count("其一") == 2
    assert "不在" not in words_of(data)


def test_an_introduction_keeps_the_words_of_all_its_blocks():
    html = "<p>甲<br>乙 <strong>丙</strong></p>\n<ul><li>丁<ul><li>戊</li></ul></li></ul>"
    html += "<blockquote><p>己</p></blockquote>"
    assert paragraphs(html) == ("甲 乙 丙", "丁", "戊", "己")
    assert paragraphs("") == ()


def test_letters_that_the_font_lacks_are_named_with_their_story(room: Room):
    room.story(title="𠮷祥如意，䶮字照印")
    (digest,) = room.arranged().digests
    assert [letters for _path, letters in lost_letters(digest)] == ["𠮷"]


def test_a_story_that_was_taken_back_is_told_of(room: Room):
    room.story(retraction="{date: 2026-02-10, text: 经查，热线当时没有开通。}")
    room.story("next", title="下期", date="2026-02-11")
    printed(room)
    words = words_of((Path(room.settings.editions) / "2026-W07" / "2026-W07.a4.pdf").read_bytes())
    for said in ("经查，热线当时没有开通。", "曾刊于2026年第6周", "洛阳热线有人接"):
        assert said in words
