"""Blank forms: what `new` writes passes every check."""

from pathlib import Path

import msgspec
import pytest

from goodnews import language
from goodnews.desk import forms
from goodnews.desk.summary import words_of
from goodnews.newsroom.blank import blank
from goodnews.problem import ContentError
from tests.builders import Room
from tests.proof import newsroom, problems


def told(room: Room, kind: str, slug: str) -> str:
    before = sorted(room.content.rglob("*"))
    with pytest.raises(ContentError) as error:
        forms.start(room.settings, forms.Wanted(kind, slug), forms.today_in(room.settings))
    assert sorted(room.content.rglob("*")) == before
    (only,) = error.value.problems
    return str(only)


def start(room: Room, kind: str, slug: str, title: str = "") -> Path:
    return Path(forms.start(room.settings, forms.Wanted(kind, slug, title), forms.today_in(room.settings)))


def test_new_story_is_a_draft_that_passes_every_check(room: Room):
    path = start(room, "story", "new-hotline", "新热线: '接' \"听\" # 一")
    (story,) = newsroom(room, drafts=True).stories
    assert path == room.content / story.path
    assert (story.slug, story.title, story.draft) == ("new-hotline", "新热线: '接' \"听\" # 一", True)


def test_new_page_is_a_draft_that_nobody_sees_and_that_stops_nothing(room: Room):
    room.story()
    start(room, "page", "about-us", "关于")
    assert newsroom(room).standing == ()
    (page,) = newsroom(room, drafts=True).standing
    assert (page.slug, page.title, page.draft) == ("about-us", "关于", True)


@pytest.mark.parametrize("week", ["2026-W06", "2026-W48"])
def test_new_digest_stops_nothing_even_in_a_week_without_stories(room: Room, week: str):
    room.story()
    path = start(room, "digest", week)
    assert path == room.content / f"digests/{week}.md"
    assert newsroom(room).notes == {}
    room.build()


@pytest.mark.parametrize("drafts", [True, False])
def test_new_annual_page_stops_nothing_though_it_has_no_entry_yet(room: Room, drafts: bool):
    room.story()
    path = start(room, "top10", "2026")
    assert path == room.content / "top10/2026.md"
    assert newsroom(room, drafts=drafts).years == ()
    room.build(drafts=drafts)


def test_new_files_are_told_as_drafts(room: Room):
    room.story()
    for kind, slug in (("story", "new-hotline"), ("page", "about-us"), ("digest", "2026-W06"), ("top10", "2026")):
        start(room, kind, slug)
    year = Path(forms.start(room.settings, forms.Wanted("story", "another"), forms.today_in(room.settings))).parent.name
    assert [words_of(one) for one in newsroom(room).waiting] == [
        f"waiting: content/{path}, a draft"
        for path in (
            "digests/2026-W06.md",
            "pages/about-us.md",
            f"stories/{year}/another.md",
            f"stories/{year}/new-hotline.md",
            "top10/2026.md",
        )
    ]


PUT = "expected your own words. Write them in its place, or keep `status: draft` until they are written."


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_words_of_the_form_that_nobody_replaced_are_told_once_it_is_no_draft(room: Room, language: str):
    room.story()
    words = blank(language)
    written = msgspec.structs.replace(room.settings, language=language)
    for kind, slug in (("story", "new-hotline"), ("page", "about-us"), ("digest", "2026-W06"), ("top10", "2026")):
        path = Path(forms.start(written, forms.Wanted(kind, slug), forms.today_in(written)))
        path.write_text(path.read_text("utf-8").replace("status: draft\n", ""), "utf-8")
    told = [line for line in problems(room) if PUT in line]
    said = [(line.split("/")[1], line.split(": ")[1], line.split("found '")[1].split("'")[0]) for line in told]
    assert said == [
        ("digests", "body", words.body),
        ("pages", "title", words.title),
        ("pages", "summary", words.summary),
        ("pages", "body", words.body),
        ("stories", "title", words.title),
        ("stories", "summary", words.summary),
        ("stories", "sources", words.source),
        ("stories", "bylines", words.name),
        ("stories", "body", words.body),
        ("top10", "title", words.title),
        ("top10", "summary", words.summary),
        ("top10", "credits", words.name),
        ("top10", "body", words.body),
    ]


@pytest.mark.parametrize(
    ("fields", "body", "line"),
    [
        ({"title": "标题"}, "正文一段。", 2),
        ({"sources": "[某报, 来源名称]"}, "正文一段。", 7),
        ({"bylines": "[{编写: [甲, 姓名]}]"}, "正文一段。", 8),
        ({}, "第一段。\n\n在这里写正文。\n\n第三段。", 11),
    ],
)
def test_one_word_of_the_form_is_told_at_its_line(room: Room, fields: dict[str, str], body: str, line: int):
    room.story(body=body, **fields)
    (told,) = problems(room)
    assert told.startswith(f"content/stories/2026/hotline.md:{line}: ")
    assert told.endswith(PUT)


@pytest.mark.parametrize("body", ["正文。", "请在这里写正文。", "标题\n\n姓名", "来源名称不详。"])
def test_the_same_words_inside_a_text_are_an_editors_own(room: Room, body: str):
    room.story(title="标题与正文。", body=body)
    assert problems(room) == []


def test_drafts_are_named_beside_problems_as_well(room: Room):
    room.story(title="")
    start(room, "page", "about-us")
    with pytest.raises(ContentError) as error:
        newsroom(room)
    assert [words_of(one) for one in error.value.waiting] == ["waiting: content/pages/about-us.md, a draft"]


def test_comments_of_a_new_file_are_in_the_editors_language(room: Room, monkeypatch: pytest.MonkeyPatch):
    english = start(room, "digest", "2026-W06").read_text("utf-8")
    monkeypatch.setenv("LANGUAGE", "zh_CN")
    language._terminal.cache_clear()
    language._.cache_clear()
    chinese = start(room, "digest", "2026-W07").read_text("utf-8")
    assert "# A draft; remove the next line when it is ready." in english
    assert "# 草稿；写好以后删去下一行。" in chinese
    assert "在这里写正文。" in english and "在这里写正文。" in chinese


def test_file_that_exists_is_never_overwritten(room: Room):
    path = start(room, "page", "about")
    path.write_text("mine", "utf-8")
    assert told(room, "page", "about") == (
        f"{path}:1: file: found a file that exists, expected a new name. Open it, or choose another slug."
    )
    assert path.read_text("utf-8") == "mine"


@pytest.mark.parametrize(
    ("kind", "slug", "says"),
    [
        ("story", "洛阳", "expected a slug: a-z, 0-9 and hyphens. Choose a name such as luoyang-hotline."),
        ("story", "", "expected a slug: a-z, 0-9 and hyphens. Choose a name such as luoyang-hotline."),
        ("story", "../x", "expected a slug: a-z, 0-9 and hyphens. Write 'x'."),
        ("story", "Luoyang_Hotline", "expected a slug: a-z, 0-9 and hyphens. Write 'luoyang-hotline'."),
        ("story", "pier.md", "expected a slug: a-z, 0-9 and hyphens. Write 'pier'."),
        ("story", "stories/2026/Pier 2.md", "content/stories/"),
        ("story", "stories/2026/Pier 2.md", "expected a slug: a-z, 0-9 and hyphens. Write 'pier-2'."),
        ("story", "aux", "expected a name that Windows can hold. "),
        ("page", "About", "expected a slug: a-z, 0-9 and hyphens. Write 'about'."),
        ("page", "index", "expected a name that nothing else has. Choose another; that address is taken."),
        ("digest", "2025-W60", "Choose such a name."),
        ("digest", "2025-30", "Write '2025-W30'."),
        ("digest", "2025年第6周", "Write '2025-W06'."),
        ("digest", "x", "Choose such a name."),
        ("top10", "25", "Choose such a name."),
        ("top10", "1234", "Choose such a name."),
        ("top10", "２０２６", "Choose such a name."),
    ],
)
def test_name_that_check_would_refuse_is_refused_with_one_that_it_takes(room: Room, kind: str, slug: str, says: str):
    line = told(room, kind, slug)
    assert f"file: found '{slug}', " in line
    assert not line.startswith("content/stories/2026/stories/"), "the folder that the file would be in"
    assert says in line


@pytest.mark.parametrize("name", ["sections.yaml", "regions.csv"])
def test_registry_without_anything_in_it_is_told(room: Room, name: str):
    text = "path,slug,level,code,aliases\n" if name == "regions.csv" else ""
    room.write(name, text)
    assert name in told(room, "story", "new-hotline")


@pytest.mark.parametrize("title", ["甲\u2028乙", "长" * 61, "<!-- 甲 -->", "王\ufffd"])
@pytest.mark.parametrize("kind", ["story", "page"])
def test_title_that_would_stop_a_build_makes_no_file(room: Room, kind: str, title: str):
    with pytest.raises(ContentError) as error:
        start(room, kind, "new-one", title)
    assert "2: title: found " in str(error.value.problems[0])
    assert not list(room.content.rglob("new-one.md"))
