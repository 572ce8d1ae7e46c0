"""The files of a vote: read as its own commands wrote them; contradictions in them or with the slate are problems."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest

from goodnews.newsroom.vote.vote import Vote
from tests import voting
from tests.builders import Room
from tests.proof import newsroom, problem, problems
from tests.voting import dumps, vote

HERE = "content/votes/2026/"


def the_vote(room: Room) -> Vote:
    (only,) = newsroom(room).votes
    return only


# --- What is valid


@pytest.mark.parametrize("stage", voting.STAGES)
def test_vote_stands_at_the_last_stage_on_record(room: Room, stage: str):
    vote(room, stage)
    found = the_vote(room)
    assert (found.stage, found.public) == (stage, True)
    assert (found.result is not None) == (stage == "published")


def test_vote_that_is_only_prepared_is_not_public(room: Room):
    vote(room, "")
    assert not the_vote(room).public


def test_rules_alone_are_a_vote_that_takes_nominations(room: Room):
    vote(room, "", candidates_json=None, roll_txt=None)
    found = the_vote(room)
    assert (found.stage, found.public, found.takes_nominations, found.candidates) == ("", False, True, ())


def test_folder_without_rules_is_no_vote(room: Room):
    vote(room, "", candidates_json=None, rules_toml=None, nominations_jsonl=dumps({"story": "water", "by": "某工会"}))
    assert newsroom(room).votes == ()


def test_slate_comments_and_remarks_are_read(room: Room):
    said = "comments: [{story: water, text: 好做法。, by: 甲}]\nnote: 按语。\n"
    said += "remarks: [暖\u2764\ufe0f, {text: 好, name: 乙}]\n"
    vote(room, comments_yaml=said)
    found = the_vote(room)
    assert [candidate.slug for candidate in found.candidates] == list(voting.SLUGS)
    assert [(comment.slug, comment.by) for comment in found.comments] == [("water", "甲")]
    assert [remark.text for remark in found.remarks] == ["暖\u2764\ufe0f", "好"]


def test_screening_is_told_in_numbers_and_refused_answers_do_not_count(room: Room):
    lines = [
        {"story": "water", "screener": "lexical", "score": 50},
        {"story": "water", "screener": "chat:some-model", "score": 90},
        {"story": "school", "screener": "chat:other-model", "score": None},
    ]
    decisions = [{"story": "water", "decision": "refuse"}, {"story": "water", "decision": "accept"}]
    vote(room, "open", screening_jsonl="".join(map(dumps, lines)), decisions_jsonl="".join(map(dumps, decisions)))
    found = the_vote(room).screening
    assert (found.stories, found.screeners, found.models) == (1, ("chat:some-model", "lexical"), ("some-model",))
    assert (found.accepted, found.refused) == (1, 0)


def test_annual_page_of_a_published_vote_holds_the_chosen_in_their_order(room: Room):
    vote(room, comments_yaml="comments: [{story: kitchen, text: '*实在*', by: 甲}]\n")
    (year,) = newsroom(room).years
    assert [entry.slug for entry in year.entries] == ["kitchen", "water"]
    assert (year.entries[0].comment, year.entries[0].commentator) == ("\\*实在\\*", "甲")


def test_written_annual_page_is_put_in_the_order_of_the_vote(room: Room):
    vote(room, comments_yaml="remarks: [暖]\n")
    entry = "## {}\n\n### 新闻回放\n\n回放。\n\n### 点评\n\n点评。\n\n"
    text = f"title: 年度\nsummary: 两则。\n---\n按。\n\n{entry.format('water')}{entry.format('kitchen')}"
    room.write("top10/2026.md", f"---\n{text}")
    (year,) = newsroom(room).years
    assert [entry.slug for entry in year.entries] == ["kitchen", "water"]
    assert year.note == "按。" and [letter.text for letter in year.letters] == ["暖"]
    room.write("top10/2026.md", f"---\ndate: 2027-12-31\n{text}")
    assert newsroom(room).years == (year,)  # the result is published, and it is on that page


# --- What does not


def changed(change: Callable[[dict[str, Any]], object], of: Callable[[], dict[str, Any]] = voting.result) -> str:
    """A file with one thing changed."""
    value = of()
    change(value)
    return dumps(value)


SLATES = {
    "another year": (lambda slate: slate.update(year=2025), "year: found '2025', expected 2026."),
    "no candidate": (lambda slate: slate.update(candidates=[]), "candidates: found no candidate"),
    "a code that is none": (lambda slate: slate["candidates"][0].update(code="7"), "candidates[0].code: found '7'"),
    "a code twice": (lambda slate: slate["candidates"][1].update(code="N01"), "candidates[1]: found 'N01'"),
    "a story twice": (lambda slate: slate["candidates"][1].update(slug="kitchen"), "candidates[1]: found 'kitchen'"),
    "no slug": (lambda slate: slate["candidates"][0].update(slug="厨房"), "candidates[0].slug: found '厨房'"),
    "an empty title": (lambda slate: slate["candidates"][0].update(title=" "), "candidates[0].title: found"),
    "a hidden character": (lambda slate: slate["candidates"][0].update(title="a\u0000"), "candidates[0].title: found"),
    "an unknown field": (lambda slate: slate.update(votes={}), "file: found 'Object contains unknown field `votes`'"),
}


@pytest.mark.parametrize("kind", SLATES)
def test_slate_that_cannot_be_printed_is_told(room: Room, kind: str):
    change, begin = SLATES[kind]
    vote(room, "open", candidates_json=changed(change, voting.candidates))
    assert any(line.startswith(f"{HERE}candidates.json:1: {begin}") for line in problems(room)), problems(room)


@pytest.mark.parametrize("stage", ["frozen", "open", "published"])
def test_candidate_whose_story_left_the_site_stops_nothing(room: Room, stage: str):
    vote(room, stage)
    (room.content / "stories/2026/kitchen.md").unlink()
    room.story("water", status="draft", date="2026-03-01")
    room.build(today=datetime.date(2026, 6, 1))
    page = room.html("top10/2026-vote.html")
    assert page.count("这篇报道已不在本站。") == 2 and "标题kitchen" in page.replace("<wbr>", "")
    assert "story/2026/kitchen.html" not in page


def test_withdrawn_candidate_is_told_with_its_reason(room: Room):
    event = {"at": "2026-05-21T01:00Z", "event": "withdrawn", "code": "N01", "story": "kitchen", "why": "当事人请求"}
    vote(room, "open", events_jsonl=voting.events("open", None, event))
    room.build(today=datetime.date(2026, 6, 1))
    page = room.html("top10/2026-vote.html")
    assert "已撤下：</strong> 当事人请求" in page and 'id="_N01"' not in page


def test_entities_in_summaries_and_comments_are_text(room: Room):
    vote(room, comments_yaml="comments:\n- {story: kitchen, text: 'a &#1; b', by: 某}\n")
    room.story("kitchen", summary="概要 &#1; 一。", date="2026-03-01")
    room.build(today=datetime.date(2026, 6, 30))
    assert "a &amp;#1; b" in room.html("top10/2026.html")


def test_story_that_is_broken_itself_is_not_blamed_on_the_vote(room: Room):
    vote(room, "published")
    room.story("kitchen", title=None, date="2026-03-01")
    assert problem(room).startswith("content/stories/2026/kitchen.md")


def test_comment_on_a_story_that_is_not_on_the_slate_is_told_with_its_line(room: Room):
    vote(room, comments_yaml="remarks: [好]\ncomments:\n- {story: kitchn, text: 好。}\n")
    assert problem(room) == (
        f"{HERE}comments.yaml:3: comments.story: found 'kitchn', expected a story of the slate. Did you mean 'kitchen'?"
    )


def test_written_annual_page_must_hold_the_chosen_and_the_comments_stand_there(room: Room):
    vote(room, comments_yaml="comments:\n- {story: kitchen, text: 好。}\n")
    entry = "## {}\n\n### 新闻回放\n\n回放。\n\n### 点评\n\n点评。\n\n"
    room.write(
        "top10/2026.md", f"---\ntitle: 年度\nsummary: 两则。\n---\n{entry.format('kitchen')}{entry.format('school')}"
    )
    told = problems(room)
    assert any("content/top10/2026.md:1: body: found an entry for 'school'" in line for line in told)
    assert any("content/top10/2026.md:1: body: found no entry for 'water'" in line for line in told)
    assert any("comments.yaml:2: comments: found comments on a year that has its own page" in line for line in told)


def test_every_problem_of_every_file_is_told_at_once(room: Room):
    vote(
        room,
        rules_toml=voting.RULES.replace("Asia/Shanghai", "x"),
        candidates_json=changed(lambda slate: slate.update(year=1999), voting.candidates),
        result_json="[]",
        comments_yaml="x: y\n",
    )
    told = {line.split(":")[0] for line in problems(room)}
    assert {name.rpartition("/")[2] for name in told} >= {
        "rules.toml",
        "candidates.json",
        "result.json",
        "comments.yaml",
    }
