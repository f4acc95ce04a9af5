"""Revisions: what a version or a release holds since it was last rewritten. Append only; numbers only grow."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, func, insert, select

from jobs.registry.canonical import Json, digest
from jobs.registry.database import Database
from jobs.registry.leases import Lease
from jobs.registry.rows import Revised, Revision
from jobs.registry.tables import revisions


class RevisionBook:
    """The revisions of a registry."""

    _db: Database

    def revise(
        self, kind: Revised, name: str, revision: int, *, table_version: int, manifest: Json, cause: str, lease: Lease
    ) -> Revision:
        """Commits a revision; the row is the commit.

        Raises:
            Busy: the lease was lost.
            AssentError: there is such a revision already.
        """
        with self._db.write() as connection:
            lease.assert_held(connection)
            now = self._db.now(connection)
            return add_revision(connection, kind, name, revision, table_version, manifest, cause, now)

    def revisions(self, kind: Revised, name: str) -> list[Revision]:
        """All revisions of one version or release, oldest first."""
        with self._db.read() as connection:
            rows = connection.execute(_of(kind, name).order_by(revisions.c.revision))
            return [Revision(**row._mapping) for row in rows]


def add_revision(
    connection: Connection,
    kind: Revised,
    name: str,
    revision: int,
    table_version: int,
    manifest: Json,
    cause: str,
    now: datetime,
) -> Revision:
    """Inserts the row."""
    row = Revision(kind, name, revision, table_version, manifest, digest(manifest), cause, now)
    connection.execute(insert(revisions).values(asdict(row)))
    return row


def latest_revisions(connection: Connection, kind: Revised) -> dict[str, Revision]:
    """The last revision of each version or release that has one."""
    last = select(revisions.c.name, func.max(revisions.c.revision).label("revision"))
    last_of = last.where(revisions.c.kind == kind).group_by(revisions.c.name).subquery()
    same = (revisions.c.name == last_of.c.name) & (revisions.c.revision == last_of.c.revision)
    rows = connection.execute(select(revisions).join(last_of, same).where(revisions.c.kind == kind))
    return {row.name: Revision(**row._mapping) for row in rows}


def latest_revision(connection: Connection, kind: Revised, name: str) -> Revision | None:
    """The last revision of one version or release."""
    row = connection.execute(_of(kind, name).order_by(revisions.c.revision.desc()).limit(1)).first()
    return Revision(**row._mapping) if row else None


def _of(kind: Revised, name: str) -> Select[Any]:
    """The revisions of one version or release."""
    return select(revisions).where((revisions.c.kind == kind) & (revisions.c.name == name))
