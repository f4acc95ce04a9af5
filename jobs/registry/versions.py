"""Versions of the corpus. The insert of a row is the commit of the version."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date
from typing import Any

from sqlalchemy import Select, func, insert, select, text

from jobs.errors import InputMissing
from jobs.registry.canonical import Json, digest
from jobs.registry.database import Database
from jobs.registry.leases import Lease
from jobs.registry.revisions import latest_revision, latest_revisions
from jobs.registry.rows import Revision, Version
from jobs.registry.tables import versions

_DIGITS = 9  # of a version's number at most: what the column holds


class VersionBook:
    """The versions of a registry."""

    _db: Database

    def commit_version(
        self, night: date, purpose: str, *, documents_version: int, manifest: Json, lease: Lease | None = None
    ) -> Version:
        """Publishes what the Delta version of `documents` holds, under the next number.

        With a lease, the commit fails if that was lost. A second commit for the same run (a rerun after a crash)
        returns the version that stands, with the manifest it was first given. A night that changed nothing has a
        version too: it names the same Delta version as the one before.

        Raises:
            Busy: the lease was lost.
            AssentError: there is no such run.
        """
        with self._db.write() as connection:
            if self._db.postgres:  # SQLite has but one writer
                connection.execute(text("lock table versions in share row exclusive mode"))
            if lease is not None:
                lease.assert_held(connection)
            same = select(versions).where((versions.c.night == night) & (versions.c.purpose == purpose))
            if row := connection.execute(same).first():
                return Version(**row._mapping)
            highest = connection.scalar(select(func.max(versions.c.version))) or 0
            now, sha256 = self._db.now(connection), digest(manifest)
            version = Version(highest + 1, night, purpose, documents_version, manifest, sha256, now)
            row_of = {name: value for name, value in asdict(version).items() if name in versions.c}
            connection.execute(insert(versions).values(row_of))
            return version

    def versions(self) -> list[Version]:
        """All versions as they stand, oldest first."""
        with self._db.read() as connection:
            rows = connection.execute(select(versions).order_by(versions.c.version)).all()
            revised = latest_revisions(connection, "version")
        standing = (Version(**row._mapping) for row in rows)
        return [_standing(version, revised.get(str(version.version))) for version in standing]

    def last(self, purpose: str | None = None, night: date | None = None) -> Version | None:
        """The last version as it stands, of a purpose, of a night, or of all; no other manifest is read."""
        asked = select(versions)
        if purpose is not None:
            asked = asked.where(versions.c.purpose == purpose)
        if night is not None:
            asked = asked.where(versions.c.night == night)
        return self._one(asked)

    def last_version(self) -> tuple[int, date] | None:
        """Number and night of the last version, without its manifest."""
        with self._db.read() as connection:
            rows = select(versions.c.version, versions.c.night).order_by(versions.c.version.desc()).limit(1)
            found = connection.execute(rows).first()
        return (found.version, found.night) if found else None

    def numbers(self, purpose: str) -> dict[date, int]:
        """The number of each night's version; no manifest is read."""
        rows = select(versions.c.night, versions.c.version).where(versions.c.purpose == purpose)
        with self._db.read() as connection:
            return {night: number for night, number in connection.execute(rows)}

    def version(self, name: str | int) -> Version:
        """One version, by its number or as `latest`; no other manifest is read.

        Raises:
            InputMissing: there is none of that number, or none at all.
        """
        number = str(name)
        found = None
        if number == "latest":
            found = self.last()
        elif number.isdecimal() and len(number) <= _DIGITS:
            found = self._one(select(versions).where(versions.c.version == int(number)))
        if found is None:
            raise InputMissing(f"there is no version {number}", next_step="assent versions list shows those there are")
        return found

    def _one(self, asked: Select[Any]) -> Version | None:
        with self._db.read() as connection:
            row = connection.execute(asked.order_by(versions.c.version.desc()).limit(1)).first()
            if row is None:
                return None
            version = Version(**row._mapping)
            return _standing(version, latest_revision(connection, "version", str(version.version)))


def _standing(version: Version, last: Revision | None) -> Version:
    """A version as its last revision left it."""
    if last is None:
        return version
    return replace(
        version,
        documents_version=last.table_version,
        manifest=last.manifest,
        manifest_sha256=last.manifest_sha256,
        revision=last.revision,
    )
