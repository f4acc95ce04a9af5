"""conform: delivered files → typed rows of our columns, each refused record with its reason.

Reads the files a night was given, writes one frame a kind of feed. One Python kernel reads a file
once from bytes to Arrow: it decodes strictly, counts lines, applies the rules of
sources/conforming.py and takes the hashes that need the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.pandas.types import to_arrow_schema
from pyspark.sql.types import StructType

from jobs.sources.conforming import Origin
from jobs.sources.conforming import conform as conform_record
from jobs.sources.feeds import Feed, Kind
from jobs.sources.reading import read
from jobs.stages.guard import Guard
from jobs.storage import filesystem
from jobs.text.fingerprints import fingerprint_of, normalised, text_hash, utf8
from jobs.text.passages import marks_quotes, passages
from schemas import fields as f
from schemas.reasons import Reason
from schemas.tables import CONSENT_EVENTS, CONTENT, ERASURE_REQUESTS, MEMBERS, REFUSED, RESIDENCE, Table

TARGET = {
    Kind.CONTENT: CONTENT,
    Kind.MEMBERS: MEMBERS,
    Kind.RESIDENCE: RESIDENCE,
    Kind.CONSENT: CONSENT_EVENTS,
    Kind.ERASURES: ERASURE_REQUESTS,
}
_NAMED_BY_BYTES = (f.EVENT_ID, f.REQUEST_ID)
BATCH_ROWS = 2_000
BATCH_BYTES = 8 << 20


@dataclass(frozen=True)
class Taken:
    """A file that the night was given, and the feed that reads it. `size` in bytes."""

    feed: Feed
    source: str
    path: str
    landing_night: date
    file_name: str
    size: int


def conform(
    spark: SparkSession, landing: str, files: Sequence[Taken], kind: Kind, night: date, guard: Guard | None = None
) -> DataFrame:
    """The records of all files of a kind: rows of its table, with `reason` null, and the refused ones.

    The largest files start first; small ones share a task. The guard keeps out what was erased.
    """
    bins = _bins([file for file in files if file.feed.kind is kind], spark.sparkContext.defaultParallelism * 4)
    schema = conformed_schema(kind)
    arrow = to_arrow_schema(schema, timezone="UTC")

    def kernel(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            for index in batch.column(0).to_pylist():
                for file in bins[index]:
                    yield from _read_file(landing, file, night, arrow, guard)

    return spark.range(0, len(bins), 1, max(1, len(bins))).mapInArrow(kernel, schema)


def conformed_schema(kind: Kind) -> StructType:
    """Columns of the kind's table and of `refused`, all nullable: a row fills one or the other."""
    columns = {str(field): field.dtype for table in (TARGET[kind], REFUSED) for field in table.fields}
    schema = StructType()
    for name, dtype in columns.items():
        schema = schema.add(name, dtype, True)
    return schema


def accepted(conformed: DataFrame, table: Table) -> DataFrame:
    """The rows that could be conformed, with the columns of their table."""
    return conformed.where(F.col(f.REASON).isNull()).select(*table.fields)


def refused(conformed: DataFrame) -> DataFrame:
    """The records that could not."""
    return conformed.where(F.col(f.REASON).isNotNull()).select(*REFUSED.fields)


def _bins(files: Sequence[Taken], count: int) -> list[list[Taken]]:
    """Files packed into at most `count` tasks of about equal bytes, the heaviest task first."""
    bins: list[tuple[int, list[Taken]]] = [(0, []) for _ in range(min(count, len(files)))]
    for file in sorted(files, key=lambda file: (-file.size, file.path)):
        lightest = min(range(len(bins)), key=lambda i: bins[i][0])
        bins[lightest] = (bins[lightest][0] + file.size, [*bins[lightest][1], file])
    return [members for _, members in sorted(bins, key=lambda b: -b[0])]


def _read_file(
    landing: str, file: Taken, night: date, schema: pa.Schema, guard: Guard | None
) -> Iterator[pa.RecordBatch]:
    fs, root = filesystem(landing)
    origin = Origin(file.feed, file.source, night)
    rows: list[dict[str, Any]] = []
    size = 0
    for record in read(fs, f"{root}/{file.path}", file.path):
        result = conform_record(record.value, origin) if record.value is not None else record.reason
        if guard and isinstance(result, dict):
            result = guard.passed(result)
        base: dict[str, Any] = {
            f.FEED: file.feed.name,
            f.SOURCE: file.source,
            f.DELIVERY: file.path,
            f.POSITION: record.position,
            f.RECORD_HASH: record.sha256,
            f.RECORD_BYTES: record.size,
            f.DELIVERED_NIGHT: night,
        }
        if isinstance(result, Reason):
            rows.append(base | {f.REASON: result.value})
        else:
            order = f"{night}/{file.landing_night}/{file.file_name}/{record.position:012d}"
            named = {name: record.sha256 for name in _NAMED_BY_BYTES if result and result.get(name, "") is None}
            rows.append(base | {f.DELIVERY_ORDER: order} | (result or {}) | named)
        size += record.size
        if len(rows) >= BATCH_ROWS or size >= BATCH_BYTES:
            yield _batch(rows, schema, guard)
            rows, size = [], 0
    if rows:
        yield _batch(rows, schema, guard)


def _batch(rows: list[dict[str, Any]], schema: pa.Schema, guard: Guard | None) -> pa.RecordBatch:
    columns = {field.name: pa.array([row.get(field.name) for row in rows], field.type) for field in schema}
    if f.TEXT in columns:
        columns |= _of_text(columns, schema)
        columns |= guard.without_copies(columns) if guard else {}
    return pa.RecordBatch.from_arrays([columns[field.name] for field in schema], schema=schema)


def _of_text(columns: dict[str, pa.Array], schema: pa.Schema) -> dict[str, pa.Array]:
    """Hashes and sizes of the text, and what a live revision says of itself as the latest live one."""
    import pyarrow.compute as pc

    text = columns[f.TEXT]
    raw, live = utf8(text), text.is_valid()
    listed = normalised(raw)
    words = fingerprint_of(listed)
    filled = {
        f.TEXT_HASH: text_hash(text),
        f.TEXT_BYTES: pc.binary_length(text),
        f.WORDS_HASH: pc.struct_field(words, "words_hash"),
        f.WORD_COUNT: pc.struct_field(words, "word_count"),
        f.PASSAGES: passages(listed),
        f.MARKS_QUOTES: marks_quotes(raw),
        f.BASE_REVISED_AT: pc.if_else(live, columns[f.REVISED_AT], None),
        f.BASE_ORDER: pc.if_else(live, columns[f.DELIVERY_ORDER], None),
        f.IS_CONFLICTING: pc.if_else(columns[f.IS_DELETED].is_valid(), False, None),
    }
    return {name: column.cast(schema.field(name).type) for name, column in filled.items()}
