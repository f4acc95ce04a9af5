"""What a changed policy would do is what the night then does: one more night on a copy of the line's lake."""

from __future__ import annotations

import json
import shutil
from contextlib import nullcontext
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from pyspark.sql import SparkSession

from jobs.commands import policies
from jobs.registry import LEASE
from jobs.runner import Runner
from tests.e2e.conftest import Line
from tests.lakes import TestLake


@pytest.mark.slow
def test_a_region_that_opens_by_date_is_foretold(
    spark: SparkSession, line: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """GB: excluded before, opt_out from the next night on. The file is in force before; only its date tells."""
    monkeypatch.setattr("jobs.session.spark_session", lambda _: nullcontext(spark))
    night = line.nights[-1] + timedelta(days=1)
    shutil.copytree(line.lake.settings.lake, tmp_path / "lake")
    old, new = Path(line.lake.settings.policy), tmp_path / "new.csv"
    new.write_text(_opened(old.read_text(), night))
    settings = line.lake.settings.model_copy(update={"lake": str(tmp_path / "lake")})
    lake = TestLake(spark, settings.model_copy(update={"policy": str(new)}))
    before, documents = line.decided[line.nights[-1]], line.documents[line.nights[-1]]
    ids = Path(settings.lake) / "restricted" / "moves.jsonl"

    versions = lake.table_versions()
    told = policies.diff_policies(settings, old, new, night, ids)
    assert lake.table_versions() == versions
    with lake.registry() as registry, registry.lease(LEASE) as lease:
        Runner(lake.settings, registry, lease, lake.events).night(spark, night)

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
    again = policies.diff_policies(settings, old, new, night + timedelta(days=1), None)
    assert again["published"]["unread"] == 0
    assert again["published"]["after"] == len(published)
    assert again["published"]["enter"] - again["published"]["leave"] == len(published) - len(documents)


def _opened(text: str, night: date) -> str:
    """The policy with GB excluded until a night's cut, and opt_out from then on."""
    switch = datetime.combine(night + timedelta(days=1), time(), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    lines = text.splitlines()
    (place,) = [number for number, line in enumerate(lines) if line.startswith("gb-1,")]
    cells = lines[place].split(",")
    cells[8] = switch
    opened = ["gb-2", "GB", *cells[2:4], "opt_out", cells[5], "", switch, "", "test"]
    lines[place : place + 1] = [",".join(cells), ",".join(opened)]
    return "\n".join(lines) + "\n"
