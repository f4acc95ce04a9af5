"""Runs nights on a lake of its own in the session that the tests share."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from pyspark.sql import SparkSession

from jobs.effects.ingest import nights_to_do
from jobs.lake import Lake
from jobs.registry import LEASE, Registry
from jobs.runner import Runner
from jobs.settings import Settings
from jobs.sources.feeds import load_feeds
from jobs.stages.decide import latest
from schemas import fields as f
from schemas.tables import CONTENT, DECISIONS, DOCUMENTS, PUBLICATIONS, REFUSED, TABLES

Decided = dict[tuple[str, str], tuple[bool, tuple[str, ...]]]


@dataclass
class Events:
    """Keeps what a run reports."""

    seen: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def event(self, name: str, **facts: Any) -> None:
        """Keep it."""
        self.seen.append((name, facts))

    def working(self, what: str) -> Any:
        """Nothing to show."""
        from contextlib import nullcontext

        return nullcontext()


@dataclass
class TestLake:
    """A lake, its settings and what was reported."""

    __test__ = False
    spark: SparkSession
    settings: Settings
    events: Events = field(default_factory=Events)

    def run(self, through: date | None = None) -> None:
        """Do the delivered nights that are not done."""
        Path(self.settings.lake).mkdir(parents=True, exist_ok=True)
        with self.registry() as registry, registry.lease(LEASE) as lease:
            runner = Runner(self.settings, registry, lease, self.events)
            feeds = load_feeds(self.settings.sources)
            for night in nights_to_do(registry, self.settings, feeds, through or date.max):
                runner.night(self.spark, night)

    def registry(self) -> Registry:
        """The lake's registry."""
        return Registry.open(self.settings.registry_url)

    @property
    def lake(self) -> Lake:
        """Its tables."""
        return Lake(self.spark, self.settings.lake)

    def decisions(self) -> Decided:
        """The standing decision of every item."""
        names = self.lake.read(CONTENT).select(f.CONTENT_ID, f.SOURCE, f.SOURCE_ID)
        rows = latest(self.lake.read(DECISIONS)).join(names, str(f.CONTENT_ID))
        return {
            (row[f.SOURCE], row[f.SOURCE_ID]): (row[f.IS_ELIGIBLE], tuple(row[f.REASONS])) for row in rows.collect()
        }

    def refusals(self) -> set[tuple[str, int, str]]:
        """Delivery, position and reason of every refused record."""
        return {(row[f.DELIVERY], row[f.POSITION], row[f.REASON]) for row in self.lake.read(REFUSED).collect()}

    def publications(self) -> list[tuple[Any, ...]]:
        """All that the ledger of publications says."""
        return sorted(tuple(row) for row in self.lake.read(PUBLICATIONS).collect())

    def documents(self) -> list[str]:
        """The ids of all published documents."""
        return [row[0] for row in self.lake.read(DOCUMENTS).select(f.DOC_ID).collect()]

    def table_versions(self) -> dict[str, int]:
        """The last commit of every table."""
        return {table.name: self.lake.version(table) for table in TABLES}

    def documents_hash(self) -> str:
        """The same for two lakes that publish the same, whatever their files look like."""
        rows = self.lake.read(DOCUMENTS).select(f.DOC_ID, f.DOCUMENT_HASH, f.REDACTED_TEXT, f.SHARD).collect()
        return hashlib.sha256("\n".join(sorted(map(str, rows))).encode()).hexdigest()
