"""What a changed policy would do is what the night then does. Two small nights of their own, and two comparisons."""

from __future__ import annotations

import json
from contextlib import nullcontext
from datetime import date, timedelta
from pathlib import Path

import pytest
from pyspark.sql import SparkSession

from jobs.commands import policies
from jobs.runner import LEASE, Runner
from jobs.simulate import simulate
from tests.e2e.conftest import settings_for
from tests.lakes import TestLake

FIRST, NEXT = date(2026, 11, 1), date(2026, 11, 2)


@pytest.mark.slow
def test_a_region_that_opens_by_date_is_foretold(
    spark: SparkSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """GB: excluded before, opt_out from the second night on. The file is in force all the time; only its date tells."""
    monkeypatch.setattr("jobs.session.spark_session", lambda _: nullcontext(spark))
    simulate(tmp_path, members=150, nights=1, first_night=FIRST, seed=5, items_per_member=4)
    settings = settings_for(tmp_path, tmp_path / "lake")
    old, new = tmp_path / "policy.csv", tmp_path / "new.csv"
    new.write_text(_opened(old.read_text()))
    lake = TestLake(spark, settings.model_copy(update={"policy": str(new)}))
    lake.run()
    before, documents = lake.decisions(), set(lake.documents())
    ids = Path(settings.lake) / "restricted" / "moves.jsonl"

    versions = lake.table_versions()
    told = policies.diff_policies(settings, old, new, NEXT, ids)
    assert lake.table_versions() == versions
    with lake.registry() as registry, registry.lease(LEASE) as lease:
        Runner(lake.settings, registry, lease, lake.events).night(spark, NEXT)

    after, published = lake.decisions(), set(lake.documents())
    entered = {key for key, (fine, _) in after.items() if fine and not before[key][0]}
    left = {key for key, (fine, _) in before.items() if fine and not after[key][0]}
    moved = [json.loads(line) for line in ids.read_text().splitlines()]
    assert {(row["source"], row["id"]) for row in moved if row["moves"] == "enter"} == entered
    assert {(row["source"], row["id"]) for row in moved if row["moves"] == "leave"} == left
    assert (told["items"]["enter"]["items"], told["items"]["leave"]["items"]) == (len(entered), len(left))
    assert told["items"]["enter"]["by_reason"]["region_excluded"] > 5
    # texts of a region that was never in have no judgement of curation yet; the rest is exact
    assert told["published"]["unread"] > 0
    assert told["published"]["after"] <= len(published) <= told["published"]["after"] + told["published"]["unread"]

    # now everything was read: closing the region again, and opening it, are foretold to the document
    again = policies.diff_policies(settings, old, new, NEXT + timedelta(days=1), None)
    assert again["published"]["unread"] == 0
    assert again["published"]["after"] == len(published)
    assert again["published"]["enter"] - again["published"]["leave"] == len(published) - len(documents)


def _opened(text: str) -> str:
    """The policy with GB excluded until the second night's cut, and opt_out from then on."""
    switch = "2026-11-03T00:00:00Z"
    lines = text.splitlines()
    (place,) = [number for number, line in enumerate(lines) if line.startswith("gb-1,")]
    cells = lines[place].split(",")
    cells[8] = switch
    opened = ["gb-2", "GB", *cells[2:4], "opt_out", cells[5], "", switch, "", "test"]
    lines[place : place + 1] = [",".join(cells), ",".join(opened)]
    return "\n".join(lines) + "\n"
