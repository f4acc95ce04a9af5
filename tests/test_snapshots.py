"""Tables whose files are known read as Delta itself reads them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from delta import DeltaTable
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from jobs.snapshots import NoTableError, Snapshots
from schemas import fields as f

NIGHT = date(2026, 11, 2)


@pytest.fixture
def table(spark: SparkSession, tmp_path: Path) -> str:
    """A hundred rows in two files, one for each value of `number`, in a place with a blank in it."""
    path = str(tmp_path / "a table")
    rows = spark.range(100).select("id", F.expr("int(id >= 50)").alias("number"), F.lit(NIGHT).alias("night"))
    writer = rows.repartition(2, "number").sortWithinPartitions("id").write.format("delta")
    writer.option("delta.enableDeletionVectors", "true").save(path)
    return path


def rows(frame: DataFrame) -> list[Any]:
    return sorted(tuple(row) for row in frame.collect())


def by_delta(spark: SparkSession, path: str) -> list[Any]:
    return rows(spark.read.format("delta").load(path))


@pytest.mark.parametrize("summed", [True, False])
def test_rows_marked_as_deleted_and_later_files_are_seen(spark: SparkSession, table: str, summed: bool):
    """Also where no sum of the table's state lies beside the commit."""
    spark.conf.set("spark.databricks.delta.allFilesInCrc.thresholdNumFiles", "1000" if summed else "0")
    try:
        snapshots = Snapshots(spark)
        before = snapshots.frame(table)
        DeltaTable.forPath(spark, table).delete("id % 3 = 0")
        spark.range(200, 210).select("id", F.lit(2).alias("number"), F.lit(NIGHT).alias("night")).write.format(
            "delta"
        ).mode("append").save(table)
        after = snapshots.frame(table)

        assert any(Path(table).glob("deletion_vector_*"))
        assert rows(after) == by_delta(spark, table)
        assert len(rows(after)) == 76
        assert len(rows(before)) == 100, "a frame stays with its files"
        assert rows(after.where("number = 1 and id > 90")) == [
            row for row in by_delta(spark, table) if row[1] == 1 and row[0] > 90
        ]
    finally:
        spark.conf.unset("spark.databricks.delta.allFilesInCrc.thresholdNumFiles")


def test_a_commit_of_another_session_is_seen(spark: SparkSession, table: str):
    snapshots = Snapshots(spark)
    assert snapshots.frame(table).count() == 100
    number = snapshots.version(table)
    DeltaTable.forPath(spark.newSession(), table).delete("number = 0")
    assert (snapshots.version(table), snapshots.frame(table).count()) == (number + 1, 50)


def test_two_frames_of_a_table_can_be_joined(spark: SparkSession, table: str):
    snapshots = Snapshots(spark)
    one, other = snapshots.frame(table), snapshots.frame(table)
    assert one.join(other, one["id"] == other["id"] + 1).count() == 99


def test_no_table(spark: SparkSession, tmp_path: Path):
    assert Snapshots(spark).version(str(tmp_path / "none")) == -1
    with pytest.raises(NoTableError):
        Snapshots(spark).frame(str(tmp_path / "none"))


def test_what_no_file_can_hold(spark: SparkSession, table: str, tmp_path: Path):
    snapshots = Snapshots(spark)
    parted = str(tmp_path / "parted")
    spark.read.format("delta").load(table).write.format("delta").partitionBy("number").save(parted)
    for path in (table, parted):
        assert snapshots.may_hold(path, {f.NUMBER: 1, f.NIGHT: NIGHT})
        assert not snapshots.may_hold(path, {f.NUMBER: 2})
        assert not snapshots.may_hold(path, {f.NUMBER: 1, f.NIGHT: date(2026, 11, 3)})
    assert snapshots.may_hold(table, {f.TARGET: "x"}), "nothing is known of a column without statistics"
