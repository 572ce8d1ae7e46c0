"""Standing pages such as 'about'."""

import pytest

from goodnews.newsroom.standing import TAKEN
from tests.builders import Room
from tests.proof import newsroom, problem, problems


def write(room: Room, slug: str, *fields: str, body: str = "正文一段。") -> None:
    room.write(f"pages/{slug}.md", "\n".join(["---", "title: 关于", "summary: 关于我们。", *fields, "---", body, ""]))


def test_page_is_what_was_written(room: Room):
    write(room, "about", "order: 2")
    (page,) = newsroom(room).standing
    assert (page.slug, page.address, page.title, page.summary) == ("about", "about.html", "关于", "关于我们。")
    assert (page.order, page.body) == (2, "正文一段。")


def test_pages_are_sorted_by_order_then_by_slug(room: Room):
    write(room, "a")
    write(room, "b", "order: 2")
    write(room, "c", "order: 1")
    write(room, "d", "order: 2")
    assert [page.slug for page in newsroom(room).standing] == ["c", "b", "d", "a"]


@pytest.mark.parametrize("slug", TAKEN)
def test_page_with_an_address_of_the_site_is_a_problem(room: Room, slug: str):
    write(room, slug)
    assert problem(room) == (
        f"content/pages/{slug}.md:1: file: found 'pages/{slug}.md', expected a name that nothing else has. "
        "Rename it; that address is taken."
    )


@pytest.mark.parametrize("slug", ["About", "关于", "about/us"])
def test_page_with_another_name_than_a_slug_is_a_problem(room: Room, slug: str):
    write(room, slug)
    assert problem(room) == (
        f"content/pages/{slug}.md:1: file: found 'pages/{slug}.md', expected pages/slug.md. "
        "Name it with a-z, 0-9 and hyphens."
    )


@pytest.mark.parametrize("name", ["title", "summary"])
def test_page_without_title_or_summary_is_a_problem(room: Room, name: str):
    text = "---\ntitle: 关于\nsummary: 关于我们。\n---\n正文一段。\n"
    kept = "".join(line for line in text.splitlines(keepends=True) if not line.startswith(name))
    room.write("pages/about.md", kept)
    assert problem(room) == (
        f"content/pages/about.md:2: {name}: found nothing, expected a value. Add a line '{name}: …'."
    )


def test_order_in_words_is_a_problem(room: Room):
    write(room, "about", "order: 第一")
    assert problem(room) == (
        "content/pages/about.md:4: order: found '第一', expected a number from 1 to 9999. Write digits only."
    )


def test_page_shows_how_to_reach_the_newsroom_only_if_it_says_so(room: Room):
    write(room, "about")
    write(room, "contact", "contact: true")
    assert [(page.slug, page.contact) for page in newsroom(room).standing] == [("about", False), ("contact", True)]


def test_contact_with_an_address_in_it_is_a_problem(room: Room):
    write(room, "contact", "contact: desk@nuanwen.example")
    assert problem(room) == (
        "content/pages/contact.md:4: contact: found 'desk@nuanwen.example', expected one of true, false. "
        "Choose one of them."
    )


def test_page_without_text_is_a_problem(room: Room):
    write(room, "about", body="")
    assert problem(room) == (
        "content/pages/about.md:6: body: found no text, expected the story. Write it below the front matter."
    )


def test_field_of_a_story_on_a_page_is_a_problem(room: Room):
    write(room, "about", "date: 2026-02-04")
    assert problem(room) == (
        "content/pages/about.md:4: date: found an unknown field, "
        "expected a known field. "
        "Remove it; the fields are listed in docs/content.md."
    )


def test_draft_of_a_page_is_seen_by_nobody_but_its_editor(room: Room):
    room.story()
    room.write("pages/about.md", "---\ntitle: 关于\nsummary: 说明\nstatus: draft\n---\n见[自己](page:about)。\n")
    assert newsroom(room).standing == ()
    assert [page.slug for page in newsroom(room, drafts=True).standing] == ["about"]
    room.build()
    assert not (room.output / "about.html").exists()


@pytest.mark.parametrize("file", ["stories/2026/other.md", "pages/contact.md", "digests/2026-W06.md"])
def test_link_to_a_draft_of_a_page_is_a_problem_unless_it_stands_in_a_draft(room: Room, file: str):
    room.story()
    room.write("pages/about.md", "---\ntitle: 关于\nsummary: 说明\nstatus: draft\n---\n正文一段。\n")
    head = "" if file.startswith("digests") else "title: 甲\nsummary: 乙\n"
    if file.startswith("stories"):
        head += "date: 2026-02-04\ncategory: 维权服务\nregion: 河南省\nsources: [某报]\n"
    room.write(file, f"---\n{head}---\n见[关于](page:about)。\n")
    line = problem(room)
    assert line.endswith("body: found 'page:about', expected a published page. Publish pages/about.md, or remove it.")
    room.write(file, f"---\n{head}status: draft\n---\n见[关于](page:about)。\n")
    assert problems(room) == []
