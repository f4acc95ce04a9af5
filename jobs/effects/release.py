"""Releases: a version copied out under a name, as a Delta table of its own with manifest, card and Croissant.

A release exists when its registry row does. What lies in its folder before that is half made; the
next attempt removes it. The pages beside the table are written from the registry's manifest, so they
can be written again at any time.
"""

from __future__ import annotations

import json
import re
from typing import Any

from pyarrow.fs import FileSelector, FileType
from pyspark.sql import functions as F

from jobs.effects import publications, published
from jobs.errors import AssentError, GateRefused, InputMissing, UsageError
from jobs.faults import Faults
from jobs.lake import Lake
from jobs.registry import Lease, Registry, Release, Version
from jobs.registry.canonical import digest
from jobs.report.card import card, croissant
from jobs.report.figures import LEFT
from jobs.rewrites import Rewrites
from jobs.settings import Settings
from jobs.stages.publications import CORPUS, standing
from jobs.storage import filesystem, hashed, write_whole
from schemas import fields as f
from schemas.tables import DOCUMENTS, PUBLICATIONS, RELEASES, Zone, release_table

MANIFEST, CARD, CROISSANT = "MANIFEST.json", "README.md", "croissant.json"
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?")
_MODEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._:/-]{0,98}[A-Za-z0-9])?")


def valid_name(name: str) -> str:
    """The name, if it can be one: it becomes a folder, a key and a heading.

    Raises:
        UsageError: it cannot.
    """
    if not _NAME.fullmatch(name) or ".." in name:
        raise UsageError(
            "a release is named by 1 to 64 lower-case letters, digits, dots, dashes and underscores",
            next_step="for example 2026.11-a; it starts and ends with a letter or digit",
        )
    return name


def valid_model(name: str) -> str:
    """The name of a model, if it can be one: it goes into the registry and into lists.

    Raises:
        UsageError: it cannot.
    """
    if not _MODEL.fullmatch(name):
        raise UsageError("a model is named by 1 to 100 letters, digits and . _ : / -", where="--by")
    return name


def create(
    lake: Rewrites, registry: Registry, lease: Lease, settings: Settings, name: str, version: Version
) -> Release:
    """Copy a version out. A release that exists with this version is left as it is.

    Raises:
        UsageError: the name cannot be one, or is taken by another version.
        InputMissing: the version's files are gone.
    """
    lake.create_missing()  # a lake of an older program lacks a table or two
    held = {release.name: release for release in registry.releases()}
    if (found := held.get(valid_name(name))) is not None:
        if found.version != version.version:
            raise UsageError(f"the release exists, of version {found.version}", next_step="choose another name")
        _tell(lake, settings, found, version)
        return found
    check_readable(registry, version)
    _check_nobody_objects(lake, registry, version)
    clear_half_made(settings, set(held))
    faults = Faults(settings.fault)
    table = release_table(name)
    lake.create_missing([table])
    documents = lake.read(DOCUMENTS, version.documents_version)
    lake.append(table, documents.repartition(F.col(f.SHARD)).sortWithinPartitions(f.DOC_ID))
    faults.reach("release.copied")
    manifest = build_manifest(settings, name, version)
    if manifest["rows"] != version.manifest["counts"]["published"]:
        raise AssentError("a copy has other rows than its version", where=f"release {name}")
    lease.check()
    release = registry.commit_release(
        name, version.version, table_version=lake.version(table), manifest=manifest, cause="release", lease=lease
    )
    faults.reach("release.committed")
    _tell(lake, settings, release, version)
    return release


def end_killed(lake: Lake, registry: Registry, settings: Settings) -> None:
    """End a `create` that was killed when the release was there and the ledger did not know of it.

    What the ledger does not know stands nowhere: no later objection would reach it.
    """
    told = {row[0] for row in lake.read(PUBLICATIONS).select(f.TARGET).distinct().collect()}
    for release in registry.releases():
        if release.name not in told and published.is_table(place(settings, release.name)):
            _tell(lake, settings, release, registry.version(release.version))


def _tell(lake: Lake, settings: Settings, release: Release, version: Version) -> None:
    """The pages beside the table, and the ledger of what stood where; safe to repeat."""
    write_pages(settings, release)
    table, number = lake.read(release_table(release.name)), release.standing.revision
    publications.record(lake, table, target=release.name, number=number, night=version.night)


def check_readable(registry: Registry, version: Version) -> None:
    """Only the files of the last version are kept.

    Raises:
        InputMissing: those of this one are gone.
    """
    last = registry.version("latest")
    if version.documents_version != last.documents_version:
        raise InputMissing(
            f"the files of version {version.version} are gone; those of version {last.version} are there",
            next_step="release a version before the next night, or release the latest",
        )


def _check_nobody_objects(lake: Lake, registry: Registry, version: Version) -> None:
    """Whoever asked to be erased since the version was made must not be copied out under a new name.

    Raises:
        GateRefused: the version still holds documents of somebody.
    """
    keys = [(key,) for _, key in registry.suppressed("member")]
    if not keys:
        return
    suppressed = lake.spark.createDataFrame(keys, f"{f.SUBJECT_KEY} string")
    held = standing(lake.read(PUBLICATIONS), CORPUS, version.version)
    if not held.join(F.broadcast(suppressed), str(f.SUBJECT_KEY), "left_semi").isEmpty():
        raise GateRefused(
            f"version {version.version} holds documents of members who have asked to be erased since",
            next_step="end the night, or: assent erase run; then release the latest version",
        )


def clear_half_made(settings: Settings, names: set[str]) -> None:
    """Remove folders of releases that never came to be; the lease says that nobody is at work on one."""
    fs, root = filesystem(f"{settings.lake}/{Zone.CORPUS}/{RELEASES}")
    for info in fs.get_file_info(FileSelector(root, allow_not_found=True)):
        if info.type == FileType.Directory and info.base_name not in names:
            fs.delete_dir(info.path)


def place(settings: Settings, name: str) -> str:
    """Where a release lies."""
    return f"{settings.lake}/{release_table(name).path}"


def build_manifest(settings: Settings, name: str, version: Version) -> dict[str, Any]:
    """What the release holds and what it was made from; counts and hashes only."""
    root, made = place(settings, name), version.manifest
    files = published.listed(root, {})
    return {
        "release": name,
        "revision": 1,
        "licence": settings.release.licence,
        "version": version.version,
        "version_revision": version.revision,
        "version_manifest_sha256": version.manifest_sha256,
        **{key: made[key] for key in ("night", "purpose", "knowledge_cutoff", "inputs", "counts")},
        "gates": [{key: gate[key] for key in ("gate", "refused", "warnings")} for gate in made["gates"]],
        "audit": _audit(made["stages"]),
        "columns": [
            {"name": str(field), "type": field.dtype.simpleString(), "meaning": field.meaning}
            for field in DOCUMENTS.fields
        ],
        "documents": published.described(root, [file["path"] for file in files]),
        "rows": sum(file["rows"] for file in files),
        "bytes": sum(file["bytes"] for file in files),
        "files": files,
        "revised": None,
    }


def _audit(stages: list[dict[str, Any]]) -> dict[str, Any]:
    """What the audit of the version's night saw, by kind: by language its counts would be small."""
    counts: dict[str, Any] = next((stage["counts"] for stage in stages if stage["name"] == "audit"), {})
    totals = {kind: {name: seen[name] for name in LEFT} for kind, seen in counts.get("leaks", {}).items()}
    return {name: counts[name] for name in ("swept", "sampled") if name in counts} | {"leaks": totals}


def write_pages(settings: Settings, release: Release) -> None:
    """Write manifest, card and Croissant as the registry has them."""
    fs, root = filesystem(place(settings, release.name))
    manifest = release.standing.manifest
    texts = {
        MANIFEST: json.dumps(manifest, indent=1, sort_keys=True) + "\n",
        CARD: card(manifest),
        CROISSANT: json.dumps(croissant(manifest, release.created_at.date()), indent=1) + "\n",
    }
    for name, text in texts.items():
        write_whole(fs, f"{root}/{name}", text)


def differences(settings: Settings, release: Release) -> list[str]:
    """What of a release is not as its manifest says: empty where all is true."""
    root, standing = place(settings, release.name), release.standing
    fs, base = filesystem(root)
    if fs.get_file_info(base).type != FileType.Directory:
        return ["the folder is gone"]
    faults = [] if digest(standing.manifest) == standing.manifest_sha256 else ["the registry's manifest was altered"]
    faults += _pages_differing(root, release)
    wanted = {file["path"]: file for file in standing.manifest["files"]}
    present = set(published.data_files(root))
    faults += [f"{path}: gone" for path in sorted(wanted.keys() - present)]
    faults += [f"{path}: not in the manifest" for path in sorted(present - wanted.keys())]
    for path in sorted(wanted.keys() & present):
        size, sha256 = hashed(fs, f"{base}/{path}")
        if (size, sha256) != (wanted[path]["bytes"], wanted[path]["sha256"]):
            faults.append(f"{path}: other bytes than the manifest says")
        elif published.rows_of(fs, base, path) != wanted[path]["rows"]:
            faults.append(f"{path}: other rows than the manifest says")
    if present and set(published.current_files(root)) != wanted.keys():
        faults.append("the table's log names other files than the manifest")
    return faults


def _pages_differing(root: str, release: Release) -> list[str]:
    fs, base = filesystem(root)
    try:
        with fs.open_input_stream(f"{base}/{MANIFEST}") as stream:
            written = json.loads(stream.readall())
    except (FileNotFoundError, ValueError):
        return [f"{MANIFEST}: gone or not readable"]
    return [] if digest(written) == release.standing.manifest_sha256 else [f"{MANIFEST}: not the registry's manifest"]
