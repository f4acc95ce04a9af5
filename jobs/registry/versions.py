"""Versions of the corpus. The insert of a row is the commit of the version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date
from typing import Literal

from sqlalchemy import func, insert, select, text

from jobs.errors import InputMissing
from jobs.registry.canonical import Json, digest
from jobs.registry.database import Database
from jobs.registry.leases import Lease
from jobs.registry.revisions import latest_revisions
from jobs.registry.rows import Revision, Version
from jobs.registry.tables import versions


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
        return [_standing(Version(**row._mapping), revised) for row in rows]

    def last_version(self) -> tuple[int, date] | None:
        """Number and night of the last version, without its manifest."""
        with self._db.read() as connection:
            rows = select(versions.c.version, versions.c.night).order_by(versions.c.version.desc()).limit(1)
            found = connection.execute(rows).first()
        return (found.version, found.night) if found else None

    def version(self, number: int | Literal["latest"]) -> Version:
        """One version.

        Raises:
            InputMissing: there is none of that number, or none at all.
        """
        found = [version for version in self.versions() if number in ("latest", version.version)]
        if not found:
            raise InputMissing(
                "there is no such version", where=f"version {number}", next_step="see `assent versions list`"
            )
        return found[-1]


def _standing(version: Version, revised: Mapping[str, Revision]) -> Version:
    """A version as its last revision left it."""
    last = revised.get(str(version.version))
    if last is None:
        return version
    return replace(
        version,
        documents_version=last.table_version,
        manifest=last.manifest,
        manifest_sha256=last.manifest_sha256,
        revision=last.revision,
    )
