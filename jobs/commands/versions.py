"""`assent versions`, `decisions` and `report`: what stands, and what differs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from jobs.commands.opened import open_registry
from jobs.errors import InputMissing
from jobs.registry import Version
from jobs.settings import Settings


def write_decisions(settings: Settings, out: Path) -> None:
    """The standing decision of every item, as JSON Lines ordered by source and id."""
    from pyspark.sql import functions as F

    from jobs.lake import Lake
    from jobs.session import spark_session
    from jobs.stages.decide import latest
    from schemas import fields as f
    from schemas.tables import CONTENT, DECISIONS

    with out.open("a", encoding="utf-8") as file, spark_session(settings) as spark:
        lake = Lake(spark, settings.lake)
        names = lake.read(CONTENT).select(f.CONTENT_ID, f.SOURCE, f.SOURCE_ID)
        rows = latest(lake.read(DECISIONS)).join(names, str(f.CONTENT_ID)).orderBy(f.SOURCE, f.SOURCE_ID)
        chosen = rows.select(
            f.SOURCE, F.col(f.SOURCE_ID).alias("id"), F.col(f.IS_ELIGIBLE).alias("eligible"), f.REASONS
        )
        read = chosen.toLocalIterator()
        if file.seekable():
            file.truncate(0)  # not before the lake could be read
        for row in read:
            file.write(json.dumps(row.asDict(), ensure_ascii=False) + "\n")


def all_versions(settings: Settings) -> list[dict[str, Any]]:
    """The versions with their counts, oldest first."""
    with open_registry(settings) as registry:
        return [_summary(version) for version in registry.versions()]


def one_version(settings: Settings, name: str) -> dict[str, Any]:
    """A version's manifest with its number, hash and the seconds of its stages."""
    with open_registry(settings) as registry:
        version = registry.version(name)
    seconds = {stage["name"]: stage["seconds"] for stage in version.manifest["stages"]}
    return _summary(version) | dict(version.manifest) | {"stage_seconds": seconds}


def _summary(version: Version) -> dict[str, Any]:
    return {
        "version": version.version,
        "night": version.night.isoformat(),
        "purpose": version.purpose,
        "documents_version": version.documents_version,
        "manifest_sha256": version.manifest_sha256,
        "created_at": version.created_at.isoformat(),
        "counts": version.manifest["counts"],
    }


def diff_versions(settings: Settings, old: str, new: str) -> dict[str, Any]:
    """Documents added, removed and changed between two versions, and the counts and inputs that differ."""
    from jobs.lake import Lake
    from jobs.session import spark_session
    from jobs.stages.version import difference, held
    from schemas.tables import CURATION, DECISIONS
    from schemas.values import CHANGE, DELETE, INSERT, UPDATE

    with open_registry(settings) as registry:
        before, after = registry.version(old), registry.version(new)
    with spark_session(settings) as spark:
        lake = Lake(spark, settings.lake)
        ledgers = lake.read(DECISIONS), lake.read(CURATION)
        rows = difference(held(*ledgers, after.night), held(*ledgers, before.night))
        changes = {row[0]: row[1] for row in rows.groupBy(CHANGE).count().collect()}
    return {
        "old": before.version,
        "new": after.version,
        "documents": {
            "added": changes.get(INSERT, 0),
            "removed": changes.get(DELETE, 0),
            "changed": changes.get(UPDATE, 0),
        },
        "counts": _differing(before.manifest["counts"], after.manifest["counts"]),
        "inputs": _differing(before.manifest["inputs"], after.manifest["inputs"]),
    }


def _differing(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    names = sorted(old.keys() | new.keys())
    return {name: {"old": old.get(name), "new": new.get(name)} for name in names if old.get(name) != new.get(name)}


def write_reports(settings: Settings) -> str:
    """Write the report of every version and of every refused night again; returns where the latest is."""
    from jobs.report.account import account
    from jobs.report.site import write_night, write_report

    with open_registry(settings) as registry:
        pages = [write_report(settings.lake, version) for version in registry.versions()]
        refused = (run for run in registry.runs(settings.purpose) if run.status == "refused")
        pages += [write_night(settings.lake, account(registry, run)) for run in refused]
    if not pages:
        raise InputMissing("there is no version to report on", next_step="assent run makes one")
    return pages[-1]
