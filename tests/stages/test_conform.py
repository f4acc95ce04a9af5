"""The same records give the same rows, whatever the format of the file that brings them."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from jobs.sources.feeds import Kind, load_feeds
from jobs.stages.conform import Taken, accepted, conform, conformed_schema, refused
from schemas import fields as f
from schemas.reasons import Reason
from schemas.tables import CONSENT_EVENTS, CONTENT, REFUSED
from tests.conftest import ROOT

FEEDS = {feed.name: feed for feed in load_feeds(ROOT / "conf" / "sources.toml")}
NIGHT = date(2026, 11, 2)
AT = "2026-11-02T12:00:00Z"
COLUMNS = (
    "id type author_id created_at updated_at text lang visibility mentions reshare_of in_reply_to deleted"
).split()
POST = {"type": "post", "author_id": "ann", "created_at": AT, "visibility": "public"}
POSTS: list[dict[str, Any]] = [
    POST | {"id": "1", "text": "One ring\u2028two \u00a0lines\r\nand Ünïcode 𝔸 \ufffd", "lang": "en"},
    POST | {"id": "2", "text": "x" * 9, "mentions": [{"member_id": "bob", "text": "@bob"}]},
    POST | {"id": "3", "text": "again", "reshare_of": {"source": "s", "id": "1"}, "in_reply_to": {"source": "s"}},
    POST | {"id": "4", "text": "old", "created_at": "0100-03-01", "updated_at": "1899-12-31T23:59:59+01:00"},
    {"id": "5", "type": "comment", "author_id": "ann", "deleted": True, "updated_at": AT},
    POST | {"id": "6"},
    POST | {"id": "7", "text": "late", "created_at": "2026-11-05"},
    POST | {"id": "8", "text": "hm", "type": "poll"},
    POST | {"text": "nobody's"},
    POST | {"id": "1", "text": "twice"},
]
REASONS = [Reason.MISSING_TEXT, Reason.FUTURE_TIMESTAMP, Reason.UNKNOWN_TYPE, Reason.MISSING_ID]


def as_lines(rows: list[dict[str, Any]]) -> bytes:
    return b"\n".join(json.dumps(row, ensure_ascii=False).encode() for row in rows)


def as_csv(rows: list[dict[str, Any]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    for row in rows:
        cells = {k: json.dumps(v) if isinstance(v, bool | dict | list) else v for k, v in row.items()}
        writer.writerow(cells)
    return out.getvalue().encode()


def as_parquet(rows: list[dict[str, Any]]) -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.table({name: [row.get(name) for row in rows] for name in COLUMNS}), out)
    return out.getvalue()


FORMATS = {
    "jsonl": as_lines, "json": as_lines, "jsonl.gz": lambda rows: gzip.compress(as_lines(rows)),
    "csv": as_csv, "csv.gz": lambda rows: gzip.compress(as_csv(rows)), "parquet": as_parquet,
}  # fmt: skip


def taken(root: Path, feed: str, name: str, content: bytes) -> Taken:
    place = f"{FEEDS[feed].folder}/{NIGHT}/{name}"
    path = root / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return Taken(FEEDS[feed], "s", place, NIGHT, name, len(content))


@pytest.fixture(scope="module")
def conformed(spark: SparkSession, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DataFrame]:
    """The posts in every format, a file each."""
    root = tmp_path_factory.mktemp("landing zone %20")
    files = [taken(root, "posts", f"a.{suffix}", write(POSTS)) for suffix, write in FORMATS.items()]
    frame = conform(spark, str(root), files, Kind.CONTENT, NIGHT).cache()
    yield frame
    frame.unpersist()


def test_every_format_gives_the_same_rows(conformed: DataFrame) -> None:
    by_file: dict[str, list[dict[str, Any]]] = {}
    varying = (f.DELIVERY_ORDER, f.BASE_ORDER)
    rows = accepted(conformed, CONTENT).orderBy(f.DELIVERY_ORDER).collect()
    for row in rows:
        values = row.asDict(recursive=True)
        name = values[f.DELIVERY_ORDER].split("/")[2]
        by_file.setdefault(name, []).append({k: v for k, v in values.items() if k not in varying})

    assert by_file.keys() == {f"a.{suffix}" for suffix in FORMATS}
    first = by_file["a.jsonl"]
    assert [row[f.SOURCE_ID] for row in first] == ["1", "2", "3", "4", "5", "1"]
    assert all(rows == first for rows in by_file.values())


def test_refused_records_have_their_place_and_nothing_of_their_words(conformed: DataFrame) -> None:
    rows = refused(conformed).collect()

    assert Counter(row[f.DELIVERY].split("/")[2] for row in rows) == {f"a.{suffix}": len(REASONS) for suffix in FORMATS}
    for suffix in FORMATS:
        mine = sorted((row[f.POSITION], row[f.REASON]) for row in rows if row[f.DELIVERY].endswith(f"/a.{suffix}"))
        ahead = 1 if suffix.startswith("csv") else 0  # the header is a line
        assert mine == [(6 + ahead + n, reason.value) for n, reason in enumerate(REASONS)]
    words = {"late", "hm", "nobody's", "ann"}
    assert not [value for row in rows for value in row.asDict().values() if isinstance(value, str) and value in words]


def test_hashes_and_sizes_are_of_the_text(conformed: DataFrame) -> None:
    times = {name: F.col(name).cast("string") for name in (f.CREATED_AT, f.REVISED_AT)}
    last = accepted(conformed, CONTENT).where(F.col(f.DELIVERY_ORDER).contains("a.parquet")).withColumns(times)
    rows = {row[f.SOURCE_ID]: row for row in last.collect()}

    assert rows["2"][f.TEXT_BYTES] == 9 and rows["2"][f.WORD_COUNT] == 1
    assert rows["3"][f.TEXT_HASH] == hashlib.sha256(b"again").hexdigest()
    assert (rows["4"][f.CREATED_AT], rows["4"][f.REVISED_AT]) == ("0100-03-01 00:00:00", "1899-12-31 22:59:59")
    assert (rows["5"][f.TEXT], rows["5"][f.TEXT_HASH], rows["5"][f.WORDS_HASH], rows["5"][f.BASE_ORDER]) == (None,) * 4
    assert rows["5"][f.IS_CONFLICTING] is False
    assert rows["2"][f.MENTIONS][0].form == "@bob"
    assert rows["3"][f.RESHARE_OF] == rows["1"][f.CONTENT_ID] and rows["3"][f.REPLY_TO] == "unreadable"


def test_columns_are_those_of_the_table_and_of_refused() -> None:
    for kind in Kind:
        assert set(REFUSED.schema.names) <= set(conformed_schema(kind).names)
        assert all(field.nullable for field in conformed_schema(kind))


def test_choices_without_an_id_are_named_by_their_bytes_and_kept_apart(spark: SparkSession, tmp_path: Path) -> None:
    choice = {"member_id": "ann", "purpose": "p", "state": "denied", "effective_at": AT, "recorded_at": AT}
    rows = [choice, choice | {"state": "granted"}, choice | {"event_id": "e"}, choice]
    file = taken(tmp_path, "consent", "c.jsonl", as_lines(rows))

    found = accepted(conform(spark, str(tmp_path), [file], Kind.CONSENT, NIGHT), CONSENT_EVENTS).collect()

    ids = [row[f.EVENT_ID] for row in sorted(found, key=lambda row: row[f.RECORD_HASH])]
    assert len(ids) == 4 and len(set(ids)) == 3 and "e" in ids
    assert all(row[f.EVENT_ID] == row[f.RECORD_HASH] for row in found if row[f.EVENT_ID] != "e")


def test_no_files_give_no_rows(spark: SparkSession, tmp_path: Path) -> None:
    assert conform(spark, str(tmp_path), [], Kind.CONTENT, NIGHT).count() == 0
