import datetime
import stat
import sys
from pathlib import Path

import pytest

from ballot import candidates, codes, opening, stages
from ballot.__main__ import main
from ballot.commands.codes import sheet
from ballot.problem import Refused, Unfit
from ballot.stages import Stage, WrongStage
from ballot.vote import Folders, read
from ballot.web import drawn
from tests.ballot.counting import AFTER, BEFORE, DURING
from tests.ballot.votes import a_slate, a_vote


@pytest.fixture
def vote(tmp_path: Path):
    return a_vote(tmp_path)


def test_codes_are_on_the_roll_by_their_double_hash_only(vote: Folders):
    made = opening.make_codes(read(vote), 25)
    roll = (vote.public / "roll.txt").read_text().split()
    assert roll == sorted(codes.double_hash(codes.normal(code) or "") for code in made)
    if sys.platform != "win32":
        assert stat.S_IMODE((vote.private / opening.CODES).stat().st_mode) == 0o600
    assert opening.make_codes(read(vote), 25) == made
    with pytest.raises(Refused, match="holds 25 codes already; remove it to make others"):
        opening.make_codes(read(vote), 26)


def test_the_sheet_has_a_card_for_each_code_and_trusts_no_title(tmp_path: Path):
    vote = a_vote(tmp_path, title='"<b>2026</b>"')
    text = sheet(read(vote), opening.make_codes(read(vote), 3))
    assert text.count("<strong>") == 3 and "<b>" not in text


def test_cards_carry_address_and_qr_code_and_no_number(tmp_path: Path):
    vote = a_vote(tmp_path)
    made = opening.make_codes(read(vote), 12)
    text = sheet(read(vote), made, "https://vote.nuanwen.example/")
    cards = text.partition("</ol>")[0].split("<li>")[1:]
    assert len(cards) == 12
    for card, code in zip(cards, made, strict=True):
        path = drawn(f"https://vote.nuanwen.example/#code={code}")[0]
        assert path in card and "open https://vote.nuanwen.example/ and" in card
    assert len({card.replace(code, "").partition("<svg")[0] for card, code in zip(cards, made, strict=True)}) == 1


@pytest.mark.parametrize(
    "text", ["vote.example", "ftp://x", "https://", "https://x/?a", "https://x/#a", "http://[", "https://a b"]
)
def test_an_address_that_is_none_is_told(text: str, capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit):
        main(["codes", "2026", "--count", "3", "--url", text])
    assert "an address begins with https://" in capsys.readouterr().err


def test_members_need_codes_before_the_freeze(vote: Folders):
    with pytest.raises(Refused, match=r"vote codes 2026 --count N` comes first"):
        opening.freeze(read(vote), BEFORE)
    assert read(vote).stage is Stage.SHORTLIST


def test_without_members_there_are_no_codes_and_an_empty_roll(tmp_path: Path):
    vote = a_vote(tmp_path, groups='["open"]')
    with pytest.raises(Refused, match="nobody to give codes to"):
        opening.make_codes(read(vote), 5)
    opening.freeze(read(vote), BEFORE)
    assert (vote.public / "roll.txt").read_bytes() == b""


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("date: 2026-12-02", "story-n01.md:3: date: found '2026-12-02', expected a published story."),
        ("status: draft", "story-n01.md:3: status: found 'draft', expected a published story."),
        (
            "date: 2026-11-02\nretraction: {date: 2026-11-05, reason: x}",
            "story-n01.md:4: retraction: found a retraction, expected a published story.",
        ),
    ],
)
def test_a_story_that_readers_cannot_see_is_not_frozen(vote: Folders, line: str, told: str):
    opening.make_codes(read(vote), 5)
    path = vote.public.parent.parent / "stories/2026/story-n01.md"
    path.parent.mkdir(parents=True)
    path.write_text(f"---\ntitle: x\n{line}\n---\n正文。\n", "utf-8")
    with pytest.raises(Unfit) as problems:
        opening.freeze(read(vote), BEFORE)
    assert told in str(problems.value.problems[0])
    path.write_text("---\ntitle: x\ndate: 2026-12-01\n---\n正文。\n", "utf-8")
    assert opening.freeze(read(vote), BEFORE).stage is Stage.FROZEN


def test_an_empty_retraction_is_none(vote: Folders):
    opening.make_codes(read(vote), 5)
    path = vote.public.parent.parent / "stories/2026/story-n01.md"
    path.parent.mkdir(parents=True)
    path.write_text("---\ntitle: x\ndate: 2026-11-02\nretraction:\n---\n正文。\n", "utf-8")
    assert opening.freeze(read(vote), BEFORE).stage is Stage.FROZEN


def test_a_story_that_is_retracted_later_stops_nothing(vote: Folders):
    """From the freezing on a story leaves the vote by `vote withdraw` alone: what was frozen stays."""
    opening.make_codes(read(vote), 5)
    opening.freeze(read(vote), BEFORE)
    path = vote.public.parent.parent / "stories/2026/story-n01.md"
    path.parent.mkdir(parents=True)
    path.write_text(
        "---\ntitle: x\ndate: 2026-11-02\nretraction: {date: 2026-12-05, reason: x}\n---\n正文。\n", "utf-8"
    )
    assert opening.freeze(read(vote), DURING).stage is Stage.FROZEN
    assert opening.open_vote(read(vote), DURING).stage is Stage.OPEN


def test_freezing_twice_is_freezing_once_and_no_file_may_change_after(vote: Folders):
    opening.make_codes(read(vote), 5)
    key = opening.freeze(read(vote), BEFORE).commitment
    assert opening.freeze(read(vote), DURING).commitment == key
    assert len(read(vote).events) == 1
    with pytest.raises(WrongStage):
        opening.make_codes(read(vote), 6)
    candidates.write(vote.public / "candidates.json", 2026, a_slate(21))
    for command in (opening.freeze, opening.open_vote):
        with pytest.raises(Refused, match="are not those that were frozen: restore them from git"):
            command(read(vote), BEFORE)


def test_rules_of_another_year_are_not_frozen(tmp_path: Path):
    vote = a_vote(tmp_path, year="2025")
    with pytest.raises(Unfit) as told:
        opening.freeze(read(vote), BEFORE)
    assert "year: found 2025, expected 2026, as its folder" in str(told.value.problems[0])


def test_a_vote_that_would_be_over_is_neither_frozen_nor_opened(vote: Folders):
    opening.make_codes(read(vote), 5)
    with pytest.raises(Refused, match=r"correct `closes` in rules\.toml"):
        opening.freeze(read(vote), AFTER)
    opening.freeze(read(vote), BEFORE)
    with pytest.raises(Refused, match="The rules closed this vote at 2026-12-27T10:00Z"):
        opening.open_vote(read(vote), AFTER)


def test_nothing_opens_before_it_is_frozen(vote: Folders):
    with pytest.raises(WrongStage, match="vote freeze 2026` comes first"):
        opening.open_vote(read(vote), DURING)


LAST_DAY = datetime.datetime(2026, 12, 27, 4, tzinfo=datetime.UTC)
CLOSE = datetime.datetime(2026, 12, 27, 10, tzinfo=datetime.UTC)


def an_open_vote(folder: Path, prolong: str | None = "{last_hours = 24, most_minutes = 90}") -> Folders:
    vote = a_vote(folder, prolong=prolong)
    opening.make_codes(read(vote), 5)
    opening.freeze(read(vote), BEFORE)
    opening.open_vote(read(vote), DURING)
    return vote


def test_an_outage_in_the_last_day_prolongs_the_vote_as_far_as_the_rules_go(tmp_path: Path):
    vote = an_open_vote(tmp_path)
    assert opening.prolong(read(vote), LAST_DAY, 60, "power cut") == datetime.datetime(
        2026, 12, 27, 11, tzinfo=datetime.UTC
    )
    assert read(vote).closes == opening.prolong(read(vote), LAST_DAY, 1, "again") - datetime.timedelta(minutes=1)
    with pytest.raises(Refused, match="The rules leave 29 minutes"):
        opening.prolong(read(vote), LAST_DAY, 30, "and again")


def test_an_outage_that_spans_the_close_prolongs_it_too_until_vote_close(tmp_path: Path):
    vote = an_open_vote(tmp_path)
    assert opening.prolong(read(vote), CLOSE + datetime.timedelta(minutes=20), 60, "power cut") == read(vote).closes
    assert read(vote).closes == CLOSE + datetime.timedelta(minutes=60)
    stages.append(vote.public, "closed", AFTER)
    with pytest.raises(WrongStage, match="already past that"):
        opening.prolong(read(vote), CLOSE + datetime.timedelta(minutes=50), 20, "again")


@pytest.mark.parametrize(
    ("now", "minutes", "why", "told"),
    [
        (DURING, 30, "power cut", "Only an outage in the last 24 hours before 2026-12-27T10:00Z"),
        (AFTER, 30, "power cut", "would close at 2026-12-27T10:30Z, which is past"),
        (CLOSE + datetime.timedelta(minutes=30), 30, "power cut", "which is past"),
        (LAST_DAY, 91, "power cut", "The rules leave 90 minutes"),
        (LAST_DAY, -5, "power cut", "The rules leave 90 minutes"),
        (LAST_DAY, 30, " ", "Say why"),
    ],
)
def test_nothing_else_prolongs_it(tmp_path: Path, now: datetime.datetime, minutes: int, why: str, told: str):
    with pytest.raises(Refused, match=told):
        opening.prolong(read(an_open_vote(tmp_path)), now, minutes, why)


def test_rules_that_say_nothing_of_it_prolong_nothing(tmp_path: Path):
    with pytest.raises(Refused, match="do not let this vote be prolonged"):
        opening.prolong(read(an_open_vote(tmp_path, None)), LAST_DAY, 30, "power cut")
