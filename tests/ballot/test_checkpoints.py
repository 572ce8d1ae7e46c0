"""What was signed stays signed: files before anyone sees them, nothing below the last, and losses on record."""

import argparse
import shutil
from pathlib import Path

import pytest

from ballot import backup, checkpoints, publication, restore, stages
from ballot.box import Box
from ballot.checkpoints import Rewound, signer
from ballot.problem import Refused, Unfit
from tests.ballot.counting import DURING, LATER, Year
from tests.ballot.tampering import told


@pytest.fixture
def year(tmp_path: Path):
    made = Year(tmp_path)
    yield made
    made.end()


def cast(year: Year, count: int, begin: int = 0) -> None:
    for number in range(begin, begin + count):
        year.cast("open", f"visitor {number}", ["N01"])


def seal(year: Year) -> int | None:
    number = year.box.seal(signer(year.vote, year.keys), least=1)
    checkpoints.keep(year.vote.public, year.box.seals())
    return number


def older(year: Year, file: Path) -> None:
    """The box as a back-up has it, in the place of the box."""
    year.end()
    for path in year.vote.private.glob("box.sqlite3*"):
        path.unlink()
    year.box = Box(f"sqlite:///{year.vote.private / 'box.sqlite3'}")
    year.box.fill(backup.rows(file))


def test_each_checkpoint_is_a_file_that_is_never_changed(year: Year):
    cast(year, 3)
    assert seal(year) == 1
    first = (year.vote.public / "seals/0001.txt").read_bytes()
    cast(year, 3, begin=3)
    assert seal(year) == 2
    assert (year.vote.public / "seals/0001.txt").read_bytes() == first
    assert checkpoints.kept(year.vote) == year.box.seals()


def test_after_a_restore_nothing_is_signed_below_the_last_checkpoint(year: Year, tmp_path: Path):
    cast(year, 3)
    seal(year)
    saved = tmp_path / "backup.jsonl"
    backup.write(saved, year.box.dump())
    cast(year, 3, begin=3)
    seal(year)
    files = {path.name: path.read_bytes() for path in (year.vote.public / "seals").iterdir()}
    older(year, saved)
    cast(year, 1, begin=9)
    with pytest.raises(Rewound, match="Checkpoint 2 was signed and is not in the box"):
        year.box.seal(signer(year.vote, year.keys), least=1)
    assert files == {path.name: path.read_bytes() for path in (year.vote.public / "seals").iterdir()}


def test_two_trees_of_one_number_are_never_both_kept(year: Year):
    cast(year, 3)
    seal(year)
    with pytest.raises(Rewound, match="Checkpoint 1 in the box is not the one in"):
        checkpoints.keep(year.vote.public, [year.box.seals()[0].replace("\n3\n", "\n2\n")])


def test_a_box_that_lost_a_sealed_ballot_signs_nothing_more(year: Year):
    cast(year, 3)
    seal(year)
    cast(year, 3, begin=3)
    notes = year.box.seals()
    leaves = [entry.leaf for entry in year.box.entries() if entry.seal]
    with pytest.raises(Rewound, match="does not hold the ballots of checkpoint 1"):
        signer(year.vote, year.keys)(sorted(leaves)[1:], [b"x" * 32], notes)


@pytest.mark.parametrize("harm", ["changed", "missing"])
def test_a_checkpoint_that_was_changed_or_is_missing_is_told(year: Year, harm: str):
    for begin in (0, 3):
        cast(year, 3, begin=begin)
        seal(year)
    path = year.vote.public / "seals/0001.txt"
    if harm == "changed":
        path.write_text(path.read_text("utf-8").replace("\n3\n", "\n4\n"), "utf-8")
    else:
        path.unlink()
    with pytest.raises(Unfit) as problems:
        checkpoints.kept(year.vote)
    assert "seals/000" in str(problems.value.problems[0])


def test_a_loss_is_put_on_record_and_the_vote_goes_on(year: Year, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A disk dies, and the newest back-up lacks a checkpoint: recount agrees, and says what was lost."""
    monkeypatch.setattr(restore, "now", lambda: DURING)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    cast(year, 3)
    seal(year)
    saved = tmp_path / "backup.jsonl"
    backup.write(saved, year.box.dump())
    cast(year, 2, begin=3)
    seal(year)
    year.end()
    for path in year.vote.private.glob("box.sqlite3*"):
        path.unlink()

    options = argparse.Namespace(file=saved, lost=False)
    with pytest.raises(Refused, match="lacks ballots of checkpoint 2, which was signed"):
        restore.run(year.folders, options)
    assert not (year.vote.private / "box.sqlite3").exists()
    options.lost = True
    assert restore.run(year.folders, options) == 0
    (event,) = stages.found(year.vote.events, "restored")
    assert (event["signed"], event["seals"], event["lost"]) == (2, 1, 2)
    year.box = Box(f"sqlite:///{year.vote.private / 'box.sqlite3'}")
    cast(year, 4, begin=9)
    assert seal(year) == 3
    year.judge(at=DURING)
    year.close()
    publication.tally_up(year.vote, year.box, LATER, "1 2 3")
    publication.publish(year.vote, LATER)
    code, said = told(year.vote.public)
    assert code == 0 and "restored from a back-up: 2 sealed ballots were lost" in said, said


class Disaster:
    """A vote whose box dies, again and again."""

    def __init__(self, year: Year, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(restore, "now", lambda: DURING)
        monkeypatch.delenv("DATABASE_URL", raising=False)
        self.year, self.folder, self.visitor = year, folder, 0

    def vote(self, count: int) -> None:
        """So many ballots, and a seal over them."""
        cast(self.year, count, self.visitor)
        self.visitor += count
        seal(self.year)

    def saved(self, name: str) -> Path:
        path: Path = self.folder / name
        backup.write(path, self.year.box.dump())
        return path

    def restored(self, saved: Path) -> tuple[object, ...]:
        self.year.end()
        for path in self.year.vote.private.glob("box.sqlite3*"):
            path.unlink()
        restore.run(self.year.folders, argparse.Namespace(file=saved, lost=True))
        self.year.box = Box(f"sqlite:///{self.year.vote.private / 'box.sqlite3'}")
        event = stages.found(self.year.vote.events, "restored")[-1]
        return event["signed"], event["seals"], event["lost"]

    def published(self) -> str:
        self.year.judge(at=DURING)
        self.year.close()
        publication.tally_up(self.year.vote, self.year.box, LATER, "1 2 3")
        publication.publish(self.year.vote, LATER)
        code, said = told(self.year.vote.public)
        assert code == 0, said
        return said


@pytest.fixture
def disaster(year: Year, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    return Disaster(year, tmp_path, monkeypatch)


def test_a_second_loss_may_go_back_to_a_back_up_made_after_the_first(disaster: Disaster):
    disaster.vote(3)
    first = disaster.saved("first")
    disaster.vote(2)
    assert disaster.restored(first) == (2, 1, 2)
    second = disaster.saved("second")  # has both notes, and the ballots of seal 1 alone
    disaster.vote(4)
    assert disaster.restored(second) == (3, 1, 4)
    disaster.vote(5)
    assert "8 ballots, 4 seals" in (said := disaster.published())
    assert "6 sealed ballots were lost" in said


def test_a_newer_back_up_that_turns_up_after_a_loss_brings_its_ballots_back(disaster: Disaster):
    disaster.vote(3)
    first = disaster.saved("first")
    disaster.vote(2)
    newer = disaster.saved("newer")
    disaster.vote(1)
    assert disaster.restored(first) == (3, 1, 3)
    disaster.vote(4)
    assert disaster.restored(newer) == (4, 2, 4)
    disaster.vote(5)
    assert "10 ballots, 5 seals" in (said := disaster.published())
    assert "5 sealed ballots were lost" in said


def test_a_ballot_that_was_set_aside_and_then_lost_hinders_no_publication(disaster: Disaster):
    disaster.vote(3)
    first = disaster.saved("first")
    bought = disaster.year.cast("open", "robot", ["N20"])
    disaster.vote(2)
    disaster.year.set_aside(bought)
    disaster.restored(first)
    disaster.vote(4)
    assert "7 ballots, 3 seals" in disaster.published()


def test_a_restore_without_loss_is_on_record_too(year: Year, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(restore, "now", lambda: DURING)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    cast(year, 3)
    seal(year)
    saved = tmp_path / "backup.jsonl"
    backup.write(saved, year.box.dump())
    year.end()
    for path in year.vote.private.glob("box.sqlite3*"):
        path.unlink()

    restore.run(year.folders, argparse.Namespace(file=saved, lost=False))
    assert stages.found(year.vote.events, "restored")[0]["lost"] == 0
    shutil.rmtree(year.vote.private / "nothing", ignore_errors=True)
