"""The voting page before anything is frozen: how to nominate, the present rules, the year's stories."""

import datetime
from pathlib import Path
from typing import Any

from goodnews.pages.views.vote import NominationsPage
from tests import voting
from tests.builders import TODAY, Room
from tests.looking import Shown, shown, view, views
from tests.voting import dumps, vote

PATH = "top10/2026-vote.html"


def nominations(room: Room, rules: str = voting.UNDATED, **files: str | None) -> None:
    vote(room, "", rules_toml=rules, **{"candidates_json": None, "roll_txt": None, **files})


def page(room: Room, **files: Any) -> Shown:
    nominations(room, **files)
    return shown(room, PATH)


def test_nominations_page_holds_steps_rules_and_the_years_stories_by_section(room: Room):
    room.story("assembly", title="大会", category="工作动态", date="2026-05-01")
    room.story("old", title="旧闻", date="2025-05-01")
    nominations(room)
    found = view(room, PATH)
    assert isinstance(found, NominationsPage) and found.taking and not found.overdue
    assert (found.year, found.places, found.count) == (2026, 2, 5)
    assert [(group.section.text, [story.text for story in group.stories]) for group in found.sections] == [
        ("工作动态", ["大会"]),
        ("维权服务", ["标题parking", "标题school", "标题water", "标题kitchen"]),
    ]
    printed = shown(room, PATH)
    assert printed.text("//h1") == "2026年度暖新闻评选"
    assert printed.texts("//ol[@class='steps']//b") == ["提名", "候选", "投票", "计票", "结果"]
    assert printed.text("//li[@aria-current='step']/b") == "提名"
    assert "每人选一至两条。" in printed.text() and "请选1至2条。" in printed.text()
    assert printed.stories("//section[@class='nominable']") == ["assembly", "parking", "school", "water", "kitchen"]


def test_dates_that_are_left_out_are_to_be_announced(room: Room):
    text = page(room).text("//dl")
    assert text.count("待公布") == 2 and "北京时间" in text and "UTC" not in text
    text = page(room, rules=voting.RULES).text("//dl")
    assert "2026年5月20日 09:00" in text and "（UTC+08:00）" in text and "待公布" not in text


def test_stories_that_wait_and_those_taken_back_are_not_offered(room: Room):
    room.story("later", date="2026-07-01")
    room.story("draft", date="2026-03-09", status="draft")
    room.story("wrong", date="2026-03-09", retraction="{date: 2026-04-01, text: 事实有误。}")
    nominations(room)
    assert view(room, PATH).count == 4
    room.build(drafts=True)
    html = room.html(PATH)
    assert not any(f"story/2026/{slug}.html" in html for slug in ("later", "draft", "wrong"))


def test_a_year_without_stories_says_so_and_home_does_not_lead_there(room: Room):
    nominations(room)
    for path in (room.content / "stories/2026").iterdir():
        path.unlink()
    assert "2026年还没有报道。" in shown(room, PATH).text()
    assert view(room, "index.html").vote is None


def test_form_or_mail_of_the_settings_is_where_one_nominates(room: Room):
    room.goodnews = {"nominate_url": "https://forms.example/n?a=1&b=2"}
    found = page(room)
    assert "https://forms.example/n?a=1&b=2" in found.links() and "填写提名表" in found.text()
    room.goodnews = {"nominate_url": "mailto:vote@nuanwen.example"}
    found = page(room)
    assert "mailto:vote@nuanwen.example" in found.links() and "vote@nuanwen.example" in found.text()


def test_without_either_the_page_leads_to_the_contact_page(room: Room):
    assert "编辑部还没有公布提名寄往哪里。" in page(room).text()
    room.write("pages/contact.md", "---\ntitle: 联系我们\nsummary: 怎样联系。\ncontact: true\n---\n正文。\n")
    found = page(room)
    assert "目前没有提名表" in found.text() and "../contact.html" in found.links()


def test_who_nominated_what_is_on_no_page(room: Room):
    line = dumps({"at": "2026-05-01T00:00Z", "by": "某街道工会", "story": "water"})
    nominations(room, nominations_jsonl=line)
    room.build()
    files = room.files()
    assert PATH in files
    assert [path for path, data in files.items() if "某街道工会".encode() in data] == []
    assert not (room.output / "votes").exists()


def test_opening_that_passed_without_a_freeze_is_told_from_the_day_after(room: Room):
    nominations(room, voting.RULES)
    told = "投票开始时间已过"
    for day, is_told in (("2026-05-20", False), ("2026-05-21", True)):
        room.build(today=datetime.date.fromisoformat(day))
        assert (told in room.html(PATH)) == is_told
    assert room.check(today=datetime.date(2026, 5, 1)).next == datetime.date(2026, 5, 21)


def test_slate_in_the_making_keeps_the_page_and_ends_the_nominations(room: Room):
    nominations(room, candidates_json=dumps(voting.candidates()))
    found = shown(room, PATH)
    assert found.text("//li[@aria-current='step']/b") == "候选" and "怎样提名" not in found.text()
    assert view(room, "index.html").vote is None


def test_home_and_the_list_of_years_lead_there(room: Room):
    nominations(room)
    teaser = view(room, "index.html").vote
    assert (teaser.url, teaser.count, teaser.nominating) == (PATH, 4, True)
    assert "正在提名" in shown(room, "index.html").text() and "可提名的报道4篇" in shown(room, "index.html").text()
    assert "../top10/2026-vote.html" in shown(room, "top10/index.html").links()


def test_no_rules_no_page(room: Room):
    room.story()
    assert PATH not in views(room)


def test_page_follows_titles_and_not_texts(room: Room):
    nominations(room)
    room.build()
    room.story("water", body="另一段正文。", title="标题water", summary="概要water。", date="2026-03-02")
    assert PATH not in room.build().report.printed
    room.story("water", body="另一段正文。", title="新标题", summary="概要water。", date="2026-03-02")
    assert PATH in room.build().report.printed


def test_from_nominations_to_an_open_vote_the_output_is_that_of_a_clean_build(room: Room, tmp_path: Path):
    def output(of: Room) -> dict[str, bytes]:
        return {p.relative_to(of.output).as_posix(): p.read_bytes() for p in of.output.rglob("*") if p.is_file()}

    steps: tuple[tuple[str, dict[str, str | None]], ...] = (
        ("", {"candidates_json": None, "roll_txt": None, "rules_toml": voting.UNDATED}),
        ("", {"candidates_json": None, "rules_toml": voting.RULES}),
        ("", {}),
        ("frozen", {}),
        ("open", {}),
    )
    for number, (stage, files) in enumerate(steps):
        clean = Room(tmp_path / f"clean-{number}")
        for one in (room, clean):
            vote(one, stage, **files)
            one.build(today=TODAY)
        assert output(room) == output(clean)
