"""The text of a story: headings, links, entities, and what is no text at all."""

import pickle

import pytest

from tests.builders import Room, story_text
from tests.looking import annual
from tests.proof import problem, problems

HERE = "content/stories/2026/hotline.md"


TOO_LARGE = "expected headings from ## on. Add a second #, or write \\# if it is not a heading."


def test_heading_of_the_first_level_is_a_problem_on_its_line(room: Room):
    room.story(body="好消息来了。\n\n# 好消息")
    assert problem(room) == f"{HERE}:11: body: found '# 好消息', {TOO_LARGE}"


@pytest.mark.parametrize("heading", ["# **好**消息", "#好消息", "> # 好消息", "- 一\n- # 好消息"])
def test_heading_of_the_first_level_is_seen_wherever_it_stands(room: Room, heading: str):
    room.story(body=f"来了。\n\n{heading}")
    line = 11 + heading.count("\n")
    assert problem(room) == f"{HERE}:{line}: body: found '# 好消息', {TOO_LARGE}"


LINK = (
    "expected https://…, mailto:…, or story:slug, digest:2025-W30, top10:2025, page:about. "
    "Write the link's target in one of these forms."
)


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:x",
        "data:text/html,x",
        "../about.html",
        "/about.html",
        "//a.cn",
        "story:",
        "a.cn",
    ],
)
def test_link_that_is_neither_of_the_web_nor_of_the_site_is_a_problem_on_its_line(room: Room, href: str):
    room.story(body=f"说 {href} 不行。\n\n见[这里]({href})。")
    assert problem(room) == f"{HERE}:11: body: found '{href}', {LINK}"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("stories/2026/hotline.md", story_text("*一*")),
        ("digests/2026-W06.md", "---\n{}\n---\n*一*\n"),
        ("pages/about.md", "---\ntitle: 关于\nsummary: 关于本站。\n---\n*一*\n"),
        ("top10/2026.md", annual("hotline", note="*一*")),
    ],
)
def test_fault_of_the_code_carries_a_note_that_names_the_text(
    room: Room, monkeypatch: pytest.MonkeyPatch, path: str, text: str
):
    def faulty(*_: object) -> str:
        raise NameError("a name that is nowhere")

    room.story()
    room.write(path, text)
    monkeypatch.setattr("markdown.Markdown.convert", faulty)
    with pytest.raises(NameError) as error:
        room.check()
    between_processes = pickle.loads(pickle.dumps(error.value))  # as a worker hands it on
    assert between_processes.__notes__ == [f"The text that showed this fault: {room.content}/{path}"]


def test_empty_link_is_a_problem_on_its_line(room: Room):
    room.story(body="一段。\n\n见[这里]()。")
    assert problem(room) == f"{HERE}:11: body: found '', {LINK}"


@pytest.mark.parametrize("href", ["https://example.com", "http://example.com", "mailto:a@example.com", "tel:12351"])
def test_link_of_the_web_or_of_mail_is_fine(room: Room, href: str):
    room.story(body=f"见[这里]({href})。")
    assert not problems(room)


@pytest.mark.parametrize(
    "entity", ["&#x1;", "&#12;", "&#xFFFE;", "&#xE000;", "&#x1b", "&#65534;", "&#0;", "&#8203;", "&shy;", "&rlm;"]
)
def test_entity_that_spells_a_refused_character_is_a_problem_on_its_line(room: Room, entity: str):
    room.story(body=f"一段。\n\n正文{entity}。")
    assert problem(room) == f"{HERE}:11: body: found '{entity}', expected printable text. Delete it."


@pytest.mark.parametrize("entity", ["&#65;", "&amp;", "&#x4e2d;", "&nbsp;"])
def test_entity_of_a_plain_character_is_fine(room: Room, entity: str):
    room.story(body=f"正文{entity}。")
    assert not problems(room)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "\u3000\u3000",
        "\u200b",
        "---",
        "……",
        "&nbsp;",
        "## 小标题",
        "> ",
        "**  **",
    ],
)
def test_text_that_says_nothing_is_a_problem(room: Room, body: str):
    room.story(body=body)
    assert [line for line in problems(room) if "body: found no text, expected the story." in line]


@pytest.mark.parametrize("body", ["字", "- 一", "![图](images/x.jpg)", "[见](story:hotline)", "7"])
def test_one_word_or_picture_is_a_text(room: Room, body: str):
    room.photo("images/x.jpg")
    room.story(body=body)
    assert problems(room) == []


def test_heading_behind_an_underlined_one_is_seen_on_its_line(room: Room):
    room.story(body="小标题\n---\n\n# 大标题\n\n文。")
    assert problem(room) == f"{HERE}:12: body: found '# 大标题', {TOO_LARGE}"


def test_form_of_a_text_is_told_with_the_way_out(room: Room):
    room.story(body="一段。\n\n<p>粘贴来的</p>\n\n![](images/2026/a.png)\n\n**没有关")
    room.photo("images/2026/a.png")
    assert problems(room) == [
        f"{HERE}:11: body: found '<p>粘贴来的</p>', expected words without HTML, which is printed literally. "
        "Paste without formatting, or let `import` read the page; a new line begins after an empty one.",
        f"{HERE}:13: body: found '![](images/2026/a.png)', expected a few words in the square brackets. "
        "Say what it shows, for those who do not see it.",
        f"{HERE}:15: body: found '**没有关', expected ** right before and right after the words. "
        "Close it and remove the spaces inside, or write \\*\\* for asterisks.",
    ]


def test_text_of_nothing_but_a_comment_is_none(room: Room):
    room.story(body="<!-- 待写 -->")
    assert problem(room).startswith(f"{HERE}:9: body: found no text")
