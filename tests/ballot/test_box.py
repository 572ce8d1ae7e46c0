"""The box, on SQLite and on PostgreSQL."""

import secrets
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
import sqlalchemy as sa

from ballot.box import Box, Foreign
from ballot.cast import Cast, Verdict
from ballot.database import Away, Unsafe
from ballot.leaf import Ballot, Group
from tests.ballot.postgres import Postgres

KEY = "a" * 64
FAR = 10_000_000_000


def a_cast(voter: str = "", form: str = "", group: Group = "open", at: float = 1000, proof: str = "") -> Cast:
    ballot = Ballot(group, secrets.token_hex(16), "", ("N01", "N07"))
    name = form or secrets.token_hex(32)
    return Cast(name, voter or secrets.token_hex(16), ballot, secrets.token_bytes(32), at, proof)


@contextmanager
def made(database: str) -> Iterator[Box]:
    with Box(database) as box:
        box.make(KEY, 0, FAR)
        yield box


@pytest.fixture
def box(database: str) -> Iterator[Box]:
    with made(database) as box:
        yield box


def test_a_ballot_comes_out_as_it_went_in(box: Box) -> None:
    one = a_cast()
    box.cast([one])
    (entry,) = box.entries()
    assert (entry.ballot, entry.leaf, entry.voter, entry.turn, entry.seal) == (one.ballot, one.leaf, one.voter, 1, 0)


def test_a_voters_last_ballot_is_the_one_that_turns_out(box: Box) -> None:
    first, second, other = a_cast("v"), a_cast("v"), a_cast("w", group="members")
    box.cast([first])
    box.cast([second, other])
    assert box.turnout() == {"open": 1, "members": 1}
    assert {(entry.leaf, entry.turn) for entry in box.entries()} == {(first.leaf, 1), (second.leaf, 2), (other.leaf, 1)}


def test_a_retry_in_another_batch_gets_the_first_leaf(box: Box) -> None:
    one, retry = a_cast("v", "form"), a_cast("v", "form")
    box.cast([one])
    (outcome,) = box.cast([retry])
    assert (outcome.verdict, outcome.leaf) == (Verdict.AGAIN, one.leaf)


def test_the_database_itself_holds_one_last_ballot_a_voter(database: str, box: Box) -> None:
    box.cast([a_cast("v")])
    box.cast([a_cast("v")])
    engine = sa.create_engine(database.replace("postgresql:", "postgresql+psycopg:"))
    with pytest.raises(sa.exc.IntegrityError), engine.begin() as connection:
        connection.execute(sa.text("UPDATE ballots SET last = true"))
    engine.dispose()


def test_late_ballots_are_counted_as_late(box: Box) -> None:
    box.cast([a_cast(at=FAR + 1), a_cast(), a_cast(at=FAR + 1)])
    assert box.state().late == 2


def test_closing_is_final(box: Box) -> None:
    assert box.close().closed
    assert box.prolong(FAR + 100).closes == FAR
    assert [outcome.verdict for outcome in box.cast([a_cast()])] == [Verdict.LATE]


def test_a_prolonged_vote_takes_more(box: Box) -> None:
    box.prolong(FAR + 100)
    assert [outcome.verdict for outcome in box.cast([a_cast(at=FAR + 50)])] == [Verdict.TAKEN]


def test_a_service_that_does_not_know_of_a_prolongation_does_not_undo_it(box: Box) -> None:
    box.prolong(FAR + 100)
    assert box.prolong(FAR).closes == box.state().closes == FAR + 100


def test_a_seal_holds_all_that_is_new_sorted(box: Box) -> None:
    seen: list[list[bytes]] = []

    def note(old: Sequence[bytes], new: Sequence[bytes], notes: Sequence[str]) -> str:
        seen.append([*old, *new])
        return f"note {len(notes) + 1}: {len(old)} and {len(new)}"

    first, second = [a_cast() for _ in range(3)], [a_cast() for _ in range(2)]
    box.cast(first)
    assert box.seal(note, least=4) is None
    assert box.seal(note, least=3) == 1
    box.cast(second)
    assert box.seal(note, least=1) == 2
    assert box.seal(note, least=1) is None
    sorted_first, sorted_second = sorted(one.leaf for one in first), sorted(one.leaf for one in second)
    assert seen == [sorted_first, sorted_first + sorted_second]
    assert box.seals() == ("note 1: 0 and 3", "note 2: 3 and 2")
    assert sorted(entry.seal for entry in box.entries()) == [1, 1, 1, 2, 2]


def test_an_hour_is_sealed_once(box: Box) -> None:
    box.cast([a_cast()])
    assert box.seal(lambda *_: "a", least=1, hour=5) == 1
    box.cast([a_cast()])
    assert box.seal(lambda *_: "b", least=1, hour=5) is None
    assert box.seal(lambda *_: "b", least=1, hour=6) == 2


def test_a_group_joins_a_seal_when_it_brings_enough_of_its_own(box: Box) -> None:
    box.cast([a_cast(group="open") for _ in range(20)] + [a_cast(group="members") for _ in range(19)])
    assert box.seal(lambda *_: "a", least=20) == 1
    assert {(entry.ballot.group, entry.seal) for entry in box.entries()} == {("open", 1), ("members", 0)}
    box.cast([a_cast(group="members")])
    assert box.seal(lambda *_: "b", least=20) == 2
    assert {(entry.ballot.group, entry.seal) for entry in box.entries()} == {("open", 1), ("members", 2)}


def test_a_code_is_spent_once_and_by_its_single_hash(box: Box) -> None:
    box.cast([replace(a_cast("v", group="members"), code="c" * 64)])
    box.cast([replace(a_cast("v", group="members"), code="c" * 64), replace(a_cast("w"), code="d" * 64)])
    assert box.spent() == {"c" * 64, "d" * 64}


def test_nothing_in_the_tables_tells_the_order_of_arrival(tmp_path: Path) -> None:
    with made(f"sqlite:///{tmp_path / 'box.sqlite3'}") as box:
        came = [a_cast(proof=secrets.token_hex(8)) for _ in range(200)]
        for one in came:
            box.cast([replace(one, code=secrets.token_hex(32))])
    connection = sqlite3.connect(tmp_path / "box.sqlite3")
    stored = [leaf for (leaf,) in connection.execute("SELECT leaf FROM ballots ORDER BY rowid")]
    kept_order = sum(a < b for a, b in pairwise(stored.index(one.leaf.hex()) for one in came))
    assert 70 < kept_order < 130
    for table in ("proofs", "spent"):
        with pytest.raises(sqlite3.OperationalError, match="no such column: rowid"):
            connection.execute(f"SELECT rowid FROM {table}")
    connection.close()


def test_a_box_of_another_opening_is_refused(database: str, box: Box) -> None:
    with Box(database) as other, pytest.raises(Foreign):
        other.make("b" * 64, 0, FAR)


def test_two_services_may_make_the_box_at_the_same_moment(postgresql: Postgres) -> None:
    address, failures = postgresql.database(), []

    def make() -> None:
        try:
            with made(address):
                pass
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_racing_boxes_agree_on_one_last_ballot_a_voter(database: str, box: Box) -> None:
    """Three writers, each with ballots of the same hundred voters."""
    voters = [f"voter {n}" for n in range(100)]
    taken: list[bytes] = []

    def race() -> None:
        with Box(database) as own:
            for start in range(0, 100, 10):
                batch = [a_cast(voter) for voter in voters[start : start + 10]]
                taken.extend(outcome.leaf for outcome in own.cast(batch) if outcome.verdict is Verdict.TAKEN)

    threads = [threading.Thread(target=race) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    entries = list(box.entries())
    assert sorted(entry.leaf for entry in entries) == sorted(taken)
    assert len(entries) == 300
    assert box.turnout() == {"open": 100}


def test_a_database_that_is_not_there_is_away(tmp_path: Path) -> None:
    with Box(f"postgresql://nobody@/nowhere?host={tmp_path}") as box, pytest.raises(Away):
        box.state()


def test_postgresql_without_synchronous_commits_is_refused(postgresql: Postgres) -> None:
    address = postgresql.database()
    engine = sa.create_engine(address.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        name = sa.make_url(address).database
        connection.execute(sa.text(f"ALTER DATABASE {name} SET synchronous_commit = off"))
    engine.dispose()
    with pytest.raises(Unsafe, match="synchronous_commit = off"), made(address):
        pass


def test_sqlite_syncs_each_commit_and_writes_ahead(tmp_path: Path) -> None:
    with made(f"sqlite:///{tmp_path / 'box.sqlite3'}") as box:

        def setting(name: str) -> object:
            return box._database.run(lambda connection: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one())

        assert (setting("journal_mode"), setting("synchronous")) == ("wal", 2)


def test_a_locked_sqlite_file_is_waited_for(tmp_path: Path) -> None:
    with made(f"sqlite:///{tmp_path / 'box.sqlite3'}") as box:
        other = sqlite3.connect(tmp_path / "box.sqlite3", isolation_level=None, check_same_thread=False)
        other.execute("BEGIN IMMEDIATE")
        timer = threading.Timer(0.5, lambda: other.execute("ROLLBACK"))
        timer.start()
        assert [outcome.verdict for outcome in box.cast([a_cast()])] == [Verdict.TAKEN]
        timer.join()
        other.close()


def test_an_error_of_the_database_quotes_no_ballot(tmp_path: Path) -> None:
    with made(f"sqlite:///{tmp_path / 'box.sqlite3'}") as box:
        connection = sqlite3.connect(tmp_path / "box.sqlite3", isolation_level=None)
        connection.execute("DROP TABLE proofs")
        connection.close()
        with pytest.raises(Away) as caught:
            box.cast([a_cast("a-very-secret-voter", proof="a-very-secret-proof")])
        assert "a-very-secret" not in f"{caught.value!r} {caught.value.__cause__!r}"
