"""The landing zone: what counts as a delivery, in which order, and what a night may take."""

from __future__ import annotations

import hashlib
import os
import time
from datetime import date
from pathlib import Path

import pytest

from jobs.errors import InputMissing, UsageError
from jobs.sources.feeds import Feed
from jobs.sources.landing import find, nights, stem, unread
from jobs.storage import filesystem

FIRST, SECOND = date(2026, 11, 1), date(2026, 11, 2)


@pytest.fixture
def both(feeds: dict[str, Feed]) -> list[Feed]:
    return [feeds["posts"], feeds["erasures"]]


def test_files_come_by_night_then_name_then_path(deliver, zone: str, both: list[Feed]):
    for place in (
        "posts/2026-11-02/a.jsonl",
        "posts/2026-11-01/c.jsonl",
        "erasures/2026-11-01/b.jsonl",
        "posts/2026-11-01/b.csv",
    ):
        deliver(place, place.encode())
    deliver("erasures/2026-11-01/c.jsonl")

    found = find(zone, both, SECOND)

    assert [(file.path, file.feed, file.source, file.night.day) for file in found] == [
        ("posts/2026-11-01/b.csv", "posts", "b", 1),
        ("erasures/2026-11-01/b.jsonl", "erasures", "b", 1),
        ("erasures/2026-11-01/c.jsonl", "erasures", "c", 1),
        ("posts/2026-11-01/c.jsonl", "posts", "c", 1),
        ("posts/2026-11-02/a.jsonl", "posts", "a", 2),
    ]
    for file in found[:1]:
        content = file.path.encode()
        assert (file.size, file.sha256) == (len(content), hashlib.sha256(content).hexdigest())


def test_a_night_sees_its_own_files_and_late_ones_of_earlier_nights_only(deliver, zone: str, both: list[Feed]):
    deliver("posts/2026-11-02/a.jsonl")
    deliver("posts/2026-11-01/late.jsonl")

    assert [file.path for file in find(zone, both, FIRST)] == ["posts/2026-11-01/late.jsonl"]
    assert len(find(zone, both, SECOND)) == 2
    assert nights(zone, both) == [FIRST, SECOND]


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("a.jsonl", "a"), ("a.jsonl.gz", "a"), ("a.json", "a"), ("a.json.gz", "a"), ("a.csv", "a"), ("a.csv.gz", "a"),
        ("a.parquet", "a"), ("a.v2.jsonl.gz", "a.v2"), ("a b.jsonl", "a b"),
    ],
)  # fmt: skip
def test_suffixes_of_deliveries(deliver, zone: str, both: list[Feed], name: str, source: str):
    deliver(f"posts/2026-11-01/{name}")

    assert [(file.file_name, file.source) for file in find(zone, both, FIRST)] == [(name, source)]
    assert stem(name) == source


@pytest.mark.parametrize(
    "place",
    [
        "posts/2026-11-01/.a.jsonl", "posts/2026-11-01/_a.jsonl", "posts/2026-11-01/a.jsonl.tmp",
        "posts/2026-11-01/a.txt",
        "posts/2026-11-01/a.jsonl.gz.part", "posts/a.jsonl", "posts/new/a.jsonl", "posts/.2026-11-01/a.jsonl",
        "posts/2026-11-1/a.jsonl", "posts/2026-11-01x/a.jsonl", "posts/old/2026-11-01/a.jsonl",
        "posts/2026-11-01/more/a.jsonl", "posts/.upload/2026-11-01/a.jsonl", "unknown/2026-11-01/a.jsonl",
    ],
)  # fmt: skip
def test_what_is_no_delivery(deliver, zone: str, both: list[Feed], place: str):
    deliver(place)

    assert find(zone, both, SECOND) == []
    assert nights(zone, both) == []


def test_a_folder_named_like_a_file_is_named_not_passed_over(deliver, zone: str, both: list[Feed]):
    """So Spark writes a table: its parts may be objections."""
    deliver("erasures/2026-11-01/a.parquet/part-0.snappy.parquet")

    with pytest.raises(InputMissing, match=r"erasures/2026-11-01/a\.parquet"):
        find(zone, both, FIRST)


@pytest.mark.parametrize("night", ["2026-02-30", "2026-13-01", "0000-00-00"])
def test_a_night_that_is_no_day_is_named_not_passed_over(deliver, zone: str, both: list[Feed], night: str):
    """It may hold withdrawals: a run that ignores it would publish what was withdrawn."""
    deliver(f"erasures/{night}/a.jsonl")

    with pytest.raises(InputMissing, match=f"erasures/{night}"):
        find(zone, both, SECOND)


def test_a_link_is_its_file_and_a_dangling_one_is_none(deliver, zone: str, both: list[Feed], tmp_path: Path):
    target = tmp_path / "elsewhere"
    target.write_bytes(b"{}\n")
    folder = deliver("posts/2026-11-01/a.jsonl", b"{}\n").parent
    (folder / "link.jsonl").symlink_to(target)
    (folder / "nothing.jsonl").symlink_to(tmp_path / "nothing")
    (folder / "loop").symlink_to(folder)

    found = find(zone, both, FIRST)

    assert [file.file_name for file in found] == ["a.jsonl", "link.jsonl"]
    assert len({file.sha256 for file in found}) == 1


def test_a_uri_is_the_same_zone(deliver, zone: str, both: list[Feed]):
    deliver("posts/2026-11-01/a.jsonl")

    assert find(Path(zone).as_uri(), both, FIRST) == find(zone, both, FIRST) != []


def test_no_zone_and_no_file_system_are_named(both: list[Feed], tmp_path: Path):
    with pytest.raises(InputMissing, match="no landing zone"):
        find(str(tmp_path / "nowhere"), both, FIRST)
    with pytest.raises(UsageError, match="gopher"):
        filesystem("gopher://host/zone")


def test_a_file_that_is_there_as_it_was_is_not_read_again(deliver, zone: str, both: list[Feed]):
    path = "posts/2026-11-01/a.jsonl"
    deliver(path, b"one")
    file = Path(zone) / path
    young = find(zone, both, FIRST)
    settle(file, 1_790_000_000)
    (settled,) = find(zone, both, FIRST)
    known = {(settled.path, settled.size, settled.modified_ns): "the hash that was kept"}

    assert [each.modified_ns for each in young] == [None]
    assert settled.modified_ns == 1_790_000_000_000_000_000 and settled.sha256 == hashlib.sha256(b"one").hexdigest()
    assert [each.sha256 for each in find(zone, both, FIRST, known)] == ["the hash that was kept"]
    for content, at in ((b"two", 1_790_000_001), (b"three", 1_790_000_000), (b"two", time.time())):
        file.write_bytes(content)
        settle(file, at)
        assert [each.sha256 for each in find(zone, both, FIRST, known)] == [hashlib.sha256(content).hexdigest()]


def settle(file: Path, at: float) -> None:
    """Give a file a time, in seconds since 1970."""
    os.utime(file, (at, at))


def test_what_is_read_by_nobody_is_named(deliver, zone: str, both: list[Feed]):
    for place in (
        "posts/2026-11-01/a.jsonl",
        "posts/2026-11-01/b.jsonl.bz2",
        "posts/2026-11-01/_SUCCESS",
        "posts/2026-11-01/.a.crc",
        "posts/2026-1-2/a.jsonl",
        "posts/stray.jsonl",
        "concent/2026-11-01/a.jsonl",
        "_archive/a.jsonl",
    ):
        deliver(place)

    assert unread(zone, both) == ["concent", "posts/2026-1-2", "posts/2026-11-01/b.jsonl.bz2", "posts/stray.jsonl"]
