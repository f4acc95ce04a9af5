"""A night that the audit refused stays refused until what leaked is mended. A tiny night, twice up to the audit."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from pyspark.sql import SparkSession

from jobs.audit.counting import over_budget
from jobs.commands.runs import all_nights, one_night, refused_records
from jobs.errors import GateRefused
from jobs.report.site import page_of
from jobs.simulate import simulate
from tests.e2e.conftest import settings_for
from tests.lakes import TestLake

NIGHT = date(2026, 11, 1)
OVER = "jobs.effects.audit.over_budget"


@pytest.mark.slow
def test_another_attempt_audits_what_a_refused_one_had_redacted(
    spark: SparkSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even where another policy makes all stages run anew, and nothing is left for the redactor to read."""
    simulate(tmp_path, members=30, nights=1, first_night=NIGHT, seed=3, items_per_member=2)
    lake = TestLake(spark, settings_for(tmp_path, tmp_path / "lake"))
    monkeypatch.setattr(OVER, lambda cells, rules: over_budget(cells, rules) | {"phone": len(cells)})

    with pytest.raises(GateRefused, match="phone"):
        lake.run()
    first = _audited(lake)
    _told(lake)
    policy = Path(lake.settings.policy)
    policy.write_text(policy.read_text() + "\n")
    with pytest.raises(GateRefused, match="phone"):
        lake.run()
    again = _audited(lake)

    assert first == again and again[0] == "refused" and again[1] > 5
    assert not lake.documents()


def _told(lake: TestLake) -> None:
    """A page says which check refused, a command which records could not be read."""
    page = Path(page_of(lake.settings.lake, lake.settings.purpose, NIGHT)).read_text()
    (listed,) = all_nights(lake.settings)
    checks = [check for gate in one_night(lake.settings, NIGHT)["gates"] for check in gate["checks"]]
    failed = [check["column"] for check in checks if not check["passed"] and check["severity"] == "critical"]
    records = {(row["delivery"], row["position"], row["reason"]) for row in refused_records(lake.settings, NIGHT)}

    assert "nothing of this night was published" in page and "telephone numbers" in page
    assert (listed["status"], listed["error"], listed["version"]) == ("refused", "GateRefused", None)
    assert listed["stages_done"] == ["conform", "consent", "decide", "redact"] and failed == ["over_phone"]
    assert records and records == lake.refusals()


def _audited(lake: TestLake) -> tuple[str, int]:
    """How the stage ended, and how many texts it had looked at."""
    with lake.registry() as registry:
        row = registry.stage(NIGHT, lake.settings.purpose, "audit")
    assert row is not None
    return row.status, row.counts["swept"]
