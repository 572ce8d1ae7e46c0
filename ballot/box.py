"""The box: every ballot that was taken, in one database.

SQLite (one writer, WAL, each commit synced) or PostgreSQL (any number of services). A batch of ballots is one
transaction, which first locks the one row of `vote`: batches of several services come one after the other, so each sees
what the ones before it took, and no ballot is judged by an outdated state. The unique indexes enforce the same for
anyone who writes to the database in another way.

Nothing here knows who voted: `voter` is an HMAC of a credential under a key that is destroyed at publication, and no
row holds an address, a browser or a time. Nor does a row say when it came: keys are random, and no table has numbers of
its own. (What a database records on its own, such as PostgreSQL's xmin or a write-ahead log, goes with `vote destroy`.)
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, islice
from secrets import randbits
from typing import Any

import sqlalchemy as sa

from ballot.cast import Cast, Known, Outcome, State, Verdict, judge
from ballot.database import Database, seconds_of
from ballot.entry import Entry
from ballot.leaf import Ballot, Group
from ballot.store import Note

_metadata = sa.MetaData()
_long = sa.BigInteger()
_random = sa.BigInteger().with_variant(sa.Integer, "sqlite")  # INTEGER, or SQLite would number the rows beside it
_KEY_BITS = 62  # of a random primary key: they fit a signed 64-bit number, and none comes twice

_vote = sa.Table(
    "vote",
    _metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),  # 1: a box holds one vote
    sa.Column("key", sa.Text, nullable=False),  # of the opening
    sa.Column("closed", sa.Boolean, nullable=False),  # once true, true for good
    sa.Column("opens", _long, nullable=False),  # seconds since 1970, UTC
    sa.Column("closes", _long, nullable=False),
    sa.Column("late", _long, nullable=False),  # ballots that came after the close
    sa.Column("hour", _long, nullable=False),  # of the last seal, hours since 1970, UTC
    sa.CheckConstraint("id = 1"),
)
_ballots = sa.Table(
    "ballots",
    _metadata,
    sa.Column("id", _random, primary_key=True, autoincrement=False),  # random: it says nothing about the arrival
    sa.Column("form", sa.Text, nullable=False, unique=True),  # digest of a form and everything sent in it
    sa.Column("voter", sa.Text, nullable=False),  # tag
    sa.Column("turn", sa.Integer, nullable=False),  # which ballot of its voter this is, from 1
    sa.Column("group", sa.Text, nullable=False),
    sa.Column("salt", sa.Text, nullable=False),
    sa.Column("passphrase", sa.Text, nullable=False),
    sa.Column("choices", sa.Text, nullable=False),  # codes, sorted, separated by blanks
    sa.Column("leaf", sa.Text, nullable=False, unique=True),  # hex
    sa.Column("last", sa.Boolean, nullable=False),  # of its voter
    sa.Column("seal", sa.Integer, nullable=False, index=True),  # number of the seal that holds it, or 0
)
sa.Index(
    "one_last_ballot",
    _ballots.c.voter,
    unique=True,
    sqlite_where=_ballots.c.last,
    postgresql_where=_ballots.c.last,
)
sa.Index("one_turn", _ballots.c.voter, _ballots.c.turn, unique=True)
# Without row ids: SQLite would hand them out in the order of arrival.
_proofs = sa.Table("proofs", _metadata, sa.Column("nonce", sa.Text, primary_key=True), sqlite_with_rowid=False)
_spent = sa.Table("spent", _metadata, sa.Column("code", sa.Text, primary_key=True), sqlite_with_rowid=False)
_seals = sa.Table(
    "seals",
    _metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("note", sa.Text, nullable=False),
)


class Foreign(Exception):
    """The box holds something that does not belong to this vote."""


class Missing(Exception):
    """There is no box where one should be."""


class Box:
    """The database of one vote. Every method is one transaction, retried if another one gets in its way.

    raises   Away if the database cannot be reached or the connection was lost; whether it committed is then unknown,
             and casting the same ballots again is safe
    """

    def __init__(self, url: str, now: Callable[[], float] = time.time) -> None:
        """url   of SQLAlchemy, or as DATABASE_URL has it: postgresql://..., postgres://..., sqlite:///path
        now   the clock that tells when ballots arrive: seconds since 1970
        """
        self._database = Database(url)
        self._now = now

    def __enter__(self) -> "Box":
        return self

    def __exit__(self, *_: object) -> None:
        """Close the database."""
        self._database.end()

    def make(self, key: str, opens: int, closes: int) -> None:
        """Make the tables and the row of the vote where they are missing. Raises Foreign for another opening's box."""

        def work(connection: sa.Connection) -> None:
            _metadata.create_all(connection)
            if connection.execute(sa.select(_vote.c.id)).first() is None:
                connection.execute(
                    sa.insert(_vote).values(
                        id=1, key=key, closed=False, opens=opens, closes=closes, late=0, hour=opens // 3600
                    )
                )
            _insist(connection, key)

        self._database.make(work)

    def find(self, key: str) -> None:
        """Check that the box of this opening exists; creates nothing. Raises Missing, Foreign."""

        def work(connection: sa.Connection) -> None:
            if not sa.inspect(connection).has_table(_vote.name):
                raise Missing
            _insist(connection, key)

        if not self._database.there:
            raise Missing
        self._database.make(work)

    def cast(self, batch: Sequence[Cast]) -> list[Outcome]:
        """Take a batch, all of it in one transaction; each outcome is committed when this returns."""

        def work(connection: sa.Connection) -> list[Outcome]:
            known = _known(connection, batch)
            outcomes = judge(batch, known, self._behind(connection))
            _keep(connection, batch, outcomes, known)
            return outcomes

        return self._database.run(work)

    def _behind(self, connection: sa.Connection) -> float:
        """By how many seconds our clock is behind the database server's: a ballot is late if either says so."""
        there = seconds_of(connection)
        return max(0.0, there - self._now()) if there is not None else 0.0

    def close_when_due(self, now: float, grace: int) -> State:
        """Close for good, once our clock and the database server's are both past the close by some seconds.

        now     from a clock that cannot be set
        """

        def work(connection: sa.Connection) -> State:
            state, there = _lock(connection), seconds_of(connection)
            if state.closed or min(now, now if there is None else there) < state.closes + grace:
                return state
            connection.execute(sa.update(_vote).values(closed=True))
            return replace(state, closed=True)

        return self._database.run(work)

    def close(self) -> State:
        """Close for good. What was queued and not yet in the box stays out; closing again changes nothing."""

        def work(connection: sa.Connection) -> State:
            state = _lock(connection)
            if not state.closed:
                connection.execute(sa.update(_vote).values(closed=True))
            return replace(state, closed=True)

        return self._database.run(work)

    def prolong(self, closes: int) -> State:
        """Move the close of an open vote to a later time; it takes effect in every service with its next batch."""

        def work(connection: sa.Connection) -> State:
            state = _lock(connection)
            if state.closed or closes <= state.closes:
                return state  # a service that starts from an old copy of the events knows only the old close
            connection.execute(sa.update(_vote).values(closes=closes))
            return replace(state, closes=closes)

        return self._database.run(work)

    def seal(self, note: Note, *, least: int, hour: int | None = None) -> int | None:
        """Put the ballots that no seal holds yet under a new one.

        note     signs: see `Note`
        least    new ballots a group needs for its ballots to join; fewer wait for a later seal
        hour     hours since 1970 (UTC): seal only if no seal was tried in this hour or a later one
        returns  the number of the new seal, or nothing
        """

        def work(connection: sa.Connection) -> int | None:
            state = _lock(connection)
            if hour is not None and hour <= state.hour:
                return None
            if hour is not None:
                connection.execute(sa.update(_vote).values(hour=hour))
            leaf, seal, group = _ballots.c.leaf, _ballots.c.seal, _ballots.c.group
            waiting = connection.execute(sa.select(group, sa.func.count()).where(seal == 0).group_by(group)).all()
            joining = (seal == 0) & group.in_([name for name, count in waiting if count >= max(least, 1)])
            new = sorted(connection.execute(sa.select(leaf).where(joining)).scalars())
            if not new:
                return None
            old = connection.execute(sa.select(leaf).where(seal > 0).order_by(seal, leaf)).scalars()
            notes = connection.execute(_notes).scalars().all()
            text = note([bytes.fromhex(leaf) for leaf in old], [bytes.fromhex(leaf) for leaf in new], notes)
            connection.execute(sa.update(_ballots).where(joining).values(seal=len(notes) + 1))
            connection.execute(sa.insert(_seals).values(number=len(notes) + 1, note=text))
            return len(notes) + 1

        return self._database.run(work)

    def seals(self) -> tuple[str, ...]:
        """The signed notes, first one first."""
        return self._database.run(lambda connection: tuple(connection.execute(_notes).scalars()))

    def spent(self) -> frozenset[str]:
        """`codes.spent_hash` of every code that was used."""
        query = sa.select(_spent.c.code)
        return self._database.run(lambda connection: frozenset(connection.execute(query).scalars()))

    def state(self) -> State:
        """The row that every batch locks. Locked here too: an answer proves that a ballot could have been taken."""
        return self._database.run(_lock)

    def turnout(self) -> dict[Group, int]:
        """How many people have voted, by group, but not for whom."""
        query = sa.select(_ballots.c.group, sa.func.count()).where(_ballots.c.last).group_by(_ballots.c.group)
        return self._database.run(lambda connection: dict(connection.execute(query).all()))

    def entries(self) -> Iterator[Entry]:
        """Every ballot, in an order that reveals nothing, read as it is requested."""
        with self._database.reading() as connection:
            for row in connection.execute(sa.select(_ballots).order_by(_ballots.c.id)):
                ballot = Ballot(row.group, row.salt, row.passphrase, tuple(row.choices.split()))
                yield Entry(ballot, bytes.fromhex(row.leaf), row.voter, row.turn, row.seal)

    def destroy(self) -> None:
        """Remove every table of this vote. Whatever else the database keeps, its operator has to destroy."""
        self._database.run(_metadata.drop_all)

    def dump(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Every row of every table at one moment: the table's name, the row. Blocks no service."""
        with self._database.reading() as connection:
            for table in _metadata.sorted_tables:
                for row in connection.execute(sa.select(table).order_by(*table.primary_key)):
                    yield table.name, dict(row._mapping)

    def fill(self, rows: Sequence[tuple[str, dict[str, Any]]]) -> None:
        """Take what `dump` gave, of another box or database. Raises Foreign if there is a vote in this one."""

        def work(connection: sa.Connection) -> None:
            _metadata.create_all(connection)
            if connection.execute(sa.select(_vote.c.id)).first() is not None:
                raise Foreign("there are ballots in it already")
            for name, group in groupby(rows, key=lambda row: row[0]):
                some = (row for _, row in group)
                while chunk := list(islice(some, 1000)):
                    connection.execute(sa.insert(_metadata.tables[name]), chunk)

        self._database.make(work)


_notes = sa.select(_seals.c.note).order_by(_seals.c.number)
_state_query = sa.select(*(column for column in _vote.c if column.name != "id"))


def _state(row: sa.Row[Any]) -> State:
    return State(**row._mapping)


def _insist(connection: sa.Connection, key: str) -> None:
    found = connection.execute(sa.select(_vote.c.key)).scalar()
    if found is None:
        raise Missing
    if found != key:
        raise Foreign(f"this box belongs to the opening {found[:16]}…, not to {key[:16]}…")


def _lock(connection: sa.Connection) -> State:
    """The row of the vote, locked until this transaction ends. (SQLite's began by locking the whole file.)"""
    return _state(connection.execute(_state_query.with_for_update()).one())


def _known(connection: sa.Connection, batch: Sequence[Cast]) -> Known:
    state = _lock(connection)
    b = _ballots.c
    forms = connection.execute(sa.select(b.form, b.leaf, b.last).where(b.form.in_({one.form for one in batch})))
    used = {one.proof for one in batch if one.proof}
    proofs = connection.execute(sa.select(_proofs.c.nonce).where(_proofs.c.nonce.in_(used))).scalars() if used else ()
    voters = sa.select(b.voter, sa.func.count()).where(b.voter.in_({one.voter for one in batch})).group_by(b.voter)
    return Known(
        state=state,
        forms={form: (bytes.fromhex(leaf), last) for form, leaf, last in forms},
        proofs=frozenset(proofs),
        cast=dict(connection.execute(voters).all()),
    )


def _keep(connection: sa.Connection, batch: Sequence[Cast], outcomes: Sequence[Outcome], known: Known) -> None:
    late = sum(outcome.verdict is Verdict.LATE for outcome in outcomes)
    if late:
        connection.execute(sa.update(_vote).values(late=_vote.c.late + late))
    taken = [one for one, outcome in zip(batch, outcomes, strict=True) if outcome.verdict is Verdict.TAKEN]
    if not taken:
        return
    last = {one.voter: one.form for one in taken}
    connection.execute(sa.update(_ballots).where(_ballots.c.voter.in_(last) & _ballots.c.last).values(last=False))
    connection.execute(
        sa.insert(_ballots),
        [
            {
                "id": randbits(_KEY_BITS),
                "form": one.form,
                "voter": one.voter,
                "turn": turn,
                "group": one.ballot.group,
                "salt": one.ballot.salt,
                "passphrase": one.ballot.passphrase,
                "choices": " ".join(one.ballot.choices),
                "leaf": one.leaf.hex(),
                "last": last[one.voter] == one.form,
                "seal": 0,
            }
            for one, turn in zip(taken, _turns(taken, known), strict=True)
        ],
    )
    proofs = [{"nonce": one.proof} for one in taken if one.proof]
    if proofs:
        connection.execute(sa.insert(_proofs), proofs)
    used = {one.code for one in taken if one.code}
    used -= set(connection.execute(sa.select(_spent.c.code).where(_spent.c.code.in_(used))).scalars()) if used else used
    if used:
        connection.execute(sa.insert(_spent), [{"code": code} for code in used])


def _turns(taken: Sequence[Cast], known: Known) -> Iterator[int]:
    """For each ballot, how many this makes by its voter."""
    cast = Counter(known.cast)
    for one in taken:
        cast[one.voter] += 1
        yield cast[one.voter]
