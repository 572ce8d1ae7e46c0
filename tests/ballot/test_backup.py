"""Back-ups: made while the service runs, refused when they are broken, good for either kind of database."""

import os
import subprocess
from pathlib import Path

import pytest

from ballot.box import Box
from ballot.vote import Folders, read
from benchmarks.voters import drive, requests
from tests import forked
from tests.ballot.polling import ROOT, Polled, open_vote, polled, receipt, serving
from tests.ballot.postgres import Postgres


def vote_command(vote: Folders, command: str, file: Path, database: str = "") -> subprocess.CompletedProcess[str]:
    folders = ["--public", str(vote.public), "--private", str(vote.private)]
    environment = os.environ | ({"DATABASE_URL": database} if database else {})
    return forked.run("ballot", [command, "2026", str(file), *folders], ROOT, environment)


@pytest.fixture
def backed(tmp_path: Path) -> Path:
    """A back-up of fifty ballots, and the vote beside it."""
    return tmp_path / "backup.jsonl"


def with_ballots(found: Polled) -> list[str]:
    drive([found.service.port], list(requests(read(found.vote), 50)), lines=10)
    return found.receipts()


def test_a_backup_of_sqlite_fills_a_postgresql_and_back(tmp_path: Path, backed: Path, postgresql: Postgres) -> None:
    address = postgresql.database()
    with polled(tmp_path) as found:
        before = with_ballots(found)
        first = next(requests(read(found.vote), 1, seed=9))
        given = drive([found.service.port], [first]).answers[0].receipt
        done = vote_command(found.vote, "backup", backed)
        assert done.returncode == 0, done.stderr
    assert vote_command(found.vote, "restore", backed, address).returncode == 0
    with serving(found.vote, address) as service:
        again = drive([service.port], [first]).answers[0].receipt
        assert again == given, "a form that was taken is known after the restoring"
        with Box(address) as box:
            assert len(list(box.entries())) == len(before) + 1
    (found.vote.private / "box.sqlite3").rename(tmp_path / "old.sqlite3")
    second = tmp_path / "second.jsonl"
    assert vote_command(found.vote, "backup", second, address).returncode == 0
    assert vote_command(found.vote, "restore", second).returncode == 0
    assert found.receipts() == sorted([*before, given])


def test_a_backup_is_for_its_owner_and_holds_no_key(tmp_path: Path, backed: Path) -> None:
    with polled(tmp_path) as found:
        with_ballots(found)
        vote_command(found.vote, "backup", backed)
        content = backed.read_bytes()
    assert backed.stat().st_mode & 0o777 == 0o600
    for key in found.vote.private.glob("*.key"):
        assert key.read_bytes() not in content and key.read_bytes().hex().encode() not in content


def test_a_backup_never_replaces_a_file(tmp_path: Path, backed: Path) -> None:
    with polled(tmp_path) as found:
        backed.write_text("precious")
        done = vote_command(found.vote, "backup", backed)
    assert (done.returncode, backed.read_text()) == (1, "precious")
    assert "exists already" in done.stderr
    assert [path.name for path in tmp_path.glob("*.part")] == []


@pytest.mark.parametrize("harm", ["cut", "flipped", "swapped", "empty"])
def test_a_broken_backup_is_refused_and_nothing_is_written(tmp_path: Path, backed: Path, harm: str) -> None:
    with polled(tmp_path) as found:
        with_ballots(found)
        vote_command(found.vote, "backup", backed)
    lines = backed.read_bytes().splitlines(keepends=True)
    at = next(number for number, line in enumerate(lines) if b'"N0' in line)  # rows are in no order
    harmed = {
        "cut": lines[:-1],
        "flipped": [*lines[:at], lines[at].replace(b'"N0', b'"N1'), *lines[at + 1 :]],
        "swapped": [*lines[:3], lines[4], lines[3], *lines[5:]],
        "empty": [],
    }[harm]
    backed.write_bytes(b"".join(harmed))
    (found.vote.private / "box.sqlite3").rename(tmp_path / "old.sqlite3")
    done = vote_command(found.vote, "restore", backed)
    assert done.returncode == 1
    assert "not a complete back-up" in done.stderr
    assert not (found.vote.private / "box.sqlite3").exists()


def test_a_box_with_ballots_is_not_filled(tmp_path: Path, backed: Path) -> None:
    with polled(tmp_path) as found, found.voter() as voter:
        given = receipt(voter.vote("N01"))
        vote_command(found.vote, "backup", backed)
        done = vote_command(found.vote, "restore", backed)
        assert (done.returncode, found.receipts()) == (1, [given])
        assert "The box is not empty" in done.stderr


def test_a_backup_of_another_vote_is_refused(tmp_path: Path, backed: Path) -> None:
    with polled(tmp_path) as found:
        vote_command(found.vote, "backup", backed)
    other, _ = open_vote(tmp_path / "other", count=21)
    done = vote_command(other, "restore", backed)
    assert done.returncode == 1
    assert "a back-up of another vote" in done.stderr
