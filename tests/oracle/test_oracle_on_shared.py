"""The oracle gives the answers that an independent implementation gave for the sample deliveries."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.oracle.landing import Landing, decide_landing, read_landing, read_policy
from tests.oracle.model import Decisions

pytestmark = [pytest.mark.slow, pytest.mark.shared_data]

NIGHTS = [date(2026, 11, day) for day in (1, 5, 8, 14)]


@pytest.fixture(scope="module")
def landing(shared_data: Path) -> Landing:
    """All fourteen nights, read once."""
    return read_landing(shared_data / "landing", NIGHTS[-1])


@pytest.fixture(scope="module", params=NIGHTS, ids=str)
def night(request: pytest.FixtureRequest) -> date:
    """A night with known answers."""
    night: date = request.param
    return night


@pytest.fixture(scope="module")
def decided(landing: Landing, shared_data: Path, night: date) -> Decisions:
    """What the oracle decides as of the night."""
    return decide_landing(landing, read_policy(shared_data / "policy.csv"), night)


@pytest.fixture(scope="module")
def counts(shared_data: Path, night: date) -> dict[str, Any]:
    """The expected counts of the night."""
    counted: dict[str, Any] = json.loads((shared_data / "expected" / f"counts-{night}.json").read_text())
    return counted


def expected_decisions(shared_data: Path, night: date) -> Decisions:
    """The known answers of a night."""
    with gzip.open(shared_data / "expected" / f"decisions-{night}.jsonl.gz") as lines:
        rows = [json.loads(line) for line in lines]
    return {(row["source"], row["id"]): (row["eligible"], row["reasons"]) for row in rows}


@pytest.mark.timeout(300)
def test_every_item_is_decided_as_expected(decided: Decisions, shared_data: Path, night: date) -> None:
    expected = expected_decisions(shared_data, night)

    different = sum(decided.get(key) != expected.get(key) for key in decided.keys() | expected.keys())

    assert expected
    assert different == 0


@pytest.mark.timeout(300)
def test_counts_by_reason_and_the_hash_of_the_eligible_agree(decided: Decisions, counts: dict[str, Any]) -> None:
    reasons = Counter(reason for _, found in decided.values() for reason in found)
    eligible = sorted("\x1f".join(key) for key, (usable, _) in decided.items() if usable)

    assert len(decided) == counts["content"]
    assert dict(reasons) == counts["reasons"]
    assert hashlib.sha256("\n".join(eligible).encode()).hexdigest() == counts["eligible_sha256"]


@pytest.mark.timeout(300)
def test_refusals_of_conform_agree(landing: Landing, counts: dict[str, Any], night: date) -> None:
    known = [refusal for refusal in landing.refusals if night_of(refusal.delivery) <= night]

    assert known or not counts["quarantined"]
    assert dict(Counter(refusal.reason for refusal in known)) == counts["quarantined"]


def night_of(delivery: str) -> date:
    """The night in `feed/yyyy-mm-dd/name`."""
    return date.fromisoformat(delivery.split("/")[1])
