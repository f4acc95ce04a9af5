"""`assent nights`: what became of every run, why one ended, and what of its deliveries could not be read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from pyarrow.dataset import dataset
from pyarrow.fs import FileType

from jobs.commands.opened import open_registry
from jobs.errors import InputMissing
from jobs.query import Query
from jobs.registry import Registry, Run
from jobs.report.account import account
from jobs.report.site import page_of
from jobs.settings import Settings
from jobs.sources.feeds import Kind
from jobs.storage import filesystem
from schemas.reasons import Reason
from schemas.tables import REFUSED

_RECORD = ("delivery", "position", "reason", "record_bytes")


def all_nights(settings: Settings) -> list[dict[str, Any]]:
    """Every run, oldest first: how it ended, and how far it came."""
    with open_registry(settings) as registry:
        numbers = registry.numbers(settings.purpose)
        return [_summary(registry, run, numbers.get(run.night)) for run in registry.runs(settings.purpose)]


def _summary(registry: Registry, run: Run, version: int | None) -> dict[str, Any]:
    done = [row.stage for row in registry.stages_of(run.night, run.purpose) if row.status == "done"]
    return {
        "night": run.night.isoformat(),
        "status": run.status,
        "error": run.error_code,
        "attempt": run.attempt,
        "started_at": run.started_at.isoformat(),
        "finished_at": run.finished_at.isoformat() if run.finished_at else None,
        "stages_done": done,
        "version": version,
    }


def one_night(settings: Settings, night: date) -> dict[str, Any]:
    """A run with its inputs, counts, stages and the checks of its gates, and where its page is.

    Raises:
        InputMissing: there is no run of that night.
    """
    with open_registry(settings) as registry:
        run = _run(registry, settings, night)
        version = registry.last(run.purpose, night)
        summary = _summary(registry, run, version.version if version else None)
        known = dict(version.manifest) if version else account(registry, run)
        told = {name: known[name] for name in ("inputs", "counts", "stages", "gates")}
        return summary | told | {"page": page_of(settings.lake, run.purpose, night)}


def refused_records(settings: Settings, night: date) -> list[dict[str, Any]]:
    """What could not be read of what a night was delivered, in the order of its files; never what a record says.

    Raises:
        InputMissing: there is no run of that night.
    """
    with open_registry(settings) as registry:
        run = _run(registry, settings, night)
    where = f"delivered_night = date '{night.isoformat()}'"
    try:
        kept = Query(settings.lake, [REFUSED]).rows(f"select {', '.join(_RECORD)} from refused where {where}")  # noqa: S608  our own names
    except InputMissing:  # no night has ended its first stage
        kept = []
    rows = {tuple(row[name] for name in _RECORD) for row in [*kept, *_staged(settings, run)]}
    return [dict(zip(_RECORD, row, strict=True)) for row in sorted(rows)]


def _staged(settings: Settings, run: Run) -> Iterator[dict[str, Any]]:
    """What a night that was refused holds in staging: it never came to the table."""
    from jobs.effects.conform import staged_name
    from jobs.staging import staging_of

    fs, root = filesystem(staging_of(settings.lake, f"{run.purpose}/{run.night}"))
    for kind in Kind:
        place = f"{root}/{staged_name(kind)}"
        if fs.get_file_info(place).type == FileType.Directory:
            rows = dataset(place, filesystem=fs, format="parquet").to_table(columns=list(_RECORD)).to_pylist()
            yield from (row for row in rows if row["reason"] not in (None, Reason.ERASED_BEFORE.value))


def _run(registry: Registry, settings: Settings, night: date) -> Run:
    run = registry.run(night, settings.purpose)
    if run is None:
        raise InputMissing(
            f"night {night} was never run", where=settings.lake, next_step="assent nights list shows those that were"
        )
    return run
