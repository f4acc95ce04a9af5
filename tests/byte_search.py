"""Looks for strings in every byte below a folder: files as they are, gzip opened, Parquet pages decompressed."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq


def hits(root: Path, needles: Iterable[str]) -> dict[str, int]:
    """How often each string occurs below a folder, those that do not occur left out."""
    wanted = {needle: needle.encode() for needle in needles}
    found: dict[str, int] = {}
    for content in contents(root):
        for needle, encoded in wanted.items():
            if count := content.count(encoded):
                found[needle] = found.get(needle, 0) + count
    return found


def contents(root: Path) -> Iterator[bytes]:
    """Names and bytes of every file, and what they hold once decompressed."""
    for path in sorted(root.rglob("*")):
        yield path.name.encode()
        if not path.is_file():
            continue
        raw = path.read_bytes()
        yield raw
        if raw[:2] == b"\x1f\x8b":
            yield gzip.decompress(raw)
        if raw[:4] == b"PAR1" and raw[-4:] == b"PAR1":
            yield from _values(pq.read_table(path, partitioning=None))


def _values(table: pa.Table) -> Iterator[bytes]:
    for column in table.flatten().columns:
        for chunk in column.chunks:
            for buffer in chunk.buffers():
                if buffer is not None:
                    yield buffer.to_pybytes()
