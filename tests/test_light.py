"""What answers a member is light: no Spark, no pandas, no checks are loaded. A lake of one item, no Java."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest
from deltalake import write_deltalake
from pyspark.sql.pandas.types import to_arrow_schema

from jobs.registry import Registry
from schemas import fields as f
from schemas.tables import CONTENT, TABLES, Zone
from tests.conftest import ROOT

HEAVY = (
    "pyspark", "delta", "pyarrow", "numpy", "pandas", "great_expectations", "presidio_analyzer", "alembic", "rich",
)  # fmt: skip
PROGRAM = """
import sys
from jobs.cli import app
app(sys.argv[1:], standalone_mode=False)
print([name for name in {heavy} if name in sys.modules], file=sys.stderr)
"""


ITEM = {
    f.CONTENT_ID: "c", f.SOURCE: "s", f.SOURCE_ID: "1", f.CONTENT_TYPE: "post", f.AUTHOR_ID: "somebody",
    f.CREATED_AT: datetime(2026, 11, 1, 12, tzinfo=UTC),
}  # fmt: skip


@pytest.fixture
def small_lake(tmp_path: Path) -> Path:
    """The tables and the registry of a lake in which one item is."""
    for table in TABLES:
        if table.zone is Zone.RESTRICTED:
            fields = to_arrow_schema(table.schema, timezone="UTC")
            rows = [{str(name): value for name, value in ITEM.items()}] if table is CONTENT else []
            schema = pa.schema([field.with_nullable(True) for field in fields])
            write_deltalake(str(tmp_path / table.path), pa.Table.from_pylist(rows, schema))
    Registry.open(f"sqlite:///{tmp_path / 'registry.db'}").close()
    return tmp_path


def test_a_receipt_loads_only_what_it_needs(small_lake: Path) -> None:
    arguments = ["receipt", "somebody", "--lake", str(small_lake), "--json"]

    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(heavy=HEAVY), *arguments],
        capture_output=True, text=True, check=True, cwd=ROOT,
    )  # fmt: skip

    (item,) = json.loads(done.stdout)["receipt"]["items"]
    assert item["created_at"] == "2026-11-01T12:00:00+00:00"
    assert done.stderr.splitlines()[-1] == "[]"


def test_redacting_loads_no_pandas_and_forbids_it_to_nobody() -> None:
    """Neither the parent of Spark's workers nor the command for files; a user's engine may still want it."""
    code = """
import sys
import pyarrow as pa
from jobs import worker
worker.arrow_alone()
worker.warm()
print("pandas" in sys.modules)
import pandas
print(pa.table({"a": [1]}).to_pandas().a.sum(), pa.array(pandas.Series(["x"])).to_pylist())
"""
    warm = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    piped = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(heavy=("pandas", "pyspark")), "redact"],
        input='{"id": 1, "text": "write to jane@example.org"}\n',
        capture_output=True, text=True, cwd=ROOT, check=True,
    )  # fmt: skip

    assert warm.stdout.splitlines() == ["False", "1 ['x']"]
    assert "<EMAIL_1>" in piped.stdout and piped.stderr.strip() == "[]"
