"""Which rule holds for a member, and where they lived: ties, borders of time, order of regions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

from jobs.errors import UsageError
from jobs.policy import ADULT, COLUMNS, EEA, AppliesTo, Policy, State, parse
from jobs.stages.regions import VALID_TO, residence_at, residence_intervals, rules
from schemas import fields as f
from schemas.tables import RESIDENCE
from tests.stages.frames import frame

AT = datetime(2026, 11, 3, tzinfo=UTC)
DAY = timedelta(days=1)
HEAD = ",".join(COLUMNS)


def policy(*rows: str) -> Policy:
    """A policy from rows `id region type state from to`, for the purpose p."""
    lines = []
    for row in rows:
        policy_id, region, kind, state, since, until = row.split()
        lines.append(f"{policy_id},{region},{kind},p,{state},,,{since.strip('-')},{until.strip('-')},test")
    return parse("\n".join([HEAD, *lines]) + "\n")


def chosen(
    rows: Policy, country: str | None, subdivision: str | None = None, kind: str = "post", at: datetime = AT
) -> str | None:
    rule = rows.rule(country, subdivision, kind, "p", at)
    return rule.policy_id if rule else None


WORLD = policy(
    "ca US-CA * excluded - -",
    "ca-article US-CA article opt_in - -",
    "us US * opt_out - -",
    "us-post US post opt_in - -",
    "nl NL * opt_in - -",
    "eea EEA * excluded - -",
    "eea-comment EEA comment opt_in - -",
    "na NA * opt_out - -",
    "any * * excluded - -",
)


@pytest.mark.parametrize(
    ("country", "subdivision", "kind", "rule"),
    [
        ("US", "US-CA", "post", "ca"),  # the subdivision's row for all types beats the country's for the type
        ("US", "US-CA", "article", "ca-article"),
        ("US", "US-NY", "post", "us-post"),
        ("US", None, "comment", "us"),
        ("NL", None, "comment", "nl"),  # the country beats its group, which names the type
        ("DE", None, "comment", "eea-comment"),
        ("DE", "DE-BE", "post", "eea"),
        ("NO", None, "post", "eea"),
        ("GB", None, "post", "any"),
        ("CH", None, "post", "any"),
        ("NA", None, "post", "na"),
        ("EEA", None, "post", "eea"),
        ("us", None, "post", "any"),
    ],
)
def test_the_nearest_region_then_the_type(country: str, subdivision: str | None, kind: str, rule: str):
    assert chosen(WORLD, country, subdivision, kind) == rule


def test_the_group_is_the_union_with_its_three_neighbours():
    assert len(EEA) == 30 and {"IS", "LI", "NO", "GR"} <= EEA and not {"GB", "CH", "EL", "TR"} & EEA


def test_without_a_row_there_is_no_rule():
    assert chosen(policy("nl NL * opt_in - -"), "DE") is None
    assert WORLD.rule("NL", None, "post", "other purpose", AT) is None


@pytest.mark.parametrize(
    ("at", "rule"),
    [
        (AT - timedelta(microseconds=1), "old"),
        (AT, "new"),
        (AT + DAY - timedelta(microseconds=1), "new"),
        (AT + DAY, "any"),
    ],
)
def test_rows_hold_from_their_first_instant_and_not_at_their_last(at: datetime, rule: str):
    dated = policy(
        "old NL * opt_in - 2026-11-03",
        "new NL * opt_out 2026-11-03T00:00:00Z 2026-11-04T01:00:00+01:00",
        "any * * excluded - -",
    )

    assert chosen(dated, "NL", at=at) == rule


def test_of_two_rows_the_later_start_stands_whatever_their_order():
    both = ["a NL * opt_in 2026-01-01 -", "b NL * excluded 2026-06-01 -"]

    assert chosen(policy(*both), "NL") == chosen(policy(*reversed(both)), "NL") == "b"


def test_what_a_row_leaves_out():
    (rule,) = parse(f"{HEAD}\nx,NL,,p,opt_in,,,,,\n").rules

    assert (rule.min_age, rule.content_type, rule.content_from, rule.effective_to) == (ADULT, "*", None, None)
    assert rule.state is State.OPT_IN and rule.in_force(datetime(1, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("row", "named"),
    [
        ("x,NL,*,p,allowed,18,,,,", "line 3"),
        ("x,NL,*,p,opt_in,old,,,,", "line 3"),
        ("x,NL,*,p,opt_in,18,soon,,,", "line 3"),
        (",NL,*,p,opt_in,18,,,,", "line 3"),
        ("x,,*,p,opt_in,18,,,,", "line 3"),
        ("x,NL,*,p,opt_in,18,,2026-01-01", "line 3"),  # cut short: it would hold for ever
        ("x,NL,*,p,opt_in,18,,,,,more", "line 3"),
    ],
)
def test_every_line_that_cannot_be_read_is_named(row: str, named: str):
    good = "g,NL,*,p,opt_in,18,,,,"
    with pytest.raises(UsageError, match=named) as raised:
        parse(f"{HEAD}\n{good}\n{row}\n{row}\n{good}\n")
    assert "line 4" in str(raised.value) and "line 2" not in str(raised.value)


def test_an_absent_column_is_named():
    with pytest.raises(UsageError, match="effective_to"):
        parse("policy_id,region\n")


def stay(
    member: str, country: str | None, since: datetime, recorded: datetime = AT, digest: str = ""
) -> dict[str, object]:
    place = {f.MEMBER_ID: member, f.COUNTRY: country, f.VALID_FROM: since, f.RECORDED_AT: recorded}
    return {str(name): value for name, value in place.items()} | {str(f.RECORD_HASH): digest}


def test_the_latest_stay_that_has_begun_stands(spark: SparkSession):
    residence = frame(
        spark,
        RESIDENCE.fields,
        [
            stay("moved", "NL", AT - 9 * DAY), stay("moved", "US", AT), stay("moved", "DE", AT + DAY),
            stay("tied", "NL", AT - DAY, recorded=AT + DAY), stay("tied", "US", AT - DAY),
            stay("same", "NL", AT - DAY, digest="a"), stay("same", "US", AT - DAY, digest="b"),
            stay("twice", "NA", AT - DAY, digest="a"), stay("twice", "NA", AT - DAY, digest="a"),
            stay("nowhere", "NL", AT - 9 * DAY), stay("nowhere", None, AT - DAY),
            stay("ahead", "NL", AT + timedelta(microseconds=1)),
        ],
    )  # fmt: skip

    intervals = residence_intervals(residence)
    lived = {row[0]: row[1] for row in residence_at(intervals, AT).collect()}
    before = {row[0]: row[1] for row in residence_at(intervals, AT - timedelta(microseconds=1)).collect()}
    ends = {(row[0], row[1]): row[2] for row in intervals.select(f.MEMBER_ID, f.COUNTRY, VALID_TO).collect()}

    assert lived == {"moved": "US", "tied": "NL", "same": "US", "twice": "NA", "nowhere": None}
    assert before["moved"] == "NL"
    assert (
        ends["moved", "US"] - ends["moved", "NL"] == DAY and ends["moved", "DE"] is None and ("tied", "US") not in ends
    )

    known = rules(spark, intervals, WORLD, "p", AT)
    found = {(row[0], row[2]): row[3] for row in known.where(F.col(f.SUBDIVISION).isNull()).collect()}
    assert found["NA", "post"] == "na" and found["US", "post"] == "us-post" and found["US", "comment"] == "us"
    assert not [country for country, _ in found if country is None]  # no country, no rule, not even that of `*`


def test_how_far_a_row_reaches_is_future_only_unless_it_says_otherwise():
    head, row = f"{HEAD},applies_to", "a,US,*,p,opt_out,,,,,test"
    reaches = {word: parse(f"{head}\n{row},{word}\n").rules[0].applies_to for word in ("", *AppliesTo)}

    assert reaches == {"": AppliesTo.FUTURE_ONLY} | {word: word for word in AppliesTo}
    assert parse(f"{HEAD}\n{row}\n").rules[0].applies_to is AppliesTo.FUTURE_ONLY
    with pytest.raises(UsageError, match="line 2"):
        parse(f"{head}\n{row},past\n")


@pytest.mark.shared_data
def test_the_sample_policy_reaches_the_future_only(shared_data: Path):
    rules = parse((shared_data / "policy.csv").read_text()).rules

    assert {rule.applies_to for rule in rules} == {AppliesTo.FUTURE_ONLY}
