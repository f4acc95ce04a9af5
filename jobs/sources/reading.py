"""A delivered file, record by record: the bytes between line feeds, strictly decoded.

Only the line feed ends a record: not CR, not U+2028. Blank lines are no records, yet they count
as positions, so that a position can be found again in the file.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, BinaryIO, cast

import orjson
import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow.fs import FileSystem

from jobs.errors import InputMissing, UsageError
from schemas.reasons import Reason

MAX_LINE_BYTES = 64 << 20  # a longer line is no record of ours and must not fill the memory
_BLANK = b" \t\r\n"  # what JSON takes for white space
_TORN = (OSError, EOFError, zlib.error, pa.ArrowInvalid, csv.Error)


@dataclass(frozen=True, slots=True)
class Record:
    """One delivered record: its value, or the reason why it has none."""

    position: int
    sha256: str
    size: int
    value: dict[str, Any] | None
    reason: Reason | None


def read(fs: FileSystem, path: str, shown: str) -> Iterator[Record]:
    """The records of a file by its format. `shown` is how errors name the file.

    Raises:
        InputMissing: the file is gone or not whole (a cut gzip stream, a torn Parquet footer).
        UsageError: the format is not one of ours.
    """
    try:
        if path.endswith(".parquet"):
            yield from _parquet(fs, path)
        elif path.endswith((".csv", ".csv.gz")):
            yield from _csv(fs, path)
        elif path.endswith((".jsonl", ".jsonl.gz", ".json", ".json.gz")):
            yield from _json_lines(fs, path)
        else:
            raise UsageError("the format of a delivery is unknown", where=shown, next_step="see conf/sources.toml")
    except _TORN:
        raise _not_whole(shown) from None


def check_whole(fs: FileSystem, path: str, shown: str) -> None:
    """Read a file to its end, so that a torn one is named before anything is taken from the night.

    Raises:
        InputMissing: it is gone or not whole.
    """
    try:
        if path.endswith(".parquet"):
            with fs.open_input_file(path) as file:
                for _ in pq.ParquetFile(file).iter_batches(1000):
                    pass
        elif path.endswith((".csv", ".csv.gz")):
            for _ in _csv_rows(fs, path):
                pass
        else:
            with _stream(fs, path) as stream:
                while stream.read(1 << 20):
                    pass
    except _TORN:
        raise _not_whole(shown) from None


def _not_whole(shown: str) -> InputMissing:
    return InputMissing(
        "a delivered file is gone or not whole",
        where=shown,
        next_step="deliver it again under the same name and rerun the night; nothing of it was taken",
    )


def _stream(fs: FileSystem, path: str) -> io.BufferedIOBase:
    raw = fs.open_input_stream(path, compression=None)
    if path.endswith(".gz"):
        if fs.get_file_info(path).size == 0:  # GzipFile takes nothing at all for a whole stream
            raise EOFError
        return gzip.GzipFile(fileobj=raw, mode="rb")
    return io.BufferedReader(raw, 1 << 20)


def _json_lines(fs: FileSystem, path: str) -> Iterator[Record]:
    with _stream(fs, path) as stream:
        position = 0
        while line := stream.readline(MAX_LINE_BYTES):
            position += 1
            size, whole = len(line), line.endswith(b"\n")
            digest = hashlib.sha256(line.removesuffix(b"\n"))
            while not whole and len(line) == MAX_LINE_BYTES and (more := stream.readline(MAX_LINE_BYTES)):
                digest.update(more.removesuffix(b"\n"))
                size, whole = size + len(more), more.endswith(b"\n")
            size -= whole
            if size > MAX_LINE_BYTES:
                yield Record(position, digest.hexdigest(), size, None, Reason.TOO_LARGE)
            elif line.strip(_BLANK):
                value, reason = _parse(line)
                yield Record(position, digest.hexdigest(), size, value, reason)


def _parse(line: bytes) -> tuple[dict[str, Any] | None, Reason | None]:
    if not _is_utf8(line):
        return None, Reason.INVALID_ENCODING
    try:
        value = orjson.loads(line)
    except orjson.JSONDecodeError:
        return None, Reason.MALFORMED_JSON
    return (value, None) if isinstance(value, dict) else (None, Reason.NOT_AN_OBJECT)


def _csv(fs: FileSystem, path: str) -> Iterator[Record]:
    """Records by the names of the first row; one with more or fewer cells may have them in the wrong place."""
    rows = _csv_rows(fs, path)
    names = next(rows, [])
    for position, row in enumerate(rows, start=2):
        if not row:
            continue
        cells = (cell for pair in zip_longest(names, row, fillvalue="") for cell in pair)
        data = "\x1f".join(cells).encode(errors="surrogateescape")
        if len(row) != len(names):
            yield _refused(position, data, Reason.MALFORMED_JSON)
        elif _is_utf8(data):
            yield _of_value(position, {name: _csv_value(cell) for name, cell in zip(names, row, strict=True)})
        else:
            yield _refused(position, data, Reason.INVALID_ENCODING)


def _csv_rows(fs: FileSystem, path: str) -> Iterator[list[str]]:
    """The rows of a file, one at a time. A quotation mark out of place would join records: the file is torn then."""
    csv.field_size_limit(MAX_LINE_BYTES)
    with _stream(fs, path) as stream:
        text = io.TextIOWrapper(cast("BinaryIO", stream), "utf-8-sig", errors="surrogateescape", newline="")
        yield from csv.reader(text, strict=True)


def _csv_value(cell: str) -> Any:
    """A cell: empty is absent; `true`, `false` and JSON objects or lists are read as JSON."""
    if cell == "":
        return None
    if cell in ("true", "false") or cell[0] in "[{":
        try:
            return orjson.loads(cell)
        except orjson.JSONDecodeError:
            return cell
    return cell


def _parquet(fs: FileSystem, path: str) -> Iterator[Record]:
    position = 0
    with fs.open_input_file(path) as file:
        for batch in pq.ParquetFile(file).iter_batches(1000):
            try:
                records = [_of_value(place, value) for place, value in enumerate(batch.to_pylist(), start=position + 1)]
            except UnicodeDecodeError:  # strings are bytes that somebody said to be UTF-8
                records = [_alone(position + 1 + row, batch.slice(row, 1)) for row in range(batch.num_rows)]
            yield from records
            position += batch.num_rows


def _alone(position: int, row: pa.RecordBatch) -> Record:
    try:
        return _of_value(position, row.to_pylist()[0])
    except UnicodeDecodeError:
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, row.schema) as stream:
            stream.write_batch(row)
        return _refused(position, sink.getvalue().to_pybytes(), Reason.INVALID_ENCODING)


def _refused(position: int, data: bytes, reason: Reason) -> Record:
    return Record(position, hashlib.sha256(data).hexdigest(), len(data), None, reason)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _of_value(position: int, value: dict[str, Any]) -> Record:
    """A record that was not delivered as JSON; it is named by its canonical JSON."""
    canonical = orjson.dumps(value, option=orjson.OPT_SORT_KEYS | orjson.OPT_NAIVE_UTC, default=str)
    return Record(position, hashlib.sha256(canonical).hexdigest(), len(canonical), value, None)
