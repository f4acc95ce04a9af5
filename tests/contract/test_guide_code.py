"""The code of the guide runs as it stands, on a table like `documents` with the version that it names."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from deltalake import write_deltalake

from tests.contract.tree import ROOT

BLOCKS = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "guide.md").read_text(encoding="utf-8"), flags=re.DOTALL)
COMMITS = 10  # the guide reads commit 7 of 0 to 9


@pytest.fixture
def lake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A row a commit, in the folder that the guide calls LAKE."""
    monkeypatch.chdir(tmp_path)
    for number in range(COMMITS):
        row = {
            "doc_id": [f"d{number}"],
            "shard": [number % 2],
            "language": ["en"],
            "redacted_text": ["Hello <PERSON_1>."],
        }
        write_deltalake("LAKE/corpus/documents", pa.table(row), mode="append", partition_by=["shard"])
    return tmp_path / "LAKE"


def run(block: str, **names: Any) -> dict[str, Any]:
    exec(compile(block, "guide.md", "exec"), names)  # noqa: S102  our own document
    return names


def test_the_guide_shows_four_ways():
    assert len(BLOCKS) == 4 + 1  # the fifth is an engine: tests/test_detectors_file.py


def test_polars_reads_the_named_commit(lake: Path):
    assert run(BLOCKS[1])["frame"].height == 8


def test_duckdb_and_arrow_read_the_named_commit(lake: Path):
    assert run(BLOCKS[2])["documents"].to_table().num_rows == 8


def test_plain_parquet_has_the_rows_of_the_commit_and_no_others(lake: Path):
    names = run(BLOCKS[3])
    assert sum(table.num_rows for table in names["texts"]) == 8
    assert set(names["texts"][0].column_names) == {"doc_id", "redacted_text"}


@pytest.mark.spark
def test_spark_reads_the_named_commit(lake: Path, request: pytest.FixtureRequest):
    spark = request.getfixturevalue("spark")
    statement = BLOCKS[0].strip().replace("LAKE/", f"{lake}/")
    assert run(f"frame = {statement}", spark=spark)["frame"].count() == 8
