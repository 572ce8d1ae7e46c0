"""The voting page, the result on the annual page, the receipts, the vote on the home page."""

import datetime
import re
from typing import Any

import msgspec
import pytest

from goodnews.pages.vote import mixed, size_of
from tests import voting
from tests.builders import Room
from tests.looking import Shown, annual, shown, view, views
from tests.voting import dumps, vote

PATH = "top10/2026-vote.html"
RESULT = "top10/2026.html"
SERVICE = "https://vote.example/2026"


def open_vote(room: Room, **files: str | None) -> Shown:
    room.goodnews = {"vote_url": SERVICE, "vote_form_url": "https://forms.example/x?y=1"}
    vote(room, "open", **{"rules_toml": voting.WITH_PAPER, **files})
    return shown(room, PATH)


# --- The voting page


def test_voting_page_has_slate_rules_and_times_with_their_zone(room: Room):
    page = open_vote(room)
    assert page.text("//h1") == "2026年度暖新闻评选"
    assert page.texts("//ol[@class='choices']//label") == [
        "N01 标题kitchen",
        "N02 标题water",
        "N03 标题school",
        "N04 标题parking",
    ]
    assert page.stories("//ol[@class='choices']") == list(voting.SLUGS)
    text = page.text()
    for words in ("2026年5月20日 09:00", "2026年6月10日 18:00", "北京时间（UTC+08:00）", "每人选一至两条。"):
        assert words in text
    assert page.find("//time/@datetime") == ["2026-05-20T09:00+08:00", "2026-06-10T18:00+08:00"]


def test_open_vote_leads_to_the_service_and_to_the_form_tool(room: Room):
    page = open_vote(room)
    assert SERVICE in page.links() and "https://forms.example/x?y=1" in page.links()
    link = page.one("//a[@id='_service']")
    assert link.get("data-health") == f"{SERVICE}/health"
    policy = page.meta["Content-Security-Policy"]
    assert "connect-src 'self' https://vote.example;" in policy and "script-src 'self';" in policy


def test_ways_that_the_rules_do_not_count_are_not_offered(room: Room):
    assert "纸质" in open_vote(room).text()
    page = open_vote(room, rules_toml=voting.RULES)
    assert "纸质" not in page.text() and not any("forms.example" in link for link in page.links())
    assert not page.find("//section[@class='paper']")


def test_voting_page_is_whole_without_a_service(room: Room):
    vote(room, "open")
    page = shown(room, PATH)
    assert len(page.find("//ol[@class='choices']//input[@type='checkbox']")) == 4
    assert not page.find("//a[@id='_service']") and not page.find("//*[@id='_banner']")
    assert "connect-src 'self';" in page.meta["Content-Security-Policy"]


@pytest.mark.parametrize("stage", ["frozen", "closed", "tallied", "published"])
def test_only_an_open_vote_leads_to_the_service(room: Room, stage: str):
    room.goodnews = {"vote_url": SERVICE, "vote_form_url": "https://forms.example/x"}
    vote(room, stage)
    page = shown(room, PATH)
    assert not any("example" in link for link in page.links())
    assert not page.find("//script[contains(@src, 'vote.js')]")
    assert bool(page.find("//main//input")) == (stage == "frozen")


def test_published_vote_leads_to_its_result_and_an_unpublished_one_does_not(room: Room):
    vote(room, "tallied", result_json=dumps(voting.result()))
    assert not any("2026.html" in link for link in shown(room, PATH).links())
    assert RESULT not in views(room)
    vote(room)
    assert "../top10/2026.html" in shown(room, PATH).links()


def test_slate_that_is_not_frozen_shows_nothing_of_itself_anywhere(room: Room):
    vote(room, "")
    assert [path for path in views(room) if "vote" in path or path.startswith(("votes/", "top10/2026"))] == [PATH]
    assert "N01" not in shown(room, PATH).text()


def test_before_the_result_only_what_was_fixed_is_to_be_had(room: Room):
    secret = {"result_json": dumps(voting.result()), "ballots_jsonl": "x", "jury_json": "{}"}
    vote(room, "tallied", **secret, seals_txt="note")
    assert sorted(path for path in views(room) if path.startswith("votes/")) == [
        f"votes/2026/{name}" for name in ("candidates.json", "events.jsonl", "roll.txt", "rules.toml", "seals.txt")
    ]


def test_no_word_of_ai_where_no_model_was_asked(room: Room):
    lexical = dumps({"story": "water", "screener": "lexical", "score": 50})
    decided = dumps({"story": "water", "decision": "accept"})
    vote(room, "open", screening_jsonl=lexical, decisions_jsonl=decided)
    assert "AI" not in shown(room, PATH).text()
    chat = dumps({"story": "water", "screener": "chat:some-model", "score": 50})
    vote(room, "open", screening_jsonl=lexical + chat, decisions_jsonl=decided)
    assert "AI" in shown(room, PATH).text() and "some-model" in shown(room, PATH).text()


def test_prolongation_is_told(room: Room):
    page = open_vote(room, events_jsonl=voting.events("open", None, {"at": "x", "event": "prolonged", "minutes": 45}))
    assert "2026年6月10日 18:45" in page.text() and "45分钟" in page.text()


def test_renamed_candidate_is_found_and_a_retracted_one_is_shown_with_its_notice(room: Room):
    open_vote(room)
    (room.content / "stories/2026/water.md").unlink()
    room.story("clean-water", title="标题water", aliases="[water]")
    room.story("school", title="标题school", retraction="{date: 2026-05-25, text: 与事实不符，撤回。}")
    page = shown(room, PATH)
    assert page.stories("//ol[@class='choices']") == ["kitchen", "clean-water", "school", "parking"]
    text = page.text("//ol[@class='choices']")
    assert "标题school（已撤稿）" in text
    assert "与事实不符，撤回。" in text
    assert "概要school。" not in text


def test_titles_and_summaries_of_the_slate_are_text(room: Room):
    slate = voting.candidates()
    slate["candidates"][0] |= {"title": "<b>1+1>2</b>", "summary": "{{ 7*7 }} <script>x</script>"}
    page = open_vote(room, candidates_json=dumps(slate))
    assert "<b>1+1>2</b>" in page.text("//ol[@class='choices']") and "{{ 7*7 }}" in page.text()
    assert not page.find("//ol[@class='choices']//script")


# --- The home page and the list of years


def test_home_shows_the_open_vote_and_no_other(room: Room):
    for stage in ("", "frozen", "closed", "published"):
        vote(room, stage)
        assert view(room, "index.html").vote is None
    vote(room, "open")
    teaser = view(room, "index.html").vote
    assert (teaser.url, teaser.count, teaser.closes) == (PATH, 4, "2026-06-10T18:00+08:00")
    assert "投票进行中" in shown(room, "index.html").text()


@pytest.mark.parametrize(
    ("day", "is_shown"), [("2026-05-19", 0), ("2026-05-20", 1), ("2026-06-10", 1), ("2026-06-11", 0)]
)
def test_home_shows_the_vote_from_its_first_day_to_its_last(room: Room, day: str, is_shown: int):
    vote(room, "open")
    room.build(today=datetime.date.fromisoformat(day))
    assert room.html("index.html").count("2026-vote.html") == is_shown


def test_build_knows_the_day_on_which_the_home_page_changes_by_itself(room: Room):
    vote(room, "open")
    assert room.check(today=datetime.date(2026, 5, 1)).next == datetime.date(2026, 5, 20)
    assert room.check(today=datetime.date(2026, 6, 1)).next == datetime.date(2026, 6, 11)


def test_list_of_years_leads_to_the_vote_until_the_result_is_out(room: Room):
    vote(room, "open")
    assert "../top10/2026-vote.html" in shown(room, "top10/index.html").links()
    vote(room)
    assert shown(room, "top10/index.html").links().count("../top10/2026.html") == 1


# --- The result


def result_page(room: Room, **files: str | None) -> Shown:
    vote(room, **files)
    return shown(room, RESULT)


def test_every_candidate_stands_in_the_table_with_both_columns_and_every_group(room: Room):
    page = result_page(room)
    table = page.find("//section[@id='_result']//table")[0]
    rows = [[" ".join(cell.text_content().split()) for cell in row] for row in table.xpath(".//tr")]
    assert rows[1:] == [
        ["1", "N01 标题kitchen", "2", "1", "1½", "2 66.7%", "1 25.0%", "稳定"],
        ["2", "N02 标题water", "2", "2½", "2¼", "2 66.7%", "1 25.0%", "取决于：持码会员"],
        ["3", "N03 标题school", "2", "2½", "2¼", "1 33.3%", "3 75.0%", "取决于：持码会员"],
        ["–", "N04 标题parking", "–", "–", "–", "0 0.0%", "0 0.0%", "未进入评审"],
    ]


def test_chart_is_a_list_with_drawn_bars_and_no_inline_style(room: Room):
    page = result_page(room)
    assert page.texts("//ol[@class='chart']/li/p[@class='what']") == ["标题kitchen", "标题water"]
    bars = [[rect.get("width") for rect in svg] for svg in page.find("//ol[@class='chart']//*[local-name()='svg']")]
    assert bars == [["66.7", "100.0"], ["66.7", "50.0"]]
    assert [svg.get("aria-hidden") for svg in page.find("//*[local-name()='svg' and @class='bars']")] == ["true"] * 2
    assert not page.find("//@style | //style")


def test_turnout_ties_and_what_it_cannot_show_are_told(room: Room):
    text = result_page(room).text("//section[@id='_result']")
    assert "计票选票7" in text and "发出10个，用了3个" in text
    assert "标题water；标题school：排出先后的依据是 持码会员的名次" in text
    assert "买卖选票" in text


def test_every_published_file_is_there_byte_for_byte_with_its_hash(room: Room):
    from hashlib import sha256

    vote(room, recount_py="print()\n", seals_txt="note\n", spent_txt="", jury_json="{}", imports_json="[]")
    room.build()
    page = Shown(room.html(RESULT))
    links = [link for link in page.links("//details") if "votes/2026/" in link]
    assert len(links) == 11 and links[-1].endswith("recount.py")
    for link in links:
        data = (room.output / link.removeprefix("../")).read_bytes()
        assert data == (room.content / link.removeprefix("../")).read_bytes()
        assert sha256(data).hexdigest() in page.text("//details")
    assert not (room.output / "votes/2026/comments.yaml").exists()


def test_comments_and_remarks_stand_on_the_page_with_their_emoji(room: Room):
    heart = "\u2764\ufe0f"
    said = "comments: [{story: kitchen, text: '<i>切口小</i>', by: 甲}]\n"
    said += f"remarks: ['暖{heart}', {{text: 好, name: 乙}}]\n"
    page = result_page(room, comments_yaml=said + "note: 按语。\n")
    assert page.texts("//main//blockquote") == [f"暖{heart}", "好 乙"]
    assert heart in page.html
    assert "<i>切口小</i>" in page.text("//article[@id='kitchen']") and "甲" in page.text("//article[@id='kitchen']")
    assert "按语。" in page.text()


def test_story_says_that_it_was_chosen(room: Room):
    vote(room)
    assert [link.url for link in view(room, "story/2026/kitchen.html").chosen] == [RESULT]
    assert view(room, "story/2026/school.html").chosen == ()


def test_year_without_a_vote_is_printed_to_the_byte_as_if_there_were_no_votes(room: Room):
    for day, slug in enumerate(voting.SLUGS, start=1):
        room.story(slug, title=f"标题{slug}", summary=f"概要{slug}。", date=f"2026-03-{day:02}")
    room.write("top10/2025.md", annual("kitchen", "water", letters="[好]"))
    room.build()
    before = room.files()
    vote(room, "open")
    room.build()
    after = room.files()
    assert after["top10/2025.html"] == before["top10/2025.html"]
    changed = {path for path in before if before[path] != after.get(path)}
    assert changed == {"index.html", "sw.js", "top10/index.html", "sitemap.xml", "sitemap.html", "checksums.txt"} - {
        path for path in ("sitemap.html",) if before[path] == after[path]
    }


def test_no_page_of_a_year_without_a_vote_speaks_of_ballots(newspaper: Room):
    page = Shown(newspaper.html("top10/2025.html"))
    assert not page.find("//*[@id='_result']") and not page.find("//script[contains(@src, 'receipt')]")
    assert not re.search(r"\d+\s*票|计票", page.text())
    assert not (newspaper.output / "votes").exists()


def test_incremental_build_of_a_vote_equals_a_clean_one(room: Room, tmp_path_factory: Any):
    for stage in ("", "frozen", "open", "closed", "published"):
        vote(room, stage)
        room.build()
    clean = Room(tmp_path_factory.mktemp("clean"))
    vote(clean)
    clean.build()
    assert room.files() == clean.files()


# --- Receipts


def test_every_ballot_is_found_by_its_receipt_without_a_script(room: Room):
    vote(room)
    index = shown(room, "top10/2026-receipts/index.html")
    found = {}
    for link in index.links("//ul[@class='chips']"):
        page = shown(room, link.removeprefix("../../"))
        for line in page.find("//ul[@class='receipts']/li"):
            found[line.get("id")] = " ".join(line.text_content().split())
    assert len(found) == 9
    assert found["_0000-0000-0000-0000-0000"].endswith("已计票 持码会员")
    assert sum("已被替换" in words for words in found.values()) == 1
    (aside,) = [words for words in found.values() if "未计入" in words]
    assert "一个工作量证明用了两次" in aside


def test_receipts_stand_in_no_search_and_no_site_map(room: Room):
    vote(room)
    room.build()
    assert "2026-receipts" not in room.html("sitemap.xml")
    assert '<meta name="robots" content="noindex">' in room.html("top10/2026-receipts/0.html")


def test_page_of_receipts_stays_small_when_there_are_many(room: Room):
    from goodnews.pages.vote import letters_of

    assert (letters_of(9), letters_of(32_000), letters_of(32_001), letters_of(900_000)) == (1, 1, 2, 2)


def test_reason_of_a_ballot_set_aside_is_text(room: Room):
    rows = voting.ballots()
    rows[-1]["why"] = "<script>alert(1)</script>"
    vote(room, ballots_jsonl="".join(map(dumps, rows)))
    page = shown(room, "top10/2026-receipts/7.html")
    assert "<script>alert(1)</script>" in page.text() and not page.find("//main//script")


# --- Words for numbers


@pytest.mark.parametrize(
    ("rank", "words"),
    [("1", "1"), ("7/2", "3½"), ("13/12", "1 1/12"), ("20/3", "6⅔"), ("12/5", "2⅖"), ("19/8", "2⅜")],
)
def test_ranks_are_mixed_numbers(rank: str, words: str):
    assert mixed(rank) == words


def test_sizes_are_for_people():
    assert [size_of(count) for count in (0, 999, 1000, 12_345, 4_500_000)] == [
        "0 B",
        "999 B",
        "1.0 KB",
        "12.3 KB",
        "4.5 MB",
    ]


def test_views_of_a_vote_survive_the_ledger(room: Room):
    vote(room)
    page = view(room, RESULT)
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(page), type=type(page)) == page
