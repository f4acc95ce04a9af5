"""Redaction of JSON Lines from a file or pipe, in the order of the input, a batch at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import IO, Any, NamedTuple

import orjson
import pyarrow as pa

BATCH_ROWS = 1_000
BATCH_BYTES = 4 << 20


class Done(NamedTuple):
    """How many records were redacted, and the numbers of the lines that are none, from 1."""

    records: int
    bad_lines: tuple[int, ...]


class Batch(NamedTuple):
    """Records that are redacted together, and how many bytes were read for them."""

    records: list[dict[str, Any]]
    size: int
    bad_lines: list[int]


def redact_jsonl(
    reader: IO[Any],
    writer: IO[Any],
    redact: Callable[..., pa.StructArray],
    advance: Callable[[int], object] | None = None,
) -> Done:
    """Read `{id, text, lang?}` lines, write `{id, text, spans: [{start, end, type}], refusal?}` lines.

    `text` is the redacted text; the spans are places in the original, in code points. A line that is no JSON object
    with `id` and `text` is passed over and its number kept. `advance` is told the bytes of each batch that is done.
    """
    records, bad_lines = 0, []
    binary = _is_binary(writer)
    for batch in _batches(reader):
        for answer in _redacted(batch.records, redact):
            line = orjson.dumps(answer, option=orjson.OPT_APPEND_NEWLINE)
            writer.write(line if binary else line.decode())
        records += len(batch.records)
        bad_lines += batch.bad_lines
        if advance:
            advance(batch.size)
    return Done(records, tuple(bad_lines))


def _redacted(records: list[dict[str, Any]], redact: Callable[..., pa.StructArray]) -> Iterator[dict[str, Any]]:
    texts = pa.array([record["text"] for record in records], type=pa.large_string())
    languages = pa.array([record.get("lang") for record in records], type=pa.string())
    for record, result in zip(records, redact(texts, languages=languages).to_pylist(), strict=True):
        spans = [{"start": s["start"], "end": s["end"], "type": s["kind"]} for s in result["spans"]]
        answer = {"id": record["id"], "text": result["redacted_text"], "spans": spans}
        yield answer | ({"refusal": result["refusal"]} if result["refusal"] else {})


def _batches(reader: IO[Any]) -> Iterator[Batch]:
    batch = Batch([], 0, [])
    for number, line in enumerate(reader, start=1):
        batch = batch._replace(size=batch.size + len(line))
        if line.strip():
            record = record_of(line)
            batch.bad_lines.append(number) if record is None else batch.records.append(record)
        if len(batch.records) >= BATCH_ROWS or batch.size >= BATCH_BYTES:
            yield batch
            batch = Batch([], 0, [])
    yield batch


def record_of(line: str | bytes) -> dict[str, Any] | None:
    """The object of a line with `id`, `text` (a string or null) and perhaps `lang`; None for any other line."""
    try:
        record = orjson.loads(line)
    except orjson.JSONDecodeError:
        return None
    fits = isinstance(record, dict) and "id" in record and "text" in record
    return record if fits and all(isinstance(record.get(name), str | None) for name in ("text", "lang")) else None


def _is_binary(writer: IO[Any]) -> bool:
    """Whether a writer takes bytes: text writers have an encoding or hold str."""
    try:
        writer.write(b"")
    except TypeError:
        return False
    return True
