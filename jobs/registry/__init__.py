"""Control state: what was delivered, run, found, published and suppressed, and who is at work.

SQLite by default, PostgreSQL in production. One book per concern; `Registry` is all of them on one database.
"""

from __future__ import annotations

from types import TracebackType
from typing import Self

from jobs.registry.database import Database
from jobs.registry.deliveries import DeliveryBook
from jobs.registry.erasures import ErasureBook
from jobs.registry.leases import LEASE, Lease, LeaseBook
from jobs.registry.releases import ReleaseBook
from jobs.registry.revisions import RevisionBook
from jobs.registry.rows import (
    Delivery,
    ErasedKind,
    GateRow,
    Proof,
    Release,
    Revised,
    Revision,
    Run,
    StageRow,
    Status,
    SuppressionKind,
    Use,
    Version,
)
from jobs.registry.runs import RunBook
from jobs.registry.suppressions import SuppressionBook
from jobs.registry.upgrade import upgrade
from jobs.registry.versions import VersionBook

__all__ = [
    "LEASE",
    "Delivery",
    "ErasedKind",
    "GateRow",
    "Lease",
    "Proof",
    "Registry",
    "Release",
    "Revised",
    "Revision",
    "Run",
    "StageRow",
    "Status",
    "SuppressionKind",
    "Use",
    "Version",
]


class Registry(DeliveryBook, RunBook, LeaseBook, VersionBook, RevisionBook, ReleaseBook, SuppressionBook, ErasureBook):
    """The registry of one lake. Safe to share between threads."""

    def __init__(self, db: Database) -> None:
        self._db = db

    @classmethod
    def open(cls, url: str) -> Self:
        """Connects, and brings the schema up to date.

        `url`: 'sqlite:////path/registry.db' (made if absent, its folder is not) or 'postgresql+psycopg://…'.

        Raises:
            UsageError: the URL is wrong, or a newer program wrote the registry.
            InputMissing: the database or the SQLite file's folder cannot be reached.
        """
        db = Database(url)
        try:
            upgrade(db)
        except BaseException:
            db.close()
            raise
        return cls(db)

    def tidy(self) -> None:
        """Gives space back, and lets the database count anew; changes no row."""
        self._db.tidy()

    def close(self) -> None:
        """Closes the connections; leases still held lapse when their time is over."""
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()
