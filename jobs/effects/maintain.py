"""Maintenance: small files of the restricted tables become large ones, and what nobody needs any more is deleted.

What is published is never written anew: a version and a release name each of their files with its hash. Only
files that neither the table as it is nor the last manifest names are deleted there. Safe to repeat.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from jobs.effects import published
from jobs.faults import Faults
from jobs.registry import Lease, Registry
from jobs.rewrites import Rewrites
from jobs.settings import MaintainSettings, Settings
from schemas.tables import DOCUMENTS, TABLES, Table, Zone, release_table


@dataclass(frozen=True)
class Done:
    """What was done to a table: data files it had and has, files deleted below it, and what stands in its log."""

    table: str
    files_before: int
    files_after: int
    deleted: int
    compacted: bool
    checkpoint: bool


def maintain(lake: Rewrites, registry: Registry, lease: Lease, settings: Settings) -> list[Done]:
    """Every table by its zone, then the registry."""
    lake.create_missing()
    faults, done = Faults(settings.fault), []
    for table in TABLES:
        lease.check()
        if table.zone is Zone.RESTRICTED:
            done.append(_restricted(lake, table, settings.maintain))
            faults.reach("maintain.table")
    for table, named in _published(registry).items():
        lease.check()
        if published.is_table(lake.path(table)):  # else somebody took the release away
            done.append(_left_over(lake, table, named))
    registry.tidy()
    return done


def to_json(done: list[Done]) -> list[dict[str, Any]]:
    """One row a table."""
    return [asdict(row) for row in done]


def _restricted(lake: Rewrites, table: Table, wanted: MaintainSettings) -> Done:
    """Compact, forget, write a checkpoint; each where there is something to do."""
    root = lake.path(table)
    lake.keep_for(table, wanted.file_days, wanted.log_days)
    before, lying = published.current_files(root), set(published.data_files(root))
    sizes = published.sizes(root)
    compacted = any(len(small) >= wanted.small_files for small in _small(sizes, wanted.target_mb << 20).values())
    if compacted:
        lake.compact(table, wanted.target_mb << 20)
    lake.forget(table)
    checkpoint = lake.checkpoint(table)
    after = published.current_files(root)
    deleted = len(lying - set(published.data_files(root)))
    return Done(table.name, len(before), len(after), deleted, compacted, checkpoint)


def _small(sizes: dict[str, int], target: int) -> dict[str, list[str]]:
    """Files below the size aimed at, by the partition they lie in."""
    found: dict[str, list[str]] = {}
    for path, size in sizes.items():
        if size < target:
            found.setdefault(path.rpartition("/")[0], []).append(path)
    return found


def _published(registry: Registry) -> dict[Table, list[Any]]:
    """The published tables with the files that their manifests name."""
    last = registry.last()
    named = {DOCUMENTS: last.manifest["files"] if last else []}
    return named | {release_table(r.name): r.standing.manifest["files"] for r in registry.releases()}


def _left_over(lake: Rewrites, table: Table, named: list[Any]) -> Done:
    """Delete what nobody needs; nothing while a night has changed the corpus and is not done."""
    root = lake.path(table)
    current, wanted = published.current_files(root), {file["path"] for file in named}
    deleted = published.purge(root) if set(current) == wanted else []
    return Done(table.name, len(current), len(current), len(deleted), compacted=False, checkpoint=False)
