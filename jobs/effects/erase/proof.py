"""What a proof says: what an erasure did, in counts and hashes, and what it cannot prove."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from jobs.effects.erase.plan import Plan
from jobs.effects.erase.search import Found
from jobs.lake import Lake
from jobs.registry import Registry
from jobs.settings import Settings
from schemas.tables import TABLES

Files = Mapping[str, tuple[Any, ...]]  # path: size and SHA-256


def build(registry: Registry, settings: Settings, plan: Plan, found: Found, lake: Lake) -> dict[str, Any]:
    """What was erased, what was rewritten for it, what was looked for and where, and what is not proven."""
    before = _data_files({path: tuple(known) for path, known in plan.hashes.items()})
    after = _data_files(found.hashes)
    return {
        "erasure": plan.number,
        "erased": _erased(plan),
        "bytes": _bytes(before, after),
        "files": {"removed": _listed(before, after), "written": _listed(after, before)},
        "tables": {
            table.name: {"before": plan.tables[table.name], "after": lake.version(table)}
            for table in TABLES
            if table.name in plan.tables
        },
        "revisions": _revisions(registry),
        "search": _search(plan, found),
        "not_proven": _not_proven(registry, settings),
    }


def _data_files(hashes: Files) -> Files:
    return {path: known for path, known in hashes.items() if path.endswith(".parquet")}


def _erased(plan: Plan) -> dict[str, int]:
    return {
        "members": len(plan.members),
        "items": len(plan.items),
        "documents": len(plan.doc_ids),
        "texts_of_others_cut": len(plan.rows),
        "copies_kept_out": len(plan.words),
    }


def _bytes(before: Files, after: Files) -> dict[str, int]:
    return {
        "held": sum(size for size, _ in before.values()),
        "removed": sum(size for path, (size, _) in before.items() if path not in after),
        "written": sum(size for path, (size, _) in after.items() if path not in before),
    }


def _listed(files: Files, others: Files) -> list[dict[str, Any]]:
    """Those that the others are not."""
    return [{"path": path, "size": files[path][0], "sha256": files[path][1]} for path in sorted(files.keys() - others)]


def _search(plan: Plan, found: Found) -> dict[str, Any]:
    return {
        "needles": dict(plan.looked_for.counts()),
        "set_aside": dict(sorted(plan.aside.items())),
        "before": plan.before,
        "after": found.to_json(),
    }


def _revisions(registry: Registry) -> list[dict[str, Any]]:
    """Version and releases as they stand, with the manifests before."""
    versions = [version] if (version := registry.last()) else []
    rows = [("version", str(v.version), v.revision, v.manifest_sha256, v.manifest) for v in versions]
    for release in registry.releases():
        last = release.standing
        rows.append(("release", release.name, last.revision, last.manifest_sha256, last.manifest))
    return [
        {"kind": kind, "name": name, "revision": number, "manifest_sha256": sha256, "revised": made.get("revised")}
        for kind, name, number, sha256, made in rows
    ]


def _not_proven(registry: Registry, settings: Settings) -> dict[str, Any]:
    """What no search of the lake can tell."""
    until = datetime.now(UTC) + timedelta(days=settings.erase.backup_days)
    return {
        "landing_zone": "what was delivered belongs to the network and lies outside the lake",
        "copies_fetched": "copies of releases and versions that readers took before",
        "models": sorted({f"{use.model} on {use.release} r{use.revision}" for use in registry.uses()}),
        "backups": {"days": settings.erase.backup_days, "gone_by": until.date().isoformat()},
        "later_mentions": "what others write of them from now on, and paraphrases",
        "disk": "blocks that the file system has freed and not overwritten",
    }
