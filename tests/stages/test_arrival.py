"""Facts in any order of arrival give the same decisions, and a denial never adds anything.

Many small worlds are decided in one job: each is a member of its own with up to eight facts, few
values, so that late, backdated, repeated and tied ones are common. What revisions of content do in
any order is tested in test_revisions.py.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pyspark.sql import SparkSession

from schemas import fields as f
from tests.oracle.model import ConsentEvent, Member, PolicyRow, Record, Residence
from tests.stages.test_decide import answers, decided
from tests.stages.world import CUT, NIGHT, PURPOSE, STEP, World, content_row

WORLDS, FACTS = 120, 8
PLACES = [("US", None), ("US", "US-CA"), ("IN", None), ("DE", None), ("BR", None), (None, None)]
BIRTHS = [None, date(1980, 5, 5), date(1980, 5, 5), date(2008, 2, 29), date(2008, 3, 2)]
CREATED = [CUT - timedelta(days=900), CUT - STEP * 5, CUT - STEP * 2]


def policy() -> list[PolicyRow]:
    begin = CUT - timedelta(days=9000)
    states = [("US", "opt_out", None), ("US-CA", "opt_in", None), ("IN", "opt_in", None), ("DE", "excluded", None)]
    states.append(("BR", "opt_out", CUT - STEP * 4))
    return [PolicyRow(place, place, "*", PURPOSE, state, 18, floor, begin, None) for place, state, floor in states]


def fact(rng: Random) -> Any:
    """A choice, a move or a directory record of the member `who`; instants around the cut, some of them ahead."""
    kind = rng.choice(["consent", "consent", "consent", "residence", "residence", "member"])
    effective, recorded = CUT + STEP * rng.randint(-6, 2), CUT + STEP * rng.randint(-6, 1)
    if kind == "consent":
        state = rng.choice(["granted", "denied"])
        covers = state == "granted" and rng.random() < 0.5
        return ConsentEvent("who", NIGHT, PURPOSE, state, effective, recorded, covers)
    digest = f"{rng.randrange(10**9):020d}"
    if kind == "residence":
        country, subdivision = rng.choice(PLACES)
        return Residence("who", NIGHT, country, effective, recorded, subdivision, digest)
    return Member("who", NIGHT, recorded, rng.choice(BIRTHS), digest)


def facts(rng: Random) -> list[Any]:
    """Up to eight, some of them delivered twice, on top of a home and a record that reach far back."""
    told = [fact(rng) for _ in range(rng.randint(1, FACTS))]
    told[: len(told) // 4] = told[len(told) - len(told) // 4 :]
    long_ago = CUT - timedelta(days=3000)
    country, subdivision = rng.choice(PLACES[:5])
    home = Residence("who", NIGHT, country, long_ago, long_ago, subdivision, "0")
    return [Member("who", NIGHT, long_ago, date(1980, 5, 5), "0"), home, *told]


def add(made: World, who: str, told: list[Any]) -> None:
    """The facts of a member under a name of its own, and an item from each instant."""
    for one in told:
        mine = replace(one, member_id=who)
        target: list[Any] = {ConsentEvent: made.consent, Residence: made.residence, Member: made.members}[type(one)]
        target.append(mine)
    for number, created in enumerate(CREATED):
        order = (NIGHT, "a", number, "posts")
        record = Record("s", f"{who}/{number}", order, "post", who, "public", False, created)
        made.records.append(record)
        made.content.append(content_row(record, "live"))


@pytest.mark.slow
@settings(max_examples=2, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32))
def test_any_order_of_arrival_and_a_denial_more(spark: SparkSession, seed: int) -> None:
    rng = Random(seed)
    made = World(rng, policy=policy())
    for number in range(WORLDS):
        told = facts(rng)
        denial = ConsentEvent("who", NIGHT, PURPOSE, "denied", *(CUT + STEP * rng.randint(-6, 2) for _ in range(2)))
        add(made, f"{number}-told", told)
        add(made, f"{number}-shuffled", rng.sample(told, len(told)))
        add(made, f"{number}-denied", rng.sample([*told, denial], len(told) + 1))
    ids = {row[f.CONTENT_ID]: row[f.SOURCE_ID] for row in made.content}

    rows = decided(spark, made).collect()

    found = {ids[row[f.CONTENT_ID]]: (row[f.IS_ELIGIBLE], row[f.REASONS]) for row in rows}
    assert found == answers(made)
    sides: dict[str, dict[str, tuple[bool, list[str]]]] = {"told": {}, "shuffled": {}, "denied": {}}
    for name, decision in found.items():
        who, _, item = name.partition("/")
        number, _, side = who.partition("-")
        sides[side][f"{number}/{item}"] = decision
    assert sides["told"] == sides["shuffled"]
    eligible = {side: {name for name, (fine, _) in found.items() if fine} for side, found in sides.items()}
    assert eligible["denied"] <= eligible["told"]
    assert len(eligible["told"]) > WORLDS / 4 and eligible["denied"] != eligible["told"]
