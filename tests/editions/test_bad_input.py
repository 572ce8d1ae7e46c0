"""Whatever editors put into an issue, every edition of it is made, and says all of it."""

import email
import email.policy
import zipfile
from pathlib import Path
from typing import NamedTuple

import lxml.html

from goodnews.editions.wechat import LONGEST, MOST
from goodnews.render.sharecard import printable
from tests.builders import Room, bare
from tests.editions.papers import pages_of, words_of
from tests.editions.posting import printed

PARAGRAPH = "骑手进门有热水，出门有充电，站里的人记得他们的名字。" * 4
LONG = (
    "一件好事从头说到尾没有一处停顿，编辑也不肯断句，因为这样才看得出"
    "每一种版面到底放不放得下这样长的一个标题，真的有六十字呢"
)
STRANGE = [
    "<b>粗</b> & *星* `码` [链](x)",
    "🎉好消息👩🏽\u200d🏭来了",
    "𠮷家与䶮家的夏天",
    "阿依古丽·买买提江的夜校",
    "“引”与《书》：100%？",
    LONG,
]


class Issue(NamedTuple):
    """The words of every edition of an issue, without blanks, for a line may end anywhere."""

    words: dict[str, str]
    folder: Path


def issue_of(room: Room, name: str = "2026-W06") -> Issue:
    printed(room)
    folder = Path(room.settings.editions) / name
    words = {}
    for path in sorted(folder.iterdir()):
        kind = path.name.removeprefix(f"{name}.")
        data = path.read_bytes()
        if kind == "eml":
            mail = email.message_from_bytes(data, policy=email.policy.default)
            text, html = (mail.get_body((one,)) for one in ("plain", "html"))
            assert text is not None
            assert html is not None
            words["text"], words["mail"] = text.get_content(), _shown(html.get_content())
        elif kind == "epub":
            with zipfile.ZipFile(path) as book:
                words["book"] = _shown(book.read("EPUB/issue.xhtml").decode().partition("?>")[2])
        elif kind.endswith(".pdf"):
            words[kind] = words_of(data)
            assert pages_of(data).pages
        elif kind.endswith(".html") and kind.startswith("wechat") and "copy" not in kind:
            words["wechat"] = words.get("wechat", "") + _shown(data.decode())
    return Issue({kind: "".join(said.split()) for kind, said in words.items()}, folder)


def _shown(html: str) -> str:
    return lxml.html.document_fromstring(html).text_content()


def says(issue: Issue, title: str) -> dict[str, bool]:
    """Which editions have a title; paper in the letters that its fonts have."""
    return {
        kind: "".join((printable(title) if kind.endswith("pdf") else title).split()) in said
        for kind, said in issue.words.items()
    }


EDITIONS = {"text", "mail", "book", "a4.pdf", "a3.pdf", "wechat"}


def test_strange_titles_are_whole_in_every_edition(room: Room):
    for number, title in enumerate(STRANGE):
        room.story(f"s{number}", title=f"'{title}'", digest_summary=PARAGRAPH)
    issue = issue_of(room)
    assert set(issue.words) == EDITIONS
    for title in STRANGE:
        assert [kind for kind, there in says(issue, title).items() if not there] == [], title


def test_sixty_stories_of_sixty_characters_are_whole_and_within_every_limit(room: Room):
    titles = [f"{number:02}{LONG}"[:60] for number in range(60)]
    for number, title in enumerate(titles):
        section = ("工作动态", "思想引领", "维权服务")[number % 3]
        room.story(f"s{number}", title=title, digest_summary=PARAGRAPH, category=section)
    issue = issue_of(room)
    for title in titles:
        assert [kind for kind, there in says(issue, title).items() if not there] == []
    folder = issue.folder
    assert len((folder / "2026-W06.html").read_bytes()) <= 100_000
    articles = [path.read_text("utf-8") for path in folder.glob("*.wechat-?.html")]
    assert 2 <= len(articles) <= MOST
    assert max(map(len, articles)) <= LONGEST + 2_000  # the file has a head, which is not pasted
    assert len((folder / "2026-W06.long.png").read_bytes()) < 500_000


def test_an_issue_of_one_story_without_summary_picture_or_text_is_made(room: Room):
    room.story("a", body="一句。", summary="一句。", title="甲")
    issue = issue_of(room)
    assert set(issue.words) == EDITIONS
    assert all(says(issue, "甲").values())


def test_a_lost_picture_is_told_in_words_and_a_large_one_stays_small(room: Room):
    room.photo("images/x.jpg")
    room.story("a", title="甲", image="[{alt: 丢了的, caption: 这张图没有留存, missing: true}]")
    room.story("b", title="乙", image="[{file: images/x.jpg, alt: 在的, caption: 这张图在}]")
    issue = issue_of(room)
    assert "这张图在" in issue.words["mail"]
    assert "这张图在" in issue.words["book"]


def test_a_retracted_story_says_nothing_any_more_and_the_next_issue_tells_it(room: Room):
    room.story(title="撤下的事", digest_summary=PARAGRAPH, retraction="{date: 2026-02-10, text: 经查不实。}")
    room.story("next", title="下期的事", date="2026-02-11")
    assert [kind for kind, said in issue_of(room).words.items() if PARAGRAPH in said] == []
    told = issue_of(room, "2026-W07")
    assert [kind for kind, said in told.words.items() if "经查不实。" not in said] == []


def test_a_newsroom_without_regions_in_english_has_every_edition(tmp_path: Path):
    content = bare(tmp_path)
    room = Room(tmp_path, registries=False, name="The Lamp Post")
    assert room.content == content
    printed(room)
    folders = [path for path in Path(room.settings.editions).iterdir() if "W" in path.name]
    assert folders
    for folder in folders:
        assert {path.name.partition(".")[2] for path in folder.iterdir()} >= {"eml", "epub", "a4.pdf", "a3.pdf"}
