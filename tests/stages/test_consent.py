"""A member's last choice at the cut, and the directory record that stands."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from pyspark.sql import SparkSession

from jobs.stages.consent import directory, last_choice
from schemas import fields as f
from schemas.tables import CONSENT_EVENTS, MEMBERS
from tests.stages.frames import frame

CUT = datetime(2026, 11, 3, tzinfo=UTC)
DAY = timedelta(days=1)
TICK = timedelta(microseconds=1)


def yes(effective: timedelta, covers: bool = False, recorded: timedelta = -DAY) -> dict[str, Any]:
    return choice("granted", effective, recorded, covers)


def no(effective: timedelta, recorded: timedelta = -DAY) -> dict[str, Any]:
    return choice("denied", effective, recorded, False)


def choice(state: str, effective: timedelta, recorded: timedelta, covers: bool, purpose: str = "p") -> dict[str, Any]:
    return {
        f.STATE: state,
        f.EFFECTIVE_AT: CUT + effective,
        f.RECORDED_AT: CUT + recorded,
        f.COVERS_PAST: covers,
        f.PURPOSE: purpose,
    }


NOW = timedelta(0)
# Name of the case → its events and the last choice: state, when it counts from (from the cut),
# whether it covers the past
CASES: dict[str, tuple[list[dict[str, Any]], tuple[str, timedelta, bool] | None]] = {
    "a grant": ([yes(-DAY)], ("granted", -DAY, False)),
    "a denial after a grant": ([yes(-2 * DAY), no(-DAY)], ("denied", -DAY, False)),
    "a grant after a denial": ([no(-2 * DAY, -2 * DAY), yes(-DAY)], ("granted", -DAY, False)),
    "a denial at the instant of a grant": ([no(-DAY), yes(-DAY, covers=True)], ("denied", -DAY, False)),
    "a narrow grant at the instant of a wide one": ([yes(-DAY), yes(-DAY, covers=True)], ("granted", -DAY, False)),
    "a wide grant alone": ([yes(-DAY, covers=True)], ("granted", -DAY, True)),
    "a grant at the cut": ([yes(NOW)], ("granted", NOW, False)),
    "a grant after the cut": ([yes(TICK)], None),
    "a grant ahead does not undo a denial": ([no(-2 * DAY, -2 * DAY), yes(TICK)], ("denied", -2 * DAY, False)),
    "a denial ahead counts from when it was recorded": ([no(9 * DAY, -DAY)], ("denied", -DAY, False)),
    "a grant after a denial ahead was recorded": ([no(9 * DAY, -2 * DAY), yes(-DAY)], ("granted", -DAY, False)),
    "a grant before a denial ahead was recorded": ([yes(-2 * DAY), no(9 * DAY, -DAY)], ("denied", -DAY, False)),
    "a denial recorded after the cut and effective after it": ([no(DAY, TICK)], None),
    "a denial recorded late counts from its effect": ([no(-3 * DAY, DAY), yes(-2 * DAY)], ("granted", -2 * DAY, False)),
    "a grant recorded late counts from its effect": ([no(-3 * DAY, -3 * DAY), yes(-2 * DAY, recorded=DAY)],
    ("granted", -2 * DAY, False)),
    "another purpose": ([choice("granted", -DAY, -DAY, True, purpose="q")], None),
    "a denial for another purpose": ([yes(-2 * DAY), choice("denied", -DAY, -DAY, False, purpose="q")], ("granted",
    -2 * DAY, False)),
}  # fmt: skip


def test_the_last_choice_of_every_case(spark: SparkSession) -> None:
    events = [
        {f.MEMBER_ID: name, f.EVENT_ID: f"{name} {n}", f.RECORD_HASH: str(n), **event}
        for name, (given, _) in CASES.items()
        for n, event in enumerate(given)
    ]
    # redelivered and in another order: no difference
    rows = last_choice(frame(spark, CONSENT_EVENTS.fields, [*reversed(events), *events]), CUT, "p")
    found = {
        row[f.MEMBER_ID]: (row[f.CONSENT_STATE], row["after"] * TICK, row[f.COVERS_PAST])
        for row in rows.selectExpr("*", f"unix_micros(consent_at) - {int(CUT.timestamp() * 1e6)} as after").collect()
    }

    assert found == {name: last for name, (_, last) in CASES.items() if last}


def test_the_record_known_last_stands(spark: SparkSession) -> None:
    def record(member: str, born: int, recorded: datetime, digest: str) -> dict[str, Any]:
        return {f.MEMBER_ID: member, f.BIRTH_DATE: date(born, 1, 1), f.RECORDED_AT: recorded, f.RECORD_HASH: digest}

    members = frame(
        spark,
        MEMBERS.fields,
        [
            record("m", 1990, CUT, "a"),
            record("m", 1980, CUT - DAY, "z"),
            record("t", 1970, CUT, "b"),
            record("t", 1960, CUT, "a"),
        ],
    )

    assert {row[0]: row[1].year for row in directory(members).select(f.MEMBER_ID, f.BIRTH_DATE).collect()} == {
        "m": 1990,
        "t": 1970,
    }
