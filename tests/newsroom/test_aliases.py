"""Aliases: the addresses that a story, a page or an entry of a registry had before."""

import json

import pytest

from tests.builders import COLUMNS, REGIONS, SECTIONS, Room
from tests.looking import annual, digest_of, view
from tests.proof import newsroom, problem, problems, story

FORM = "expected a former slug, or a year and a slug: 2025/old-slug."
HERE = "content/stories/2026/hotline.md"


def test_story_keeps_its_former_addresses_in_its_own_year_or_in_another(room: Room):
    room.story(aliases="[first-name, 2025/hotline, '２０２４/older']")
    assert story(room).former_addresses == (
        "story/2026/first-name.html",
        "story/2025/hotline.html",
        "story/2024/older.html",
    )


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (
            "老名字",
            f"found '老名字', {FORM} Copy it from the old address.",
        ),
        (
            "story/2025/x",
            f"found 'story/2025/x', {FORM} Write '2025/x'.",
        ),
        (
            "https://a.cn/story/2025/x.html",
            f"found 'https://a.cn/story/2025/x.html', {FORM} Write '2025/x'.",
        ),
        ("story:x", f"found 'story:x', {FORM} Write 'x'."),
        (
            "25/x",
            f"found '25/x', {FORM} Copy it from the old address.",
        ),
        (
            "x.html",
            f"found 'x.html', {FORM} Write 'x'.",
        ),
        ("hotline", "found 'hotline', expected each former address once. Remove it."),
        ("2026/hotline", "found '2026/hotline', expected each former address once. Remove it."),
        ("[x, 2026/x]", "found '2026/x', expected each former address once. Remove it."),
        (
            "other",
            "found 'other', expected an address that only this page had. "
            "It leads to stories/2025/other.md already; remove it here or there.",
        ),
        (
            "2024/other",
            "found 'other', expected an address that only this page had. "
            "It leads to stories/2025/other.md already; remove it here or there.",
        ),
        (
            "once-theirs",
            "found 'once-theirs', expected an address that only this page had. "
            "It leads to stories/2025/other.md already; remove it here or there.",
        ),
    ],
)
def test_alias_of_another_form_or_of_somebody_else_is_a_problem(room: Room, written: str, told: str):
    room.story("other", date="2025-02-04", aliases="once-theirs")
    room.story(aliases=written)
    assert problem(room) == f"{HERE}:8: aliases: {told}"


def test_slug_that_a_draft_has_is_taken_as_well(room: Room):
    room.story("other", status="draft")
    room.story(aliases="other")
    assert "It leads to stories/2026/other.md already" in problem(room)


PAGE = "---\ntitle: 甲\nsummary: 乙\naliases: {aliases}\n---\n丙\n"


def test_standing_page_keeps_its_former_addresses(room: Room):
    room.write("pages/about.md", PAGE.format(aliases="[about-us, us]"))
    (page,) = newsroom(room).standing
    assert page.former_addresses == ("about-us.html", "us.html")


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("index", "found 'index', expected a name that nothing else has. Remove it; that address is taken."),
        ("about", "found 'about', expected a name that nothing else has. Remove it; that address is taken."),
        ("关于", "found '关于', expected a slug: a-z, 0-9 and hyphens. Copy the file's name."),
        (
            "a-method",
            "found 'a-method', expected an address that only this page had. "
            "It leads to pages/a-method.md already; remove it here or there.",
        ),
        (
            "ways",
            "found 'ways', expected an address that only this page had. "
            "It leads to pages/a-method.md already; remove it here or there.",
        ),
    ],
)
def test_alias_of_a_page_that_is_taken_is_a_problem(room: Room, written: str, told: str):
    room.write("pages/a-method.md", PAGE.format(aliases="ways"))
    room.write("pages/about.md", PAGE.format(aliases=written))
    assert problem(room) == f"content/pages/about.md:4: aliases: {told}"


def test_entries_of_registries_keep_their_former_slugs(room: Room):
    room.write("sections.yaml", SECTIONS.replace("{slug: ideas}", "{slug: ideas, aliases: [thoughts, minds]}"))
    room.write("columns.yaml", COLUMNS.replace("slug: dundian", "slug: dundian, aliases: diary"))
    room.write("regions.csv", REGIONS.replace(",henan/luoyang,", ",henan/luoyang|luoyang|henan/lo-yang,"))
    room.write(
        "campaigns.yaml",
        "送温暖:\n  slug: warmth\n  aliases: [songwennuan]\n  editions:\n"
        "    2026: {title: 甲, aliases: [spring]}\n    2025: {title: 乙}\n",
    )
    registries = newsroom(room).registries
    assert registries.sections["思想引领"].former == ("thoughts", "minds")
    assert registries.columns["蹲点日记"].former == ("diary",)
    assert registries.regions["河南省/洛阳市"].former == ("luoyang", "henan/lo-yang")
    assert registries.campaigns["送温暖"].former == ("songwennuan",)
    assert registries.campaigns["送温暖"].years["2026"].former == ("spring",)


@pytest.mark.parametrize(
    ("file", "text", "told"),
    [
        (
            "sections.yaml",
            SECTIONS.replace("{slug: ideas}", "{slug: ideas, aliases: [news]}"),
            "sections.yaml:2: 思想引领.aliases: found 'news', expected a slug that nothing else has. "
            "'工作动态' has it already; choose another.",
        ),
        (
            "sections.yaml",
            SECTIONS.replace("{slug: ideas}", "{slug: ideas, aliases: [care]}"),
            "sections.yaml:3: 维权服务.slug: found 'care', expected a slug that nothing else has. "
            "'思想引领' has it already; choose another.",
        ),
        (
            "columns.yaml",
            "蹲点日记: {slug: dundian, aliases: [dundian]}\n",
            "columns.yaml:1: 蹲点日记.aliases: found 'dundian', expected a slug that nothing else has. "
            "'蹲点日记' has it already; choose another.",
        ),
        (
            "regions.csv",
            REGIONS.replace(",henan/luoyang,", ",henan/luoyang|henan,"),
            "regions.csv:6: slug: found 'henan', expected a slug that nothing else has. '河南省' has it already; "
            "choose another.",
        ),
        (
            "regions.csv",
            REGIONS.replace(",henan,", ",henan|Hn,"),
            "regions.csv:5: slug: found 'Hn', expected a-z, 0-9, hyphens and slashes. Use only the letters a-z.",
        ),
        (
            "campaigns.yaml",
            "送温暖:\n  slug: warmth\n  editions:\n    2026: {title: 甲, aliases: [2025]}\n    2025: {title: 乙}\n",
            "campaigns.yaml:5: 送温暖.editions.2025: found '2025', expected each edition once. Remove one of the two.",
        ),
    ],
)
def test_alias_of_an_entry_that_another_has_is_a_problem(room: Room, file: str, text: str, told: str):
    room.write(file, text)
    assert f"content/{told}" in problems(room)


def test_who_names_a_story_by_a_slug_that_it_had_means_that_story(room: Room):
    room.story("renamed", aliases="[hotline]", highlight="true")
    room.story("other", "见[热线](story:hotline)。", related="[hotline]")
    room.write("digests/2026-W06.md", "---\nleads: [hotline]\npins: [hotline, renamed]\n---\n[热线](story:hotline)\n")
    room.write("top10/2026.md", annual("hotline"))
    assert problems(room) == []
    digest = digest_of(room)
    assert [story.slug for story in digest.leads] == ["renamed"]
    assert digest.notes.pins == ("renamed",)
    assert view(room, "top10/2026.html").body.entries[0].url == "story/2026/renamed.html"
    page = view(room, "story/2026/other.html")
    assert page.body.places == {"story:hotline": "story/2026/renamed.html"}
    assert [card.url for card in page.related] == ["story/2026/renamed.html"]


def ids(room: Room) -> dict[str, str]:
    """Address of an entry -> its id; and the id of every feed by its own address."""
    found = {}
    for path in sorted(room.output.rglob("feeds/**/*.json")):
        data = json.loads(path.read_text("utf-8"))
        for item in data["items"]:
            found[item["title"]] = item["id"]
    for path in sorted(room.output.rglob("feeds/**/*.atom")):
        found[str(path.relative_to(room.output))] = path.read_text("utf-8").partition("<id>")[2].partition("</id>")[0]
    return found


def test_feeds_know_a_renamed_story_section_region_campaign_and_column_by_their_first_slug(room: Room):
    room.story("first", title="热线", campaign="送温暖/2026", column="蹲点日记")
    room.build()
    before = ids(room)
    (room.content / "stories/2026/first.md").unlink()
    room.story("third", title="热线", campaign="送温暖/2026", column="蹲点日记", aliases="[first, second]")
    room.write("sections.yaml", SECTIONS.replace("slug: care", "slug: help, aliases: [care]"))
    room.write("columns.yaml", COLUMNS.replace("slug: dundian", "slug: diary, aliases: [dundian]"))
    room.write("regions.csv", REGIONS.replace(",henan,", ",honan|henan,"))
    campaigns = (room.content / "campaigns.yaml").read_text("utf-8")
    room.write("campaigns.yaml", campaigns.replace("slug: songwennuan", "slug: warmth\n  aliases: [songwennuan]"))
    room.build()
    after = ids(room)
    moved = {"section/care": "section/help", "column/dundian": "column/diary", "region/henan": "region/honan"}
    moved["campaign/songwennuan"] = "campaign/warmth"
    for old, new in moved.items():
        assert after[f"feeds/{new}.atom"] == before[f"feeds/{old}.atom"]
        for suffix in ("atom", "rss", "json"):  # who subscribed to the old address goes on
            there = (room.output / f"feeds/{old}.{suffix}").read_bytes()
            assert there == (room.output / f"feeds/{new}.{suffix}").read_bytes()
    assert {name: id_ for name, id_ in after.items() if name in before} == before
