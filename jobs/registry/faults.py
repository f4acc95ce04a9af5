"""What a database's complaint means for the caller, without its text: that may quote keys and passwords."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from jobs.errors import AssentError, Busy, InputMissing, Unavailable, UsageError

_SQLITE_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_SQLITE_ABSENT = {sqlite3.SQLITE_CANTOPEN}
_SQLITE_WRONG = {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH}
# Classes of SQLSTATE, https://www.postgresql.org/docs/current/errcodes-appendix.html
_POSTGRES_BUSY = ("40", "53300", "55P03")  # rolled back for another, too many connections, lock not available
_POSTGRES_AWAY = ("08", "57P")  # connection, shutdown
_POSTGRES_ABSENT = ("28", "3D")  # authorization, database
# A connection that was refused comes without a code: what the server says of it, if it speaks English.
_NOT_LET_IN = ("authentication failed", "no password supplied", "does not exist", "pg_hba.conf")
_POSTGRES_WRONG = ("42501", "25006")  # privilege, read only


def place_of(url: URL) -> str:
    """Where the database is: back end, host, port and name; never the user or the password."""
    if url.get_backend_name() == "sqlite":
        return f"registry sqlite:///{url.database}"
    host = url.host or url.query.get("host") or "local socket"
    port = f":{url.port}" if url.port else ""
    return f"registry postgresql://{host}{port}/{url.database or ''}"


@contextmanager
def translated(place: str) -> Iterator[None]:
    """Turns a database error raised within into one of ours.

    Raises:
        Busy: another transaction holds what is needed.
        Unavailable: the database does not answer.
        InputMissing: it is absent, or lets us not in.
        UsageError: it is there, but is no registry or may not be written.
        AssentError: anything else, a broken constraint above all.
    """
    try:
        yield
    except DBAPIError as error:
        raise _meaning(error, error.orig, place) from None
    except Exception as error:  # of a statement that SQLAlchemy did not send
        if not (isinstance(error, sqlite3.Error) or hasattr(error, "sqlstate")):
            raise
        raise _meaning(error, error, place) from None


def _meaning(error: Exception, cause: BaseException | None, place: str) -> AssentError:
    state = getattr(cause, "sqlstate", None) or ""
    code = getattr(cause, "sqlite_errorcode", 0) & 0xFF  # the low byte is the family
    if code in _SQLITE_BUSY or state.startswith(_POSTGRES_BUSY):
        return Busy("the registry is busy with another transaction", where=place, next_step="try again later")
    unreachable = isinstance(error, OperationalError) and not state and not code
    not_let_in = unreachable and any(words in str(cause) for words in _NOT_LET_IN)
    if (unreachable and not not_let_in) or state.startswith(_POSTGRES_AWAY):
        return Unavailable(
            "the registry's database does not answer",
            where=place,
            next_step="try again when it runs; if it does, check the URL and the password",
        )
    if not_let_in or code in _SQLITE_ABSENT or state.startswith(_POSTGRES_ABSENT):
        return InputMissing(
            "the registry's database cannot be reached",
            where=place,
            next_step="check that it runs, its URL and password",
        )
    if code in _SQLITE_WRONG or state.startswith(_POSTGRES_WRONG):
        return UsageError(
            "the registry's database cannot be used", where=place, next_step="check the URL and the rights on it"
        )
    what = "a rule of the registry was broken" if isinstance(error, IntegrityError) else "the registry failed"
    return AssentError(what, where=f"{place} ({type(cause).__name__} {state or code})")
