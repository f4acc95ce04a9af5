"""conf/sources.toml: what it says of a feed, and that each way to write it wrong is named by its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from jobs.errors import InputMissing, UsageError
from jobs.sources.feeds import FIELDS, NEEDED, Kind, load_feeds
from tests.conftest import ROOT

CONTENT = """
[feeds.notes]
kind = "content"
folder = "notes"
source = "wiki"
times = ["epoch_s", "%d-%b-%Y"]
types = { memo = "post" }

[feeds.notes.fields]
id = "meta.key"
type = "what"
author_id = "who"
created_at = "meta.at"
body = "said"
visibility = "seen_by"
"""
ERASURES = '[feeds.erasures]\nkind = "erasures"\nfields = { member_id = "member" }\n'


def load(tmp_path: Path, text: str):
    path = tmp_path / "sources.toml"
    path.write_text(text, encoding="utf-8")
    return load_feeds(path)


def test_a_new_feed_is_a_table(tmp_path: Path):
    (feed,) = load(tmp_path, CONTENT)
    record = {"meta": {"key": 7, "at": 0}, "what": "memo", "said": "x", "id": "not ours"}

    assert (feed.kind, feed.folder, feed.source_of("export-1")) == (Kind.CONTENT, "notes", "wiki")
    assert [feed.value(record, name) for name in ("id", "created_at", "body", "author_id")] == [7, 0, "x", None]
    assert feed.value({"meta": "no object"}, "id") is None
    assert feed.value(record, "title") is None  # not mapped
    assert feed.types == {"memo": "post"}


def test_what_is_left_out_has_a_default(tmp_path: Path):
    (feed,) = load(tmp_path, ERASURES)

    assert (feed.folder, feed.times, feed.source_of("export-1")) == ("erasures", ("iso8601",), "export-1")


def test_the_file_that_is_delivered_with_the_program_maps_every_kind():
    feeds = load_feeds(ROOT / "conf" / "sources.toml")

    assert {feed.kind for feed in feeds} == set(Kind)
    for feed in feeds:
        assert NEEDED[feed.kind] <= set(feed.fields) <= FIELDS[feed.kind]


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('kind = "content"', 'kind = "rumours"', "kind must be one of"),
        ('kind = "content"', "kind = 5", "kind must be one of"),
        ('kind = "content"', "", "kind must be one of"),
        ('folder = "notes"', 'place = "notes"', "unknown: place"),
        ('folder = "notes"', "folder = 5", "folder is no text"),
        ('folder = "notes"', 'folder = ""', "folder is no text"),
        ('folder = "notes"', 'folder = "../elsewhere"', "folder leads out"),
        ('source = "wiki"', "source = []", "source is no text"),
        ('["epoch_s", "%d-%b-%Y"]', '"iso8601"', "times"),
        ('["epoch_s", "%d-%b-%Y"]', '["iso"]', "times"),
        ('["epoch_s", "%d-%b-%Y"]', "[]", "times"),
        ('["epoch_s", "%d-%b-%Y"]', "[5]", "times"),
        ('{ memo = "post" }', '{ memo = "poem" }', "types"),
        ('{ memo = "post" }', '{ memo = ["post"] }', "types"),
        ('{ memo = "post" }', '"post"', "types"),
        ('types = { memo = "post" }', "", "types"),
        ('id = "meta.key"', 'identity = "meta.key"', "unknown: fields.identity; missing: fields.id"),
        ('id = "meta.key"', "id = 5", "fields is no table of names"),
        ('id = "meta.key"', 'id = ""', "fields is no table of names"),
        ('visibility = "seen_by"', "", "missing: fields.visibility"),
    ],
)  # fmt: skip
def test_a_wrong_feed_is_named_with_its_fault(tmp_path: Path, old: str, new: str, named: str):
    assert CONTENT.count(old) == 1

    with pytest.raises(UsageError, match="notes") as raised:
        load(tmp_path, CONTENT.replace(old, new))

    assert named in str(raised.value)
    assert "[feeds.notes]" in raised.value.where and "sources.toml" in raised.value.where


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", "one at least"),
        ("feeds = 5", "one at least"),
        ("[feeds]", "one at least"),
        ("[feed.notes]\n" + CONTENT, "nothing but"),
        ("[feeds", "no TOML"),
        ("[feeds]\nnotes = 5", "kind must be one of"),
        ('[feeds.e]\nkind = "erasures"', "fields is no table"),
        (ERASURES + 'types = { a = "post" }', "types is for content"),
        (ERASURES + '[feeds.more]\nkind = "erasures"\nfolder = "erasures"\nfields = { member_id = "m" }',
        "share a folder"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_named(tmp_path: Path, text: str, named: str):
    with pytest.raises(UsageError, match=named) as raised:
        load(tmp_path, text)

    assert "sources.toml" in raised.value.where


def test_a_file_that_is_no_text_is_named(tmp_path: Path):
    path = tmp_path / "sources.toml"
    path.write_bytes(b"\xff\xfe")

    with pytest.raises(UsageError, match=r"sources\.toml"):
        load_feeds(path)


def test_an_absent_file_is_missing(tmp_path: Path):
    with pytest.raises(InputMissing, match=r"sources\.toml"):
        load_feeds(tmp_path / "sources.toml")
