"""Nights are done in order, one at a time, for one purpose, and end with what they began with."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

from jobs import inputs
from jobs.effects.ingest import LONGEST_PAUSE, check_pauses
from jobs.effects.published import current_files
from jobs.effects.samples import draw
from jobs.errors import GateRefused, InputMissing, UsageError
from jobs.inputs import assert_unchanged
from jobs.pipeline import STAGES
from jobs.registry import LEASE
from jobs.rewrites import Rewrites
from jobs.runner import Runner
from jobs.simulate import simulate
from jobs.thaw import night_of
from schemas import fields as f
from schemas.tables import AUDIT_SAMPLES, DOCUMENTS
from tests.e2e.conftest import settings_for
from tests.killing import Killed, killed_at
from tests.lakes import TestLake

FIRST, SECOND = date(2026, 11, 1), date(2026, 11, 2)


@pytest.fixture
def lake(spark: SparkSession, tmp_path: Path) -> TestLake:
    """A tiny network of two nights, and an empty lake."""
    simulate(tmp_path, members=40, nights=2, first_night=FIRST, seed=3, items_per_member=2)
    (tmp_path / "lake").mkdir()
    return TestLake(spark, settings_for(tmp_path, tmp_path / "lake"))


@contextmanager
def runner_of(lake: TestLake) -> Iterator[Runner]:
    with lake.registry() as registry, registry.lease(LEASE) as lease:
        yield Runner(lake.settings, registry, lease, lake.events)


def consent_file(lake: TestLake) -> Path:
    return next(Path(lake.settings.landing).glob(f"consent/{FIRST}/*"))


def test_a_later_night_waits_for_one_that_was_begun(lake: TestLake) -> None:
    with runner_of(lake) as runner:
        runner.ingest(FIRST)
        with pytest.raises(UsageError, match=f"{FIRST} was begun and is not done"):
            runner.ingest(SECOND)
        taken = [delivery.night for delivery in runner.registry.deliveries_of(FIRST, runner.settings.purpose)]

        assert set(taken) == {FIRST}
        assert runner.registry.run(SECOND, runner.settings.purpose) is None


def test_a_lake_serves_one_purpose(lake: TestLake) -> None:
    with runner_of(lake) as runner:
        runner.ingest(FIRST)
        other = replace(runner, settings=runner.settings.model_copy(update={"purpose": "another"}))
        with pytest.raises(UsageError, match="for the purpose"):
            other.ingest(FIRST)


def test_what_is_corrected_before_it_is_read_is_all_that_is_taken(lake: TestLake) -> None:
    path, settings = consent_file(lake), lake.settings
    with runner_of(lake) as runner:
        before = runner.ingest(FIRST)
        path.write_bytes(gzip.compress(gzip.decompress(path.read_bytes()) + b"\n"))
        corrected = runner.ingest(FIRST)
        path.rename(path.with_name("renamed.jsonl.gz"))
        renamed = runner.ingest(FIRST)
        taken = [Path(delivery.path).name for delivery in runner.registry.deliveries_of(FIRST, settings.purpose)]

        assert len({run.inputs["deliveries"]["digest"] for run in (before, corrected, renamed)}) == 3
        assert len({run.inputs["deliveries"]["files"] for run in (before, corrected, renamed)}) == 1
        assert "renamed.jsonl.gz" in taken and path.name not in taken


def test_what_was_read_may_not_change_any_more(lake: TestLake) -> None:
    path, purpose = consent_file(lake), lake.settings.purpose
    with runner_of(lake) as runner:
        run = runner.ingest(FIRST)
        facts = {"inputs_hash": "h", "attempt": run.attempt, "seconds": 1.0, "counts": {}, "table_versions": {}}
        runner.registry.record_stage(FIRST, purpose, STAGES[0].name, status="done", **facts)
        path.unlink()

        with pytest.raises(InputMissing, match="gone or were changed"):
            runner.ingest(FIRST)


def test_a_program_that_changed_in_mid_night_is_told(lake: TestLake, monkeypatch: pytest.MonkeyPatch) -> None:
    with runner_of(lake) as runner:
        frozen = runner.ingest(FIRST).inputs
        assert_unchanged(frozen, lake.settings)
        monkeypatch.setattr(inputs, "code_hash", lambda: "another")

        with pytest.raises(UsageError, match="program"):
            assert_unchanged(frozen, lake.settings)


def test_a_folder_of_another_year_is_not_taken_for_a_night(lake: TestLake) -> None:
    check_pauses(None, [FIRST])
    check_pauses(FIRST, [FIRST + LONGEST_PAUSE])
    check_pauses(FIRST, [])
    for last, todo in ((FIRST, [date(2062, 11, 2)]), (None, [FIRST, FIRST + timedelta(days=93)])):
        with pytest.raises(UsageError, match="so its folder may be misnamed"):
            check_pauses(last, todo)


@pytest.mark.slow
def test_a_bad_delivery_is_replaced_a_stage_tried_again_and_a_published_night_ended(
    lake: TestLake,
) -> None:
    path, purpose = consent_file(lake), lake.settings.purpose
    good = path.read_bytes()
    path.write_bytes(gzip.compress(gzip.decompress(good) + b'{"event_id": 7}\n'))
    with pytest.raises(GateRefused, match="conformed"):
        lake.run(through=FIRST)
    with pytest.raises(UsageError, match="was begun"), runner_of(lake) as runner:
        runner.ingest(SECOND)

    path.write_bytes(good)
    with runner_of(lake) as runner:
        run = runner.ingest(FIRST)
        work = night_of(runner.settings, runner.registry, lake.spark, run)
        for stage in STAGES[:2]:
            runner.stage(work, run, stage)
        runner.registry.finish_run(FIRST, purpose, "failed", "InputMissing", attempt=run.attempt)
        failed = runner.registry.run(FIRST, purpose)
        assert failed is not None
        runner.stage(work, failed, STAGES[2])

    with pytest.raises(Killed), killed_at("version.committed"):
        lake.run(through=FIRST)
    policy = Path(lake.settings.policy)
    policy.write_text(policy.read_text() + "\n")
    lake.run()

    with lake.registry() as registry:
        first, second = registry.versions()
        runs = registry.runs(purpose)
    assert [run.status for run in runs] == ["done", "done"]
    assert [run.inputs["policy_hash"] for run in runs] == [v.manifest["inputs"]["policy_hash"] for v in (first, second)]
    assert runs[0].inputs["policy_hash"] != runs[1].inputs["policy_hash"]
    assert {file["path"] for file in second.manifest["files"]} == set(
        current_files(f"{lake.settings.lake}/{DOCUMENTS.path}")
    )
    assert second.manifest["counts"]["published"] == len(lake.documents()) > 20
    assert not [delivery for delivery, _, _ in lake.refusals() if delivery.startswith("consent/")]
    sample = Rewrites(lake.spark, lake.settings.lake, run="sample")
    assert draw(sample, "first", 10, 1) >= 10
    assert sample.read(AUDIT_SAMPLES).where(F.col(f.PLACE) == 1).count() == 1
