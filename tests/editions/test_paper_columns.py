"""The columns of a page: whatever is written, all of it stands there, and nothing on anything else."""

import pytest

from goodnews.editions.paper.sheet import SHEETS
from goodnews.editions.views import PaperView
from goodnews.pages.views.parts import Site
from goodnews.render.sharecard import printable
from tests.editions.papers import TEXT, bottoms, crossing, of, read, set_on, with_stories, words_of


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


def test_a_long_introduction_goes_on_below(issue: tuple[PaperView, Site]):
    view, site = issue
    shown = of(with_stories(view, (("头条", TEXT),), (("其一", TEXT),)), introduction=(TEXT,) * 60)
    data = set_on("a4", shown, site)
    assert words_of(data).count("微") == 62
    assert min(bottoms(data)) > 25


def test_a_word_that_is_too_long_for_a_column_breaks(issue: tuple[PaperView, Site]):
    view, site = issue
    shown = with_stories(view, (("头条", TEXT),), (("其一", f"见 https://example.org/{'a' * 200} 等"), ("其二", TEXT)))
    data = set_on("a4", shown, site)
    assert f"https://example.org/{'a' * 200}等" in words_of(data)
    lines = [line for text, _pieces in read(data) for line in text.splitlines()]
    assert max(line.count("a") for line in lines) < 40
