"""The version: its manifest, its registry row, which is the commit, and its report."""

from __future__ import annotations

from collections import Counter
from typing import Any

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from jobs.effects import publish
from jobs.effects.published import current_files
from jobs.night import Night
from jobs.registry import Lease, Run, Version
from jobs.report.account import account
from jobs.report.site import write_report
from jobs.storage import filesystem, hashed
from schemas import fields as f
from schemas.tables import DOCUMENTS, TABLES


def commit_version(night: Night, run: Run, lease: Lease) -> Version:
    """Write the version's registry row and its report. Safe to repeat."""
    version = night.registry.last(run.purpose, run.night)
    if version is None:
        documents_version = night.lake.version(DOCUMENTS)
        manifest = build_manifest(night, run, documents_version)
        version = night.registry.commit_version(
            run.night, run.purpose, documents_version=documents_version, manifest=manifest, lease=lease
        )
    write_report(night.settings.lake, version)
    return version


def build_manifest(night: Night, run: Run, documents_version: int) -> dict[str, Any]:
    """Everything the version was made from and what became of it; counts and hashes only."""
    done = account(night.registry, run)
    return done | {
        "knowledge_cutoff": night.cut.isoformat(),
        "documents_version": documents_version,
        "inputs": done["inputs"] | {"tables": {table.name: night.lake.version(table) for table in TABLES}},
        "documents": describe(night.lake.staged(publish.CANDIDATE)),
        "files": published_files(night, night.registry.last(night.purpose)),
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
            size, sha256 = hashed(fs, f"{base}/{path}")
            known[path] = {"path": path, "size": size, "sha256": sha256}
        files.append(known[path])
    return files
