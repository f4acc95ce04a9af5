"""What `documents` must change so that it holds the candidate and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from pyspark.sql import SparkSession

from jobs.stages.version import change_set, difference
from schemas import fields as f
from schemas.tables import DOCUMENTS, REDACTIONS
from schemas.values import CHANGE
from tests.stages.frames import frame

CANDIDATE = (f.DOC_ID, f.SHARD, f.DOCUMENT_HASH, f.CONTENT_TYPE, f.CREATED_AT)


def document(name: str, digest: str, shard: int = 0) -> dict[str, Any]:
    return {str(f.DOC_ID): name, str(f.SHARD): shard, str(f.DOCUMENT_HASH): digest}


def test_insert_update_delete_and_nothing(spark: SparkSession) -> None:
    made = {str(f.CONTENT_TYPE): "post", str(f.CREATED_AT): datetime(2026, 1, 31, 23, 59, 59, tzinfo=UTC)}
    wanted = [document("new", "1", 1), document("same", "1", 1), document("other", "2", 1), document("moved", "2", 1)]
    held = [document("same", "1", 1), document("other", "1", 1), document("gone", "1", 3), document("moved", "1", 2)]
    read = [
        document(name, digest, 1) | {str(f.REDACTED_TEXT): f"text {name}", str(f.LANGUAGE): "en"}
        for name, digest in [("new", "1"), ("same", "1"), ("other", "2"), ("moved", "2"), ("gone", "1"), ("never", "1")]
    ]
    candidate = frame(spark, CANDIDATE, [row | made for row in wanted])
    documents = frame(spark, DOCUMENTS.fields, held)

    todo = difference(candidate, documents)
    rows = {row[f.DOC_ID]: row for row in change_set(todo, candidate, frame(spark, REDACTIONS.fields, read)).collect()}

    assert {row[f.DOC_ID]: (row[f.SHARD], row[CHANGE]) for row in todo.collect()} == {
        "new": (1, "insert"),
        "other": (1, "update"),
        "moved": (2, "update"),  # it is looked for where it lies
        "gone": (3, "delete"),
    }
    assert {name: (row[f.SHARD], row[CHANGE]) for name, row in rows.items()} == {
        "new": (1, "insert"), "other": (1, "update"), "moved": (2, "update"), "gone": (3, "delete"),
    }  # fmt: skip
    assert rows["new"][f.REDACTED_TEXT] == "text new" and rows["other"][f.DOCUMENT_HASH] == "2"
    assert (rows["new"][f.MONTH], rows["new"][f.CONTENT_TYPE]) == ("2026-01", "post")
    assert rows["gone"][f.REDACTED_TEXT] is None
    assert set(rows["new"].asDict()) == {*map(str, DOCUMENTS.fields), CHANGE}


def test_a_table_that_holds_the_candidate_needs_nothing(spark: SparkSession) -> None:
    same = [document("a", "1"), document("b", "2", 1)]

    assert difference(frame(spark, CANDIDATE, same), frame(spark, DOCUMENTS.fields, same)).isEmpty()
    assert difference(frame(spark, CANDIDATE, []), frame(spark, DOCUMENTS.fields, [])).isEmpty()
