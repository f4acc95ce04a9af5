"""`assent release`: create, list, show, verify, use, notices."""

from __future__ import annotations

from typing import Any

from jobs.commands.opened import hold, open_registry
from jobs.errors import GateRefused, InputMissing
from jobs.registry import Registry, Release, Use
from jobs.settings import Settings


def create_release(settings: Settings, name: str, version: str) -> dict[str, Any]:
    """Copy a version out under a name.

    Raises:
        InputMissing: there is no such version, or its files are gone.
    """
    from jobs.effects.release import create, valid_name
    from jobs.rewrites import Rewrites
    from jobs.session import spark_session

    valid_name(name)
    with open_registry(settings) as registry, hold(settings, registry) as lease:
        chosen = registry.version(version)
        with spark_session(settings) as spark:
            lake = Rewrites(spark, settings.lake, run=f"release/{name}")
            return summary(create(lake, registry, lease, settings, name, chosen))


def all_releases(settings: Settings) -> list[dict[str, Any]]:
    """The releases, oldest first."""
    with open_registry(settings) as registry:
        return [summary(release) for release in registry.releases()]


def one_release(settings: Settings, name: str) -> dict[str, Any]:
    """A release's manifest with its revisions and who uses it."""
    with open_registry(settings) as registry:
        release = registry.release(name)
        revisions = registry.revisions("release", name)
        uses = registry.uses(name)
    return (
        summary(release)
        | dict(release.standing.manifest)
        | {
            "revisions": [
                {"revision": r.revision, "cause": r.cause, "manifest_sha256": r.manifest_sha256, "rows": _rows(r)}
                for r in revisions
            ],
            "uses": [{"model": use.model, "revision": use.revision} for use in uses],
        }
    )


def verify_releases(settings: Settings, name: str | None) -> list[dict[str, Any]]:
    """What differs from the manifest, for one release or all.

    Raises:
        InputMissing: there is no release to verify.
    """
    from jobs.effects.release import differences

    with open_registry(settings) as registry:
        chosen = [registry.release(name)] if name else registry.releases()
    if not chosen:
        raise InputMissing("there is no release", where=settings.lake, next_step="assent release create NAME makes one")
    return [summary(release) | {"differences": differences(settings, release)} for release in chosen]


def refuse_differences(rows: list[dict[str, Any]]) -> None:
    """End with the code of a refusal where anything differs.

    Raises:
        GateRefused: it does.
    """
    differing = [row["release"] for row in rows if row["differences"]]
    if differing:
        raise GateRefused(
            f"{len(differing)} of {len(rows)} releases are not what their manifests say",
            next_step="restore them from a backup, or release anew under another name",
        )


def register_use(settings: Settings, name: str, model: str) -> dict[str, Any]:
    """Note that a model was built on a release."""
    from jobs.effects.release import valid_model

    valid_model(model)
    with open_registry(settings) as registry:
        use = registry.register_use(name, model)
    return _use(use)


def notices(settings: Settings, name: str | None) -> list[dict[str, Any]]:
    """Whom to tell what: every revision of a release since a model was built on it."""
    with open_registry(settings) as registry:
        if name:
            registry.release(name)
        return [notice for use in registry.uses(name) for notice in _notices(registry, use)]


def _notices(registry: Registry, use: Use) -> list[dict[str, Any]]:
    later = [r for r in registry.revisions("release", use.release) if r.revision > use.revision]
    return [
        _use(use)
        | {"now": r.revision, "cause": r.cause, "at": r.created_at.isoformat(), "revised": r.manifest["revised"]}
        for r in later
    ]


def _use(use: Use) -> dict[str, Any]:
    since = use.registered_at.isoformat()
    return {"release": use.release, "model": use.model, "revision": use.revision, "registered_at": since}


def summary(release: Release) -> dict[str, Any]:
    """A release in a line."""
    standing = release.standing
    return {
        "release": release.name,
        "version": release.version,
        "revision": standing.revision,
        "cause": standing.cause,
        "rows": _rows(standing),
        "bytes": standing.manifest["bytes"],
        "table_version": standing.table_version,
        "manifest_sha256": standing.manifest_sha256,
        "created_at": release.created_at.isoformat(),
        "revised_at": standing.created_at.isoformat(),
    }


def _rows(revision: Any) -> int:
    return int(revision.manifest["rows"])
