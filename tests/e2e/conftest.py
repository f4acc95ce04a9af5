"""A simulated network run night by night, with the oracle's answers beside it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pyspark.sql import SparkSession

from jobs.settings import PublishSettings, Settings
from jobs.simulate import simulate
from tests.e2e.rewriting import Rewritten, rewrite
from tests.lakes import Decided, TestLake
from tests.oracle.landing import decide_landing, nights_of, read_landing, read_policy

FIRST_NIGHT = date(2026, 11, 1)


@dataclass
class Line:
    """The network, the lake it was run on, and what was decided after each night."""

    root: Path
    lake: TestLake
    nights: list[date]
    decided: dict[date, Decided]
    documents: dict[date, set[str]]

    @property
    def canaries(self) -> list[dict[str, Any]]:
        """What canaries.json lists."""
        listed: list[dict[str, Any]] = json.loads((self.root / "canaries.json").read_text())
        return listed


def settings_for(root: Path, lake: Path) -> Settings:
    """Settings of a lake that is fed from a simulated network."""
    return Settings(
        lake=str(lake),
        landing=str(root / "landing"),
        policy=str(root / "policy.csv"),
        key_file=str(root / "test.key"),
        publish=PublishSettings(shards=2),
    )


@pytest.fixture(scope="session")
def line(spark: SparkSession, tmp_path_factory: pytest.TempPathFactory) -> Line:
    """300 members over three nights, all of them run."""
    root = tmp_path_factory.mktemp("line")
    simulate(root, members=300, nights=3, first_night=FIRST_NIGHT, seed=23, items_per_member=5)
    lake = TestLake(spark, settings_for(root, root / "lake"))
    nights = nights_of(root / "landing")
    decided, documents = {}, {}
    for night in nights:
        lake.run(through=night)
        decided[night] = lake.decisions()
        documents[night] = set(lake.documents())
    return Line(root, lake, nights, decided, documents)


@pytest.fixture(scope="session")
def rewritten(spark: SparkSession, tmp_path_factory: pytest.TempPathFactory) -> Rewritten:
    """A lake on which releases were rewritten and members erased."""
    root = tmp_path_factory.mktemp("rewritten")
    return rewrite(spark, root, settings_for(root, root / "lake"))


@pytest.fixture(scope="session")
def expected(line: Line) -> dict[date, Decided]:
    """The oracle's decisions after each night."""
    landing, policy = read_landing(line.root / "landing", line.nights[-1]), read_policy(line.root / "policy.csv")
    answers = {}
    for night in line.nights:
        decisions = decide_landing(landing, policy, night)
        answers[night] = {key: (eligible, tuple(reasons)) for key, (eligible, reasons) in decisions.items()}
    return answers
