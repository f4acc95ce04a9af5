"""The ledger of publications says of each target what it held as of each number, as a plain list does."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from pyspark.sql import DataFrame, SparkSession

from jobs.stages.publications import CHANGED, CORPUS, ENTERED, LEFT, movements, standing
from schemas import fields as f
from schemas.tables import PUBLICATIONS
from tests.stages.frames import frame

NAMES = (f.CONTENT_ID, f.DOC_ID, f.SUBJECT_KEY, f.SHARD, f.DOCUMENT_HASH)
DAY = date(2026, 11, 1)


def held(spark: SparkSession, documents: Mapping[str, str]) -> DataFrame:
    """Documents by item and hash."""
    rows = [
        {f.CONTENT_ID: item, f.DOC_ID: f"doc {item}", f.SUBJECT_KEY: "s", f.SHARD: 1, f.DOCUMENT_HASH: digest}
        for item, digest in documents.items()
    ]
    return frame(spark, NAMES, [{str(name): value for name, value in row.items()} for row in rows])


def said(rows: DataFrame) -> dict[str, str]:
    return {row[f.CONTENT_ID]: row[f.MOVEMENT] for row in rows.collect()}


def test_each_movement_once_and_each_number_as_it_was(spark: SparkSession) -> None:
    nights = [{"a": "1", "b": "1", "c": "1"}, {"a": "1", "b": "2", "d": "1"}, {}, {"a": "1", "c": "3"}]
    ledger = frame(spark, PUBLICATIONS.fields, [])
    moved: list[dict[str, str]] = []
    for number, documents in enumerate(nights, start=1):
        before = standing(ledger, CORPUS, number - 1)
        news = movements(held(spark, documents), before, target=CORPUS, number=number, night=DAY)
        moved.append(said(news))
        ledger = ledger.unionByName(news).localCheckpoint()

    assert moved == [
        {"a": ENTERED, "b": ENTERED, "c": ENTERED},
        {"b": CHANGED, "c": LEFT, "d": ENTERED},
        {"a": LEFT, "b": LEFT, "d": LEFT},
        {"a": ENTERED, "c": ENTERED},
    ]
    for number, documents in enumerate(nights, start=1):
        rows = standing(ledger, CORPUS, number).collect()
        assert {row[f.CONTENT_ID]: row[f.DOCUMENT_HASH] for row in rows} == documents
    assert standing(ledger, "a-release", 9).isEmpty()
    assert ledger.select(*PUBLICATIONS.key).distinct().count() == ledger.count() == sum(map(len, moved))


def row(item: str, number: int, movement: str, digest: str = "1") -> dict[str, Any]:
    cells = {f.CONTENT_ID: item, f.TARGET: CORPUS, f.NUMBER: number, f.MOVEMENT: movement, f.DOCUMENT_HASH: digest}
    return {str(name): value for name, value in cells.items()}


def test_a_rewrite_of_a_version_comes_after_what_it_published(spark: SparkSession) -> None:
    rows = [
        row("gone", 1, ENTERED), row("gone", 1, LEFT), row("other", 1, ENTERED), row("other", 1, CHANGED, "2"),
        row("both", 1, ENTERED), row("both", 1, CHANGED, "2"), row("both", 1, LEFT, "2"),
    ]  # fmt: skip

    now = standing(frame(spark, PUBLICATIONS.fields, rows), CORPUS, 1).collect()

    assert {row[f.CONTENT_ID]: row[f.DOCUMENT_HASH] for row in now} == {"other": "2"}


def test_nothing_moved_has_no_row(spark: SparkSession) -> None:
    same = held(spark, {"a": "1"})

    assert movements(same, same, target=CORPUS, number=2, night=DAY).isEmpty()
