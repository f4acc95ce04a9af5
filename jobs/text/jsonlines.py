"""Redaction of JSON Lines from a file or pipe, in the order of the input, a batch at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import IO, Any

import orjson
import pyarrow as pa

from jobs.errors import InputMissing

BATCH_ROWS = 1_000
BATCH_BYTES = 4 << 20


def redact_jsonl(reader: IO[Any], writer: IO[Any], redact: Callable[..., pa.StructArray]) -> int:
    """Read `{id, text, lang?}` lines, write `{id, text, spans: [{start, end, type}]}` lines; the number of records.

    `text` is the redacted text; the spans are places in the original, in code points.

    Raises:
        InputMissing: a line is no JSON object with `id` and `text`; the message names the line's number only.
    """
    count = 0
    binary = _is_binary(writer)
    for records in _batches(reader):
        texts = pa.array([record["text"] for record in records], type=pa.large_string())
        languages = pa.array([record.get("lang") for record in records], type=pa.string())
        for record, result in zip(records, redact(texts, languages=languages).to_pylist(), strict=True):
            line = orjson.dumps(_answer(record, result), option=orjson.OPT_APPEND_NEWLINE)
            writer.write(line if binary else line.decode())
        count += len(records)
    return count


def _answer(record: dict[str, Any], result: dict[str, Any]) -> dict[str, Any]:
    spans = [{"start": s["start"], "end": s["end"], "type": s["kind"]} for s in result["spans"]]
    return {"id": record["id"], "text": result["redacted_text"], "spans": spans}


def _batches(reader: IO[Any]) -> Iterator[list[dict[str, Any]]]:
    batch: list[dict[str, Any]] = []
    size = 0
    for number, line in enumerate(reader, start=1):
        if not line.strip():
            continue
        batch.append(_record(line, number))
        size += len(line)
        if len(batch) >= BATCH_ROWS or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _record(line: str | bytes, number: int) -> dict[str, Any]:
    try:
        record = orjson.loads(line)
    except orjson.JSONDecodeError:
        raise _malformed(number) from None
    if not isinstance(record, dict) or "id" not in record or not isinstance(record.get("text"), str | None):
        raise _malformed(number)
    if "text" not in record or not isinstance(record.get("lang"), str | None):
        raise _malformed(number)
    return record


def _malformed(number: int) -> InputMissing:
    return InputMissing(
        "A line is no record to redact",
        where=f"line {number}",
        next_step="Each line is a JSON object with id, text and, if known, lang",
    )


def _is_binary(writer: IO[Any]) -> bool:
    """Whether a writer takes bytes: text writers have an encoding or hold str."""
    try:
        writer.write(b"")
    except TypeError:
        return False
    return True
