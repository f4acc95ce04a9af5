"""Which revision stands does not depend on the night at which a record arrives; a plain oracle says which."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pyspark.sql import SparkSession

from jobs.lake import Lake
from jobs.stages.revisions import AMENDED, standing
from schemas import fields as f
from schemas.tables import CONTENT
from schemas.values import AMEND, CHANGE
from tests.oracle.model import Record
from tests.oracle.revisions import standing_items

NIGHT = date(2026, 3, 1)
START = datetime(2026, 1, 1, tzinfo=UTC)
ITEMS = 120

records = st.lists(
    st.tuples(
        st.integers(0, ITEMS - 1),  # item
        st.integers(0, 2),  # night
        st.integers(0, 3),  # time: few, so that many tie
        st.booleans(),  # tombstone
        st.sampled_from(["public", "group"]),
        st.sampled_from(["ann", "bob"]),
    ),
    min_size=350,
    max_size=500,
)


@pytest.mark.slow
@settings(max_examples=2, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(delivered=records)
def test_any_order_of_arrival_gives_what_the_oracle_says(
    spark: SparkSession, tmp_path_factory: pytest.TempPathFactory, delivered: list[tuple[int, int, int, bool, str, str]]
) -> None:
    lake = Lake(spark, str(tmp_path_factory.mktemp("revisions")))
    lake.create_missing([CONTENT])
    numbered = [(number, *record) for number, record in enumerate(sorted(delivered, key=lambda r: r[1]))]

    for night in range(3):
        rows = [_row(*record) for record in numbered if record[2] == night]
        if rows:
            incoming = spark.createDataFrame(rows, CONTENT.schema)
            lake.change(CONTENT, standing(lake.read(CONTENT), incoming), AMENDED)

    assert _held(lake) == _expected(numbered)


def test_no_text_that_is_held_is_read(spark: SparkSession, tmp_path: Path) -> None:
    lake = Lake(spark, str(tmp_path))
    lake.create_missing([CONTENT])
    first = spark.createDataFrame([_row(0, 1, 0, 0, False, "public", "ann")], CONTENT.schema)
    lake.change(CONTENT, standing(lake.read(CONTENT), first), AMENDED)
    tied = spark.createDataFrame([_row(1, 1, 1, 0, False, "group", "ann")], CONTENT.schema)

    changed = standing(lake.read(CONTENT), tied)

    leaves = changed._jdf.queryExecution().sparkPlan().collectLeaves()
    of_the_table = [leaf for leaf in map(leaves.apply, range(leaves.size())) if "parquet" in leaf.nodeName()]
    [columns] = [re.findall(r"(\w+)#", leaf.output().mkString(" ")) for leaf in of_the_table]
    assert f.CONTENT_ID in columns
    assert f.TEXT not in columns
    assert [(row[CHANGE], row[f.IS_CONFLICTING], row[f.TEXT]) for row in changed.collect()] == [(AMEND, True, None)]


def _row(
    number: int, item: int, night: int, time: int, deleted: bool, visibility: str, author: str
) -> dict[str, object]:
    revised = START + timedelta(hours=time)
    order = f"{NIGHT + timedelta(days=night)}/{NIGHT}/file/{number:012d}"
    live = (
        {}
        if deleted
        else {
            f.CREATED_AT: START - timedelta(hours=number),
            f.VISIBILITY: visibility,
            f.TEXT: f"text {number}",
            f.WORDS_HASH: f"words {number}",
            f.BASE_REVISED_AT: revised,
            f.BASE_ORDER: order,
        }
    )
    return {str(field): None for field in CONTENT.fields} | {
        f.CONTENT_ID: f"item {item}",
        f.SOURCE: "source",
        f.SOURCE_ID: str(item),
        f.CONTENT_TYPE: "post",
        f.AUTHOR_ID: author,
        f.REVISED_AT: revised,
        f.DELIVERY_ORDER: order,
        f.IS_DELETED: deleted,
        f.IS_CONFLICTING: False,
        f.DELIVERED_NIGHT: NIGHT + timedelta(days=night),
        **live,
    }


def _held(lake: Lake) -> dict[str, tuple[object, ...]]:
    rows = lake.read(CONTENT).collect()
    return {
        row[f.SOURCE_ID]: (
            row[f.IS_DELETED],
            not row[f.IS_DELETED] and row[f.IS_CONFLICTING],
            row[f.AUTHOR_ID],
            row[f.CREATED_AT],
            row[f.WORDS_HASH],
            row[f.TEXT] is None,
        )
        for row in rows
    }


def _expected(numbered: list[tuple[int, int, int, int, bool, str, str]]) -> dict[str, tuple[object, ...]]:
    plain = [
        Record(
            source="source",
            id=str(item),
            order=(NIGHT + timedelta(days=night), "file", number, "posts"),
            type="post",
            author_id=author,
            visibility=None if deleted else visibility,
            deleted=deleted,
            created_at=None if deleted else START - timedelta(hours=number),
            updated_at=START + timedelta(hours=time),
            fingerprint=None if deleted else f"words {number}",
        )
        for number, item, night, time, deleted, visibility, author in numbered
    ]
    return {
        item.key[1]: (
            item.deleted,
            not item.deleted and item.conflicting,
            item.author_id,
            item.created_at and item.created_at.replace(tzinfo=None),
            item.fingerprint,
            item.deleted,
        )
        for item in standing_items(plain)
    }
