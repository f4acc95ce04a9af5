"""A process that is killed anywhere leaves a state from which the next one reaches what a clean run reaches."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from pyspark.sql import SparkSession

from jobs.pipeline import STAGES
from jobs.registry import LEASE, Registry
from jobs.simulate import simulate
from tests.e2e.conftest import settings_for
from tests.killing import Killed, killed_at
from tests.lakes import TestLake

STEPS = ("prepared", "audited", "committed", "recorded")
# each boundary between stages, and every step of the one that changes most tables and of the one that publishes
POINTS = [
    *(f"conform.{step}" for step in STEPS),
    *(f"{stage.name}.recorded" for stage in STAGES[1:-1]),
    *(f"publish.{step}" for step in STEPS),
    "version.committed",
]
# in processes of their own, with the signal that nobody can catch; the others end in this one, which saves a JVM each
TRULY_KILLED = ("conform.committed", "publish.committed", "version.committed")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small network of one night."""
    folder = tmp_path_factory.mktemp("crash")
    simulate(folder, members=40, nights=1, first_night=date(2026, 11, 1), seed=3, items_per_member=4)
    return folder


def assent(root: Path, lake: Path, fault: str = "") -> subprocess.CompletedProcess[str]:
    """`assent run` as a process of its own."""
    options = {"landing": root / "landing", "policy": root / "policy.csv", "lake": lake}
    arguments = [part for name, value in options.items() for part in (f"--{name}", str(value))]
    environment = os.environ | {
        "ASSENT_FAULT": fault,
        "ASSENT_KEY_FILE": str(root / "test.key"),
        "ASSENT_PUBLISH__SHARDS": "2",
        "ASSENT_SPARK__SHUFFLE_PARTITIONS": "2",
    }
    command = [sys.executable, "-m", "jobs", "run", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=1500, check=False)


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_killed_at_every_point_it_ends_where_a_clean_run_ends(spark: SparkSession, root: Path) -> None:
    clean, crashed = (TestLake(spark, settings_for(root, root / name)) for name in ("clean", "crashed"))
    clean.run()

    for point in POINTS:
        if point in TRULY_KILLED:
            ended = assent(root, Path(crashed.settings.lake), fault=point)
            assert ended.returncode == -signal.SIGKILL, f"{point} was not reached: {ended.stderr[-2000:]}"
        else:
            with pytest.raises(Killed), killed_at(point):
                crashed.run()
    crashed.run()

    assert crashed.documents_hash() == clean.documents_hash()
    assert crashed.decisions() == clean.decisions()
    assert crashed.publications() == clean.publications()
    assert crashed.refusals() == clean.refusals()
    with clean.registry() as one, crashed.registry() as other:
        counts = [[version.manifest["counts"] for version in registry.versions()] for registry in (one, other)]
    assert counts[0] == counts[1]
    assert not list((Path(crashed.settings.lake) / "restricted" / "_staging").rglob("*.parquet"))


def test_a_second_runner_ends_with_4_and_says_who_is_at_work(root: Path, tmp_path: Path) -> None:
    lake = tmp_path / "lake"
    lake.mkdir()
    with Registry.open(f"sqlite:///{lake}/registry.db") as registry, registry.lease(LEASE):
        ended = assent(root, lake)

    assert ended.returncode == 4
    assert str(os.getpid()) in ended.stderr
