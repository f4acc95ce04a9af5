"""Writes that can be repeated, and tables whose log holds nothing of anybody."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from py4j.protocol import Py4JJavaError
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.types import (
    ArrayType,
    BooleanType,
    DateType,
    FloatType,
    MapType,
    StringType,
    StructType,
    TimestampType,
)

from jobs.effects.published import current_files
from jobs.errors import AssentError, InputMissing
from jobs.lake import Lake, conforming
from schemas import fields as f
from schemas.tables import CONTENT, DECISIONS, DOCUMENTS, MEMBERS, REFUSED, TABLES, Table
from schemas.values import CHANGE
from tests.byte_search import hits
from tests.stages.frames import frame

NIGHT, NEXT = date(2026, 11, 2), date(2026, 11, 3)
PLANTED = "Planted Person planted@example.org"


@pytest.fixture(scope="module")
def lake(spark: SparkSession, tmp_path_factory: pytest.TempPathFactory) -> Lake:
    """Every table, empty, under a path with a blank in it."""
    made = Lake(spark, str(tmp_path_factory.mktemp("a lake")), run="p/2026-11-02")
    made.create_missing()
    return made


def cell(dtype: Any, number: int) -> Any:
    """A value of a type; every string is planted."""
    if isinstance(dtype, StringType):
        return f"{PLANTED} {number:04d}"
    if isinstance(dtype, ArrayType):
        return [cell(dtype.elementType, number)]
    if isinstance(dtype, MapType):
        return {cell(dtype.keyType, number): cell(dtype.valueType, number)}
    if isinstance(dtype, StructType):
        return tuple(cell(part.dataType, number) for part in dtype)
    plain = {
        BooleanType: True,
        DateType: NIGHT,
        TimestampType: datetime(1987, 6, 5, 4, 3, 2, tzinfo=UTC),
        FloatType: 1.0,
    }
    return plain.get(type(dtype), 1)


def row(table: Table, number: int, **more: Any) -> dict[str, Any]:
    return {str(field): cell(field.dtype, number) for field in table.fields} | more


def changes(spark: SparkSession, table: Table, *rows: tuple[str, dict[str, Any]]) -> DataFrame:
    """A change set: what is done, and the row."""
    schema = StructType([*(field.struct_field for field in table.fields)]).add(CHANGE, StringType())
    for part in schema:
        part.nullable = True
    return spark.createDataFrame(
        [tuple({**r, CHANGE: what}.get(name) for name in schema.names) for what, r in rows], schema
    )


def held(lake: Lake, table: Table, *columns: str) -> set[tuple[Any, ...]]:
    return {tuple(r) for r in lake.read(table).select(*columns).collect()}


def test_a_change_set_applied_twice_is_applied_once(spark: SparkSession, lake: Lake) -> None:
    def document(name: str, text: str, shard: int = 0) -> dict[str, Any]:
        return row(DOCUMENTS, 1, doc_id=name, redacted_text=text, shard=shard)

    columns = ("doc_id", "redacted_text", "shard")
    first = changes(spark, DOCUMENTS, ("insert", document("a", "1")), ("insert", document("b", "1", 1)))
    second = changes(
        spark,
        DOCUMENTS,
        ("update", document("a", "2")),
        ("delete", {"doc_id": "b", "shard": 1}),
        ("insert", document("c", "1", 1)),
    )
    lake.change(DOCUMENTS, first)
    lake.change(DOCUMENTS, first)
    assert held(lake, DOCUMENTS, *columns) == {("a", "1", 0), ("b", "1", 1)}
    before = lake.version(DOCUMENTS)

    lake.change(DOCUMENTS, second)
    assert lake.version(DOCUMENTS) == before + 1  # one commit
    lake.change(DOCUMENTS, second)

    assert held(lake, DOCUMENTS, *columns) == {("a", "2", 0), ("c", "1", 1)}
    assert lake.read(DOCUMENTS).count() == 2  # no row twice
    assert {r[0] for r in lake.read(DOCUMENTS, before).select("doc_id").collect()} == {"a", "b"}
    lake.change(DOCUMENTS, second.where(F.lit(False)))
    assert held(lake, DOCUMENTS, *columns) == {("a", "2", 0), ("c", "1", 1)}


@pytest.mark.parametrize("columns", [(), (f.IS_CONFLICTING,)])
def test_to_amend_is_to_update_what_is_there_only(
    spark: SparkSession, lake: Lake, columns: tuple[f.Field, ...]
) -> None:
    lake.change(CONTENT, changes(spark, CONTENT, ("update", row(CONTENT, 1, content_id="x", is_conflicting=False))))

    amended = row(CONTENT, 1, content_id="x", is_conflicting=True)
    if columns:
        amended |= {"text": None}
    lake.change(
        CONTENT, changes(spark, CONTENT, ("amend", amended), ("amend", row(CONTENT, 3, content_id="y"))), columns
    )

    assert held(lake, CONTENT, "content_id", "is_conflicting", "text") == {("x", True, f"{PLANTED} 0001")}


def test_commits_name_their_run_also_after_one_that_failed(spark: SparkSession, lake: Lake) -> None:
    insert = changes(spark, DOCUMENTS, ("insert", row(DOCUMENTS, 9, shard=2)))
    with pytest.raises(Py4JJavaError):  # Delta's own, which PySpark does not translate
        lake.change(DOCUMENTS, insert.drop(f.LANGUAGE))
    lake.change(DOCUMENTS, insert)
    lake.change(DOCUMENTS, insert.withColumn(CHANGE, F.lit("delete")))

    assert spark.conf.get("spark.databricks.delta.commitInfo.userMetadata", None) is None
    logs = [json.loads(line) for path in log_files(lake, DOCUMENTS) for line in path.read_text().splitlines()]
    written = [
        entry["commitInfo"] for entry in logs if "commitInfo" in entry and entry["commitInfo"]["operation"] == "MERGE"
    ]
    assert written
    assert all(json.loads(info["userMetadata"]) == {"run": "p/2026-11-02"} for info in written)


def log_files(lake: Lake, table: Table) -> list[Path]:
    return sorted((Path(lake.path(table)) / "_delta_log").glob("*.json"))


def test_what_was_appended_is_not_appended_again(spark: SparkSession, lake: Lake) -> None:
    rows = frame(spark, MEMBERS.fields, [row(MEMBERS, n) for n in (1, 2, 2)])
    more = frame(spark, MEMBERS.fields, [row(MEMBERS, n) for n in (2, 3)])

    counts = []
    for delivered in (rows, rows, rows.limit(0), more):
        lake.append_new(MEMBERS, delivered)
        counts.append(lake.read(MEMBERS).count())
    assert counts == [2, 2, 2, 3]


def test_a_night_takes_the_place_of_its_earlier_attempt(spark: SparkSession, lake: Lake) -> None:
    def decided(night: date, *numbers: int) -> DataFrame:
        return frame(spark, DECISIONS.fields, [row(DECISIONS, n, night=night, content_id=str(n)) for n in numbers])

    def rows() -> list[tuple[date, str]]:
        return sorted((r[0], r[1]) for r in lake.read(DECISIONS).select("night", "content_id").collect())

    lake.replace_night(DECISIONS, decided(NIGHT, 1, 2), NIGHT)
    lake.replace_night(DECISIONS, decided(NEXT, 3), NEXT)
    lake.replace_night(DECISIONS, decided(NIGHT, 1, 2), NIGHT)
    assert rows() == [(NIGHT, "1"), (NIGHT, "2"), (NEXT, "3")]
    lake.replace_night(DECISIONS, decided(NIGHT, 2, 4), NIGHT)
    assert rows() == [(NIGHT, "2"), (NIGHT, "4"), (NEXT, "3")]
    lake.replace_night(DECISIONS, decided(NIGHT), NIGHT)
    assert rows() == [(NEXT, "3")]


def test_every_misfit_of_a_frame_is_named(spark: SparkSession) -> None:
    wrong = (
        frame(spark, REFUSED.fields, []).drop("reason", "feed").withColumns({"position": F.lit("1"), "more": F.lit(1)})
    )

    with pytest.raises(AssentError) as raised:
        conforming(wrong, REFUSED)

    message = str(raised.value)
    for fault in ("missing reason", "missing feed", "unexpected more", "position is string, not bigint", "refused"):
        assert fault in message
    mixed = frame(spark, REFUSED.fields, []).select(*reversed(REFUSED.schema.names))
    assert conforming(mixed, REFUSED).columns == REFUSED.schema.names


def test_tables_are_made_once_with_their_properties(lake: Lake) -> None:
    from delta import DeltaTable

    versions = {table.name: lake.version(table) for table in TABLES}
    lake.create_missing()
    assert {table.name: lake.version(table) for table in TABLES} == versions

    for table in TABLES:
        made = DeltaTable.forPath(lake.spark, lake.path(table)).detail().first()
        assert made is not None
        properties, kept = made["properties"], ",".join(table.statistics)
        stated = properties.get("delta.dataSkippingStatsColumns"), properties.get("delta.dataSkippingNumIndexedCols")
        assert stated == ((kept, None) if kept else (None, "0")), table.name
        assert properties["delta.enableDeletionVectors"] == str(table.deletion_vectors).lower()
        assert made["partitionColumns"] == [str(field) for field in table.partition_by]
        assert not {field for field in table.statistics if field.privacy != "none"}


def test_no_log_of_a_table_holds_a_value(spark: SparkSession, lake: Lake) -> None:
    """Statistics, checksums, checkpoints: more commits than a checkpoint needs, each with planted strings."""
    for number in range(100, 111):
        lake.append_new(
            CONTENT, frame(spark, CONTENT.fields, [row(CONTENT, number), row(CONTENT, number + 100)]).coalesce(1)
        )
    for table in set(TABLES) - {CONTENT}:
        lake.append_new(table, frame(spark, table.fields, [row(table, number) for number in (100, 200)]).coalesce(1))
    needles = ["Planted", "planted@example.org", "1987-06-05"]

    for table in TABLES:
        log = Path(lake.path(table)) / "_delta_log"
        assert list(log.glob("*.json")) and list(log.glob("*.crc"))
        assert hits(log, needles) == {}, table.name
        assert "Planted" in hits(Path(lake.path(table)), needles)  # the search can fail
    assert list((Path(lake.path(CONTENT)) / "_delta_log").glob("*.checkpoint*.parquet"))


def test_staging_is_one_runs_own(spark: SparkSession, lake: Lake) -> None:
    other = Lake(spark, lake.root, run="p/2026-11-03")
    rows = frame(spark, REFUSED.fields, [row(REFUSED, 1)])
    for each in (lake, other):
        each.stage("a/b", rows)
        each.stage("a/b", rows)
        assert each.staged("a/b").count() == 1
    assert lake.has_staging() and other.has_staging()

    lake.clear_left_over_staging()
    assert lake.has_staging() and not other.has_staging()
    lake.clear_staging()
    lake.clear_staging()
    assert not lake.has_staging()
    lake.clear_left_over_staging()


def test_an_absent_table_is_missing(spark: SparkSession, tmp_path: Path) -> None:
    with pytest.raises(InputMissing, match="content"):
        Lake(spark, str(tmp_path)).read(CONTENT)
    assert list(tmp_path.iterdir()) == []


def test_files_are_those_of_the_table_as_it_is(spark: SparkSession, lake: Lake) -> None:
    lake.change(DOCUMENTS, changes(spark, DOCUMENTS, ("insert", row(DOCUMENTS, 5, doc_id="f", shard=3))))
    files = current_files(lake.path(DOCUMENTS))

    assert files and all(name.startswith("shard=") for name in files)
    assert all((Path(lake.path(DOCUMENTS)) / name).is_file() for name in files)
