"""The database under the box: how it is opened, and how a transaction is retried until it commits.

Pitfalls of SQLAlchemy and the drivers: Python's sqlite3 begins a transaction only at the first writing
statement, so two readers could both decide to write (BEGIN IMMEDIATE is sent by hand here); an exception of SQLAlchemy
carries the values of the statement, which would put ballots into a log (hide_parameters); and both databases can be set
to acknowledge a commit before it is on disk (refused here).
"""

import itertools
import os
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, IntegrityError, TimeoutError

LONGEST = 5.0  # seconds for which a transaction is retried while others get in its way
# SQLSTATE: could not serialize; deadlock; lock not granted in time; and two services that make the same table at once
IN_THE_WAY = ("40001", "40P01", "55P03", "42P07", "42710")
# A service that hangs in a transaction (a paused machine, a cut cable) must not hold the lock on `vote` for ever: the
# server ends its session, and a service that waits for the lock gives up with an error. There is no statement_timeout:
# it would also end the wait for a synchronous standby, and PostgreSQL then reports the commit as done.
LIMITS = ("SET lock_timeout = '2s'", "SET idle_in_transaction_session_timeout = '5s'")
PATIENCE = {  # seconds, but for the last: what PostgreSQL may take to answer before it counts as away
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,  # milliseconds
}

Result = TypeVar("Result")


class Away(Exception):
    """The database does not answer, or the connection was lost: whether it committed is not known."""


class Unsafe(Exception):
    """The database would acknowledge ballots that it may lose."""


def database_of(private: Path) -> str:
    """The address of a vote's database: DATABASE_URL, or the SQLite file among its private files."""
    return os.environ.get("DATABASE_URL") or f"sqlite:///{private.resolve() / 'box.sqlite3'}"


class Database:
    """One engine; SQLite gets a single connection, which its user must not share between threads at one time."""

    def __init__(self, url: str) -> None:
        """url   of SQLAlchemy, or as DATABASE_URL has it: postgresql://..., postgres://..., sqlite:///path"""
        self._engine = _engine(sa.make_url(url))

    @property
    def there(self) -> bool:
        """Whether the SQLite file exists, because opening it would create it. A server is not checked here."""
        url = self._engine.url
        return url.get_backend_name() != "sqlite" or Path(url.database or "").is_file()

    def run(self, work: Callable[[sa.Connection], Result]) -> Result:
        """Run work in one transaction, retried while others get in its way. Raises Away."""
        end = time.monotonic() + LONGEST
        for attempt in itertools.count():
            try:
                with self._engine.begin() as connection:
                    return work(connection)
            except TimeoutError as error:
                raise Away("no free connection") from error
            except DBAPIError as error:
                if not _in_the_way(error) or time.monotonic() > end:
                    raise Away(type(error.orig).__name__) from error
                time.sleep(random.uniform(0, min(0.5, 0.005 * 2 ** min(attempt, 10))))
        raise AssertionError("the loop has no end of its own")

    def make(self, work: Callable[[sa.Connection], None]) -> None:
        """Run work, which makes tables or looks for them; safe to run in several services at once.

        It takes no lock: of two that make the same table or row one fails, and retries once it exists.
        Raises Away, Unsafe.
        """

        def checked(connection: sa.Connection) -> None:
            _insist_on_safe_commits(connection)
            work(connection)

        self.run(checked)

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A connection that sees one moment and blocks no writer; rows are streamed. Raises Away."""
        try:
            with self._engine.connect() as connection:
                if self._engine.dialect.name != "sqlite":  # a slow reader holds no lock that others need
                    connection.execution_options(isolation_level="REPEATABLE READ")
                    connection.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")
                yield connection.execution_options(yield_per=1000, reading=True)
        except DBAPIError as error:
            raise Away(type(error.orig).__name__) from error

    def end(self) -> None:
        self._engine.dispose()


def seconds_of(connection: sa.Connection) -> float | None:
    """The clock of a database server, seconds since 1970; None for SQLite, which has only this machine's."""
    if connection.dialect.name == "sqlite":
        return None
    return float(connection.execute(sa.select(sa.extract("epoch", sa.func.clock_timestamp()))).scalar_one())


def _engine(url: sa.URL) -> sa.Engine:
    if url.drivername in ("postgres", "postgresql"):
        url = url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() != "sqlite":
        engine = sa.create_engine(url, hide_parameters=True, pool_size=1, max_overflow=1, connect_args=PATIENCE)
        sa.event.listen(engine, "connect", _set_up_server)
        return engine
    engine = sa.create_engine(url, hide_parameters=True, pool_size=1, max_overflow=0, connect_args={"timeout": 2})
    sa.event.listen(engine, "connect", _set_up_sqlite)
    sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_up_server(connection: Any, _: object) -> None:
    with connection.cursor() as cursor:
        for limit in LIMITS:
            cursor.execute(limit)
    connection.commit()


def _set_up_sqlite(connection: Any, _: object) -> None:
    connection.isolation_level = None  # or Python would begin its own transactions
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")


def _begin_sqlite(connection: sa.Connection) -> None:
    reading = connection.get_execution_options().get("reading")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def _insist_on_safe_commits(connection: sa.Connection) -> None:
    if connection.dialect.name == "sqlite":
        mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar_one()
        if mode != "wal":
            raise Unsafe(f"SQLite keeps its journal as '{mode}' here, not as 'wal'; put the box on a local disk")
    else:
        for setting in ("fsync", "synchronous_commit"):
            if connection.execute(sa.text(f"SELECT current_setting('{setting}', true)")).scalar_one() == "off":
                raise Unsafe(f"the database has {setting} = off: a ballot acknowledged could be lost; switch it on")


def _in_the_way(error: DBAPIError) -> bool:
    """Whether another transaction caused it, so that a retry can help."""
    if isinstance(error, IntegrityError):  # happens only without row locks between services
        return True
    state = getattr(error.orig, "sqlstate", None)
    return state in IN_THE_WAY or "database is locked" in str(error.orig)
