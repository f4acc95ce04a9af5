"""Suppressions: who and what must never be published again, as keyed hashes; and the epochs of the keys."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from sqlalchemy import select

from jobs.errors import AssentError
from jobs.registry.database import Database
from jobs.registry.rows import SuppressionKind
from jobs.registry.tables import key_epochs, suppressions

KEYED = re.compile(r"[0-9a-f]{64}")


class SuppressionBook:
    """The suppressions of a registry."""

    _db: Database

    def suppress(self, kind: SuppressionKind, epoch: int, keys: Iterable[str], night: date) -> None:
        """Adds subjects, all or none; those already there keep the night they have.

        `keys`: HMAC-SHA-256 in hex, under the key of the epoch.

        Raises:
            AssentError: something is no such hash; a plain id must not get in.
        """
        subjects = sorted(set(keys))
        if not all(KEYED.fullmatch(key) for key in subjects):
            raise AssentError("a suppression takes keyed hashes only", where="registry.suppress")
        with self._db.write() as connection:
            common = {"kind": kind, "key_epoch": epoch, "since_night": night, "added_at": self._db.now(connection)}
            if subjects:
                add = self._db.insert(suppressions).on_conflict_do_nothing()
                connection.execute(add, [common | {"subject_key": key} for key in subjects])

    def suppressed(self, kind: SuppressionKind) -> set[tuple[int, str]]:
        """(epoch, key) of every subject of the kind."""
        listed = select(suppressions.c.key_epoch, suppressions.c.subject_key).where(suppressions.c.kind == kind)
        with self._db.read() as connection:
            return {(epoch, key) for epoch, key in connection.execute(listed)}

    def suppressed_since(self, kind: SuppressionKind) -> dict[tuple[int, str], date]:
        """(epoch, key) of every subject of the kind, and the night since when."""
        columns = suppressions.c.key_epoch, suppressions.c.subject_key, suppressions.c.since_night
        with self._db.read() as connection:
            rows = connection.execute(select(*columns).where(suppressions.c.kind == kind))
            return {(epoch, key): since for epoch, key, since in rows}

    def key_epochs(self) -> dict[int, str]:
        """The check value of each epoch's key."""
        with self._db.read() as connection:
            rows = connection.execute(select(key_epochs.c.epoch, key_epochs.c.check_value))
            return {epoch: value for epoch, value in rows}

    def add_key_epoch(self, epoch: int, check_value: str) -> None:
        """Notes an epoch; one that is noted keeps what it has.

        Raises:
            AssentError: it is no check value; a key must not get in.
        """
        if not KEYED.fullmatch(check_value):
            raise AssentError("an epoch takes a keyed hash only", where="registry.add_key_epoch")
        with self._db.write() as connection:
            row = {"epoch": epoch, "check_value": check_value, "added_at": self._db.now(connection)}
            connection.execute(self._db.insert(key_epochs).values(row).on_conflict_do_nothing())
