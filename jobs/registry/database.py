"""The engine: SQLite in one file, or PostgreSQL; a read or a write is one short transaction.

SQLite: the driver's own transactions are turned off (`isolation_level = None`) and SQLAlchemy's `begin` event sends
the BEGIN: a write starts with BEGIN IMMEDIATE, so that what it reads cannot change before it writes, and two
writers wait for each other instead of failing halfway. https://docs.sqlalchemy.org/en/21/dialects/sqlite.html
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, Connection, Engine, Table, create_engine, event, func, make_url, select
from sqlalchemy.exc import ArgumentError

from jobs.errors import InputMissing, UsageError
from jobs.registry.canonical import canonical_json
from jobs.registry.faults import place_of, translated
from jobs.registry.tables import Instant

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite

PATIENCE_SECONDS = 30  # how long a statement waits for another transaction, on both databases
_TIDY_SQLITE = ("VACUUM", "PRAGMA optimize", "PRAGMA wal_checkpoint(TRUNCATE)")
_POSTGRES_OPTIONS = {
    "connect_timeout": "10",
    "application_name": "assent",
    "options": f"-c lock_timeout={PATIENCE_SECONDS}s",
}


class Database:
    """One registry database."""

    def __init__(self, url: str) -> None:
        """Checks the URL and makes the engine; the first transaction connects.

        Raises:
            UsageError: the URL is none, or of a database that is not supported or has no driver here.
            InputMissing: the folder of the SQLite file is absent.
        """
        parsed = _checked(url)
        self.place = place_of(parsed)
        self.postgres = parsed.get_backend_name() == "postgresql"
        self._engine = _postgres_engine(parsed) if self.postgres else _sqlite_engine(parsed)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that changes nothing."""
        with translated(self.place), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that commits when the block ends, and leaves nothing when it raises."""
        with translated(self.place), self._engine.execution_options(assent_write=True).begin() as connection:
            yield connection

    def insert(self, table: Table) -> sqlite.Insert | postgresql.Insert:
        """An INSERT that has ON CONFLICT, in the dialect of this database; only that one is loaded."""
        if self.postgres:
            from sqlalchemy.dialects import postgresql

            return postgresql.insert(table)
        from sqlalchemy.dialects import sqlite

        return sqlite.insert(table)

    def now(self, connection: Connection) -> datetime:
        """The instant by one clock for all: the server's, or that of the only host that can share the file."""
        if self.postgres:
            return connection.scalars(select(func.clock_timestamp(type_=Instant))).one()
        return datetime.now(UTC)

    def tidy(self) -> None:
        """Gives space back that deleted rows left, and lets the database count its tables anew."""
        with translated(self.place):
            connection = self._engine.raw_connection()
            try:
                if self.postgres:
                    connection.driver_connection.autocommit = True  # type: ignore[union-attr]  # psycopg's own
                for statement in ("VACUUM (ANALYZE)",) if self.postgres else _TIDY_SQLITE:
                    connection.cursor().execute(statement)
            finally:
                connection.invalidate()  # it is not to be used again in this mode

    def close(self) -> None:
        """Closes the connections."""
        self._engine.dispose()


def _checked(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError:  # its text repeats the URL, password included
        raise UsageError("the registry's URL cannot be read", next_step="use sqlite:////path/registry.db") from None
    if parsed.drivername in ("postgres", "postgresql"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername not in ("sqlite", "sqlite+pysqlite", "postgresql+psycopg"):
        raise UsageError("the registry does not know this database", next_step="use sqlite:// or postgresql+psycopg://")
    if parsed.get_backend_name() == "sqlite":
        _check_file(parsed.database or ":memory:")
    return parsed


def _check_file(database: str) -> None:
    if database == ":memory:":  # every connection would see a registry of its own
        raise UsageError("the registry needs a file", next_step="use sqlite:////path/registry.db")
    folder = Path(database).absolute().parent
    if not folder.is_dir():
        raise InputMissing(
            "the registry's folder is absent", where=str(folder), next_step="create it, or correct the path"
        )


def _postgres_engine(url: URL) -> Engine:
    arguments = {name: value for name, value in _POSTGRES_OPTIONS.items() if name not in url.query}
    try:
        return _engine(url, connect_args=arguments, pool_pre_ping=True)
    except ModuleNotFoundError:
        raise UsageError("the PostgreSQL driver is not installed", next_step="install assent[postgres]") from None


def _sqlite_engine(url: URL) -> Engine:
    engine = _engine(url, connect_args={"timeout": PATIENCE_SECONDS})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _engine(url: URL, **options: Any) -> Engine:
    return create_engine(url, json_serializer=canonical_json, hide_parameters=True, **options)


def _prepare_sqlite(connection: sqlite3.Connection, _: Any) -> None:
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    _switch_to_wal(connection)
    connection.execute("PRAGMA synchronous = FULL")  # a committed version survives a power cut


def _switch_to_wal(connection: sqlite3.Connection) -> None:
    """Lets readers and the writer go on without waiting for each other; the file remembers it.

    The switch of a new file fails at once where another process is at it (11 of 900 in a race of six), without the
    patience that SQLite has for every other statement.
    """
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.01)


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("assent_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
