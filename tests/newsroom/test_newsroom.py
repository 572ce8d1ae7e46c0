"""The newsroom: every file checked against every other; what is not public yet waits."""

import datetime
import os
import subprocess
import sys
from pathlib import Path

import pytest

from goodnews.__main__ import main
from goodnews.newsroom.texts import Texts
from goodnews.press.page import Changed
from goodnews.problem import ContentError
from tests.builders import ROOT, TODAY, Room, story_text
from tests.looking import annual
from tests.proof import newsroom, problem, problems

HERE = "content/stories/2026/hotline.md"


def slugs(room: Room, today: datetime.date = TODAY, drafts: bool = False) -> list[str]:
    return [story.slug for story in newsroom(room, today, drafts).stories]


@pytest.mark.parametrize(
    ("path", "told"),
    [
        (
            "stories/2026/x (1).md",
            "a copy of a file, made by a program, expected one file. Name it stories/2026/x.md.",
        ),
        (
            "stories/2026/hotline - 副本.md",
            "a copy of a file, made by a program, expected one file. "
            "Keep the right parts of both in stories/2026/hotline.md, and delete the copy.",
        ),
        (
            "sections (1).yaml",
            "a copy of a file, made by a program, expected one file. "
            "Keep the right parts of both in sections.yaml, and delete the copy.",
        ),
        (
            "stories/2026/aux.md",
            "'stories/2026/aux.md', expected a name that Windows can hold. "
            "Choose another: con, aux, nul and the like are its devices.",
        ),
        (
            "images/2026/con.jpg",
            "'images/2026/con.jpg', expected a name that Windows can hold. "
            "Choose another: con, aux, nul and the like are its devices.",
        ),
        (
            "images/2026/cafe\u0301.jpg",
            "a letter in two pieces (U+0301), expected letters in one piece (NFC). "
            "Rename the file with the letters a-z, digits and hyphens.",
        ),
    ],
)
def test_file_with_an_odd_name_is_told_by_its_name_alone(room: Room, path: str, told: str):
    room.story()
    room.write(path, "no front matter")
    assert problem(room) == f"content/{path}:1: file: found {told}"


def test_stories_are_sorted_by_date_then_slug(room: Room):
    room.story("c", date="2026-02-04")
    room.story("a", date="2026-02-04")
    room.story("b", date="2025-12-31")
    assert slugs(room) == ["b", "a", "c"]


def waiting(room: Room, drafts: bool = False) -> list[tuple[str, str, str]]:
    return [(one.file, one.what, str(one.day)) for one in newsroom(room, drafts=drafts).waiting]


def test_draft_is_not_public_and_waits(room: Room):
    room.story("draft", status="draft")
    room.story()
    assert slugs(room) == ["hotline"]
    assert waiting(room) == [("content/stories/2026/draft.md", "draft", "9999-12-31")]


def test_story_of_a_later_day_is_not_public_and_waits(room: Room):
    room.story("later", date="2026-06-02")
    room.story()
    assert slugs(room) == ["hotline"]
    assert waiting(room) == [("content/stories/2026/later.md", "story", "2026-06-02")]


def test_words_with_a_day_of_their_own_wait_like_stories_and_drafts_stand_last(room: Room):
    room.story("draft", status="draft", corrections="[{date: 2026-06-09, text: 草稿的更正。}]")
    room.story(corrections="[{date: 2026-02-05, text: 印出的更正。}, {date: 2026-06-05, text: 更正。}]")
    room.story("later", date="2026-06-07")
    room.write("digests/2026-W06.md", "---\ndate: 2026-02-08\n---\n旧的引言。\n")
    room.write("digests/2026-W23.md", "---\ndate: 2026-06-08\n---\n引言。\n")
    room.write("top10/2026.md", annual("hotline", date="2026-12-31"))
    assert (
        waiting(room)
        == waiting(room, drafts=True)
        == [
            ("content/stories/2026/hotline.md", "correction", "2026-06-05"),
            ("content/stories/2026/later.md", "story", "2026-06-07"),
            ("content/digests/2026-W23.md", "digest", "2026-06-08"),
            ("content/top10/2026.md", "annual", "2026-12-31"),
            ("content/stories/2026/draft.md", "draft", "9999-12-31"),
        ]
    )


def test_story_is_public_on_its_day(room: Room):
    room.story("later", date="2026-06-02")
    assert slugs(room, today=datetime.date(2026, 6, 1)) == []
    assert slugs(room, today=datetime.date(2026, 6, 2)) == ["later"]


def test_draft_stays_one_whatever_the_day(room: Room):
    room.story("draft", status="draft")
    assert slugs(room, today=datetime.date(2030, 1, 1)) == []


def test_drafts_and_waiting_stories_are_shown_if_asked_for(room: Room):
    room.story("draft", status="draft")
    room.story("later", date="2026-06-02")
    shown = newsroom(room, drafts=True)
    assert [story.slug for story in shown.stories] == ["draft", "later"]


def test_draft_is_checked_as_strictly_as_any_story(room: Room):
    room.story(status="draft", category="体育")
    assert problem(room).startswith(f"{HERE}:4: category: found '体育'")


def test_empty_folder_tells_the_registries_that_it_needs(tmp_path: Path):
    (tmp_path / "content").mkdir()
    room = Room(tmp_path, registries=False)
    told = "file: found nothing, expected a registry. Copy it from another newsroom; its form is in docs/content.md."
    assert problems(room) == [f"content/regions.csv:1: {told}", f"content/sections.yaml:1: {told}"]


def test_folder_that_does_not_exist_tells_the_same_as_an_empty_one(tmp_path: Path):
    assert len(problems(Room(tmp_path, registries=False))) == 2


def test_newsroom_without_stories_stands(room: Room):
    assert slugs(room) == []


def test_two_stories_with_one_slug_in_two_years_are_a_problem_of_the_later(room: Room):
    room.story()
    room.story(date="2025-02-04")
    assert problem(room) == (
        f"{HERE}:1: file: found the slug of stories/2025/hotline.md, expected a slug that no other story has, in any "
        f"year. "
        "Rename the newer file before it is published."
    )


@pytest.mark.parametrize("path", ["note.txt", "pages/x.html", "x.md"])
def test_file_that_nothing_reads_is_a_problem(room: Room, path: str):
    room.write(path, "x")
    assert problem(room) == (
        f"content/{path}:1: file: found a file that the site does not use, expected stories/, digests/, top10/, "
        f"pages/ with "
        ".md files, images/ with pictures, or a registry. Move it where it belongs, or out of the content folder."
    )


@pytest.mark.parametrize("path", ["images/x.svg", "images/IMG_0001.HEIC", "images/x", "images/a b.jpg"])
def test_file_that_is_no_picture_by_its_name_is_a_problem_with_the_way_out(room: Room, path: str):
    room.write(path, "x")
    assert problem(room) == (
        f"content/{path}:1: file: found a file name that no picture may have, expected a name of letters, digits, -, "
        "_ and . that ends in .jpg, .jpeg, .png, .webp, .avif, .gif. Export a photograph as JPEG, a drawing or logo as "
        "PNG; rename the file if only its name is odd."
    )


def test_misspelt_registry_is_a_problem_with_the_right_name(room: Room):
    room.write("section.yaml", "x")
    assert problem(room).endswith("Did you mean 'sections.yaml'?")


@pytest.mark.parametrize("path", [".DS_Store", "stories/2026/.hotline.md.swp", "stories/2026/hotline.md~", "README.md"])
def test_hidden_files_and_backups_are_left_alone(room: Room, path: str):
    room.write(path, "x")
    assert not problems(room)


@pytest.mark.parametrize("path", ["stories/2026/hotline.md", "images/x.jpg", "names.yaml", "stories/2025"])
def test_symbolic_link_is_a_problem_and_never_followed(room: Room, tmp_path: Path, path: str):
    (tmp_path / "secret").write_text(story_text(), "utf-8")
    link = room.content / path
    link.parent.mkdir(parents=True, exist_ok=True)
    link.unlink(missing_ok=True)
    link.symlink_to(tmp_path / "secret")
    assert problem(room) == (
        f"content/{path}:1: file: found a symbolic link or a special file, expected a plain file. "
        f"Copy the file '{link.name}' here."
    )


@pytest.mark.parametrize("path", ["stories/2026/hotline.md", "images/x.jpg", "columns.yaml", "pipe"])
def test_pipe_is_a_problem_and_never_waited_for(room: Room, path: str):
    if sys.platform == "win32":
        assert not hasattr(os, "mkfifo")  # no folder there can hold a pipe, so nothing can be waited for
        return
    pipe = room.content / path
    pipe.parent.mkdir(parents=True, exist_ok=True)
    pipe.unlink(missing_ok=True)
    os.mkfifo(pipe)
    handle = os.open(pipe, os.O_RDWR)  # so that one who opens it does not wait for ever
    try:
        os.write(handle, b"x")
        os.set_blocking(handle, False)
        assert problem(room).startswith(f"content/{path}:1: file: found a symbolic link or a special file,")
    finally:
        os.close(handle)


@pytest.mark.parametrize("name", [b"images/\xc4\xe3.jpg", b"stories/\xc4\xe3.md", b"stories/a\nb.md"])
def test_file_name_that_is_no_text_is_a_problem(room: Room, name: bytes):
    path = os.path.join(os.fsencode(room.content), name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    try:
        with open(path, "wb") as file:
            file.write(b"x")
    except (OSError, ValueError):
        assert sys.platform != "linux"  # which takes any bytes; where the system refuses the name, no file can have it
        return
    assert problem(room).endswith(
        ":1: file: found a name with characters that cannot be printed, expected a plain name. Rename the file."
    )


def test_story_of_five_megabytes_is_a_problem(room: Room):
    room.story(body="长" * 1_700_000)
    assert problem(room).startswith(f"{HERE}:1: file: found more than 1000000 bytes,")


def test_story_with_a_hundred_thousand_brackets_is_a_problem(room: Room):
    room.story(kicker="[" * 100_000)
    assert problem(room).startswith(f"{HERE}:1: front matter: found 100")


def test_links_lead_to_stories_digests_years_and_pages(room: Room):
    room.story("other")
    room.write("pages/about.md", "---\ntitle: 甲\nsummary: 乙\n---\n丙\n")
    entry = "## other\n\n### 新闻回放\n\n甲\n\n### 点评\n\n乙\n"
    room.write("top10/2025.md", f"---\ntitle: 甲\nsummary: 乙\n---\n丙\n\n{entry}")
    room.story(body="[a](story:other#x) [b](digest:2026-W06#care) [c](top10:2025) [d](page:about)")
    assert slugs(room) == ["hotline", "other"]


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


@pytest.mark.parametrize(
    ("path", "fix"),
    [
        ("stories/2026/soup.txt", "Name it stories/2026/soup.md."),
        ("pages/about.MD", "Name it pages/about.md."),
        ("stories/2026/soup.docx", "Paste its text into a .md file, which `new` starts, "),
        ("stories/2026/soup.csv", "Move it where it belongs, or out of the content folder."),
        ("section.yaml", "Did you mean 'sections.yaml'?"),
    ],
)
def test_file_of_another_kind_is_told_where_its_words_belong(room: Room, path: str, fix: str):
    room.story()
    room.write(path, "一段。\n")
    assert f"content/{path}:1: file: " in problem(room)
    assert fix in problem(room)


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


def test_problems_of_all_files_are_told_together_sorted_by_file_and_line(room: Room):
    room.story("b", title="", category="体育")
    room.story("a", summary="")
    room.write("pages/about.md", "")
    room.write("columns.yaml", "甲: 乙\n")
    assert [line.partition(": ")[0] for line in problems(room)] == [
        "content/columns.yaml:1",
        "content/pages/about.md:1",
        "content/stories/2026/a.md:6",
        "content/stories/2026/b.md:2",
        "content/stories/2026/b.md:4",
    ]


def test_check_sees_what_the_build_would_refuse(room: Room):
    room.story("other", status="draft")
    room.story(body="见[这里](story:other)。")
    for drafts in (False, True):
        with pytest.raises(ContentError):
            room.check(drafts=drafts)


def test_text_of_a_story_that_changed_during_the_build_is_refused(room: Room):
    room.story()
    (found,) = newsroom(room).stories
    texts = Texts(str(room.content))
    assert texts.html(found.path, found.body, {}) == "<p>正文一段。</p>"
    assert texts.source(found.path, found.body) == "正文一段。"
    with pytest.raises(Changed, match=r"stories/2026/hotline\.md changed during the build; build again"):
        texts.html(found.path, b"another hash", {})


def test_check_command_counts_stories_when_all_is_well(
    room: Room, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    room.story()
    monkeypatch.chdir(ROOT)
    assert main(["check", "--content", str(room.content)]) == 0
    assert capsys.readouterr().out == "1 story, no problem\n"


def test_check_says_the_same_whatever_the_locale_and_the_seed_of_hashes(room: Room):
    room.story(kickr="甲", e="乙", category="体育")
    command = "import sys, pathlib; from tests.builders import Room; from tests.proof import problems; "
    command += "print(problems(Room(pathlib.Path(sys.argv[1]), registries=False)))"
    told = {
        subprocess.run(
            [sys.executable, "-X", "utf8", "-c", command, str(room.folder)],
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed, "LC_ALL": locale, "LANGUAGE": "en"},
            capture_output=True,
            check=True,
            timeout=30,
        ).stdout
        for seed, locale in (("1", "C"), ("2", "C.UTF-8"))
    }
    assert len(told) == 1


@pytest.mark.parametrize(
    ("registry", "text", "field"),
    [
        ("columns.yaml", "蹲点日记: {slug: dundian", {"column": "蹲点日记"}),
        ("columns.yaml", "蹲点日记: {slug: 蹲点}", {"column": "蹲点日记"}),
        ("campaigns.yaml", "送温暖:{slug: a}", {"campaign": "送温暖/2026"}),
        ("sections.yaml", "维权服务: {slug: con}\n工作动态: {slug: news}", {}),
        ("regions.csv", "path,slug,level,code,aliases\n河南省,henan,province,41,河南,\n", {}),
    ],
)
def test_registry_with_a_problem_is_told_once_and_not_by_every_story(
    room: Room, registry: str, text: str, field: dict[str, str]
):
    room.story("one", **field)
    room.story("two", title="又一篇", **field)
    room.write(registry, text)
    assert {line.partition(":")[0] for line in problems(room)} == {f"content/{registry}"}


@pytest.mark.parametrize(
    "path",
    [
        "README.md",
        "sections.yaml",
        "regions.csv",
        "digests/2026-W06.md",
        "votes/2026/rules.toml",
        "votes/2026/comments.yaml",
    ],
)
@pytest.mark.parametrize(
    "mark", ["<<<<<<< HEAD", "||||||| base", ">>>>>>> theirs", "<<<<<<<<<<< HEAD", "  <<<<<<< HEAD"]
)
def test_mark_of_a_merge_is_a_problem_wherever_it_stands(room: Room, path: str, mark: str):
    room.story()
    room.write(path, f"甲\n{mark}\n乙\n")
    assert f"content/{path}:2: file: found " in "\n".join(problems(room))
    assert len(problems(room)) == 1


def test_pictures_whose_names_differ_in_capitals_alone_are_a_problem(room: Room):
    room.photo("images/2026/a.jpg")
    room.photo("images/2026/A.JPG", seed=2)
    assert problem(room).startswith("content/images/2026/a.jpg:1: file: found the name of 'images/2026/A.JPG'")


@pytest.mark.parametrize("name", ["x.MD", "x.markdown", "x.md.txt", "x.txt"])
def test_text_with_another_ending_is_told_its_name(room: Room, name: str):
    room.write(f"stories/2026/{name}", story_text())
    assert problem(room).endswith("Name it stories/2026/x.md.")
