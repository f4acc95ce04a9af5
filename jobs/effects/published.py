"""What lies in the zone `corpus` as plain files: their sizes, hashes and rows, and the pages beside them.

Nothing here starts Spark: a release can be verified, and its pages written, without a session.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import unquote

import pyarrow.compute as pc
import pyarrow.parquet as pq
from deltalake import DeltaTable
from pyarrow.fs import FileSelector, FileSystem, FileType

from jobs.storage import filesystem, hashed
from schemas import fields as f

_LOG = "_delta_log/"
_ROWS = 5_000


def is_table(root: str) -> bool:
    """Whether there is a Delta table."""
    return bool(DeltaTable.is_deltatable(root))


def current_files(root: str) -> list[str]:
    """The data files of a Delta table as it is, relative to its root."""
    table = DeltaTable(root)
    base = _without_scheme(table.table_uri).rstrip("/") + "/"
    return sorted(unquote(_without_scheme(uri).removeprefix(base)) for uri in table.file_uris())


def sizes(root: str) -> dict[str, int]:
    """Bytes of each data file of a Delta table as it is, by its path relative to the root."""
    fs, base = filesystem(root)
    names = current_files(root)
    infos = fs.get_file_info([f"{base}/{name}" for name in names])
    return {name: info.size for name, info in zip(names, infos, strict=True)}


def _without_scheme(uri: str) -> str:
    return uri.split("://", 1)[-1]


def data_files(root: str) -> list[str]:
    """Every Parquet file that lies below a table's root, of its present or not; the log's own left out."""
    fs, base = filesystem(root)
    found = fs.get_file_info(FileSelector(base, recursive=True, allow_not_found=True))
    names = (info.path.removeprefix(f"{base}/") for info in found if info.type == FileType.File)
    return sorted(name for name in names if name.endswith(".parquet") and not name.startswith(_LOG))


def purge(root: str) -> list[str]:
    """Delete the data files that the table as it is does not need, whoever left them; returns them."""
    if not is_table(root):
        return []
    fs, base = filesystem(root)
    gone = sorted(set(data_files(root)) - set(current_files(root)))
    for name in gone:
        fs.delete_file(f"{base}/{name}")
    return gone


def rows_of(fs: FileSystem, base: str, path: str) -> int:
    """Rows of a Parquet file, by its footer."""
    with fs.open_input_file(f"{base}/{path}") as file:
        return int(pq.ParquetFile(file).metadata.num_rows)


def listed(root: str, known: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Path, bytes, rows and SHA-256 of each data file of a table; files that are `known` keep what is known."""
    fs, base = filesystem(root)
    files = []
    for path in current_files(root):
        if path not in known:
            size, sha256 = hashed(fs, f"{base}/{path}")
            files.append({"path": path, "bytes": size, "rows": rows_of(fs, base, path), "sha256": sha256})
        else:
            files.append(dict(known[path]))
    return files


def described(root: str, paths: Iterable[str]) -> dict[str, Any]:
    """Documents by content type and language, their bytes, and placeholders by kind."""
    fs, base = filesystem(root)
    kinds: Counter[str] = Counter()
    languages: Counter[str] = Counter()
    spans: Counter[str] = Counter()
    size = 0
    columns = [str(field) for field in (f.CONTENT_TYPE, f.LANGUAGE, f.REDACTED_TEXT, f.SPAN_COUNTS)]
    for path in paths:
        with fs.open_input_file(f"{base}/{path}") as file:
            for rows in pq.ParquetFile(file).iter_batches(_ROWS, columns=columns):
                kinds.update(rows[f.CONTENT_TYPE].to_pylist())
                languages.update(rows[f.LANGUAGE].to_pylist())
                size += pc.sum(pc.binary_length(rows[f.REDACTED_TEXT])).as_py() or 0
                for counted in rows[f.SPAN_COUNTS].to_pylist():
                    spans.update(dict(counted))
    return {
        "bytes": size,
        "by_type": dict(sorted(kinds.items())),
        "by_language": dict(languages.most_common()),
        "spans": dict(sorted(spans.items())),
    }
