"""The command `import`: what it writes, what it leaves alone, and what it says."""

import msgspec
import pytest

from goodnews import language
from goodnews.importer.command import run
from goodnews.importer.imported import Wanted
from goodnews.importer.raw import RawPicture, Refused
from tests.builders import Room
from tests.importer.pages import DAY, raw
from tests.photos import photo_file

PAGE = """洛阳：心里有事，打这个电话
本报记者 王小芳 本报通讯员 李强

2月3日上午，洛阳市涧西区的焊工赵师傅拨通了热线。“想找人说说话。”他说。
热线每天24小时有人接。
分享到：
"""
WEEK = """一周速览 | 心里有事有人听
核心提示
● 心里有事，打这个电话
维权服务
心里有事，打这个电话
2月3日，洛阳市总工会的热线响了。
思想引领
河南：职工上台讲故事。2月2日，宣讲开始了。
编辑 王芳 李强
"""


@pytest.fixture
def room(tmp_path):
    return Room(tmp_path)


def bring(room, text, name="page.txt", wanted=None, apply=()):
    said: list[str] = []
    wanted = wanted or Wanted(source="某报", date=DAY)
    code = run(room.settings, [name], wanted, apply, lambda _path: (raw(text, name),), said.append, said.append)
    return code, said


def test_a_story_becomes_a_draft_that_passes_every_check(room):
    code, said = bring(room, PAGE)
    assert code == 0
    (story,) = room.check(drafts=True).stories
    assert (story.title, story.leadin, story.draft) == ("心里有事，打这个电话", "洛阳", True)
    assert [(byline.role, byline.names) for byline in story.bylines] == [
        ("本报记者", ("王小芳",)),
        ("本报通讯员", ("李强",)),
    ]
    assert said[-1] == "1 draft"


def test_a_digest_becomes_its_stories_and_the_file_of_its_week(room):
    bring(room, WEEK)
    newsroom = room.check(drafts=True)
    assert {story.section: story.highlight for story in newsroom.stories} == {"维权服务": True, "思想引领": False}
    assert (room.content / "digests/2026-W06.md").exists()


def test_a_second_run_writes_nothing(room):
    bring(room, WEEK)
    before = {path: path.stat().st_mtime_ns for path in room.content.rglob("*.md")}
    _code, said = bring(room, WEEK)
    assert {path: path.stat().st_mtime_ns for path in room.content.rglob("*.md")} == before
    assert sum("there already, left as it is" in line for line in said) == 3


def test_a_second_run_in_another_language_writes_nothing_either(room, monkeypatch):
    bring(room, PAGE)
    monkeypatch.setenv("LANGUAGE", "zh_CN")
    language._terminal.cache_clear()
    try:
        _code, said = bring(room, PAGE)
    finally:
        monkeypatch.undo()
        language._terminal.cache_clear()
    assert sum("已有，未改动" in line for line in said) == 1


def test_nothing_is_overwritten(room):
    bring(room, PAGE)
    (path,) = (room.content / "stories/2026").iterdir()
    path.write_text("an editor's own words", "utf-8")
    bring(room, PAGE)
    assert path.read_text("utf-8") == "an editor's own words"
    assert (room.content / f"stories/2026/{path.stem}-2.md").exists()


def test_every_line_is_in_the_account(room):
    _code, said = bring(room, PAGE + "©2026 某网\n")
    assert "8 lines: 4 placed, 4 dropped, 0 unknown" in said


def test_the_account_is_a_page_that_runs_and_fetches_nothing(room):
    bring(room, PAGE + "<script>alert(1)</script> <img src=https://a.example/x.png> 一句话。\n")
    page = (room.folder / ".import/page.txt.html").read_text("utf-8")
    assert "default-src 'none'" in page
    assert "<script" not in page and "<img" not in page
    assert 'href="#d0r' in page


def test_a_file_that_is_refused_does_not_stop_the_next(room):
    def read(path):
        if path == "bad.doc":
            raise Refused("save it as .docx")
        return (raw(PAGE, path),)

    said: list[str] = []
    assert run(room.settings, ["bad.doc", "good.txt"], Wanted(date=DAY), (), read, said.append, said.append) == 1
    assert said[0] == "bad.doc: save it as .docx"
    assert len(room.check(drafts=True).stories) == 1


def test_a_picture_that_came_along_is_filed_with_its_caption(room):
    page = raw("热线开通\n洛阳市总工会开通了热线，很多人打来电话。\n图为接线员在值班。王芳 摄\n")
    pictures = (RawPicture(3, "a.jpeg", photo_file("jpg")), RawPicture(3, "b.png", b"no picture"))
    page = msgspec.structs.replace(page, pictures=pictures)
    said: list[str] = []
    run(room.settings, ["page.txt"], Wanted(date=DAY), (), lambda _path: (page,), said.append, said.append)
    (story,) = room.check(drafts=True).stories
    (picture,) = story.pictures
    assert (picture.caption, picture.credit) == ("图为接线员在值班。", "王芳 摄")
    assert (room.content / picture.file).read_bytes() == photo_file("jpg")
    assert any("b.png is left out: a broken picture" in line for line in said)


def test_the_file_of_a_week_that_an_editor_has_begun_is_left_alone(room):
    room.write("digests/2026-W06.md", "---\nnumber: 第 6 期\n---\n")
    _code, said = bring(room, WEEK)
    assert (room.content / "digests/2026-W06.md").read_text("utf-8") == "---\nnumber: 第 6 期\n---\n"
    assert "editors:" in (room.folder / ".import/2026-W06.md").read_text("utf-8")
    assert any(".import/2026-W06.md" in line for line in said)


def test_a_senders_contact_stays_out(room):
    bring(room, PAGE + "联系人：王芳 电话：000-0000\n")
    (path,) = (room.content / "stories/2026").iterdir()
    assert "000-0000" not in path.read_text("utf-8")


def test_a_source_that_nobody_named_must_be_filled_in(room):
    bring(room, PAGE, wanted=Wanted(date=DAY))
    (path,) = (room.content / "stories/2026").iterdir()
    assert "sources:\n- {name: 来源名称" in path.read_text("utf-8")


BROKEN = """本报讯 2月3日，洛阳市总工会开通了热线，每天二十四小时有人接，接的人都当过工
人。
打来的人说什么的都有。
"""


def test_a_proposal_is_applied_only_when_asked_for(room):
    _code, said = bring(room, BROKEN)
    (path,) = (room.content / "stories/2026").iterdir()
    assert "都当过工\n\n人。" in path.read_text("utf-8")
    assert [line for line in said if line.startswith("warning 1")] == [
        "warning 1: line 1: the text breaks off: ，接的人都当过工|人。 Proposal: join line 2 to line 1."
    ]
    _code, said = bring(room, BROKEN, apply=(1,))
    (path,) = (room.content / "stories/2026").iterdir()
    assert "都当过工人。\n" in path.read_text("utf-8")
    assert "4 lines: 3 placed, 1 dropped, 0 unknown" in said


def test_a_repair_leaves_alone_what_an_editor_has_begun(room):
    bring(room, BROKEN)
    (path,) = (room.content / "stories/2026").iterdir()
    path.write_text(path.read_text("utf-8") + "\n编辑加的一段。\n", "utf-8")
    bring(room, BROKEN, apply=(1,))
    assert "编辑加的一段。" in path.read_text("utf-8")


def test_a_proposal_that_is_none_is_refused(room):
    code, said = bring(room, BROKEN, apply=(7,))
    assert (code, said) == (1, ["page.txt: there is no proposal 7 to apply"])
    assert not (room.content / "stories").exists()


def test_a_repair_says_what_it_replaces_and_keeps_the_numbers_of_what_is_left(room):
    text = BROKEN + "洛阳的的热线一天响了四十次。\n"
    _code, before = bring(room, text)
    (path,) = (room.content / "stories/2026").iterdir()
    _code, said = bring(room, text, apply=(1,))
    (left,) = [line for line in said if line.startswith("warning")]
    assert left.startswith("warning 2: ") and left in before
    assert any(line.endswith(f"{path.name} is replaced") for line in said)


def test_words_for_which_a_file_that_exists_has_no_place_are_listed(room):
    bring(room, PAGE)
    _code, said = bring(room, PAGE.replace("王小芳", "赵大明"))
    assert any("3 placed, 3 dropped, 0 unknown" in line for line in said)
    assert any(line.startswith("  not placed, line 2: 本报记者 赵大明 本报通讯员 李强 (stories/2026/") for line in said)


def test_each_other_version_of_a_week_has_a_file_of_its_own(room):
    for editor in ("王芳", "赵明", "孙亮"):
        _code, said = bring(room, WEEK.replace("编辑 王芳", f"编辑 {editor}"))
        assert not any("not placed" in line for line in said)
    assert "赵明" in (room.folder / ".import/2026-W06.md").read_text("utf-8")
    assert "孙亮" in (room.folder / ".import/2026-W06-2.md").read_text("utf-8")
    assert any(line.startswith("    You have that file already: ") for line in said)


@pytest.mark.parametrize("place", ["stories/2026/another-name.md", "stories/2026/spring/another-name.md"])
def test_a_draft_that_an_editor_renamed_is_known_again(room, place):
    bring(room, PAGE)
    (path,) = (room.content / "stories/2026").iterdir()
    (room.content / place).parent.mkdir(parents=True, exist_ok=True)
    path.rename(room.content / place)
    _code, said = bring(room, PAGE)
    assert [str(found.relative_to(room.content)) for found in room.content.rglob("stories/**/*.md")] == [place]
    assert any("another-name.md" in line and "left as it is" in line for line in said)


def test_two_files_of_one_name_have_an_account_each(room):
    pages = (raw(PAGE, "same.txt"), raw(PAGE.replace("洛阳", "开封"), "same.txt"))
    said: list[str] = []
    run(room.settings, ["a.eml"], Wanted(date=DAY), (), lambda _path: pages, said.append, said.append)
    assert "洛阳市" in (room.folder / ".import/same.txt.html").read_text("utf-8")
    assert "开封市" in (room.folder / ".import/same.txt-2.html").read_text("utf-8")
