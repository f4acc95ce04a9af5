"""Fourteen nights of real text: every decision and refusal equals what an independent implementation expects.

Eight nights are run each by itself. What the five after them brought comes late to the last one, which takes all of
it: the same must be decided.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from pyspark.sql import SparkSession

from jobs.effects.ingest import nights_to_do
from jobs.pipeline import STAGES
from jobs.registry import LEASE
from jobs.runner import Runner
from jobs.settings import Settings
from jobs.sources.feeds import load_feeds
from jobs.thaw import night_of
from tests.lakes import Decided, TestLake

EACH_THROUGH = date(2026, 11, 8)
DECIDING = STAGES[: [stage.name for stage in STAGES].index("decide") + 1]


def expected(folder: Path, night: date) -> Decided:
    """The decisions that are expected after a night."""
    with gzip.open(folder / f"decisions-{night}.jsonl.gz") as lines:
        rows = [json.loads(line) for line in lines]
    return {(row["source"], row["id"]): (row["eligible"], tuple(sorted(row["reasons"]))) for row in rows}


@pytest.mark.slow
@pytest.mark.shared_data
@pytest.mark.timeout(2400)
def test_decisions_and_refusals_are_the_expected_ones(spark: SparkSession, shared_data: Path, tmp_path: Path) -> None:
    lake = TestLake(
        spark,
        Settings(
            lake=str(tmp_path / "lake"),
            landing=str(shared_data / "landing"),
            policy=str(shared_data / "policy.csv"),
        ),
    )
    (tmp_path / "lake").mkdir()
    compared = []
    with lake.registry() as registry, registry.lease(LEASE) as lease:
        runner = Runner(lake.settings, registry, lease, lake.events)
        delivered = nights_to_do(registry, lake.settings, load_feeds(lake.settings.sources), date.max)
        for night in (night for night in delivered if night <= EACH_THROUGH or night == delivered[-1]):
            run = runner.ingest(night)
            work = night_of(runner.settings, runner.registry, spark, run)
            for stage in DECIDING:
                runner.stage(work, run, stage)
            registry.finish_run(night, run.purpose, "done")
            work.lake.clear_staging()
            if (shared_data / "expected" / f"decisions-{night}.jsonl.gz").exists():
                compare(lake, shared_data / "expected", night)
                compared.append(night)

    assert len(compared) == 4 and len(delivered) == 14


def compare(lake: TestLake, folder: Path, night: date) -> None:
    """No item differs, and the counts of the night are the expected ones."""
    decided, answers = lake.decisions(), expected(folder, night)
    counts = json.loads((folder / f"counts-{night}.json").read_text())
    differing = [key for key in decided.keys() | answers.keys() if decided.get(key) != answers.get(key)]
    eligible = sorted("\x1f".join(key) for key, (fine, _) in decided.items() if fine)

    assert len(differing) == 0, f"{len(differing)} of {len(answers)} items differ after {night}"
    assert hashlib.sha256("\n".join(eligible).encode()).hexdigest() == counts["eligible_sha256"]
    assert Counter(reason for _, _, reason in lake.refusals()) == counts["quarantined"]
