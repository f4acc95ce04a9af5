"""Releases: versions that were copied out and are kept, and the models that were built on them."""

from __future__ import annotations

from sqlalchemy import insert, select

from jobs.errors import InputMissing
from jobs.registry.canonical import Json
from jobs.registry.database import Database
from jobs.registry.leases import Lease
from jobs.registry.revisions import add_revision, latest_revisions
from jobs.registry.rows import Release, Use
from jobs.registry.tables import release_uses, releases


class ReleaseBook:
    """The releases of a registry."""

    _db: Database

    def commit_release(
        self, name: str, version: int, *, table_version: int, manifest: Json, cause: str, lease: Lease
    ) -> Release:
        """Makes a release exist, with its first revision, in one transaction.

        Raises:
            Busy: the lease was lost.
            AssentError: there is one of that name.
        """
        with self._db.write() as connection:
            lease.assert_held(connection)
            now = self._db.now(connection)
            connection.execute(insert(releases).values(name=name, version=version, created_at=now))
            first = add_revision(connection, "release", name, 1, table_version, manifest, cause, now)
            return Release(name, version, now, first)

    def releases(self) -> list[Release]:
        """All releases as they stand, in the order in which they were made."""
        with self._db.read() as connection:
            standing = latest_revisions(connection, "release")
            rows = connection.execute(select(releases).order_by(releases.c.created_at, releases.c.name))
            return [Release(row.name, row.version, row.created_at, standing[row.name]) for row in rows]

    def release(self, name: str) -> Release:
        """One release.

        Raises:
            InputMissing: there is none of that name.
        """
        for release in self.releases():
            if release.name == name:
                return release
        raise InputMissing("there is no release of that name", next_step="assent release list shows those there are")

    def register_use(self, name: str, model: str) -> Use:
        """Notes that a model was built on a release as it stands; saying so twice changes nothing.

        Raises:
            InputMissing: there is no such release.
        """
        revision = self.release(name).standing.revision
        with self._db.write() as connection:
            row = {"release": name, "model": model, "revision": revision, "registered_at": self._db.now(connection)}
            connection.execute(self._db.insert(release_uses).values(row).on_conflict_do_nothing())
        return next(use for use in self.uses(name) if (use.model, use.revision) == (model, revision))

    def uses(self, name: str | None = None) -> list[Use]:
        """Who uses a release, or any, by release, model and revision."""
        wanted = select(release_uses).order_by(release_uses.c.release, release_uses.c.model, release_uses.c.revision)
        if name is not None:
            wanted = wanted.where(release_uses.c.release == name)
        with self._db.read() as connection:
            return [Use(**row._mapping) for row in connection.execute(wanted)]
