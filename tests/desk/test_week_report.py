"""`report --week`: a week at a glance."""

import pytest

from goodnews import language
from goodnews.desk.week_report import week_report
from tests.builders import Room
from tests.looking import week
from tests.proof import newsroom


def report(room: Room, name: str = "2026-W23") -> list[str]:
    """The week of 1 June, on its Monday."""
    return week_report(newsroom(room, drafts=True), week(name), "content").split("\n")


def below(lines: list[str], title: str) -> list[str]:
    """The lines below a heading."""
    after = lines[lines.index(title) + 1 :]
    return [line.strip() for line in after[: after.index("") if "" in after else None]]


@pytest.fixture
def room(room: Room) -> Room:
    room.story("out", title="已发", date="2026-06-01", category="工作动态", bylines="[{编写: [甲, 乙]}]")
    room.story("later", title="待发", date="2026-06-05", bylines="[{编写: 甲}, {摄影: 丙}]")
    room.story("draft", title="草稿", date="2026-06-03", bylines="[{编写: 甲}]", status="draft", highlight="true")
    room.story("other-week", date="2026-05-31", bylines="[{编写: 丁}]")
    return room


def test_report_lists_the_stories_of_the_week_by_section_and_says_which_are_not_out(room: Room):
    lines = report(room)
    assert lines[0] == "2026-W23, 2026-06-01 to 2026-06-07: 3 stories"
    assert below(lines, "工作动态: 1 story") == ["2026-06-01 已发 (out)"]
    assert below(lines, "维权服务: 2 stories") == [
        "2026-06-03 草稿 (draft), a draft",
        "2026-06-05 待发 (later), not published yet",
    ]


def test_report_says_who_wrote_the_busiest_first(room: Room):
    assert below(report(room), "Who wrote") == ["编写: 甲 3, 乙 1", "摄影: 丙 1"]


def test_sample_in_the_byline_of_a_new_file_is_nobody(room: Room):
    room.story("new", date="2026-06-03", bylines="[{编写: [姓名]}]", status="draft")
    assert below(report(room), "Who wrote") == ["编写: 甲 3, 乙 1", "摄影: 丙 1"]


def test_report_names_what_waits_of_this_week_alone(room: Room):
    room.story("next-week", date="2026-06-08")
    room.story("out", date="2026-06-01", corrections="[{date: 2026-06-30, text: 更正。}]")
    room.write("digests/2026-W23.md", "---\ndate: 2026-06-07\n---\n引言。\n")
    assert below(report(room), "Waiting") == [
        "waiting: content/stories/2026/later.md, until 2026-06-05",
        "waiting: the words of content/digests/2026-W23.md, until 2026-06-07",
        "waiting: a correction in content/stories/2026/out.md, until 2026-06-30",
        "waiting: content/stories/2026/draft.md, a draft",
    ]


LEADS = "The digest will lead with"


def test_report_says_what_the_digest_will_lead_with_and_why(room: Room):
    assert below(report(room), LEADS) == [
        "已发: among the first two in the order of print; no story of the week is a highlight",
        "待发: among the first two in the order of print; no story of the week is a highlight",
    ]
    room.story("marked", title="标了的", date="2026-06-06", highlight="true")
    assert below(report(room), LEADS) == ["标了的: among the first two with `highlight: true`, in the order of print"]
    file = "content/digests/2026-W23.md"
    room.write("digests/2026-W23.md", "---\nhighlights: [draft, later, marked]\n---\n")
    assert below(report(room), LEADS) == [
        f"待发: among the first two under `highlights` in {file}",
        f"标了的: among the first two under `highlights` in {file}",
    ]
    room.write("digests/2026-W23.md", "---\nstatus: draft\nleads: [out]\n---\n")
    assert below(report(room), LEADS) == ["标了的: among the first two with `highlight: true`, in the order of print"]
    room.write("digests/2026-W23.md", "---\ntitle: 本期\nleads: [out]\nhighlights: [later]\n---\n")
    assert below(report(room), LEADS) == [f"本期: the title in {file}", f"已发: named under `leads` in {file}"]


def test_report_of_a_week_without_stories_is_one_line(room: Room):
    assert report(room, "2026-W30") == ["2026-W30, 2026-07-20 to 2026-07-26: 0 stories"]


def test_report_speaks_chinese_to_chinese_editors(room: Room, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("LANGUAGE", "zh_CN")
    language._terminal.cache_clear()
    language._.cache_clear()
    lines = report(room)
    assert lines[0] == "2026-W23（2026-06-01至2026-06-07）：稿件3篇"
    assert below(lines, "署名") == ["编写：甲（3篇）、乙（1篇）", "摄影：丙（1篇）"]
    assert not any(word in line for line in lines for word in ("waiting", "draft,", "among"))
    language._terminal.cache_clear()
    language._.cache_clear()
