"""What one file says of another: links, related stories and pictures lead somewhere, or the line is told."""

import pytest

from tests.builders import Room
from tests.proof import newsroom, problem, problems

HERE = "content/stories/2026/hotline.md"


def test_links_lead_to_stories_digests_years_and_pages(room: Room):
    room.story("other")
    room.write("pages/about.md", "---\ntitle: 甲\nsummary: 乙\n---\n丙\n")
    entry = "## other\n\n### 新闻回放\n\n甲\n\n### 点评\n\n乙\n"
    room.write("top10/2025.md", f"---\ntitle: 甲\nsummary: 乙\n---\n丙\n\n{entry}")
    room.story(body="[a](story:other#x) [b](digest:2026-W06#care) [c](top10:2025) [d](page:about)")
    assert [story.slug for story in newsroom(room).stories] == ["hotline", "other"]


@pytest.mark.parametrize(
    ("href", "told"),
    [
        ("story:hotlin", "found 'hotlin', expected the slug of a story. Did you mean 'hotline'?"),
        ("story:zzz", "found 'zzz', expected the slug of a story. Write a slug that exists, or remove it."),
        ("digest:2026-W6", "found 'digest:2026-W6', expected a page that exists. Did you mean 'digest:2026-W06'?"),
        (
            "digest:2026-W07",
            "found 'digest:2026-W07', expected a page that exists. Check the spelling, as in `page:about`.",
        ),
        ("top10:1999", "found 'top10:1999', expected a page that exists. Check the spelling, as in `page:about`."),
        ("page:about#x", "found 'page:about#x', expected a page that exists. Check the spelling, as in `page:about`."),
    ],
)
def test_link_that_leads_nowhere_is_a_problem_on_its_line(room: Room, href: str, told: str):
    room.story(body=f"说 {href}。\n\n见[这里]({href})。")
    assert problem(room) == f"{HERE}:11: body: {told}"


def test_link_that_begins_like_another_is_told_on_its_own_line(room: Room):
    room.story("hotline-two")
    room.story(body="[a](story:hotline-two)\n\n[b](story:hotline-t)")
    assert problem(room).startswith(f"{HERE}:11: body: found 'hotline-t',")


def test_link_to_a_draft_is_a_problem(room: Room):
    room.story("other", status="draft")
    room.story(body="一段。\n\n见[这里](story:other)。")
    for drafts in (False, True):
        assert problems(room, drafts=drafts) == [
            f"{HERE}:11: body: found 'other', expected a published or scheduled story. "
            "Publish stories/2026/other.md, or remove it."
        ]


def test_draft_may_link_to_a_draft(room: Room):
    room.story("other", status="draft")
    room.story(body="见[这里](story:other)。", status="draft")
    assert not problems(room)


def test_link_may_lead_to_what_waits_for_its_day(room: Room):
    room.story("later", date="2026-07-05")
    room.story(body="[a](story:later) [b](digest:2026-W27)")
    room.write("pages/about.md", "---\ntitle: 关于\nsummary: 一句。\n---\n[a](story:later)\n")
    room.write("digests/2026-W06.md", "---\nnumber: 一\n---\n[a](story:later)\n")
    assert not problems(room)


def test_link_to_a_digest_of_drafts_is_a_problem(room: Room):
    room.story("later", date="2026-06-05", status="draft")
    room.story(body="[a](digest:2026-W23)")
    assert "found 'digest:2026-W23', expected a page that exists." in problem(room)


def test_link_to_a_story_with_problems_of_its_own_is_not_to_blame(room: Room):
    room.story("other", title=None)
    room.story(body="见[这里](story:other)。", related="[other]")
    assert problem(room).startswith("content/stories/2026/other.md:2: title: found nothing,")


def test_related_story_that_does_not_exist_is_a_problem_on_its_line(room: Room):
    room.story("other")
    room.story(related="\n- other\n- zzz")
    assert problem(room) == (
        f"{HERE}:10: related: found 'zzz', expected the slug of a story. Write a slug that exists, or remove it."
    )


def test_picture_of_a_text_that_does_not_exist_is_a_problem_on_its_line(room: Room):
    room.photo("images/soup.jpg")
    room.story(body="![甲](images/soup.jpg)\n\n![乙](images/coat.jpg)")
    assert problem(room) == (
        f"{HERE}:11: body: found 'images/coat.jpg', expected a picture below content/images. "
        "Put the file into content/images."
    )


@pytest.mark.parametrize("written", ["images/soups.jpg", "images/2026/soup.jpeg", "../../images/Soup.jpg", "soup.jpg"])
def test_picture_of_a_slip_is_suggested_by_its_own_name(room: Room, written: str):
    room.photo("images/soup.jpg")
    room.story(body=f"![甲]({written})")
    assert problem(room).endswith("Did you mean 'images/soup.jpg'?")


def test_links_of_pages_and_digests_are_checked_as_well(room: Room):
    room.story()
    room.write("pages/about.md", "---\ntitle: 甲\nsummary: 乙\n---\n一段。\n\n[a](story:zzz)\n")
    room.write("digests/2026-W06.md", "---\n---\n[a](page:zzz)\n")
    assert [line.partition(": found")[0] for line in problems(room)] == [
        "content/digests/2026-W06.md:3: body",
        "content/pages/about.md:7: body",
    ]
