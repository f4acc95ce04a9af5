"""The rows of a table as its files have them: of its present, of earlier states, and those only marked as gone."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from jobs.effects.published import data_files
from jobs.sources.landing import filesystem
from schemas.fields import Field
from schemas.tables import Table

_ROWS = 20_000


def batches(lake: str, table: Table, *columns: Field) -> Iterator[pa.RecordBatch]:
    """The columns of every file below the table, whether its log still names the file or not."""
    root = f"{lake}/{table.path}"
    fs, base = filesystem(root)
    for name in data_files(root):
        with fs.open_input_file(f"{base}/{name}") as file:
            yield from pq.ParquetFile(file).iter_batches(_ROWS, columns=list(map(str, columns)))


def rows_of(
    lake: str, table: Table, key: Field, values: frozenset[str], *columns: Field
) -> Iterator[dict[str, object]]:
    """The rows whose key is among the values."""
    wanted = pa.array(sorted(values), pa.string())
    for batch in batches(lake, table, *dict.fromkeys((key, *columns))):
        yield from batch.filter(pc.is_in(batch.column(str(key)), wanted)).to_pylist()


def holds(lake: str, table: Table, key: Field, values: frozenset[str]) -> bool:
    """Whether any file of a table has a row of one of the values."""
    wanted = pa.array(sorted(values), pa.string())
    return any(pc.any(pc.is_in(batch.column(str(key)), wanted)).as_py() for batch in batches(lake, table, key))
