"""Every reason against every item, as the oracle says, on worlds in which few values meet often."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.types import DateType, StructType

from jobs.policy import parse
from jobs.stages.consent import snapshot
from jobs.stages.decide import age, decisions, latest, news, standing_rules, with_news
from jobs.stages.lineage import lineage
from jobs.stages.regions import residence_intervals, rules
from schemas import fields as f
from schemas.reasons import DECIDE_REASONS
from schemas.tables import DECISIONS
from tests.oracle.decisions import age_at, decide
from tests.stages.frames import frame
from tests.stages.world import CUT, NIGHT, PURPOSE, World, world


def answers(made: World) -> dict[str, tuple[bool, list[str]]]:
    """What the oracle says of each item."""
    facts = made.records, made.members, made.residence, made.consent, made.erasures
    return {key[1]: found for key, found in decide(*facts, made.policy, NIGHT, PURPOSE).items()}


def decided(spark: SparkSession, made: World) -> DataFrame:
    """What the stages make of a world, one after the other."""
    given = made.frames(spark)
    intervals = residence_intervals(given["residence"]).localCheckpoint()
    places = rules(spark, intervals, parse(made.policy_csv()), PURPOSE, CUT)
    people = given["members"], intervals, given["consent"], given["erasures"], places
    standing = snapshot(*people, night=NIGHT, cut=CUT, purpose=PURPOSE).localCheckpoint()
    ruled = standing_rules(given["content"], standing, intervals, given["erasures"], places, cut=CUT).localCheckpoint()
    return decisions(lineage(ruled), NIGHT)


@pytest.mark.slow
@settings(max_examples=3, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32))
def test_decisions_are_the_oracles(spark: SparkSession, seed: int) -> None:
    made = world(seed)
    expected = answers(made)
    ids = {row[f.CONTENT_ID]: row[f.SOURCE_ID] for row in made.content}

    rows = decided(spark, made).collect()
    found = {ids[row[f.CONTENT_ID]]: (row[f.IS_ELIGIBLE], row[f.REASONS]) for row in rows}

    assert len(rows) == len(ids) == len(expected)
    assert {key: (found[key], expected[key]) for key in expected if found[key] != expected[key]} == {}


def test_the_worlds_meet_every_reason() -> None:
    """What they did not meet, the comparison above would not have tested."""
    met = Counter(
        reason for seed in range(4) for _, found in answers(world(seed)).values() for reason in found or ["none"]
    )

    assert met.keys() == {"none", *(reason.value for reason in DECIDE_REASONS)}
    assert met["none"] > 100


DAYS = [date(2026, 2, 28), date(2026, 3, 1), date(2028, 2, 28), date(2028, 2, 29), date(2028, 3, 1), date(2026, 12, 31)]
BORN = [date(2008, 2, 28), date(2008, 2, 29), date(2008, 3, 1), date(2000, 12, 31), date(2001, 1, 1)]


def test_birthdays(spark: SparkSession) -> None:
    """Who was born on 29 February is a year older on 1 March, in leap years on the day itself."""
    pairs = [(born, day) for born in BORN for day in DAYS]
    schema = StructType().add("born", DateType()).add("day", DateType())

    rows = spark.createDataFrame(pairs, schema).select("born", "day", age(F.col("born"), F.col("day"))).collect()

    assert {(born, day): years for born, day, years in rows} == {pair: age_at(*pair) for pair in pairs}
    years = {(born, day): years for born, day, years in rows}
    assert [years[date(2008, 2, 29), day] for day in DAYS[:5]] == [17, 18, 19, 20, 20]


def row(item: str, night: int, reasons: list[str] | None = None, **more: Any) -> dict[str, Any]:
    found = reasons or []
    cells = {f.CONTENT_ID: item, f.NIGHT: date(2026, 11, night), f.REASONS: found, f.IS_ELIGIBLE: not found}
    return {str(name): value for name, value in cells.items()} | more


def test_the_ledger_gets_a_row_only_where_something_else_is_said(spark: SparkSession) -> None:
    ledger = [
        row("same", 1), row("same", 2, ["underage"]), row("back", 1, ["underage"]), row("back", 2),
        row("policy", 2, policy_id="a"), row("nulls", 1, policy_id=None), row("gone", 1),
    ]  # fmt: skip
    tonight = [
        row("same", 3, ["underage"]), row("back", 3, ["underage"]), row("policy", 3, policy_id="b"), row("nulls", 3),
        row("new", 3),
    ]  # fmt: skip

    standing = latest(frame(spark, DECISIONS.fields, ledger))
    rows = news(with_news(frame(spark, DECISIONS.fields, tonight), standing)).collect()

    assert {(r[f.CONTENT_ID], r[f.NIGHT].day) for r in standing.collect()} == {
        ("same", 2), ("back", 2), ("policy", 2), ("nulls", 1), ("gone", 1),
    }  # fmt: skip
    assert {r[f.CONTENT_ID] for r in rows} == {"back", "policy", "new"}
    assert all(r[f.NIGHT].day == 3 for r in rows)
