"""A delivered file as records: only a line feed ends one, nothing is repaired, nothing vanishes."""

from __future__ import annotations

import gzip
import hashlib
import random
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow.fs import LocalFileSystem

from jobs.errors import InputMissing, UsageError
from jobs.sources import reading
from jobs.sources.reading import Record, check_whole
from schemas.reasons import Reason

FS = LocalFileSystem()
GOOD = b'{"id": 1}'


def records(path: Path) -> list[Record]:
    return list(reading.read(FS, str(path), "feed/night/name"))


def lines(tmp_path: Path, content: bytes) -> list[tuple[int, object]]:
    """Position and value or reason of each record; the same for a plain file and a compressed one."""
    plain, packed = tmp_path / "a.jsonl", tmp_path / "a.jsonl.gz"
    plain.write_bytes(content)
    packed.write_bytes(gzip.compress(content))
    assert records(plain) == records(packed)
    return [(record.position, record.reason or record.value) for record in records(plain)]


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"", []),
        (b"\n\n", []),
        (GOOD, [(1, {"id": 1})]),
        (GOOD + b"\n", [(1, {"id": 1})]),
        (GOOD + b"\n" + GOOD, [(1, {"id": 1}), (2, {"id": 1})]),
        (b"\n \t\r\n" + GOOD + b"\n\n" + GOOD, [(3, {"id": 1}), (5, {"id": 1})]),
        (GOOD + b"\r\n", [(1, {"id": 1})]),
        (GOOD + b"\r" + GOOD + b"\n", [(1, Reason.MALFORMED_JSON)]),
        (b'{"t": "a\xe2\x80\xa8b\xc2\x85c"}\n' + GOOD, [(1, {"t": "a\u2028b\x85c"}), (2, {"id": 1})]),
        (b'{"t": "\xef\xbf\xbd"}', [(1, {"t": "\ufffd"})]),
        (b"\x0b\n", [(1, Reason.MALFORMED_JSON)]),
        (b"\0\n", [(1, Reason.MALFORMED_JSON)]),
        (b'{"t": "\0"}', [(1, Reason.MALFORMED_JSON)]),
        (b'{"t": "\\u0000"}', [(1, {"t": "\0"})]),
        (b"\xef\xbb\xbf" + GOOD, [(1, Reason.MALFORMED_JSON)]),
        (b'{"t": "\xff"}\n' + GOOD, [(1, Reason.INVALID_ENCODING), (2, {"id": 1})]),
        (b'{"t": "\xed\xa0\x80"}', [(1, Reason.INVALID_ENCODING)]),
        (b'{"t": "\\ud800"}', [(1, Reason.MALFORMED_JSON)]),
        (b'{"t": NaN}', [(1, Reason.MALFORMED_JSON)]),
        (b'{"id": 1', [(1, Reason.MALFORMED_JSON)]),
        (b"[" * 100_000, [(1, Reason.MALFORMED_JSON)]),
        (b'{"id": 1}{"id": 2}', [(1, Reason.MALFORMED_JSON)]),
        (b'[]\n"a"\n7\nnull\ntrue', [(n, Reason.NOT_AN_OBJECT) for n in range(1, 6)]),
        (b'{"id": 1, "id": 2}', [(1, {"id": 2})]),
    ],
)  # fmt: skip
def test_records_of_json_lines(tmp_path: Path, content: bytes, found: list[tuple[int, object]]):
    assert lines(tmp_path, content) == found


@given(
    st.lists(st.sampled_from([GOOD, b"", b"\xff", b"[]", b"{", b'{"t":"\xe2\x80\xa9\\r"}']), max_size=12), st.booleans()
)
def test_positions_are_lines_and_hashes_are_of_their_bytes(parts: list[bytes], ends: bool):
    import tempfile

    content = b"\n".join(parts) + (b"\n" if ends else b"")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.jsonl"
        path.write_bytes(content)
        found = records(path)

    expected = [(n, part) for n, part in enumerate(content.split(b"\n"), start=1) if part]
    assert [(r.position, r.size, r.sha256) for r in found] == [
        (n, len(part), hashlib.sha256(part).hexdigest()) for n, part in expected
    ]
    assert all((record.value is None) != (record.reason is None) for record in found)


@pytest.mark.parametrize("end", [b"", b"\n"])
@pytest.mark.parametrize(("size", "reason"), [(15, None), (16, None), (17, Reason.TOO_LARGE), (50, Reason.TOO_LARGE)])
def test_a_line_beyond_the_limit_is_refused_and_the_next_one_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, reason: Reason | None, end: bytes
):
    monkeypatch.setattr(reading, "MAX_LINE_BYTES", 16)
    line = b'{"t":"' + b"x" * (size - 8) + b'"}'
    path = tmp_path / "a.jsonl"
    path.write_bytes(GOOD + b"\n" + line + b"\n" + GOOD + b"\n" + line + end)

    found = records(path)

    assert [(r.position, r.reason) for r in found] == [(1, None), (2, reason), (3, None), (4, reason)]
    assert [r.size for r in found] == [len(GOOD), size, len(GOOD), size]
    assert {r.sha256 for r in found[1::2]} == {hashlib.sha256(line).hexdigest()}


def csv_values(tmp_path: Path, content: bytes) -> list[tuple[int, object]]:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    return [(record.position, record.reason or record.value) for record in records(path)]


def test_cells_of_a_csv_file(tmp_path: Path):
    content = (
        b"\xef\xbb\xbfid,text,deleted,mentions\r\n"
        b'1,"two\nlines, ""quoted""",,\r\n'
        b'2,[draft],true,"[{""member_id"": ""m""}]"\r\n'
        b"\r\n"
        b"3,short\r\n"
        b"4,more,false,,cells\r\n"
        b"5,,false,\r\n"
    )

    assert csv_values(tmp_path, content) == [
        (2, {"id": "1", "text": 'two\nlines, "quoted"', "deleted": None, "mentions": None}),
        (3, {"id": "2", "text": "[draft]", "deleted": True, "mentions": [{"member_id": "m"}]}),
        (5, Reason.MALFORMED_JSON),
        (6, Reason.MALFORMED_JSON),
        (7, {"id": "5", "text": None, "deleted": False, "mentions": None}),
    ]


@pytest.mark.parametrize("second", [b'2,"b"\n', b'2,say "b"\n3,c\n', b"2,b\n"])
def test_an_open_quotation_mark_does_not_join_records(tmp_path: Path, second: bytes):
    path = tmp_path / "a.csv"
    path.write_bytes(b'id,text\n1,"a\n' + second)

    for read in (records, lambda path: check_whole(FS, str(path), "feed/night/name")):
        with pytest.raises(InputMissing, match="feed/night/name"):
            read(path)


def test_a_csv_row_of_other_bytes_is_refused_alone(tmp_path: Path):
    assert csv_values(tmp_path, b"id,text\n1,a\xff\n2,\xc3\xa9\n") == [
        (2, Reason.INVALID_ENCODING),
        (3, {"id": "2", "text": "é"}),
    ]


def test_a_csv_header_of_other_bytes_refuses_every_row(tmp_path: Path):
    assert csv_values(tmp_path, b"id,te\xffxt\n1,a\n") == [(2, Reason.INVALID_ENCODING)]


def test_a_cell_beyond_the_limit_is_no_whole_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """It is what an open quotation mark makes of the rest of a file."""
    monkeypatch.setattr(reading, "MAX_LINE_BYTES", 16)

    with pytest.raises(InputMissing, match="feed/night/name"):
        csv_values(tmp_path, b'id,text\n1,"' + b"a" * 17)


def test_parquet_brings_its_own_types(tmp_path: Path):
    instant = datetime(2026, 11, 2, 12, 0, 0, 5, tzinfo=UTC)
    table = pa.table(
        {
            "id": pa.array([1, 2], pa.int64()),
            "text": pa.array(["a\r\nb", None]),
            "at": pa.array([instant, None], pa.timestamp("us", tz="Europe/Paris")),
            "plain": pa.array([instant.replace(tzinfo=None)] * 2, pa.timestamp("ns")),
            "day": pa.array([date(2000, 2, 29)] * 2),
            "mentions": pa.array([[{"member_id": "m"}], []]),
        }
    )
    path = tmp_path / "a.parquet"
    pq.write_table(table, path)

    first, second = records(path)

    assert (first.position, second.position) == (1, 2)
    assert first.value is not None and second.value is not None
    assert (first.value["id"], first.value["text"], second.value["text"]) == (1, "a\r\nb", None)
    assert first.value["at"] == instant and first.value["plain"] == instant.replace(tzinfo=None)
    assert first.value["day"] == date(2000, 2, 29)
    assert first.value["mentions"] == [{"member_id": "m"}]
    assert first.sha256 != second.sha256


def test_a_string_of_other_bytes_refuses_its_row_alone(tmp_path: Path):
    texts = pa.array([b"a", b"\xff\xfe", "é".encode()]).view(pa.string())
    mentions = pa.array([[{"form": "m"}]] * 3)
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"text": texts, "mentions": mentions}), path)

    first, second, third = records(path)

    assert [(r.position, r.reason) for r in (first, second, third)] == [
        (1, None),
        (2, Reason.INVALID_ENCODING),
        (3, None),
    ]
    assert second.value is None and second.size > 0 and len(second.sha256) == 64
    assert third.value == {"text": "é", "mentions": [{"form": "m"}]}


def random_lines() -> bytes:
    """Text that does not compress away."""
    rng = random.Random(1)
    return b"".join(b'{"t": "%d"}\n' % rng.getrandbits(200) for _ in range(2_000))


def parquet_file(tmp_path: Path) -> bytes:
    path = tmp_path / "whole"
    rng = random.Random(1)
    pq.write_table(pa.table({"t": [str(rng.getrandbits(200)) for _ in range(2_000)]}), path, compression="zstd")
    return path.read_bytes()


@pytest.mark.parametrize(
    "form", ["gzip", "empty gzip", "no gzip", "no parquet", "torn parquet", "damaged parquet", "absent"]
)
def test_what_is_not_whole_is_named_by_its_place_alone(tmp_path: Path, form: str):
    packed = gzip.compress(random_lines())
    parquet = parquet_file(tmp_path)
    middle = len(parquet) // 2
    name, content = {
        "gzip": ("a.jsonl.gz", packed[:-20]),
        "empty gzip": ("a.jsonl.gz", b""),
        "no gzip": ("a.csv.gz", b"id,text\n1,planted\n"),
        "no parquet": ("a.parquet", b"planted"),
        "torn parquet": ("a.parquet", parquet[:-20]),
        "damaged parquet": ("a.parquet", parquet[:middle] + bytes(200) + parquet[middle + 200 :]),
        "absent": ("a.jsonl", b""),
    }[form]
    path = tmp_path / name
    if form != "absent":
        path.write_bytes(content)

    for act in (lambda: check_whole(FS, str(path), "feed/night/name"), lambda: records(path)):
        with pytest.raises(InputMissing, match="feed/night/name") as raised:
            act()
        assert "planted" not in str(raised.value) and raised.value.__cause__ is None


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz", "a.csv", "a.csv.gz", "a.parquet"])
def test_what_is_whole_passes(tmp_path: Path, name: str):
    path = tmp_path / name
    content = parquet_file(tmp_path) if name.endswith("parquet") else random_lines()
    path.write_bytes(gzip.compress(content) if name.endswith("gz") else content)

    check_whole(FS, str(path), "feed/night/name")

    assert len(records(path)) >= 1_999


def test_another_format_is_wrong_use(tmp_path: Path):
    with pytest.raises(UsageError, match="feed/night/name"):
        records(tmp_path / "a.xml")
