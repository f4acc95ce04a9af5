"""The rows of a table as its files have them, those only marked as gone too.

Of the table as it is, or also of earlier states, whose files lie beside it until they are purged.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from jobs.effects.published import current_files, data_files, is_table
from jobs.storage import filesystem
from schemas.fields import Field
from schemas.tables import Table

_ROWS = 20_000


def batches(lake: str, table: Table, *columns: Field, current: bool = False) -> Iterator[pa.RecordBatch]:
    """The columns of every file below the table, or only of those that its log still names; the newest comes last."""
    root = f"{lake}/{table.path}"
    fs, base = filesystem(root)
    if current and not is_table(root):  # a release whose folder somebody took away
        return
    names = current_files(root) if current else data_files(root)
    for info in sorted(fs.get_file_info([f"{base}/{name}" for name in names]), key=lambda info: info.mtime_ns):
        with fs.open_input_file(info.path) as file:
            yield from pq.ParquetFile(file).iter_batches(_ROWS, columns=list(map(str, columns)))


def rows_of(
    lake: str, table: Table, key: Field, values: frozenset[str], *columns: Field, current: bool = False
) -> Iterator[dict[str, object]]:
    """The rows whose key is among the values."""
    wanted = pa.array(sorted(values), pa.string())
    for batch in batches(lake, table, *dict.fromkeys((key, *columns)), current=current):
        yield from batch.filter(pc.is_in(batch.column(str(key)), wanted)).to_pylist()


def holds(lake: str, table: Table, key: Field, values: frozenset[str]) -> bool:
    """Whether any file of a table as it is has a row of one of the values."""
    wanted = pa.array(sorted(values), pa.string())
    read = batches(lake, table, key, current=True)
    return any(pc.any(pc.is_in(batch.column(str(key)), wanted)).as_py() for batch in read)
