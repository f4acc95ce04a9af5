"""Revisions: a version or a release that was rewritten keeps its name or number, and says what became of it.

What its table holds now is compared with its last manifest; where they differ, the next revision is
committed. So a rewrite that was killed anywhere is completed by doing it again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from jobs.effects import publications, published, release
from jobs.errors import InputMissing
from jobs.lake import Lake
from jobs.registry import Lease, Registry, Release, Revised, Revision, Version
from jobs.report.site import write_report
from jobs.settings import Settings
from jobs.stages.publications import CORPUS, standing
from schemas import fields as f
from schemas.tables import DOCUMENTS, PUBLICATIONS, Table, release_table


def revise_version(lake: Lake, registry: Registry, lease: Lease, settings: Settings, cause: str) -> Version | None:
    """The next revision of the last version, if its documents differ from its manifest; then its report."""
    last, root = registry.last(), f"{settings.lake}/{DOCUMENTS.path}"
    if last is None:
        return None
    known = {file["path"]: file for file in last.manifest["files"]}
    if set(published.current_files(root)) != known.keys():
        files = [
            {"path": file["path"], "size": file["size"] if "size" in file else file["bytes"], "sha256": file["sha256"]}
            for file in published.listed(root, known)
        ]
        documents = published.described(root, [file["path"] for file in files])
        rows = sum(documents["by_type"].values())
        counts = dict(last.manifest["counts"])
        removed = counts["published"] - rows
        counts |= {"published": rows, "suppressed": counts["suppressed"] + removed}
        changed = {"counts": counts, "documents": documents, "files": files}
        _check_less(lake, DOCUMENTS, CORPUS, last.version)
        publications.record(lake, lake.read(DOCUMENTS), target=CORPUS, number=last.version, night=last.night)
        said: dict[str, Any] = {"changed": changed, "removed": removed, "cause": cause}
        _commit(registry, lease, "version", str(last.version), last=last, table_version=lake.version(DOCUMENTS), **said)
        last = registry.version("latest")
    write_report(settings.lake, last)
    return last


def revise_release(
    lake: Lake,
    registry: Registry,
    lease: Lease,
    settings: Settings,
    held: Release,
    cause: str,
    why: Mapping[str, Any] | None = None,
) -> Release:
    """The next revision of a release, if its table differs from its manifest; then its pages.

    `why`: what the manifest says beside the cause; counts and dates only.
    """
    root, manifest = release.place(settings, held.name), held.standing.manifest
    if not published.is_table(root):  # somebody took the folder away: `release verify` says so
        return held
    known = {file["path"]: file for file in manifest["files"]}
    if set(published.current_files(root)) != known.keys():
        files = published.listed(root, known)
        changed = {
            "documents": published.described(root, [file["path"] for file in files]),
            "rows": sum(file["rows"] for file in files),
            "bytes": sum(file["bytes"] for file in files),
            "files": files,
        }
        said: dict[str, Any] = {
            "changed": changed,
            "removed": manifest["rows"] - changed["rows"],
            "cause": cause,
            "why": why,
        }
        table, night = release_table(held.name), date.fromisoformat(manifest["night"])
        _check_less(lake, table, held.name, held.standing.revision)
        publications.record(lake, lake.read(table), target=held.name, number=held.standing.revision + 1, night=night)
        number = lake.version(table)
        _commit(registry, lease, "release", held.name, last=held.standing, table_version=number, **said)
        held = replace(held, standing=registry.revisions("release", held.name)[-1])
    release.write_pages(settings, held)
    return held


def _check_less(lake: Lake, table: Table, target: str, number: int) -> None:
    """A rewrite only takes away: a folder that an old backup brought back is none.

    Raises:
        InputMissing: the table holds documents that the ledger does not know there.
    """
    known = standing(lake.read(PUBLICATIONS), target, number).select(f.DOC_ID)
    if not lake.read(table).select(f.DOC_ID).join(known, str(f.DOC_ID), "left_anti").isEmpty():
        raise InputMissing(
            "there are documents that had left, or never were there: an older backup was restored",
            where=table.path,
            next_step=f"restore it as it was in revision or version {number}, or remove the folder of the release",
        )


def _commit(
    registry: Registry,
    lease: Lease,
    kind: Revised,
    name: str,
    *,
    last: Version | Revision,
    changed: Mapping[str, Any],
    removed: int,
    cause: str,
    table_version: int,
    why: Mapping[str, Any] | None = None,
) -> None:
    said = {"cause": cause, "removed": removed, "previous_manifest_sha256": last.manifest_sha256} | dict(why or {})
    manifest = dict(last.manifest) | dict(changed) | {"revision": last.revision + 1, "revised": said}
    if kind == "version":
        manifest["documents_version"] = table_version
    registry.revise(
        kind, name, last.revision + 1, table_version=table_version, manifest=manifest, cause=cause, lease=lease
    )
