"""`assent policy check` and `assent policy diff`."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any

from jobs.commands.opened import open_registry
from jobs.errors import UsageError
from jobs.inputs import read_input
from jobs.policy import parse
from jobs.policy_check import check_policy
from jobs.settings import Settings


def findings(path: Path) -> list[dict[str, Any]]:
    """Everything that is wrong with a policy."""
    return [asdict(finding) for finding in check_policy(read_input(str(path), "policy"))]


def diff_policies(settings: Settings, old: Path, new: Path, night: date, items: Path | None) -> dict[str, Any]:
    """Which items and members would enter or leave if the night were decided by the other policy.

    Raises:
        UsageError: ids are to be written outside the restricted zone.
    """
    from jobs.effects.foretell import foretell, members_moving, moving, published_moving
    from jobs.session import spark_session

    policies = [parse(read_input(str(path), "policy")) for path in (old, new)]
    target = _restricted(settings, items)
    with open_registry(settings) as registry, spark_session(settings) as spark:
        # the policy that is to hold must be one by which a night would begin
        base = _night(settings.model_copy(update={"policy": str(new)}), registry, spark, night)
        sides = [foretell(replace(base, policy=policy)) for policy in policies]
        rows = moving(*sides).localCheckpoint()
        if target:
            _write(base, rows, target)
        return {
            "night": night.isoformat(),
            "purpose": settings.purpose,
            "policies": {"old": policies[0].sha256, "new": policies[1].sha256},
            "items": _by_reason(rows),
            "members": members_moving(*sides),
            "published": published_moving(*sides),
        }


def _night(settings: Settings, registry: Any, spark: Any, night: date) -> Any:
    from jobs.inputs import freeze
    from jobs.keyring import load_ring
    from jobs.lake import Lake
    from jobs.night import Night

    inputs = freeze(settings)
    return Night(
        night=night,
        settings=settings,
        spark=spark,
        lake=Lake(spark, settings.lake),
        registry=registry,
        policy=inputs.policy,
        curation=inputs.curation,
        audit=inputs.audit,
        feeds=(),
        files=(),
        key=load_ring(settings, registry).line,
        redactor_version=inputs.redactor_version,
        treatments=inputs.treatments,
        own=inputs.own,
    )


def _by_reason(rows: Any) -> dict[str, Any]:
    """Items that move, and by reason: why they were out, or why they go; an item can have several."""
    from pyspark.sql import functions as F

    from jobs.effects.foretell import ENTER, LEAVE, MOVES
    from schemas import fields as f

    totals = {row[0]: row[1] for row in rows.groupBy(MOVES).count().collect()}
    counted = rows.select(MOVES, F.explode(f.REASONS).alias("reason")).groupBy(MOVES, "reason").count().collect()
    reasons: dict[str, dict[str, int]] = {ENTER: {}, LEAVE: {}}
    for movement, reason, count in sorted(map(tuple, counted)):
        reasons[movement][reason] = count
    return {name: {"items": totals.get(name, 0), "by_reason": reasons[name]} for name in (ENTER, LEAVE)}


def _restricted(settings: Settings, path: Path | None) -> Path | None:
    """Where ids may be written: below the restricted zone of the lake, which outsiders cannot read."""
    zone = Path(settings.lake).resolve() / "restricted"
    if path is not None and zone not in path.resolve().parents:
        raise UsageError("ids stay in the restricted zone", where="--items", next_step=f"name a file below {zone}")
    return path


def _write(night: Any, rows: Any, path: Path) -> None:
    """One JSON object an item: source, id, member, movement, reasons."""
    from jobs.effects.foretell import MOVES
    from schemas import fields as f
    from schemas.tables import CONTENT

    names = night.lake.read(CONTENT).select(f.CONTENT_ID, f.SOURCE, f.SOURCE_ID)
    chosen = rows.join(names, str(f.CONTENT_ID)).orderBy(f.SOURCE, f.SOURCE_ID)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        for row in chosen.toLocalIterator():
            said = {"source": row[f.SOURCE], "id": row[f.SOURCE_ID], "member": row[f.AUTHOR_ID]}
            said |= {"content_id": row[f.CONTENT_ID], "moves": row[MOVES], "reasons": row[f.REASONS]}
            file.write(json.dumps(said, ensure_ascii=False) + "\n")
