"""What was frozen when a run was opened, made into what its stages may use."""

from __future__ import annotations

from pyspark.sql import SparkSession

from jobs.effects import ingest
from jobs.inputs import thaw
from jobs.keyring import load_ring, note_first
from jobs.lake import Lake
from jobs.night import Night
from jobs.registry import Registry, Run
from jobs.settings import Settings
from jobs.sources.feeds import load_feeds


def night_of(settings: Settings, registry: Registry, spark: SparkSession, run: Run) -> Night:
    """The night of an opened run: its inputs as they were frozen, its files, its tables, its keys.

    Raises:
        UsageError: the redactor or a list is not what it was when the run was opened.
        InputMissing: a key that the registry has noted is not there.
    """
    feeds, inputs = load_feeds(settings.sources), thaw(run.inputs, settings)
    ring = load_ring(settings, registry)
    note_first(registry, ring)
    return Night(
        night=run.night,
        settings=settings,
        spark=spark,
        lake=Lake(spark, settings.lake, run=f"{run.purpose}/{run.night}"),
        registry=registry,
        policy=inputs.policy,
        curation=inputs.curation,
        audit=inputs.audit,
        feeds=feeds,
        files=ingest.taken(registry, settings, feeds, run.night),
        key=ring.line,
        keys=ring.keys,
        redactor_version=inputs.redactor_version,
        treatments=inputs.treatments,
        own=inputs.own,
        canaries=inputs.canaries,
        inputs=run.inputs,
    )
