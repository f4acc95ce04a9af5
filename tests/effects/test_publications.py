"""A release's creation and its rewrites are in the ledger once, however often they are recorded."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from jobs.effects.publications import record
from jobs.lake import Lake
from jobs.stages.publications import CHANGED, CORPUS, ENTERED, LEFT, standing
from schemas import fields as f
from schemas.tables import PUBLICATIONS

NIGHT = date(2026, 11, 3)


def entered(spark: SparkSession) -> DataFrame:
    """Three documents that entered the corpus with version 1."""
    rows = [(f"i{n}", f"d{n}", "s", n % 2, CORPUS, 1, ENTERED, NIGHT, "1") for n in range(3)]
    return spark.createDataFrame(rows, PUBLICATIONS.schema)


def test_creation_and_rewrites_of_a_release(spark: SparkSession, tmp_path: Path) -> None:
    lake = Lake(spark, str(tmp_path), run="test")
    lake.create_missing([PUBLICATIONS])
    lake.append_new(PUBLICATIONS, entered(spark))
    holds = spark.createDataFrame([(f"d{n}", "1") for n in range(3)], "doc_id string, document_hash string")
    changed = holds.where("doc_id != 'd1'").withColumn(
        f.DOCUMENT_HASH, F.when(F.col(f.DOC_ID) == "d2", F.lit("2")).otherwise(F.col(f.DOCUMENT_HASH))
    )
    for _ in range(2):
        record(lake, holds, target="spring's", number=1, night=NIGHT)
    for _ in range(2):
        record(lake, changed, target="spring's", number=2, night=NIGHT)
    for _ in range(2):  # a version that stands is rewritten under its own number
        record(lake, changed.where("doc_id != 'd2'"), target=CORPUS, number=1, night=NIGHT)

    rows = lake.read(PUBLICATIONS).where(F.col(f.MOVEMENT) != ENTERED).collect()
    assert {(row[f.TARGET], row[f.NUMBER], row[f.CONTENT_ID], row[f.MOVEMENT]) for row in rows} == {
        ("spring's", 2, "i1", LEFT), ("spring's", 2, "i2", CHANGED), (CORPUS, 1, "i1", LEFT), (CORPUS, 1, "i2", LEFT),
    }  # fmt: skip
    assert lake.read(PUBLICATIONS).count() == 3 + 3 + 4
    held = {
        (target, number): {row[0] for row in standing(lake.read(PUBLICATIONS), target, number).collect()}
        for target, number in [("spring's", 1), ("spring's", 2), (CORPUS, 1)]
    }
    assert held == {("spring's", 1): {"i0", "i1", "i2"}, ("spring's", 2): {"i0", "i2"}, (CORPUS, 1): {"i0"}}


def test_an_attempt_gives_way_to_the_next(spark: SparkSession, tmp_path: Path) -> None:
    lake = Lake(spark, str(tmp_path), run="test")
    lake.create_missing([PUBLICATIONS])
    rows = entered(spark)
    for target, number in [("it's", 1), (CORPUS, 2)]:
        part = {f.TARGET: target, f.NUMBER: number}
        mine = rows.withColumns({f.TARGET: F.lit(target), f.NUMBER: F.lit(number).cast("int")})
        lake.replace_part(PUBLICATIONS, mine, part)
        lake.replace_part(PUBLICATIONS, mine.limit(1), part)
    lake.replace_part(PUBLICATIONS, rows.limit(0), {f.TARGET: CORPUS, f.NUMBER: 2})

    assert {(row[f.TARGET], row[f.NUMBER]) for row in lake.read(PUBLICATIONS).collect()} == {("it's", 1)}
