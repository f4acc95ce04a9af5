"""Leases: one runner at a time, fenced by an attempt number that only grows.

A lease that its holder lost may still be believed in by a process that slept. What must not happen twice is
therefore committed with the lease (`Lease.assert_held` in the same transaction), not just after a look at it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, select, update

from jobs.errors import AssentError, Busy
from jobs.registry.database import Database
from jobs.registry.process import Process
from jobs.registry.tables import leases

LEASE = "lake"  # of whoever writes to the lake
BEATS_PER_TTL = 4


class Lease:
    """A lease held by this process. `attempt` is the fencing token."""

    def __init__(self, db: Database, name: str, attempt: int, ttl: int, lost: Callable[[], None]) -> None:
        self.name, self.attempt, self.ttl = name, attempt, ttl
        self._db = db
        self._mine = (leases.c.name == name) & (leases.c.attempt == attempt) & leases.c.holder.is_not(None)
        self._lost = lost
        self._stopped = threading.Event()
        self._beating = threading.Thread(target=self._beat, name=f"lease-{name}", daemon=True)

    def start(self) -> None:
        """Starts the heartbeat."""
        self._beating.start()

    def check(self) -> None:
        """Renews the lease.

        Raises:
            Busy: another process has taken it over; stop without writing anything more.
        """
        if not self._renew():
            raise _fenced(self.name)

    def assert_held(self, connection: Connection) -> None:
        """Fails the caller's transaction if the lease is lost, and keeps others from taking it until that ends.

        Raises:
            Busy: another process has taken it over.
        """
        if connection.execute(select(leases.c.attempt).where(self._mine).with_for_update(read=True)).first() is None:
            raise _fenced(self.name)

    def release(self) -> None:
        """Gives the lease back, if it is still ours."""
        self._stopped.set()
        self._beating.join()
        with self._db.write() as connection:
            connection.execute(update(leases).where(self._mine).values(holder=None))

    def _beat(self) -> None:
        beaten = time.monotonic()
        while not self._stopped.wait(self.ttl / BEATS_PER_TTL):
            now = time.monotonic()
            try:
                held, beaten = self._renew(), now
            except AssentError:  # the database may be back before the next beat; if not, others take over
                held = time.monotonic() - beaten <= self.ttl  # the try itself may have taken long
            if not held:
                self._lost()
                return

    def _renew(self) -> bool:
        with self._db.write() as connection:
            beat = update(leases).where(self._mine).values(heartbeat_at=self._db.now(connection))
            return connection.execute(beat).rowcount == 1


class LeaseBook:
    """The leases of a registry."""

    _db: Database

    @contextmanager
    def lease(self, name: str, *, ttl: int = 60, lost: Callable[[], None] = lambda: None) -> Iterator[Lease]:
        """Holds a lease for the block, with a heartbeat in a thread of its own.

        `ttl`: whole seconds without a heartbeat after which any process may take over. A dead holder on the same
        machine is replaced at once. `lost` is called by that thread when another has it, or may have it.

        Raises:
            Busy: another process holds it.
        """
        held = Lease(self._db, name, _acquire(self._db, name, ttl), ttl, lost)
        held.start()
        try:
            yield held
        finally:
            with suppress(AssentError):  # must not hide what the block raised; the next one finds us gone or late
                held.release()


def _acquire(db: Database, name: str, ttl: int) -> int:
    with db.write() as connection:
        now = db.now(connection)
        fresh = {"name": name, "attempt": 0, "acquired_at": now, "heartbeat_at": now, "ttl_seconds": ttl}
        connection.execute(db.insert(leases).values(fresh).on_conflict_do_nothing())
        row = connection.execute(select(leases).where(leases.c.name == name)).one()
        if not _is_free(row, now):
            raise _held(row)
        changes = {"holder": str(Process.this()), "attempt": row.attempt + 1, "ttl_seconds": ttl}
        unchanged = (leases.c.name == name) & (leases.c.attempt == row.attempt)  # since we looked
        taken = update(leases).where(unchanged).values(changes | {"acquired_at": now, "heartbeat_at": now})
        if connection.execute(taken).rowcount != 1:
            raise Busy(f"another process took the lease {name!r} first", next_step="try again when it has ended")
        return int(row.attempt) + 1


def _is_free(row: Row[Any], now: datetime) -> bool:
    if row.holder is None or Process.parse(row.holder).is_surely_dead():
        return True
    return bool(now - row.heartbeat_at > timedelta(seconds=row.ttl_seconds))


def _held(row: Row[Any]) -> Busy:
    holder = Process.parse(row.holder)
    return Busy(
        f"the lease {row.name!r} is held",
        where=f"host {holder.host}, process {holder.pid}, since {row.acquired_at:%Y-%m-%dT%H:%M:%SZ}",
        next_step=f"try again when it has ended; if it died, the lease is free {row.ttl_seconds} s after its last beat",
    )


def _fenced(name: str) -> Busy:
    return Busy(f"the lease {name!r} was lost to another process", next_step="stop here; nothing more may be written")
