"""A version is read in one line by those who build models: delta-rs, Polars, DuckDB, plain Parquet."""

from __future__ import annotations

from pathlib import Path

import duckdb
import polars as pl
import pyarrow.parquet as pq
from deltalake import DeltaTable

from tests.e2e.conftest import Line


def test_each_reader_sees_the_same_documents(line: Line) -> None:
    path = Path(line.lake.settings.lake) / "corpus" / "documents"
    expected = line.documents[line.nights[-1]]
    with line.lake.registry() as registry:
        version = registry.version("latest")

    files = [str(path / file["path"]) for file in version.manifest["files"]]
    frame = DeltaTable(path, version=version.documents_version).to_pyarrow_table(columns=["doc_id"])
    polars = pl.read_delta(str(path), version=version.documents_version, columns=["doc_id"])

    assert len(expected) > 50
    assert set(frame["doc_id"].to_pylist()) == expected
    assert set(polars["doc_id"]) == expected
    assert {row[0] for row in duckdb.sql("select doc_id from frame").fetchall()} == expected
    assert {
        value for file in files for value in pq.ParquetFile(file).read(columns=["doc_id"])["doc_id"].to_pylist()
    } == expected
