"""The DAG runs real nights with the real program; a backfill changes nothing that stands."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from deltalake import DeltaTable

from schemas.tables import TABLES
from tests.dags.conftest import BIN, Airflow, environment

NIGHTS = 2
pytestmark = [pytest.mark.slow, pytest.mark.spark, pytest.mark.timeout(3600)]


class Network:
    """A small simulated network, its lake, and the program on both."""

    def __init__(self, home: Path) -> None:
        self.home, self.lake, self.landing = home, home / "lake", home / "landing"

    @property
    def settings(self) -> dict[str, str]:
        policy = str(self.home / "policy.csv")
        return {"ASSENT_LAKE": str(self.lake), "ASSENT_LANDING": str(self.landing), "ASSENT_POLICY": policy}

    @property
    def nights(self) -> list[str]:
        return sorted(folder.name for folder in (self.landing / "members").iterdir())

    def assent(self, *arguments: object) -> str:
        env = environment(self.home, **self.settings)
        done = subprocess.run(
            [BIN / "assent", *map(str, arguments)], env=env, capture_output=True, text=True, timeout=1500
        )
        assert done.returncode == 0, (done.stdout + done.stderr)[-8000:]
        return done.stdout

    def decisions(self) -> dict[tuple[str, str], Any]:
        out = self.home / "decisions.jsonl"
        self.assent("decisions", "--lake", self.lake, "--out", out)
        rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
        return {(row["source"], row["id"]): (row["eligible"], row["reasons"]) for row in rows}

    def tables(self) -> dict[str, int]:
        """The last commit of every table."""
        return {table.name: DeltaTable(f"{self.lake}/{table.path}").version() for table in TABLES}

    def versions(self) -> list[Any]:
        listed: list[Any] = json.loads(self.assent("versions", "list", "--lake", self.lake, "--json"))
        return listed


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Network:
    """Two nights delivered, the first of them done by the command line."""
    made = Network(tmp_path_factory.mktemp("network"))
    made.assent("simulate", "--out", made.home, "--members", 40, "--nights", NIGHTS, "--seed", 7)
    assert len(made.nights) == NIGHTS
    made.assent("run", "--through", made.nights[-2])
    return made


def test_a_real_night_and_a_backfill(network: Network, airflow: Airflow):
    before = network.versions()
    last = network.nights[-1]

    night = airflow("nights", last, **network.settings)[last]

    assert night["state"] == "success", night
    assert set(night["tasks"].values()) == {"success"}
    assert night["interval"].startswith(last)
    after = network.versions()
    assert len(after) == len(before) + 1
    assert after[-1]["night"] == last

    standing, tables = network.decisions(), network.tables()
    assert 0 < sum(eligible for eligible, _ in standing.values()) < len(standing)
    again = airflow("nights", *network.nights, **network.settings)
    assert {outcome["state"] for outcome in again.values()} == {"success"}
    assert network.tables() == tables
    assert network.versions() == after
