"""The version: its manifest, its registry row, which is the commit, and its report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from jobs.effects import publish
from jobs.effects.published import current_files, hashed
from jobs.night import Night
from jobs.registry import Lease, Run, Version
from jobs.report.site import write_report
from jobs.sources.landing import filesystem
from schemas import fields as f
from schemas.tables import DOCUMENTS, TABLES

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


def commit_version(night: Night, run: Run, lease: Lease) -> Version:
    """Write the version's registry row and its report. Safe to repeat."""
    version = night.registry.last(run.purpose, run.night)
    if version is None:
        documents_version = night.lake.version(DOCUMENTS)
        manifest = build_manifest(night, documents_version)
        version = night.registry.commit_version(
            run.night, run.purpose, documents_version=documents_version, manifest=manifest, lease=lease
        )
    write_report(night.settings.lake, version)
    return version


def build_manifest(night: Night, documents_version: int) -> dict[str, Any]:
    """Everything the version was made from and what became of it; counts and hashes only."""
    stages = night.registry.stages_of(night.night, night.purpose)
    counts = {row.stage: row.counts for row in stages}
    previous = night.registry.last(night.purpose)
    candidate = night.lake.staged(publish.CANDIDATE)
    return {
        "night": night.night.isoformat(),
        "purpose": night.purpose,
        "knowledge_cutoff": night.cut.isoformat(),
        "documents_version": documents_version,
        "inputs": {
            "deliveries": dict(night.inputs["deliveries"]),
            "tables": {table.name: night.lake.version(table) for table in TABLES},
            **{name: night.inputs[name] for name in _SHOWN_INPUTS},
        },
        "counts": _counts(counts, previous),
        "documents": describe(candidate),
        "stages": [{"name": row.stage, "seconds": row.seconds, "counts": row.counts} for row in stages],
        "gates": [row.results for row in night.registry.gates_of(night.night, night.purpose)],
        "files": published_files(night, previous),
        "previous": {"version": previous.version, "counts": previous.manifest["counts"]} if previous else None,
    }


def _counts(stages: Mapping[str, Mapping[str, Any]], previous: Version | None) -> dict[str, Any]:
    """All that was delivered so far and stands now; under `tonight`, what this night brought."""
    conform, decide, curate, done = (stages.get(name, {}) for name in ("conform", "decide", "curate", "publish"))
    so_far = previous.manifest["counts"] if previous else {}
    refused = Counter(so_far.get("refused", {})) + Counter(conform.get("refused", {}))
    added = {name: so_far.get(name, 0) + conform.get(name, 0) for name in ("delivered", "conformed", "superseded")}
    tonight = {name: conform.get(name, 0) for name in ("delivered", "conformed", "standing", "superseded", "refused")}
    return {
        **added,
        "refused": dict(sorted(refused.items())),
        "items": decide.get("items", 0),
        "eligible": decide.get("eligible", 0),
        "not_eligible": decide.get("not_eligible", {}),
        "filtered": curate.get("filtered", 0),
        "filtered_by_reason": curate.get("by_reason", {}),
        "duplicates": curate.get("duplicates", 0),
        "suppressed": done.get("suppressed", 0),
        "published": done.get("published", 0),
        "tonight": tonight | {name: done.get(name, 0) for name in ("inserted", "updated", "deleted")},
    }


def describe(candidate: DataFrame) -> dict[str, Any]:
    """Sizes of the version by content type, language and kind of span."""
    groups = candidate.groupBy(f.CONTENT_TYPE, f.LANGUAGE).agg(F.count("*"), F.sum(f.REDACTED_BYTES)).collect()
    by_type, by_language = Counter[str](), Counter[str]()
    for kind, language, documents, _ in groups:
        by_type[kind] += documents
        by_language[language] += documents
    spans = candidate.select(F.explode(f.SPAN_COUNTS)).groupBy("key").agg(F.sum("value")).collect()
    return {
        "bytes": sum(row[3] for row in groups),
        "by_type": dict(sorted(by_type.items())),
        "by_language": dict(by_language.most_common()),
        "spans": {row[0]: row[1] for row in sorted(spans)},
    }


def published_files(night: Night, previous: Version | None) -> list[dict[str, Any]]:
    """Path below the table, size and SHA-256 of every data file; those of the version before keep their hash."""
    known = {file["path"]: file for file in previous.manifest["files"]} if previous else {}
    root = f"{night.settings.lake}/{DOCUMENTS.path}"
    fs, base = filesystem(root)
    files = []
    for path in current_files(root):
        if path not in known:
            size, sha256 = hashed(fs, base, path)
            known[path] = {"path": path, "size": size, "sha256": sha256}
        files.append(known[path])
    return files
