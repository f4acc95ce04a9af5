"""Runs, their stages and their gates."""

from __future__ import annotations

import re
from datetime import date
from typing import Literal

from sqlalchemy import ColumnElement, Connection, Table, delete, func, select, update

from jobs.errors import AssentError, Busy
from jobs.registry.canonical import Json, digest
from jobs.registry.database import Database
from jobs.registry.leases import Lease
from jobs.registry.rows import GateRow, Run, StageRow, Status
from jobs.registry.tables import gates, runs, stages

_CLASS_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}")


class RunBook:
    """The runs of a registry."""

    _db: Database

    def run(self, night: date, purpose: str) -> Run | None:
        """The run of a night, if it was ever opened."""
        with self._db.read() as connection:
            return _run(connection, night, purpose)

    def runs(self, purpose: str) -> list[Run]:
        """All runs of a purpose, by night."""
        with self._db.read() as connection:
            rows = connection.execute(select(runs).where(runs.c.purpose == purpose).order_by(runs.c.night))
            return [Run(**row._mapping) for row in rows]

    def last_night(self, purpose: str) -> date | None:
        """The latest night that is done."""
        done = select(func.max(runs.c.night)).where((runs.c.purpose == purpose) & (runs.c.status == "done"))
        with self._db.read() as connection:
            last: date | None = connection.scalar(done)
            return last

    def nights_under_way(self, purpose: str) -> list[date]:
        """The nights whose run was opened and is not done, in order."""
        begun = select(runs.c.night).where((runs.c.purpose == purpose) & (runs.c.status != "done"))
        with self._db.read() as connection:
            return list(connection.scalars(begun.order_by(runs.c.night)))

    def purposes(self) -> set[str]:
        """Every purpose that a run was opened for."""
        with self._db.read() as connection:
            return set(connection.scalars(select(runs.c.purpose).distinct()))

    def open_run(self, night: date, purpose: str, inputs: Json, *, replace_inputs: bool = False) -> Run:
        """Starts a run, or the next attempt of one that did not end well; a done run is returned as it is.

        `inputs` count the first time only: later attempts keep what was frozen, unless `replace_inputs` says that
        an operator wants them anew (a corrected policy or program). Compare the result's `inputs_hash`.
        """
        with self._db.write() as connection:
            frozen = {"inputs": inputs, "inputs_hash": digest(inputs)}
            first: Json = {"night": night, "purpose": purpose, "status": "running", "attempt": 0}
            first["started_at"] = self._db.now(connection)
            connection.execute(self._db.insert(runs).values(first | frozen).on_conflict_do_nothing())
            again = {"status": "running", "attempt": runs.c.attempt + 1, "finished_at": None, "error_code": None}
            unfinished = _of(runs, night, purpose) & (runs.c.status != "done")
            connection.execute(update(runs).where(unfinished).values(again | (frozen if replace_inputs else {})))
            return _existing(connection, night, purpose)

    def finish_run(
        self,
        night: date,
        purpose: str,
        status: Literal["done", "refused", "failed"],
        error_code: str | None = None,
        *,
        attempt: int | None = None,
        lease: Lease | None = None,
    ) -> Run:
        """Ends the running attempt; saying the same twice changes nothing.

        `error_code`: the name of an error class. `attempt` and `lease`: the caller's, so that a left-over cannot end
        the work of its successor.

        Raises:
            Busy: a later attempt is under way, or the lease was lost.
            AssentError: there is no such run, it ended otherwise, or the code is no class name.
        """
        if error_code is not None and not _CLASS_NAME.fullmatch(error_code):
            raise AssentError("a run's error code must be the name of a class", where="registry.finish_run")
        with self._db.write() as connection:
            _check(lease, connection)
            if attempt not in (None, _existing(connection, night, purpose).attempt):
                raise Busy("a later attempt of the run is under way", where=f"{purpose}, night {night}")
            running = _of(runs, night, purpose) & (runs.c.status == "running")
            end = {"status": status, "error_code": error_code, "finished_at": self._db.now(connection)}
            connection.execute(update(runs).where(running).values(end))
            run = _existing(connection, night, purpose)
            if (run.status, run.error_code) != (status, error_code):
                raise AssentError(f"the run ended as {run.status} before", where=f"{purpose}, night {night}")
            return run

    def forget_stages(self, night: date, purpose: str) -> None:
        """Lets a run that is not done do its stages again: what they staged was deleted."""
        unfinished = select(runs.c.night).where(_of(runs, night, purpose) & (runs.c.status != "done"))
        with self._db.write() as connection:
            mine = _of(stages, night, purpose) & stages.c.night.in_(unfinished)
            connection.execute(delete(stages).where(mine))

    def stage(self, night: date, purpose: str, stage: str) -> StageRow | None:
        """What one stage last did in a run, if anything."""
        return next((row for row in self.stages_of(night, purpose) if row.stage == stage), None)

    def stages_of(self, night: date, purpose: str) -> list[StageRow]:
        """The stages of a run in the order they ended."""
        mine = select(stages).where(_of(stages, night, purpose)).order_by(stages.c.finished_at, stages.c.stage)
        with self._db.read() as connection:
            return [StageRow(**row._mapping) for row in connection.execute(mine)]

    def record_stage(
        self,
        night: date,
        purpose: str,
        stage: str,
        *,
        status: Status,
        inputs_hash: str,
        attempt: int,
        seconds: float,
        counts: Json,
        table_versions: Json,
        lease: Lease | None = None,
    ) -> None:
        """Writes what a stage did, over what it did in this or an earlier attempt of the run.

        Raises:
            Busy: a later attempt has already recorded this stage, or the lease was lost; this one is a left-over.
        """
        row: Json = {"night": night, "purpose": purpose, "stage": stage, "status": status, "inputs_hash": inputs_hash}
        row |= {"attempt": attempt, "seconds": seconds, "counts": counts, "table_versions": table_versions}
        with self._db.write() as connection:
            _check(lease, connection)
            row["finished_at"] = self._db.now(connection)
            insert = self._db.insert(stages).values(row)
            not_later = stages.c.attempt <= attempt
            upsert = insert.on_conflict_do_update(index_elements=stages.primary_key, set_=row, where=not_later)
            if connection.execute(upsert.returning(stages.c.stage)).first() is None:
                raise Busy("a later attempt has recorded this stage", where=f"{stage}, night {night}")

    def record_gate(
        self,
        night: date,
        purpose: str,
        gate: str,
        *,
        attempt: int,
        results: Json,
        refused: bool,
        lease: Lease | None = None,
    ) -> None:
        """Writes what a gate found (counts only), over what it found in the same attempt of the run.

        Raises:
            Busy: the lease was lost.
        """
        row: Json = {"night": night, "purpose": purpose, "gate": gate, "attempt": attempt}
        row |= {"results": results, "refused": refused}
        with self._db.write() as connection:
            _check(lease, connection)
            row["at"] = self._db.now(connection)
            insert = self._db.insert(gates).values(row)
            connection.execute(insert.on_conflict_do_update(index_elements=gates.primary_key, set_=row))

    def gates_of(self, night: date, purpose: str) -> list[GateRow]:
        """The latest attempt of each gate of a run, in the order they were passed."""
        last = select(gates.c.gate, func.max(gates.c.attempt).label("attempt"))
        last_of = last.where(_of(gates, night, purpose)).group_by(gates.c.gate).subquery()
        same = (gates.c.gate == last_of.c.gate) & (gates.c.attempt == last_of.c.attempt)
        latest = select(gates).join(last_of, same).where(_of(gates, night, purpose))
        with self._db.read() as connection:
            rows = connection.execute(latest.order_by(gates.c.at, gates.c.gate))
            return [GateRow(**row._mapping) for row in rows]


def _check(lease: Lease | None, connection: Connection) -> None:
    """What is written by who holds a lease is written only while it is held."""
    if lease:
        lease.assert_held(connection)


def _of(table: Table, night: date, purpose: str) -> ColumnElement[bool]:
    return (table.c.night == night) & (table.c.purpose == purpose)


def _run(connection: Connection, night: date, purpose: str) -> Run | None:
    row = connection.execute(select(runs).where(_of(runs, night, purpose))).first()
    return Run(**row._mapping) if row else None


def _existing(connection: Connection, night: date, purpose: str) -> Run:
    if (found := _run(connection, night, purpose)) is None:
        raise AssentError("there is no such run", where=f"{purpose}, night {night}", next_step="open it first")
    return found
