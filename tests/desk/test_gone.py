"""Addresses that are gone: a build names each, with the line that keeps it."""

import pytest

from goodnews.desk.build import Memory
from tests.builders import REGIONS, SECTIONS, TODAY, Room

HERE = "content/stories/2026/new-name.md"


@pytest.fixture
def room(room: Room, monkeypatch: pytest.MonkeyPatch) -> Room:
    """A newsroom whose folder messages name as an editor sees it."""
    monkeypatch.chdir(room.folder)
    room.story("base", title="另一篇", date="2026-01-01", category="工作动态", region="全国")
    return room


def rename(room: Room, old: str, new: str) -> None:
    (room.content / old).rename(room.content / new)


def gone(room: Room, of: str = "") -> list[str]:
    return [line for line in room.build().gone if of in line]


def renamed(address: str, line: str, file: str = HERE, now: str = "story/2026/new-name.html") -> str:
    return f"gone: {address}. If it is {now} now, write `{line}` in {file}"


@pytest.mark.parametrize("memory", [None, Memory()], ids=["from the cache", "remembered"])
def test_renamed_story_is_found_by_its_day_and_title(room: Room, memory: Memory | None):
    room.story("old-name", title="热线")
    room.build(memory=memory)
    rename(room, "stories/2026/old-name.md", "stories/2026/new-name.md")
    assert room.build(memory=memory).gone == (renamed("story/2026/old-name.html", "aliases: [old-name]"),)


def test_renamed_story_with_another_title_is_found_by_its_text(room: Room):
    room.story("old-name", "只有它说的话。", title="热线")
    room.build()
    rename(room, "stories/2026/old-name.md", "stories/2026/new-name.md")
    room.story("new-name", "只有它说的话。", title="换了标题")
    assert gone(room) == [renamed("story/2026/old-name.html", "aliases: [old-name]")]


def test_names_that_a_story_had_before_stay_in_the_line(room: Room):
    room.story("second", title="热线", aliases="[first, 2025/zeroth]")
    room.build()
    rename(room, "stories/2026/second.md", "stories/2026/new-name.md")
    assert gone(room) == [renamed("story/2026/second.html", "aliases: [first, 2025/zeroth, second]")]


def test_story_that_moves_to_another_year_keeps_the_year_of_its_old_address(room: Room):
    room.story("new-name", title="热线", date="2025-12-31")
    room.build()
    (room.content / "stories/2025/new-name.md").unlink()
    room.story("new-name", title="热线", date="2026-01-01")
    assert renamed("story/2025/new-name.html", "aliases: [2025/new-name]") in gone(room)


def test_written_line_is_all_it_takes(room: Room):
    room.story("old-name", title="热线")
    room.build()
    (room.content / "stories/2026/old-name.md").unlink()
    room.story("new-name", title="热线", aliases="[old-name]")
    assert gone(room) == []


def test_line_that_is_taken_away_again_is_offered_again(room: Room):
    room.story("new-name", title="热线", aliases="[old-name]")
    room.build()
    room.story("new-name", title="热线")
    assert gone(room) == [renamed("story/2026/old-name.html", "aliases: [old-name]")]


def test_story_that_cannot_be_guessed_is_named_with_the_line_for_its_file(room: Room):
    unknown = "If that page has another address now, write `aliases: [2026/old-name]` in its file"
    room.story("old-name", title="热线")
    room.build()
    (room.content / "stories/2026/old-name.md").unlink()
    assert gone(room, "story/") == [f"gone: story/2026/old-name.html. {unknown}"]
    for path in (room.folder / "cache").glob("memo"):
        path.unlink()
    room.story("old-name", title="热线")
    room.build()
    for path in (room.folder / "cache").glob("memo"):
        path.unlink()
    rename(room, "stories/2026/old-name.md", "stories/2026/new-name.md")
    assert gone(room, "story/") == [f"gone: story/2026/old-name.html. {unknown}"]


def test_story_that_was_made_a_draft_or_put_off_is_named_with_what_became_of_it(room: Room):
    room.story("draft")
    room.story("late")
    room.build()
    room.story("draft", status="draft")
    room.story("late", date="2026-12-01")
    draft, late = gone(room, "story/")
    assert draft == (
        "gone: story/2026/draft.html. Its story is a draft now; with a `retraction` the address would stay and say why"
    )
    assert late == "gone: story/2026/late.html. Its story waits until 2026-12-01 now"


def test_renamed_page_is_the_only_one_that_was_never_printed(room: Room):
    text = "---\ntitle: 甲\nsummary: 乙\norder: 1\n---\n丙\n"
    room.write("pages/about.md", text)
    room.write("pages/method.md", text)
    room.build()
    rename(room, "pages/about.md", "pages/about-us.md")
    assert gone(room) == [renamed("about.html", "aliases: [about]", "content/pages/about-us.md", "about-us.html")]


def test_lists_and_feeds_of_a_renamed_entry_are_named_with_its_line(room: Room):
    room.story(campaign="送温暖/2026", column="蹲点日记")
    room.build()
    room.write("sections.yaml", SECTIONS.replace("slug: care", "slug: help"))
    room.write("columns.yaml", "蹲点日记: {slug: diary}\n")
    room.write("regions.csv", REGIONS.replace(",henan", ",honan"))
    campaigns = (room.content / "campaigns.yaml").read_text("utf-8")
    room.write("campaigns.yaml", campaigns.replace("slug: songwennuan", "slug: warmth"))
    lines = gone(room)
    for address, line, file, now in (
        ("section/care/index.html", "aliases: [care]", "sections.yaml, at 维权服务", "section/help"),
        ("feeds/section/care.atom", "aliases: [care]", "sections.yaml, at 维权服务", "section/help"),
        ("column/dundian/index.html", "aliases: [dundian]", "columns.yaml, at 蹲点日记", "column/diary"),
        ("region/henan/index.html", "honan|henan", "regions.csv, at 河南省", "region/honan"),
        (
            "region/henan/luoyang/index.html",
            "honan/luoyang|henan/luoyang",
            "regions.csv, at 河南省/洛阳市",
            "region/honan/luoyang",
        ),
        ("feeds/region/henan.json", "honan|henan", "regions.csv, at 河南省", "region/honan"),
        ("campaign/songwennuan/2026.html", "aliases: [songwennuan]", "campaigns.yaml, at 送温暖", "campaign/warmth"),
    ):
        assert renamed(address, line, f"content/{file}", now) in lines


def test_list_without_stories_is_named_without_a_line(room: Room):
    room.story(column="蹲点日记", bylines="[{编写: 甲}]")
    room.build()
    room.story()
    assert {"gone: column/dundian/index.html", "gone: byline/甲/index.html"} <= set(gone(room))


def test_build_with_drafts_names_none(room: Room):
    room.story()
    room.build(drafts=True)
    (room.content / "stories/2026/hotline.md").unlink()
    assert room.build(today=TODAY, drafts=True).gone == ()
