"""Proofs: what an erasure did, in counts and hashes, each chained to the one before."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from jobs.effects.erase.plan import Plan
from jobs.effects.erase.search import Found
from jobs.effects.published import write_whole
from jobs.lake import Lake
from jobs.registry import Lease, Proof, Registry
from jobs.registry.canonical import digest
from jobs.settings import Settings
from jobs.sources.landing import filesystem
from schemas.tables import TABLES, Zone

FOLDER = "proofs"


def commit(registry: Registry, lease: Lease, settings: Settings, plan: Plan, found: Found, lake: Lake) -> Proof:
    """Put the proof of an erasure on record, and beside the lake's restricted tables. Safe to repeat."""
    done = [proof for proof in registry.proofs() if proof.number == plan.number]
    if not done:
        earlier = registry.proofs()
        previous = earlier[-1].sha256 if earlier else None
        bundle = build(registry, settings, plan, found, lake) | {"previous_sha256": previous}
        done = [registry.commit_proof(plan.number, bundle, previous, lease)]
    write(settings.lake, done[0])
    return done[0]


def build(registry: Registry, settings: Settings, plan: Plan, found: Found, lake: Lake) -> dict[str, Any]:
    """What was erased, what was rewritten for it, what was looked for and where, and what is not proven."""
    before = {path: tuple(known) for path, known in plan.hashes.items() if path.endswith(".parquet")}
    after = {path: known for path, known in found.hashes.items() if path.endswith(".parquet")}
    return {
        "erasure": plan.number,
        "erased": {
            "members": len(plan.members),
            "items": len(plan.items),
            "documents": len(plan.doc_ids),
            "texts_of_others_cut": len(plan.rows),
            "copies_kept_out": len(plan.words),
        },
        "bytes": {
            "held": sum(size for size, _ in before.values()),
            "removed": sum(size for path, (size, _) in before.items() if path not in after),
            "written": sum(size for path, (size, _) in after.items() if path not in before),
        },
        "files": {
            "removed": _listed({path: before[path] for path in before.keys() - after.keys()}),
            "written": _listed({path: after[path] for path in after.keys() - before.keys()}),
        },
        "tables": {
            table.name: {"before": plan.tables[table.name], "after": lake.version(table)}
            for table in TABLES
            if table.name in plan.tables
        },
        "revisions": _revisions(registry),
        "search": {
            "needles": dict(plan.looked_for.counts()),
            "set_aside": dict(sorted(plan.aside.items())),
            "before": plan.before,
            "after": found.to_json(),
        },
        "not_proven": _not_proven(registry, settings),
    }


def _listed(files: Mapping[str, tuple[Any, ...]]) -> list[dict[str, Any]]:
    return [{"path": path, "size": size, "sha256": sha256} for path, (size, sha256) in sorted(files.items())]


def _revisions(registry: Registry) -> list[dict[str, Any]]:
    """Version and releases as they stand, with the manifests before."""
    rows = [("version", str(v.version), v.revision, v.manifest_sha256, v.manifest) for v in registry.versions()[-1:]]
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


def write(lake: str, proof: Proof) -> None:
    """The proof as a file; the registry has the same."""
    fs, root = filesystem(_folder(lake))
    fs.create_dir(root, recursive=True)
    write_whole(fs, f"{root}/{_name(proof)}", json.dumps(_whole(proof), indent=1, sort_keys=True) + "\n")


def broken(lake: str, registry: Registry) -> list[str]:
    """What of the chain does not hold: empty where all does."""
    faults, previous = [], None
    fs, root = filesystem(_folder(lake))
    for number, proof in enumerate(registry.proofs(), start=1):
        name = f"proof {proof.number}"
        if proof.number != number:
            faults.append(f"{name}: one before it is missing")
        if digest(proof.bundle) != proof.sha256:
            faults.append(f"{name}: the registry's bundle was altered")
        if (proof.previous_sha256, proof.bundle.get("previous_sha256")) != (previous, previous):
            faults.append(f"{name}: it does not follow the one before")
        try:
            with fs.open_input_stream(f"{root}/{_name(proof)}") as stream:
                written = json.loads(stream.readall())
        except (FileNotFoundError, ValueError):
            written = None
        if written != json.loads(json.dumps(_whole(proof))):
            faults.append(f"{name}: its file is gone or was altered")
        previous = proof.sha256
    begun = registry.erasures_begun()
    return faults + [f"proof {number}: missing" for number in sorted(begun - {p.number for p in registry.proofs()})]


def _whole(proof: Proof) -> dict[str, Any]:
    return {"number": proof.number, "sha256": proof.sha256, "bundle": proof.bundle}


def _name(proof: Proof) -> str:
    return f"{proof.number:06d}.json"


def _folder(lake: str) -> str:
    return f"{lake}/{Zone.RESTRICTED}/{FOLDER}"
