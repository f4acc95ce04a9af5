"""Writes deliveries: gzip without a clock in it, so that one seed gives one set of bytes."""

from __future__ import annotations

import gzip
import io
import json
from collections import OrderedDict
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

OPEN_FILES = 200  # below the usual limit of a process; more than this many are closed and later appended to
_LEVEL = 5
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
Delivery = tuple[str, str, str]  # feed, night, source


class GzipLines:
    """A file of JSON lines. Opened again, it appends a gzip member, which readers take as one stream."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._raw: BinaryIO = path.open("ab")
        compressed = gzip.GzipFile(filename="", mode="wb", compresslevel=_LEVEL, fileobj=self._raw, mtime=0)
        self._buffer = io.BufferedWriter(compressed, 1 << 16)

    def write(self, value: Any) -> None:
        """Append one value as a line of JSON."""
        self.write_bytes(_ENCODER.encode(value).encode())

    def write_bytes(self, line: bytes) -> None:
        """Append the bytes of a line."""
        self._buffer.write(line + b"\n")

    def close(self) -> None:
        """Finish the gzip member."""
        self._buffer.close()
        self._raw.close()


class Deliveries:
    """The landing zone in the making: one file per feed, night and source, a bounded number of them open."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._open: OrderedDict[Delivery, GzipLines] = OrderedDict()
        self.paths: set[Path] = set()
        self.records = 0

    def __enter__(self) -> Deliveries:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Finish every file."""
        while self._open:
            self._open.popitem()[1].close()

    def write(self, feed: str, night: str, source: str, record: dict[str, Any]) -> None:
        """Append a record to a delivery."""
        self._lines(feed, night, source).write(record)

    def write_bytes(self, feed: str, night: str, source: str, line: bytes) -> None:
        """Append the bytes of a line to a delivery."""
        self._lines(feed, night, source).write_bytes(line)

    def _lines(self, feed: str, night: str, source: str) -> GzipLines:
        self.records += 1
        delivery = feed, night, source
        if delivery in self._open:
            self._open.move_to_end(delivery)
            return self._open[delivery]
        if len(self._open) >= OPEN_FILES:
            self._open.popitem(last=False)[1].close()
        path = self._root / feed / night / f"{source}.jsonl.gz"
        self.paths.add(path)
        self._open[delivery] = GzipLines(path)
        return self._open[delivery]
