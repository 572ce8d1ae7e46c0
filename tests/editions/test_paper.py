"""A digest as pages of a newspaper."""

import io
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import pypdf
import pytest

from goodnews.editions import paper
from goodnews.editions.kinds import EDITIONS
from goodnews.editions.pages import edition_pages, lost_letters
from goodnews.editions.views import PaperView
from goodnews.newsroom.byline import Sources
from goodnews.pages import site_of
from goodnews.pages.views.digest import DigestSection
from goodnews.pages.views.parts import Link, Site
from goodnews.render.sharecard import printable
from tests.builders import Room
from tests.editions.posting import printed
from tests.pages.test_english_newsroom import HAN

SUFFIXES = [kind.suffix for kind in EDITIONS if kind.view is PaperView]
TEXT = "中国工会的服务站里，有热水、有微波炉，也有人。今年新建了38个，明年还要再建100个，都在骑手常走的路上。"
of = msgspec.structs.replace


@pytest.fixture
def issue(room: Room) -> tuple[PaperView, Site]:
    """A digest with one story, to put others into."""
    room.story()
    arrangement = room.arranged()
    page = next(page for page in edition_pages(arrangement) if page.kind == "paper.a4")
    return msgspec.msgpack.decode(page.view, type=PaperView), site_of(arrangement)


def with_stories(view: PaperView, *sections: tuple[tuple[str, str], ...]) -> PaperView:
    """The same issue with other stories, each a title and a text; the first of all is its lead."""
    item = view.digest.body.sections[0].items[0]
    made = tuple(
        DigestSection(
            f"s_{number}",
            f"栏目{number}",
            "",
            tuple(
                of(item, anchor=f"story-{number}-{at}", title=title, text=text, kicker="")
                for at, (title, text) in enumerate(stories)
            ),
        )
        for number, stories in enumerate(sections)
    )
    assert view.digest.lead is not None
    lead = of(view.digest.lead, item=made[0].items[0])
    digest = of(view.digest, lead=lead, highlights=(), body=of(view.digest.body, sections=made, highlights=()))
    return of(view, digest=digest)


def pages_of(data: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(data))


def words_of(data: bytes) -> str:
    """All words of all pages, without blanks: a line may end anywhere."""
    return "".join("".join(page.extract_text() for page in pages_of(data).pages).split())


def bottoms(data: bytes) -> list[float]:
    """For each page, how far the lowest text lies above its edge, in points."""
    found = []
    for page in pages_of(data).pages:
        heights: list[float] = []

        def see(
            text: str, matrix: list[float], of_text: list[float], *_font: object, heights: list[float] = heights
        ) -> None:
            if text.strip():
                heights.append(of_text[5] * matrix[3] + matrix[5])

        page.extract_text(visitor_text=see)
        found.append(min(heights))
    return found


def test_every_digest_has_two_sizes_which_are_printed_once(room: Room):
    room.story()
    made = printed(room).printed
    assert [f"2026-W06/2026-W06{suffix}" in made for suffix in SUFFIXES] == [True, True]
    folder = Path(room.settings.editions) / "2026-W06"
    sizes = [pages_of((folder / f"2026-W06{suffix}").read_bytes()).pages[0].mediabox for suffix in SUFFIXES]
    assert [(round(float(box.width)), round(float(box.height))) for box in sizes] == [(595, 842), (842, 1191)]
    assert not [path for path in printed(room).printed if path.endswith(".pdf")]


@pytest.mark.parametrize("sheet", paper.SHEETS)
def test_the_same_issue_gives_the_same_bytes(issue: tuple[PaperView, Site], sheet: str):
    view, site = issue
    first = paper.printed(view, site, sheet)
    paper._compiler.cache_clear()
    assert paper.printed(view, site, sheet) == first


def test_it_is_tagged_named_and_dated_by_the_issue(issue: tuple[PaperView, Site]):
    view, site = issue
    read = pages_of(paper.printed(view, site, "a4"))
    assert {"/Lang": "zh"}.items() <= dict(read.root_object).items()
    assert "/StructTreeRoot" in read.root_object
    assert read.page_labels == [str(number) for number in range(1, len(read.pages) + 1)]
    assert read.xmp_metadata is not None
    assert b"<pdfuaid:part>1</pdfuaid:part>" in read.xmp_metadata.stream.get_data()
    assert read.metadata is not None
    assert (read.metadata.title, read.metadata.author) == (view.digest.head.title, site.name)
    assert read.metadata.creation_date is not None
    assert read.metadata.creation_date.date() == view.date


def test_bookmarks_are_the_sections_and_headlines(issue: tuple[PaperView, Site]):
    view, site = issue
    shown = with_stories(view, (("头条", TEXT),), (("其一，在路上", TEXT), ("其二", TEXT)))
    outline = pages_of(paper.printed(shown, site, "a4")).outline
    assert [entry.title for entry in _flat(outline)] == ["头条", "栏目1", "其一，在路上", "其二"]


def test_english_pages_say_nothing_in_chinese(issue: tuple[PaperView, Site]):
    view, site = issue
    title = "A lamp for each of the forty bus stops between the mill and the harbour"
    shown = with_stories(view, (("Lead", "One."),), ((title, "Two. " * 40), ("Third", "Three. " * 90)))
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
    data = paper.printed(of(shown, digest=of(digest, head=of(digest.head, description=""))), names, "a4")
    assert HAN.findall(words_of(data)) == []
    assert title in [entry.title for entry in _flat(pages_of(data).outline)]


def _flat(outline: list[Any]) -> list[Any]:
    return [one for entry in outline for one in (_flat(entry) if isinstance(entry, list) else [entry])]


@pytest.mark.parametrize("sheet", paper.SHEETS)
def test_sixty_long_titles_stand_whole_within_the_pages(issue: tuple[PaperView, Site], sheet: str):
    view, site = issue
    titles = ["".join(chr(0x4E00 + (number * 977 + at * 131) % 3000) for at in range(60)) for number in range(60)]
    sizes = (1, 2, 3, 5, 8, 13, 28)
    starts = [sum(sizes[:at]) for at in range(len(sizes))]
    stories = [
        tuple((title, TEXT * (1 + at % 5)) for at, title in enumerate(titles[start : start + size]))
        for start, size in zip(starts, sizes, strict=True)
    ]
    data = paper.printed(with_stories(view, *stories), site, sheet)
    words = words_of(data)
    assert [title for title in titles if title not in words] == []
    assert words.count("微") == sum(1 + at % 5 for story in stories for at in range(len(story)))
    assert min(bottoms(data)) > 25


@pytest.mark.parametrize("sheet", paper.SHEETS)
@pytest.mark.parametrize("many", range(1, 8))
def test_columns_end_above_what_follows_whatever_their_stories_are(
    issue: tuple[PaperView, Site], sheet: str, many: int
):
    view, site = issue
    stories = [
        tuple(
            (f"第{number}栏的第{at}件事，说来话长" * (1 + at % 3), TEXT * (1 + (at * number) % 7)) for at in range(many)
        )
        for number in range(5)
    ]
    data = paper.printed(with_stories(view, *stories), site, sheet)
    for page in pages_of(data).pages:
        assert _crossing(page) == []


def _crossing(page: pypdf.PageObject) -> list[str]:
    """Lines of text that lie on others: in one column, less than 7 points below or above."""
    lines: list[tuple[float, float, str]] = []

    def see(text: str, matrix: list[float], of_text: list[float], *_font: object) -> None:
        if text.strip():
            lines.append((of_text[4] * matrix[0] + matrix[4], of_text[5] * matrix[3] + matrix[5], text))

    page.extract_text(visitor_text=see)
    ordered = sorted(lines, key=lambda line: (round(line[0]), line[1]))
    return [
        f"{one[2]} / {other[2]}"
        for one, other in pairwise(ordered)
        if round(one[0]) == round(other[0]) and 0.5 < other[1] - one[1] < 7
    ]


HOSTILE = [
    '#read("/etc/passwd")',
    "#{while true {}} $x$ *b* _i_ `raw` <label> @ref // /* ",
    '"; #panic("x") //',
    "\\u{200b}\\",
    "<b>粗</b> & &amp; 𠮷 䶮·阿依古丽",
    "= 标题 - 项目 + 1. / 词: 义",
    "https://example.org/" + "a" * 80,
    "🎉👩🏽\u200d🏭",
    "\u202e右到左\u202c \u2028",
    "“引”",
    "字" * 60,
]


@pytest.mark.parametrize("said", HOSTILE)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_whatever_is_written_is_printed_as_it_stands(issue: tuple[PaperView, Site], said: str, language: str):
    view, site = issue
    shown = with_stories(view, ((said, said),), ((said, said), (said, said)))
    digest = of(shown.digest, banner=said, headline=said, body=of(shown.digest.body, editors_note=(said,)))
    shown = of(shown, digest=digest, introduction=(said,))
    words = words_of(paper.printed(shown, of(site, name=said, language=language), "a4"))
    expected = "".join(printable(said).split())
    assert words.count(expected) >= (7 if expected else 0)


def test_highlights_lead_to_their_stories_and_others_nowhere(issue: tuple[PaperView, Site]):
    view, site = issue
    shown = with_stories(view, (("头条", TEXT),), (("其一", TEXT),))
    links = (Link("其一", "digest/2026-W06.html#story-1-0"), Link("不在", "digest/2026-W06.html#nowhere"))
    data = paper.printed(of(shown, digest=of(shown.digest, highlights=links)), site, "a4")
    assert words_of(data).count("其一") == 2
    assert "不在" not in words_of(data)


def test_an_introduction_keeps_the_words_of_all_its_blocks():
    html = "<p>甲<br>乙 <strong>丙</strong></p>\n<ul><li>丁<ul><li>戊</li></ul></li></ul>"
    html += "<blockquote><p>己</p></blockquote>"
    assert paper.paragraphs(html) == ("甲 乙 丙", "丁", "戊", "己")
    assert paper.paragraphs("") == ()


def test_a_long_introduction_goes_on_below(issue: tuple[PaperView, Site]):
    view, site = issue
    shown = of(with_stories(view, (("头条", TEXT),), (("其一", TEXT),)), introduction=(TEXT,) * 60)
    data = paper.printed(shown, site, "a4")
    assert words_of(data).count("微") == 62
    assert min(bottoms(data)) > 25


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


def test_a_word_that_is_too_long_for_a_column_breaks(issue: tuple[PaperView, Site]):
    view, site = issue
    shown = with_stories(view, (("头条", TEXT),), (("其一", f"见 https://example.org/{'a' * 200} 等"), ("其二", TEXT)))
    data = paper.printed(shown, site, "a4")
    assert f"https://example.org/{'a' * 200}等" in words_of(data)
    lines = [line for page in pages_of(data).pages for line in page.extract_text().splitlines()]
    assert max(line.count("a") for line in lines) < 40
