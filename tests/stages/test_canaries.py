"""Every canary is refused for what it was planted for, and a rule that is broken lets one through."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

from expectations import decided
from expectations.gate import run_gate
from jobs.errors import GateRefused
from jobs.policy import COLUMNS, parse
from jobs.simulate import simulate
from jobs.simulate.nights import Nights
from jobs.simulate.policy import write_policy
from jobs.stages import decide
from jobs.stages.canaries import plant
from schemas import fields as f
from schemas.reasons import DECIDE_REASONS, Reason
from schemas.tables import CONSENT_EVENTS, CONTENT, ERASURE_REQUESTS, MEMBERS, RESIDENCE
from tests.e2e.conftest import FIRST_NIGHT, settings_for
from tests.lakes import TestLake
from tests.oracle.decisions import decide as oracle
from tests.oracle.landing import read_policy
from tests.oracle.model import ConsentEvent, Erasure, Member, Record, Residence
from tests.stages.world import PURPOSE

TABLES_OF_FACTS = (CONTENT, MEMBERS, RESIDENCE, CONSENT_EVENTS, ERASURE_REQUESTS)


def answers(policy: Path, purpose: str, cut: datetime) -> dict[str, list[str]]:
    """What the oracle says of the canaries of a night, by what each is planted for."""
    night = (cut - timedelta(days=1)).date()
    rows = plant(parse(policy.read_text()), purpose, cut, "word", 2).rows
    names = {row[f.CONTENT_ID]: row[f.SOURCE_ID] for row in rows[CONTENT]}
    records = [
        Record(
            "word", row[f.SOURCE_ID], (night, "a", n, "posts"), "post", row[f.AUTHOR_ID], row[f.VISIBILITY],
            row[f.IS_DELETED], row[f.CREATED_AT], cut, row[f.WORDS_HASH], f.RESHARE_OF in row,
            ("word", names.get(row[f.RESHARE_OF], "never")) if f.RESHARE_OF in row else None,
        )
        for n, row in enumerate(rows[CONTENT])
    ]  # fmt: skip
    records += [
        Record(r.source, r.id, (night, "b", 1, "posts"), r.type, r.author_id, "x", updated_at=cut, created_at=cut)
        for r, row in zip(list(records), rows[CONTENT], strict=True)
        if row[f.IS_CONFLICTING]
    ]
    decided = oracle(
        records,
        [Member(r[f.MEMBER_ID], night, r[f.RECORDED_AT], r[f.BIRTH_DATE]) for r in rows[MEMBERS]],
        [
            Residence(r[f.MEMBER_ID], night, r[f.COUNTRY], r[f.VALID_FROM], r[f.RECORDED_AT], r[f.SUBDIVISION])
            for r in rows.get(RESIDENCE, ())
        ],
        [
            ConsentEvent(
                r[f.MEMBER_ID], night, purpose, r[f.STATE], r[f.EFFECTIVE_AT], r[f.RECORDED_AT], r[f.COVERS_PAST]
            )
            for r in rows.get(CONSENT_EVENTS, ())
        ],
        [Erasure(r[f.MEMBER_ID], night) for r in rows.get(ERASURE_REQUESTS, ())],
        [row for row in read_policy(policy) if row.purpose == purpose],
        night,
        purpose,
    )
    return {name: reasons for (_, name), (_, reasons) in decided.items()}


@pytest.mark.parametrize(
    "cut", [datetime(2026, 3, 1), datetime(2028, 2, 29), datetime(2026, 11, 4), datetime(2026, 1, 1)]
)
def test_under_a_policy_of_every_kind_there_is_one_for_every_reason(cut: datetime, tmp_path: Path) -> None:
    write_policy(tmp_path / "policy.csv", Nights(FIRST_NIGHT, 3))

    found = answers(tmp_path / "policy.csv", "generative_ai_training", cut.replace(tzinfo=UTC))

    assert {name.partition(":")[0] for name in found} == set(map(str, DECIDE_REASONS))
    assert {name: reasons for name, reasons in found.items() if reasons != [name.partition(":")[0]]} == {}


@pytest.mark.parametrize("state", ["excluded", "opt_in", "opt_out"])
def test_under_any_policy_each_is_refused_for_its_reason_alone(state: str, tmp_path: Path) -> None:
    """A policy of one row for everywhere gives fewer kinds, and no wrong one."""
    policy = tmp_path / "policy.csv"
    policy.write_text(",".join(COLUMNS) + f"\nall,*,*,{PURPOSE},{state},16,,2020-01-01T00:00:00Z,,test\n")

    found = answers(policy, PURPOSE, datetime(2026, 3, 1, tzinfo=UTC))

    kinds = {name.partition(":")[0] for name in found}
    assert {name: reasons for name, reasons in found.items() if reasons != [name.partition(":")[0]]} == {}
    assert ("region_excluded" in kinds) == (state == "excluded")
    assert ("consent_missing" in kinds) == (state == "opt_in")
    assert ("underage" in kinds) == (state != "excluded")


def test_a_night_with_a_broken_rule_is_refused(
    spark: SparkSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Minors are let in by a fault: the gate sees the canary. A tiny night up to decide."""
    simulate(tmp_path, members=30, nights=1, first_night=FIRST_NIGHT, seed=3, items_per_member=2)
    lake = TestLake(spark, settings_for(tmp_path, tmp_path / "lake"))
    right = decide._age_rules
    monkeypatch.setattr(
        decide, "_age_rules", lambda today: right(today) | {Reason.UNDERAGE: F.lit(False)}  # all minors are let in
    )  # fmt: skip

    with pytest.raises(GateRefused, match="no canary may be used"):
        lake.run()

    with lake.registry() as registry:
        assert registry.versions() == []
        (gate,) = [row for row in registry.gates_of(FIRST_NIGHT, lake.settings.purpose) if row.gate == "decided"]
        assert gate.refused


def test_the_gate_needs_every_canary(spark: SparkSession) -> None:
    """One that vanished on the way is as bad as one that was let in."""
    from tests.expectations.golden import DECIDED

    facts = dict(DECIDED.facts) | {"canaries_refused_rightly": 0}

    assert run_gate(decided.SUITE, DECIDED.frame(spark), facts).refused
