"""What the search of an erasure sees in a Parquet file: every value by itself, however deep it lies."""

from __future__ import annotations

import io
from collections import Counter

import pyarrow as pa
import pyarrow.parquet as pq

from jobs.effects.erase.search import decompressed
from jobs.text.needles import Finder, Kind

TABLE = pa.table(
    {
        "id": ["feed:33", "20other:1", None, "needle-99"],
        "parts": pa.array([[{"x": "nested-one"}], None, [], [{"x": "again-a"}, {"x": "gain-two"}]]),
        "pairs": pa.array([[("map-key-1", "map-value")], [], None, []], pa.map_(pa.string(), pa.string())),
        "raw": [b"binary-01", None, b"", b"x"],
        "number": [1, 2, 3, 4],
    }
)


def found(*needles: str) -> Counter[str]:
    file = io.BytesIO()
    pq.write_table(TABLE, file, row_group_size=2, compression="zstd")
    finder, seen = Finder(dict.fromkeys(needles, Kind.ID)), Counter[str]()
    for content in decompressed(file.getvalue()):
        for number, count in finder.counted(content).items():
            seen[finder.needles[number]] += count
    return seen


def test_values_are_found_wherever_they_lie() -> None:
    needles = ("needle-99", "nested-one", "gain-two", "map-key-1", "map-value", "binary-01")
    assert found(*needles) == dict.fromkeys(needles, 1)


def test_the_end_of_a_value_and_the_beginning_of_the_next_are_no_find() -> None:
    assert found("feed:332", "again-again-two") == {}
