"""Erasures: who and what was erased, as keyed hashes, and the chain of proofs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict

from sqlalchemy import insert, select

from jobs.errors import AssentError
from jobs.registry.canonical import Json, digest
from jobs.registry.database import Database
from jobs.registry.leases import Lease
from jobs.registry.rows import ErasedKind, Proof
from jobs.registry.suppressions import KEYED
from jobs.registry.tables import erased, metadata, proofs


class ErasureBook:
    """The erasures of a registry."""

    _db: Database

    def add_erased(self, kind: ErasedKind, epoch: int, keys: Iterable[str], erasure: int) -> None:
        """From now on records of these are refused when they come again; all or none are added.

        Raises:
            AssentError: something is no keyed hash; a plain id must not get in.
        """
        subjects = sorted(set(keys))
        if not all(KEYED.fullmatch(key) for key in subjects):
            raise AssentError("an erasure takes keyed hashes only", where="registry.add_erased")
        with self._db.write() as connection:
            common = {"kind": kind, "key_epoch": epoch, "erasure": erasure, "added_at": self._db.now(connection)}
            if subjects:
                add = self._db.insert(erased).on_conflict_do_nothing()
                connection.execute(add, [common | {"subject_key": key} for key in subjects])

    def erased(self, kind: ErasedKind) -> set[tuple[int, str]]:
        """(epoch, key) of everything of the kind that was erased."""
        listed = select(erased.c.key_epoch, erased.c.subject_key).where(erased.c.kind == kind)
        with self._db.read() as connection:
            return {(epoch, key) for epoch, key in connection.execute(listed)}

    def erasures_begun(self) -> set[int]:
        """The numbers of all erasures under which anything was erased."""
        with self._db.read() as connection:
            return set(connection.scalars(select(erased.c.erasure).distinct()))

    def commit_proof(self, number: int, bundle: Json, previous: str | None, lease: Lease) -> Proof:
        """Ends an erasure: the row is the commit.

        Raises:
            Busy: the lease was lost.
            AssentError: there is a proof of that number.
        """
        with self._db.write() as connection:
            lease.assert_held(connection)
            proof = Proof(number, bundle, digest(bundle), previous, self._db.now(connection))
            connection.execute(insert(proofs).values(asdict(proof)))
            return proof

    def proofs(self) -> list[Proof]:
        """All proofs, oldest first."""
        with self._db.read() as connection:
            return [Proof(**row._mapping) for row in connection.execute(select(proofs).order_by(proofs.c.number))]

    def contents(self) -> Iterator[tuple[str, bytes]]:
        """Name and values of every row of every table: what a search looks through, whatever database it is."""
        with self._db.read() as connection:
            for table in metadata.sorted_tables:
                for row in connection.execute(select(table)):
                    yield table.name, "\n".join(map(str, row)).encode()
