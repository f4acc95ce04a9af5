"""What an explanation lists is what the oracle decides, and each reason comes with what decided it. No Spark here.

Worlds of few values, written as Delta tables and read back as the command reads them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from deltalake import write_deltalake
from pyspark.sql.pandas.types import to_arrow_schema

from jobs.explain.facts import Facts, Reader
from jobs.explain.rules import explain, reasons_of
from jobs.explain.standing import birthday
from jobs.explain.wording import TO_CHANGE
from jobs.policy import parse
from schemas import fields as f
from schemas.reasons import CURATE_REASONS, DECIDE_REASONS, Reason
from schemas.tables import CONSENT_EVENTS, CONTENT, ERASURE_REQUESTS, MEMBERS, RESIDENCE, Table
from tests.stages.test_decide import answers
from tests.stages.world import CUT, NIGHT, PURPOSE, World, world

SEEDS = (1, 2, 3)
ITEMS = 150
LATER = datetime(2026, 3, 9, tzinfo=UTC)


def write(lake: Path, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
    """Rows with the columns that are given, the others null."""
    schema = pa.schema([field.with_nullable(True) for field in to_arrow_schema(table.schema, timezone="UTC")])
    given = [{f.DELIVERED_NIGHT: NIGHT, **row} for row in rows]
    columns = [pa.array([row.get(field.name) for row in given], field.type) for field in schema]
    write_deltalake(f"{lake}/{table.path}", pa.Table.from_arrays(columns, schema=schema))


def lake_of(made: World, lake: Path) -> Path:
    """The world's facts as the tables of a lake."""
    write(lake, CONTENT, made.content)
    write(lake, MEMBERS, [
        {f.MEMBER_ID: m.member_id, f.BIRTH_DATE: m.birth_date, f.RECORDED_AT: m.recorded_at, f.RECORD_HASH: m.as_json}
        for m in made.members
    ])  # fmt: skip
    write(lake, RESIDENCE, [
        {f.MEMBER_ID: r.member_id, f.COUNTRY: r.country, f.SUBDIVISION: r.subdivision, f.VALID_FROM: r.valid_from,
         f.RECORDED_AT: r.recorded_at, f.RECORD_HASH: r.as_json}
        for r in made.residence
    ])  # fmt: skip
    write(lake, CONSENT_EVENTS, [
        {f.MEMBER_ID: e.member_id, f.EVENT_ID: str(n), f.RECORD_HASH: str(n), f.PURPOSE: e.purpose, f.STATE: e.state,
         f.EFFECTIVE_AT: e.effective_at, f.RECORDED_AT: e.recorded_at, f.COVERS_PAST: e.covers_past}
        for n, e in enumerate(made.consent)
    ])  # fmt: skip
    write(lake, ERASURE_REQUESTS, [
        {f.MEMBER_ID: e.member_id, f.REQUEST_ID: f"r{e.member_id}", f.RECEIVED_AT: CUT} for e in made.erasures
    ])  # fmt: skip
    return lake


@pytest.fixture(scope="module", params=SEEDS)
def told(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[World, dict[str, Facts]]:
    """A world, and the facts that were read for each of its items."""
    made = world(request.param, people=40, items=ITEMS)
    reader = Reader(str(lake_of(made, tmp_path_factory.mktemp("lake"))), NIGHT)
    policy = parse(made.policy_csv())
    return made, {row[f.CONTENT_ID]: reader.gather(row[f.CONTENT_ID], policy, PURPOSE, NIGHT) for row in made.content}


def test_the_reasons_are_the_oracles(told: tuple[World, dict[str, Facts]]) -> None:
    made, facts = told
    expected = answers(made)
    ids = {row[f.CONTENT_ID]: row[f.SOURCE_ID] for row in made.content}

    found = {ids[name]: reasons_of(explain(known, name)) for name, known in facts.items()}

    assert {name: (reasons, expected[name][1]) for name, reasons in found.items() if reasons != expected[name][1]} == {}
    assert len(Counter(reason for reasons in found.values() for reason in reasons)) > 11


def test_each_reason_comes_with_what_decided_it(told: tuple[World, dict[str, Facts]]) -> None:
    _, facts = told
    for name, known in facts.items():
        found = {reason: finding for finding in explain(known, name) for reason in finding.reasons}
        for reason, finding in found.items():
            by = finding.decided_by
            if reason is Reason.CONSENT_DENIED:
                assert by["event"]["state"] == "denied" and by["policy"]["policy_id"]
                assert [event["event_id"] for event in by["events"] if event["decided"]] == [by["event"]["event_id"]]
            if reason is Reason.REGION_EXCLUDED:
                assert by["residence"]["country"] and (by["policy"] is None or by["policy"]["state"] == "excluded")
            if reason in (Reason.UNDERAGE, Reason.UNDERAGE_AT_CREATION):
                assert by["birth_date"] and by["min_age"] >= 16
            if reason is Reason.UNDERAGE:
                assert finding.changes_on == birthday(by["birth_date"], by["min_age"]) > CUT.date()
            if reason is Reason.MEMBER_ERASED:
                assert by["requests"]
            if reason is Reason.COPY_OF_EXCLUDED:
                assert by["earliest"]["delivered"] and len(found) == 1


def test_what_came_later_was_not_known(tmp_path: Path) -> None:
    """Known-at leaves out what was delivered after it; as-of decides by what is known of an earlier night."""
    made = world(SEEDS[0], people=40, items=ITEMS)
    lake = lake_of(made, tmp_path)
    fine = next(row for row in made.content if answers(made)[row[f.SOURCE_ID]][0])
    denial = {
        f.MEMBER_ID: fine[f.AUTHOR_ID], f.EVENT_ID: "late", f.RECORD_HASH: "late", f.PURPOSE: PURPOSE,
        f.STATE: "denied", f.EFFECTIVE_AT: CUT, f.RECORDED_AT: LATER, f.DELIVERED_NIGHT: LATER.date(),
    }  # fmt: skip
    schema = pa.schema([x.with_nullable(True) for x in to_arrow_schema(CONSENT_EVENTS.schema, timezone="UTC")])
    write_deltalake(f"{lake}/{CONSENT_EVENTS.path}", pa.Table.from_pylist([denial], schema), mode="append")
    policy, name = parse(made.policy_csv()), fine[f.CONTENT_ID]

    def reasons(known_at: date) -> list[str]:
        return reasons_of(explain(Reader(str(lake), known_at).gather(name, policy, PURPOSE, NIGHT), name))

    assert reasons(NIGHT) == []
    assert reasons(LATER.date()) == ["consent_denied"]


def test_every_reason_says_what_would_have_to_change() -> None:
    assert TO_CHANGE.keys() == {*DECIDE_REASONS, *CURATE_REASONS, Reason.SUPPRESSED}
    assert birthday(date(2008, 2, 29), 18) == date(2026, 3, 1)
