"""What answers a member is light: no Spark, no pandas, no checks are loaded. A lake of empty tables, no Java."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pytest
from deltalake import write_deltalake
from pyspark.sql.pandas.types import to_arrow_schema

from jobs.registry import Registry
from schemas.tables import TABLES, Zone
from tests.conftest import ROOT

HEAVY = ("pyspark", "delta", "pandas", "great_expectations", "presidio_analyzer", "alembic")
PROGRAM = """
import sys
from jobs.cli import app
app(sys.argv[1:], standalone_mode=False)
print([name for name in {heavy} if name in sys.modules], file=sys.stderr)
"""


@pytest.fixture
def empty_lake(tmp_path: Path) -> Path:
    """The tables and the registry of a lake in which nothing is."""
    for table in TABLES:
        if table.zone is Zone.RESTRICTED:
            schema = to_arrow_schema(table.schema, timezone="UTC")
            write_deltalake(str(tmp_path / table.path), pa.Table.from_pylist([], schema))
    Registry.open(f"sqlite:///{tmp_path / 'registry.db'}").close()
    return tmp_path


def test_a_receipt_loads_only_what_it_needs(empty_lake: Path) -> None:
    arguments = ["receipt", "nobody", "--lake", str(empty_lake), "--json"]

    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(heavy=HEAVY), *arguments],
        capture_output=True, text=True, check=True, cwd=ROOT,
    )  # fmt: skip

    assert not json.loads(done.stdout)["receipt"]["held"]
    assert done.stderr.splitlines()[-1] == "[]"
