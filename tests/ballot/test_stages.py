import datetime
import hashlib
from pathlib import Path

import pytest

from ballot import stages
from ballot.__main__ import main
from ballot.problem import Unfit
from ballot.stages import Stage, WrongStage

NOW = datetime.datetime(2026, 12, 20, 9, 0, 59, tzinfo=datetime.timezone(datetime.timedelta(hours=8)))


@pytest.fixture
def folder(tmp_path: Path):
    (tmp_path / "2026").mkdir()
    return tmp_path / "2026"


def test_a_vote_without_events_is_at_its_shortlist(folder: Path):
    assert stages.stage_of(stages.read(folder)) is Stage.SHORTLIST


def test_events_are_added_and_told_in_utc_to_the_minute(folder: Path):
    stages.append(folder, "frozen", NOW, key="k")
    stages.append(folder, "note", NOW)
    first, second = (folder / "events.jsonl").read_text().splitlines()
    assert first == '{"at":"2026-12-20T01:00Z","event":"frozen","key":"k","prev":""}'
    chained = hashlib.sha256(f"{first}\n".encode()).hexdigest()
    assert second == f'{{"at":"2026-12-20T01:00Z","event":"note","prev":"{chained}"}}'
    assert stages.stage_of(stages.read(folder)) is Stage.FROZEN


def test_what_comes_too_early_is_told_what_comes_first(folder: Path):
    with pytest.raises(
        WrongStage, match=r"^This vote is not that far yet: `python3 tasks\.py vote freeze 2026` comes first\.$"
    ):
        stages.require(stages.stage_of(stages.read(folder)), 2026, Stage.OPEN)
    stages.append(folder, "frozen", NOW)
    with pytest.raises(WrongStage, match="vote open 2026` comes first"):
        stages.require(stages.stage_of(stages.read(folder)), 2026, Stage.CLOSED)


def test_what_comes_too_late_is_told_so(folder: Path):
    stages.append(folder, "frozen", NOW)
    stages.append(folder, "open", NOW)
    assert stages.require(stages.stage_of(stages.read(folder)), 2026, Stage.FROZEN, Stage.OPEN) is Stage.OPEN
    with pytest.raises(WrongStage, match="already past that: it is open"):
        stages.require(stages.stage_of(stages.read(folder)), 2026, Stage.FROZEN)


@pytest.mark.parametrize("line", ["[]", '{"event":"open"}', "{}", '{"at": "x","event":"open"}', "open"])
def test_events_written_by_hand_are_refused_with_their_line(folder: Path, line: str):
    stages.append(folder, "frozen", NOW)
    with (folder / "events.jsonl").open("a") as file:
        file.write(line + "\n")
    with pytest.raises(Unfit) as told:
        stages.stage_of(stages.read(folder))
    assert "events.jsonl:2: file: found " in str(told.value.problems[0])


def test_a_line_that_was_changed_later_is_noticed(folder: Path):
    for event in ("frozen", "open", "closed"):
        stages.append(folder, event, NOW)
    path = folder / "events.jsonl"
    path.write_text(path.read_text().replace('"open"', '"opem"'))
    with pytest.raises(Unfit) as told:
        stages.stage_of(stages.read(folder))
    assert "events.jsonl:3: file: found not the line that followed the one above" in str(told.value.problems[0])


def test_a_line_cut_off_by_a_crash_is_told_and_taken_away(folder: Path):
    stages.append(folder, "frozen", NOW)
    whole = (folder / "events.jsonl").read_bytes()
    stages.append(folder, "open", NOW)
    (folder / "events.jsonl").write_bytes((folder / "events.jsonl").read_bytes()[:-20])
    told = stages.heal(folder)
    assert told.endswith(
        "events.jsonl:2: this line had been cut off by a crash; it was taken away. What it was to record did not come "
        "to its end: give that command again."
    )
    assert (folder / "events.jsonl").read_bytes() == whole
    assert stages.heal(folder) == ""
    stages.append(folder, "open", NOW)
    assert stages.stage_of(stages.read(folder)) is Stage.OPEN


@pytest.mark.parametrize("cut", range(1, 50, 7))
def test_a_first_line_cut_off_anywhere_leaves_an_empty_record(folder: Path, cut: int):
    stages.append(folder, "frozen", NOW)
    (folder / "events.jsonl").write_bytes((folder / "events.jsonl").read_bytes()[:cut])
    assert "cut off by a crash" in stages.heal(folder)
    assert stages.stage_of(stages.read(folder)) is Stage.SHORTLIST


def test_a_whole_line_without_its_end_happened(folder: Path):
    stages.append(folder, "frozen", NOW)
    stages.append(folder, "open", NOW)
    whole = (folder / "events.jsonl").read_bytes()
    (folder / "events.jsonl").write_bytes(whole[:-1])
    assert "the end of this line was missing" in stages.heal(folder)
    assert (folder / "events.jsonl").read_bytes() == whole
    assert stages.stage_of(stages.read(folder)) is Stage.OPEN


def test_every_command_heals_first_and_says_so(folder: Path, capsys: pytest.CaptureFixture[str]):
    stages.append(folder, "frozen", NOW)
    with (folder / "events.jsonl").open("ab") as file:
        file.write(b'{"at":"2026-12-20T0')
    main(["status", "2026", "--public", str(folder), "--private", str(folder)])
    assert "events.jsonl:2: this line had been cut off" in capsys.readouterr().err
