"""A digest as pages of a newspaper."""

import io
import random
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pypdf
import pytest
from PIL import Image

from goodnews.editions import paper
from goodnews.editions.kinds import EDITIONS
from goodnews.editions.pages import edition_pages, lost_letters
from goodnews.editions.paper import typesetter
from goodnews.editions.paper.sheet import SHEETS
from goodnews.editions.paper.words import paragraphs
from goodnews.editions.views import PaperPicture, PaperView
from goodnews.newsroom.byline import Sources
from goodnews.pages import site_of
from goodnews.pages.views.digest import DigestSection
from goodnews.pages.views.parts import Link, Site
from goodnews.render.sharecard import printable
from tests.builders import Room
from tests.editions.posting import printed
from tests.looking import annual
from tests.pages.test_english_newsroom import HAN
from tests.photos import a_photo, packed, photo_file

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


def set_on(sheet: str, view: PaperView, site: Site) -> bytes:
    """Its pages, whose pictures are made here."""
    return paper.printed(view, site, sheet, developed)


def developed(picture: PaperPicture, width: int) -> bytes:
    return photo_file(
        "jpg", width, width * picture.height // picture.width, seed=len(picture.alt) + ord(picture.alt[-3])
    )


def pictured(view: PaperView, sizes: Sequence[tuple[int, int]]) -> PaperView:
    """The same issue; as many of its stories as there are sizes have a picture."""
    assert view.digest
    anchors = [item.anchor for section in view.digest.body.sections for item in section.items]
    pictures = tuple(
        PaperPicture(anchor, "x.jpg", b"", width, height, False, f"图{anchor}", f"说明{anchor}。", "某某 摄")
        for anchor, (width, height) in zip(anchors, sizes, strict=False)
    )
    return of(view, pictures=pictures)


def with_stories(view: PaperView, *sections: tuple[tuple[str, str], ...]) -> PaperView:
    """The same issue with other stories, each a title and a text; the first of all is its lead."""
    assert view.digest
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


class Piece(NamedTuple):
    """A piece of text where it stands on a page, in points from its left and lower edge."""

    left: float
    height: float
    text: str


@lru_cache(2)
def read(data: bytes) -> tuple[tuple[str, list[Piece]], ...]:
    """For each page its text, and the pieces of that. To read a page takes longer than to set it."""
    found = []
    for page in pages_of(data).pages:
        pieces: list[Piece] = []

        def see(
            text: str, matrix: list[float], of_text: list[float], *_font: object, pieces: list[Piece] = pieces
        ) -> None:
            if text.strip():
                pieces.append(Piece(of_text[4] * matrix[0] + matrix[4], of_text[5] * matrix[3] + matrix[5], text))

        found.append((page.extract_text(visitor_text=see), pieces))
    return tuple(found)


def words_of(data: bytes) -> str:
    """All words of all pages, without blanks: a line may end anywhere."""
    return "".join("".join(text for text, _pieces in read(data)).split())


def bottoms(data: bytes) -> list[float]:
    """For each page, how far the lowest text lies above its edge, in points."""
    return [min(piece.height for piece in pieces) for _text, pieces in read(data)]


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
    assert [entry.title for entry in _flat(outline)] == ["头条", "栏目1", "其一，在路上", "其二"]


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
    assert title in [entry.title for entry in _flat(pages_of(data).outline)]


def _flat(outline: list[Any]) -> list[Any]:
    return [one for entry in outline for one in (_flat(entry) if isinstance(entry, list) else [entry])]


@pytest.mark.parametrize("sheet", SHEETS)
def test_sixty_long_titles_stand_whole_within_the_pages(issue: tuple[PaperView, Site], sheet: str):
    view, site = issue
    titles = ["".join(chr(0x4E00 + (number * 977 + at * 131) % 3000) for at in range(60)) for number in range(60)]
    sizes = (1, 2, 3, 5, 8, 13, 28)
    starts = [sum(sizes[:at]) for at in range(len(sizes))]
    stories = [
        tuple((title, TEXT * (1 + at % 5)) for at, title in enumerate(titles[start : start + size]))
        for start, size in zip(starts, sizes, strict=True)
    ]
    data = set_on(sheet, with_stories(view, *stories), site)
    words = words_of(data)
    assert [title for title in titles if title not in words] == []
    assert words.count("微") == sum(1 + at % 5 for story in stories for at in range(len(story)))
    assert min(bottoms(data)) > 25


@pytest.mark.parametrize("sheet", SHEETS)
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
    data = set_on(sheet, with_stories(view, *stories), site)
    assert crossing(data) == []


def crossing(data: bytes) -> list[str]:
    """Lines of text that lie on others: in one column of a page, less than 7 points below or above."""
    ordered = [sorted(pieces, key=lambda piece: (round(piece.left), piece.height)) for _text, pieces in read(data)]
    return [
        f"{one.text} / {other.text}"
        for pieces in ordered
        for one, other in pairwise(pieces)
        if round(one.left) == round(other.left) and 0.5 < other.height - one.height < 7
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
    assert shown.digest
    digest = of(shown.digest, banner=said, headline=said, body=of(shown.digest.body, editors_note=(said,)))
    shown = of(shown, digest=digest, introduction=(said,))
    words = words_of(set_on("a4", shown, of(site, name=said, language=language)))
    expected = "".join(printable(said).split())
    assert words.count(expected) >= (7 if expected else 0)


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


def test_a_long_introduction_goes_on_below(issue: tuple[PaperView, Site]):
    view, site = issue
    shown = of(with_stories(view, (("头条", TEXT),), (("其一", TEXT),)), introduction=(TEXT,) * 60)
    data = set_on("a4", shown, site)
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
    data = set_on("a4", shown, site)
    assert f"https://example.org/{'a' * 200}等" in words_of(data)
    lines = [line for text, _pieces in read(data) for line in text.splitlines()]
    assert max(line.count("a") for line in lines) < 40


# --- Pictures

SIZES = [(1200, 800), (800, 1200), (600, 600), (2000, 700), (300, 900), (1600, 1200)]


def images_of(data: bytes) -> list[tuple[int, int]]:
    return [image.image.size for page in pages_of(data).pages for image in page.images if image.image]


@pytest.mark.parametrize("sheet", SHEETS)
def test_the_lead_has_its_picture_and_every_band_one(issue: tuple[PaperView, Site], sheet: str):
    view, site = issue
    shown = with_stories(view, (("头条", TEXT),), (("其一", TEXT), ("其二", TEXT)), (("其三", TEXT), ("其四", TEXT)))
    data = set_on(sheet, pictured(shown, [(1200, 800)] * 5), site)
    words = words_of(data)
    assert [anchor in words for anchor in ("说明story-0-0", "说明story-1-0", "说明story-2-0")] == [True] * 3
    assert "说明story-1-1" not in words
    assert "某某摄" in words
    assert sorted(images_of(data)) == [(480, 320), (480, 320), (1200, 800)]


def _alts(data: bytes) -> list[str]:
    """Alternative texts of all pictures, as a screen reader gets them."""
    found = []

    def walk(node: Any) -> None:
        node = node.get_object()
        if isinstance(node, list):
            for one in node:
                walk(one)
        elif isinstance(node, dict):
            if "/Alt" in node:
                found.append(str(node["/Alt"]))
            if "/K" in node:
                walk(node["/K"])

    walk(pages_of(data).root_object["/StructTreeRoot"])
    return found


def test_a_picture_is_told_in_words_to_those_who_do_not_see_it(issue: tuple[PaperView, Site]):
    view, site = issue
    shown = with_stories(view, (("头条", TEXT),), (("其一", TEXT),))
    assert {"图story-0-0", "图story-1-0"} <= set(_alts(set_on("a4", pictured(shown, SIZES), site)))


@pytest.mark.parametrize("sheet", SHEETS)
@pytest.mark.parametrize("many", [1, 2, 3, 5, 7])
def test_with_pictures_nothing_lies_on_anything_and_no_story_is_lost(
    issue: tuple[PaperView, Site], sheet: str, many: int
):
    view, site = issue
    stories = [
        tuple(
            (f"第{number}栏的第{at}件事，说来话长" * (1 + at % 3), TEXT * (1 + (at * number + many) % 7))
            for at in range(many)
        )
        for number in range(6)
    ]
    shown = with_stories(view, *stories)
    data = set_on(sheet, pictured(shown, SIZES * 9), site)
    assert crossing(data) == []
    assert words_of(data).count("微") == sum(1 + (at * number + many) % 7 for number in range(6) for at in range(many))
    assert min(bottoms(data)) > 25


def noise(picture: PaperPicture, width: int) -> bytes:
    """The same as a photograph that is hard to pack."""
    height = width * picture.height // picture.width
    grain = Image.frombytes("L", (width, height), random.Random(picture.anchor).randbytes(width * height))
    return packed(Image.blend(a_photo(width, height), grain.convert("RGB"), 0.4), "jpg", quality=78)


def of_many_characters(number: int) -> str:
    """A paragraph with characters that stand in no other: 25 of them have as many as a real week."""
    return "".join(chr(0x4E00 + 26 * number + at) for at in range(26)) + TEXT


@pytest.mark.parametrize("sheet", SHEETS)
@pytest.mark.parametrize("sections", [2, 6, 25])
def test_a_week_of_25_stories_and_photographs_has_300_kilobytes(
    issue: tuple[PaperView, Site], sheet: str, sections: int
):
    view, site = issue
    stories = [(f"第{number}件", of_many_characters(number)) for number in range(25)]
    shown = with_stories(view, *(tuple(stories[at::sections]) for at in range(sections)))
    shown = pictured(shown, [(1600, 1067)] * 25)
    data = paper.printed(shown, site, sheet, noise)
    assert len(data) <= 300_000
    assert paper.printed(shown, site, sheet, noise) == data
    widest = max(width for width, _height in images_of(data))
    assert widest >= 400  # the lead's
    assert len(images_of(data)) >= 2


def test_the_leads_picture_keeps_its_file_where_the_others_are_made_smaller(issue: tuple[PaperView, Site]):
    view, site = issue
    stories = [((f"其{number}", TEXT),) for number in range(10)]
    shown = pictured(with_stories(view, *stories), [(480, 320)] * 10)
    lead, other = (noise(shown.pictures[at], 480) for at in (0, 1))
    data = paper.printed(shown, site, "a4", noise)
    assert lead in data
    assert other not in data
    assert len(data) <= 300_000


def test_a_drawing_that_is_too_large_becomes_smaller_too(issue: tuple[PaperView, Site]):
    view, site = issue

    def drawn(picture: PaperPicture, width: int) -> bytes:
        return packed(Image.open(io.BytesIO(noise(picture, width))).quantize(64), "png")

    shown = pictured(with_stories(view, *(((f"其{number}", TEXT),) for number in range(6))), [(1200, 800)] * 6)
    data = paper.printed(shown, site, "a4", drawn)
    assert len(data) <= 300_000
    assert images_of(data)


def test_pictures_that_are_small_enough_stay_as_they_are(issue: tuple[PaperView, Site]):
    view, site = issue
    shown = pictured(with_stories(view, *(((f"其{number}", TEXT),) for number in range(4))), [(480, 320)] * 4)
    data = set_on("a4", shown, site)
    assert sum(developed(picture, 480) in data for picture in shown.pictures) == len(images_of(data)) >= 3


# --- Months and annual pages


def test_a_month_with_several_issues_has_pages_with_a_band_for_each(room: Room):
    room.story("a", title="甲事")
    room.story("b", title="乙事", date="2026-02-11")
    room.story("c", title="丙事", date="2026-03-11")
    printed(room)
    folder = Path(room.settings.editions)
    outline = pages_of((folder / "2026-02" / "2026-02.a4.pdf").read_bytes()).outline
    assert [entry.title for entry in _flat(outline)][:2] == ["一周速览 2026年2月", "乙事"]
    assert "2026年第6周·2月2日—8日" in words_of((folder / "2026-02" / "2026-02.a3.pdf").read_bytes())
    assert not (folder / "2026-03" / "2026-03.a4.pdf").exists()


def test_an_annual_page_has_pages_with_recap_and_comment_of_every_entry(room: Room):
    room.story("a", title="甲事")
    room.story("b", title="乙事", date="2026-02-11")
    room.write("top10/2026.md", annual("a", "b", note="编者按一段。"))
    printed(room)
    data = (Path(room.settings.editions) / "2026" / "2026.a4.pdf").read_bytes()
    words = words_of(data)
    for said in ("编者按一段。", "甲事", "乙事", "点评："):
        assert said in words
    assert words.count("点评。") == 2
    assert pages_of(data).metadata.title == "年度"  # type: ignore[union-attr]


def test_another_story_prints_again_only_the_pages_that_show_it(room: Room):
    room.story("a", title="甲事")
    room.story("b", title="乙事", date="2026-02-11")
    room.write("top10/2026.md", annual("a"))
    printed(room)
    room.story("b", title="乙事改", date="2026-02-11")
    again = {path for path in printed(room).printed if path.endswith(".pdf")}
    assert again == {f"{issue}/{issue}.{sheet}.pdf" for issue in ("2026-W07", "2026-02") for sheet in SHEETS}


def test_a_picture_that_is_replaced_prints_the_pages_again(room: Room):
    room.photo("images/x.png", seed=1)
    room.story("a", image="[{file: images/x.png, alt: 图}]")
    printed(room)
    room.photo("images/x.png", seed=2)
    assert "2026-W06/2026-W06.a4.pdf" in printed(room).printed
