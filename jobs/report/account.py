"""What a run was made from and what came of it, published or not: from the registry alone, counts and hashes only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from jobs.registry import Registry, Run, Version

_SHOWN_INPUTS = (
    "policy_hash",
    "curation_hash",
    "audit_hash",
    "treatments_hash",
    "detectors_hash",
    "code_hash",
    "sources_hash",
    "redactor_version",
)


def account(registry: Registry, run: Run) -> dict[str, Any]:
    """The part of a manifest that a run without a version has; a stage that was not reached counts nothing."""
    stages = registry.stages_of(run.night, run.purpose)
    previous = registry.last(run.purpose)
    return {
        "night": run.night.isoformat(),
        "purpose": run.purpose,
        "inputs": {
            "deliveries": dict(run.inputs["deliveries"]),
            **{name: run.inputs[name] for name in _SHOWN_INPUTS if name in run.inputs},
        },
        "counts": _counts({row.stage: row.counts for row in stages}, previous),
        "stages": [{"name": row.stage, "seconds": row.seconds, "counts": row.counts} for row in stages],
        "gates": [row.results for row in registry.gates_of(run.night, run.purpose)],
        "previous": {"version": previous.version, "counts": previous.manifest["counts"]} if previous else None,
    }


def _counts(stages: Mapping[str, Mapping[str, Any]], previous: Version | None) -> dict[str, Any]:
    """All that was delivered so far and stands now; under `tonight`, what this night brought."""
    counts: dict[str, Any] = {"tonight": {}}
    if (conform := stages.get("conform")) is not None:
        so_far = previous.manifest["counts"] if previous else {}
        refused = Counter(so_far.get("refused", {})) + Counter(conform.get("refused", {}))
        counts |= {
            name: so_far.get(name, 0) + conform.get(name, 0) for name in ("delivered", "conformed", "superseded")
        }
        counts["refused"] = dict(sorted(refused.items()))
        brought = ("delivered", "conformed", "standing", "superseded", "refused")
        counts["tonight"] |= {name: conform.get(name, 0) for name in brought}
    if (decide := stages.get("decide")) is not None:
        counts |= {name: decide.get(name, 0) for name in ("items", "eligible")}
        counts["not_eligible"] = decide.get("not_eligible", {})
    if (curate := stages.get("curate")) is not None:
        counts |= {name: curate.get(name, 0) for name in ("filtered", "duplicates")}
        counts["filtered_by_reason"] = curate.get("by_reason", {})
    if (done := stages.get("publish")) is not None:
        counts |= {name: done.get(name, 0) for name in ("suppressed", "published")}
        counts["tonight"] |= {name: done.get(name, 0) for name in ("inserted", "updated", "deleted")}
    return counts
