"""One small network with the oracle's answers."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from jobs.simulate import SimulationSummary, simulate
from tests.oracle.landing import Landing, decide_landing, nights_of, read_landing, read_policy
from tests.oracle.model import Decisions

FIRST_NIGHT = date(2026, 11, 1)


@dataclass(frozen=True)
class Network:
    """A simulated network, read and decided by the oracle as of its last night."""

    root: Path
    summary: SimulationSummary
    landing: Landing
    decisions: Decisions
    by_night: list[Decisions]

    def lines(self, name: str) -> list[dict[str, Any]]:
        """The JSON lines of a file beside the landing zone."""
        with gzip.open(self.root / name, "rb") as file:
            return [json.loads(line) for line in file.read().split(b"\n") if line]

    @property
    def canaries(self) -> list[dict[str, Any]]:
        """What canaries.json lists."""
        listed: list[dict[str, Any]] = json.loads((self.root / "canaries.json").read_text())
        return listed


@pytest.fixture(scope="session")
def network(tmp_path_factory: pytest.TempPathFactory) -> Network:
    """400 members over five nights."""
    root = tmp_path_factory.mktemp("network")
    summary = simulate(root, members=400, nights=5, first_night=FIRST_NIGHT, seed=11, items_per_member=6)
    nights = nights_of(root / "landing")
    landing, policy = read_landing(root / "landing", nights[-1]), read_policy(root / "policy.csv")
    by_night = [decide_landing(landing, policy, night) for night in nights]
    return Network(root, summary, landing, by_night[-1], by_night)
