"""`assent explain`: rule by rule why an item is used or not, then and now, without a Spark session."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from jobs.commands.access import note
from jobs.commands.opened import open_registry
from jobs.errors import InputMissing, UsageError
from jobs.explain.facts import Reader
from jobs.explain.recorded import recorded, standing
from jobs.explain.rules import Finding, explain, reasons_of
from jobs.explain.wording import TO_CHANGE
from jobs.keyring import Ring, load_ring
from jobs.policy import parse
from jobs.query import Row
from jobs.registry import Registry, Run
from jobs.report.wording import REASONS
from jobs.settings import Settings
from jobs.sources.conforming import content_id
from schemas.reasons import Reason

_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Asked:
    """What a side of an explanation is about: an item as of a night, by what was known by another."""

    content_id: str
    as_of: date
    known_at: date


def explained(settings: Settings, item: str, as_of: date | None, known_at: date | None) -> dict[str, Any]:
    """Why an item is used or not, as of a night and by what is known now; that it was asked is logged by a keyed hash.

    Raises:
        InputMissing: no night is done, or there is no such item.
    """
    name = item if _HASH.fullmatch(item) else content_id(*_named(item))
    with open_registry(settings) as registry:
        runs = [run for run in registry.runs(settings.purpose) if run.status == "done"]
        if not runs:
            raise InputMissing("no night is done", where=settings.lake, next_step="assent run does one")
        last = runs[-1].night
        then = Asked(name, as_of or last, known_at or min(as_of or last, last))
        ring = load_ring(settings, registry)
        erased = _is_erased(registry, ring, name)
        ledgers = recorded(settings.lake, name)
        sides = {which: _side(settings, registry, runs, asked, ledgers) for which, asked in (
            ("then", then), ("now", Asked(name, last, last))
        )}  # fmt: skip
    note(settings, "explanations", datetime.now(UTC), item=ring.newest.keyed("content", name))
    if not sides["now"].get("known"):
        raise InputMissing(
            "the item was erased: a keyed hash is left that keeps it out" if erased else "there is no such item",
            next_step="" if erased else "assent nights refused NIGHT lists what could not be read, by its position",
        )
    return {"item": sides["now"].pop("item"), **sides, "movements": ledgers["publications"]}


def _named(item: str) -> tuple[str, str]:
    """Source and id of SOURCE:ID."""
    source, colon, source_id = item.partition(":")
    if not (source and colon and source_id):
        raise UsageError("an item is named SOURCE:ID, or by its content_id", where="ITEM")
    return source, source_id


def _is_erased(registry: Registry, ring: Ring, name: str) -> bool:
    return bool(ring.found(dict.fromkeys(registry.erased("content"), True), "content", name))


def _side(
    settings: Settings, registry: Registry, runs: list[Run], asked: Asked, ledgers: dict[str, list[Row]]
) -> dict[str, Any]:
    """One side: the rules with what decided them, and what the ledgers recorded of it."""
    about = {"as_of": asked.as_of, "known_at": asked.known_at}
    run = max((run for run in runs if run.night <= asked.known_at), key=lambda run: run.night, default=runs[0])
    stage = registry.stage(run.night, run.purpose, "conform")
    reader = Reader(settings.lake, asked.known_at, stage.table_versions.get("content") if stage else None)
    facts = reader.gather(asked.content_id, parse(run.inputs["policy"]), settings.purpose, asked.as_of)
    decided, judged = (standing(ledgers, table, asked.as_of) for table in ("decisions", "curation"))
    if asked.content_id not in facts.items:
        return about | {"known": False, "recorded": decided}
    found = explain(facts, asked.content_id)
    reasons = reasons_of(found)
    same = decided is not None and list(decided["reasons"]) == reasons
    as_run = asked.as_of == asked.known_at == run.night
    item = facts.items[asked.content_id]
    named = {name: item[name] for name in ("source", "content_id", "content_type", "author_id", "created_at")}
    return about | {
        "known": True,
        "item": named | {"id": item["source_id"]},
        "eligible": not reasons,
        "reasons": reasons,
        "rules": [_rule(finding) for finding in found],
        "curation": judged and judged | {"reasons": [_reason(Reason(code)) for code in judged["reasons"]]},
        "recorded": decided,
        "agrees": same if as_run else None,
    }


def _rule(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "passes": not finding.reasons,
        "reasons": [_reason(reason) for reason in finding.reasons],
        "decided_by": dict(finding.decided_by),
        "changes_on": finding.changes_on,
    }


def _reason(reason: Reason) -> dict[str, str]:
    return {"code": reason.value, "says": REASONS[reason], "to_change": TO_CHANGE[reason]}
