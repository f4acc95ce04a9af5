"""What the commands of cli.py do: opens registry, lease and session as far as each needs them."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from jobs.errors import InputMissing, UsageError
from jobs.registry import Registry, Version
from jobs.settings import Settings


@contextmanager
def _registry(settings: Settings, *, create: bool = False) -> Iterator[Registry]:
    """The lake's registry; only a run makes one.

    Raises:
        InputMissing: there is none.
    """
    if not settings.registry and create:
        Path(settings.lake).mkdir(parents=True, exist_ok=True)
    elif not settings.registry and not (Path(settings.lake) / "registry.db").is_file():
        raise InputMissing("there is no lake", where=settings.lake, next_step="name one with --lake, or run a night")
    with Registry.open(settings.registry_url) as registry:
        yield registry


@contextmanager
def _runner(settings: Settings) -> Iterator[Any]:
    """A runner that holds the lake's lease."""
    from jobs.progress import progress
    from jobs.runner import LEASE, Runner

    with _registry(settings, create=True) as registry, registry.lease(LEASE, ttl=settings.lease_seconds) as lease:
        yield Runner(settings, registry, lease, progress())


def run_nights(settings: Settings, *, through: date | None, only: date | None) -> None:
    """All delivered nights that are not done, in order; or one night."""
    from jobs.effects.ingest import nights_to_do
    from jobs.sources.feeds import load_feeds

    with _runner(settings) as runner:
        todo = (
            [only]
            if only
            else nights_to_do(runner.registry, settings, load_feeds(settings.sources), through or date.max)
        )
        _do(runner, settings, todo)


def run_backfill(settings: Settings, first: date, last: date) -> None:
    """The nights of a range that are not done. Those that are stay as they are."""
    from jobs.effects.ingest import nights_to_do
    from jobs.sources.feeds import load_feeds

    with _runner(settings) as runner:
        todo = nights_to_do(runner.registry, settings, load_feeds(settings.sources), last)
        earlier = [night for night in todo if night < first]
        if earlier:
            raise UsageError(
                f"{len(earlier)} nights before {first} are not done, and nights are done in order",
                next_step=f"start with --from {earlier[0]}",
            )
        runner.progress.event("backfill", first=str(first), last=str(last), to_do=len(todo))
        _do(runner, settings, todo)


def _do(runner: Any, settings: Settings, todo: list[date]) -> None:
    from jobs.session import spark_session

    if not todo:
        runner.progress.event("nothing to do")
        return
    with spark_session(settings, lasting=len(todo) > 1) as spark:
        for night in todo:
            runner.night(spark, night)


def run_stage(settings: Settings, name: str, night: date) -> None:
    """One stage of a night.

    Raises:
        UsageError: there is no such stage, or the night has not been ingested.
    """
    from jobs.pipeline import INGEST, NAMES, STAGES
    from jobs.session import spark_session

    if name not in NAMES:
        raise UsageError(f"there is no stage of that name; there are {', '.join(NAMES)}")
    with _runner(settings) as runner:
        if name == INGEST:
            runner.ingest(night)
            return
        run = runner.registry.run(night, settings.purpose)
        if run is None:
            raise UsageError(f"night {night} has no files yet", next_step=f"assent stage ingest --night {night}")
        stage = next(stage for stage in STAGES if stage.name == name)
        if run.status == "done":
            runner.progress.event("done before", stage=name, night=str(night))
            return
        with spark_session(settings) as spark:
            runner.stage(runner.work(spark, run), run, stage)


def write_decisions(settings: Settings, out: Path) -> None:
    """The standing decision of every item, as JSON Lines ordered by source and id."""
    from pyspark.sql import functions as F

    from jobs.lake import Lake
    from jobs.session import spark_session
    from jobs.stages.decide import latest
    from schemas import fields as f
    from schemas.tables import CONTENT, DECISIONS

    with spark_session(settings) as spark, out.open("w", encoding="utf-8") as file:
        lake = Lake(spark, settings.lake)
        names = lake.read(CONTENT).select(f.CONTENT_ID, f.SOURCE, f.SOURCE_ID)
        rows = latest(lake.read(DECISIONS)).join(names, str(f.CONTENT_ID)).orderBy(f.SOURCE, f.SOURCE_ID)
        chosen = rows.select(
            f.SOURCE, F.col(f.SOURCE_ID).alias("id"), F.col(f.IS_ELIGIBLE).alias("eligible"), f.REASONS
        )
        for row in chosen.toLocalIterator():
            file.write(json.dumps(row.asDict(), ensure_ascii=False) + "\n")


def all_versions(settings: Settings) -> list[dict[str, Any]]:
    """The versions with their counts, oldest first."""
    with _registry(settings) as registry:
        return [_summary(version) for version in registry.versions()]


def one_version(settings: Settings, name: str) -> dict[str, Any]:
    """A version's manifest with its number, hash and the seconds of its stages."""
    from jobs.effects.version import find_version

    with _registry(settings) as registry:
        version = find_version(registry.versions(), name)
    seconds = {stage["name"]: stage["seconds"] for stage in version.manifest["stages"]}
    return _summary(version) | dict(version.manifest) | {"stage_seconds": seconds}


def _summary(version: Version) -> dict[str, Any]:
    return {
        "version": version.version,
        "night": version.night.isoformat(),
        "purpose": version.purpose,
        "documents_version": version.documents_version,
        "manifest_sha256": version.manifest_sha256,
        "created_at": version.created_at.isoformat(),
        "counts": version.manifest["counts"],
    }


def diff_versions(settings: Settings, old: str, new: str) -> dict[str, Any]:
    """Documents added, removed and changed between two versions, and the counts and inputs that differ."""
    from jobs.effects.version import find_version
    from jobs.lake import Lake
    from jobs.session import spark_session
    from jobs.stages.version import CHANGE, difference, held
    from schemas.tables import CURATION, DECISIONS

    with _registry(settings) as registry:
        versions = registry.versions()
    before, after = find_version(versions, old), find_version(versions, new)
    with spark_session(settings) as spark:
        lake = Lake(spark, settings.lake)
        ledgers = lake.read(DECISIONS), lake.read(CURATION)
        rows = difference(held(*ledgers, after.night), held(*ledgers, before.night))
        changes = {row[0]: row[1] for row in rows.groupBy(CHANGE).count().collect()}
    return {
        "old": before.version,
        "new": after.version,
        "documents": {
            "added": changes.get("insert", 0),
            "removed": changes.get("delete", 0),
            "changed": changes.get("update", 0),
        },
        "counts": _differing(before.manifest["counts"], after.manifest["counts"]),
        "inputs": _differing(before.manifest["inputs"], after.manifest["inputs"]),
    }


def _differing(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    names = sorted(old.keys() | new.keys())
    return {name: {"old": old.get(name), "new": new.get(name)} for name in names if old.get(name) != new.get(name)}


def write_reports(settings: Settings) -> str:
    """Write the report of every version again; returns where the latest is."""
    from jobs.report.site import write_report

    with _registry(settings) as registry:
        versions = registry.versions()
    if not versions:
        raise InputMissing("there is no version to report on", next_step="assent run makes one")
    return [write_report(settings.lake, version) for version in versions][-1]


def redact_file(source: Path | None, target: Path | None) -> None:
    """Redact a file of JSON Lines; none, or `-`, is the pipe.

    Raises:
        InputMissing: there is no such file, or a line is no record.
        UsageError: the target cannot be written, or is the source.
    """
    from jobs.text.redactor import redact_jsonl

    with _reader(source) as reader:
        if source and target and target.exists() and source.exists() and source.samefile(target):
            raise UsageError("input and output are the same file", next_step="name another --output")
        with _writer(target) as writer:
            redact_jsonl(reader, writer)


@contextmanager
def _reader(path: Path | None) -> Iterator[Any]:
    if path is None or str(path) == "-":
        yield sys.stdin.buffer
        return
    if not path.is_file():
        raise InputMissing("there is no such input file", where=str(path))
    with path.open("rb") as file:
        yield file


@contextmanager
def _writer(path: Path | None) -> Iterator[Any]:
    if path is None or str(path) == "-":
        yield sys.stdout.buffer
        return
    try:
        file = path.open("wb")
    except OSError:
        raise UsageError("the output file cannot be written", where=str(path)) from None
    with file:
        yield file
