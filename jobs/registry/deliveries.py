"""Deliveries: each file is taken exactly once per purpose, by path, size and hash."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import date

from sqlalchemy import delete, select, tuple_, update

from jobs.registry.database import Database
from jobs.registry.rows import Delivery
from jobs.registry.tables import deliveries, runs

_COLUMNS = [deliveries.c[field.name] for field in fields(Delivery)]


class DeliveryBook:
    """The deliveries of a registry."""

    _db: Database

    def known_deliveries(self, purpose: str) -> list[Delivery]:
        """Every file that a run of this purpose has taken."""
        known = select(*_COLUMNS).where(deliveries.c.purpose == purpose)
        with self._db.read() as connection:
            return [Delivery(**row._mapping) for row in connection.execute(known)]

    def assign_deliveries(self, night: date, purpose: str, found: Sequence[Delivery]) -> list[Delivery]:
        """Gives files to the run of a night, those left out that some run already has; all or none of them.

        `night` is the run's, which is later than the delivery's own where a file arrived late. Returns all that
        the run now has. Call it before the run's inputs are frozen.
        """
        with self._db.write() as connection:
            taken = {"purpose": purpose, "run_night": night, "taken_at": self._db.now(connection)}
            if found:
                take = self._db.insert(deliveries).on_conflict_do_nothing()
                connection.execute(take, [asdict(delivery) | taken for delivery in found])
        return self.deliveries_of(night, purpose)

    def note_modified(self, purpose: str, files: Sequence[Delivery]) -> None:
        """Keeps the time of files that are known by their hash: they were too young before, or were put back."""
        if not files:
            return
        with self._db.write() as connection:
            for file in files:
                same = (deliveries.c.path == file.path) & (deliveries.c.sha256 == file.sha256)
                one = update(deliveries).where(same & (deliveries.c.purpose == purpose))
                connection.execute(one.values(modified_ns=file.modified_ns))

    def release_unopened(self, purpose: str) -> None:
        """Takes files from nights of which no run was opened: what gave them away was ended before."""
        opened = select(runs.c.night).where(runs.c.purpose == purpose)
        mine = (deliveries.c.purpose == purpose) & deliveries.c.run_night.not_in(opened)
        with self._db.write() as connection:
            connection.execute(delete(deliveries).where(mine))

    def release_deliveries(self, night: date, purpose: str, gone: Sequence[Delivery]) -> None:
        """Takes files from the run of a night again: they were taken away or replaced before it read them."""
        keys = [(delivery.path, delivery.sha256) for delivery in gone]
        mine = (deliveries.c.run_night == night) & (deliveries.c.purpose == purpose)
        with self._db.write() as connection:
            connection.execute(
                delete(deliveries).where(mine & tuple_(deliveries.c.path, deliveries.c.sha256).in_(keys))
            )

    def deliveries_of(self, night: date, purpose: str) -> list[Delivery]:
        """The files of a run, in the order of delivery: night, file name, path."""
        mine = (deliveries.c.run_night == night) & (deliveries.c.purpose == purpose)
        with self._db.read() as connection:
            rows = connection.execute(select(*_COLUMNS).where(mine))
            return sorted((Delivery(**row._mapping) for row in rows), key=lambda delivery: delivery.order)
