"""Looks through every byte of a lake: files as they lie, gzip opened, Parquet pages decompressed, the registry's rows.

What is looked for is held in memory alone. What is found is told in counts, by kind and by place; a file
that holds something is named by the table or folder it lies in.
"""

from __future__ import annotations

import hashlib
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pyarrow.fs import FileSelector, FileSystem, FileType

from jobs.registry import Registry
from jobs.storage import filesystem
from jobs.text.needles import Finder, Kind, Needles, flattened

PARQUET, GZIP = b"PAR1", b"\x1f\x8b"


@dataclass
class Found:
    """What a search saw and found."""

    files: int = 0
    bytes_read: int = 0  # as they lie
    bytes_searched: int = 0  # with what was decompressed
    needles: set[int] = field(default_factory=set)  # numbers of those that occur
    by_kind: Counter[str] = field(default_factory=Counter)  # occurrences
    by_place: Counter[str] = field(default_factory=Counter)  # occurrences by zone and table
    hashes: dict[str, tuple[int, str]] = field(default_factory=dict)  # path: size and SHA-256

    @property
    def hits(self) -> int:
        """Occurrences in all."""
        return self.by_kind.total()

    def to_json(self) -> dict[str, Any]:
        """Counts only."""
        return {
            "files": self.files,
            "bytes_read": self.bytes_read,
            "bytes_searched": self.bytes_searched,
            "hits": self.hits,
            "hits_by_kind": dict(sorted(self.by_kind.items())),
            "hits_by_place": dict(sorted(self.by_place.items())),
        }


def search(lake: str, registry: Registry, needles: Needles, also: Iterable[str] = ()) -> Found:
    """Look for needles below a lake's root, in its registry, and below further folders (logs)."""
    finder, found = Finder(needles.wanted), Found()
    kinds = [needles.wanted[needle] for needle in finder.needles]
    for root in (lake, *also):
        fs, base = filesystem(root)
        for path, content in contents(fs, base, found, hashed=root == lake):
            _look(finder, kinds, _place(path), content, found)
    for table, row in registry.contents():
        _look(finder, kinds, f"registry/{table}", row, found)
    return found


def _look(finder: Finder, kinds: list[Kind], place: str, content: bytes | memoryview, found: Found) -> None:
    """As the bytes lie, and for what was said also as if on one line: however it was wrapped."""
    found.bytes_searched += len(content)
    counted = finder.counted(content)
    for number, count in finder.counted(flattened(content)).items():
        if kinds[number] is Kind.TEXT:
            counted[number] = max(counted[number], count)
    for number, count in counted.items():
        found.needles.add(number)
        found.by_kind[kinds[number]] += count
        found.by_place[place] += count


def contents(fs: FileSystem, base: str, found: Found, *, hashed: bool) -> Iterator[tuple[str, bytes | memoryview]]:
    """Path and bytes of every file, then what it holds once decompressed. Files are counted on the way."""
    for info in fs.get_file_info(FileSelector(base, recursive=True, allow_not_found=True)):
        if info.type != FileType.File:
            continue
        path = info.path.removeprefix(f"{base}/")
        with fs.open_input_stream(info.path, compression=None) as stream:
            raw = stream.readall()
        found.files += 1
        found.bytes_read += len(raw)
        if hashed:
            found.hashes[path] = (len(raw), hashlib.sha256(raw).hexdigest())
        yield path, path.encode()
        yield path, raw
        for inner in decompressed(raw):
            yield path, inner


def decompressed(raw: bytes) -> Iterator[bytes | memoryview]:
    """What a file holds that its bytes do not show."""
    if raw[:2] == GZIP:
        unzip = zlib.decompressobj(wbits=31)
        yield unzip.decompress(raw)
    if raw[:4] == PARQUET and raw[-4:] == PARQUET:
        yield from _values(pq.ParquetFile(pa.BufferReader(raw)))


def _values(file: pq.ParquetFile) -> Iterator[memoryview]:
    """The values of every column, one group of rows after the other."""
    for group in range(file.metadata.num_row_groups):
        for column in file.read_row_group(group).columns:
            for chunk in column.chunks:
                for leaf in _leaves(chunk):
                    yield from _bytes(leaf)


def _leaves(array: pa.Array) -> Iterator[pa.Array]:
    """The arrays of plain values that an array is made of."""
    if pa.types.is_struct(array.type):
        for place in range(array.type.num_fields):
            yield from _leaves(array.field(place))
    elif pa.types.is_map(array.type):
        yield from _leaves(array.keys)
        yield from _leaves(array.items)
    elif pa.types.is_nested(array.type):
        yield from _leaves(array.values)
    else:
        yield array


_TEXTS = (pa.types.is_string, pa.types.is_binary, pa.types.is_large_string, pa.types.is_large_binary)


def _bytes(array: pa.Array) -> Iterator[memoryview]:
    """Strings with a zero between each two: the end of one and the beginning of the next are no find."""
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    if any(is_text(array.type) for is_text in _TEXTS):
        filled = pc.fill_null(array.cast(pa.large_binary()), b"")
        one = pa.LargeListArray.from_arrays(pa.array([0, len(filled)], pa.int64()), filled)
        array = pc.binary_join(one, pa.scalar(b"\0", pa.large_binary()))
    for buffer in array.buffers():
        if buffer is not None and buffer.size:
            yield memoryview(buffer).cast("B")


def _place(path: str) -> str:
    """Zone and table, or what stands in their stead."""
    parts = path.split("/")
    log = "/_delta_log" if "_delta_log" in parts else ""
    return "/".join(parts[:2] if len(parts) > 2 else parts[:1]) + log  # noqa: PLR2004  zone, table, file
