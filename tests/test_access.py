"""Each answer leaves one line, on disks and where nothing can be appended to. No Spark."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pyarrow.fs import LocalFileSystem, SubTreeFileSystem

from jobs import storage
from jobs.commands import access
from jobs.settings import Settings

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)


def lines(folder: Path) -> list[dict[str, Any]]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return [json.loads(line) for path in files for line in path.read_text().splitlines()]


def settings_of(lake: str) -> Settings:
    return Settings(lake=lake, registry="sqlite:////db", key_command="print-key")


@pytest.mark.parametrize("scheme", ["", "file://"])
def test_on_disks_lines_are_appended_also_where_the_lake_is_a_uri(tmp_path: Path, scheme: str):
    for items in (1, 2):
        access.note(settings_of(f"{scheme}{tmp_path}"), "receipts", NOON, member="hash", items=items)

    assert [path.name for path in tmp_path.rglob("*.jsonl")] == ["receipts.jsonl"]
    told = {"at": "2026-11-01T12:00:00+00:00", "member": "hash"}
    assert lines(tmp_path) == [told | {"items": items} for items in (1, 2)]


def test_elsewhere_each_is_an_object(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    store = SubTreeFileSystem(str(tmp_path), LocalFileSystem())  # as an object store: none of the disk's own
    monkeypatch.setattr(storage, "filesystem", lambda root: (store, root.removeprefix("s3://")))
    for items in (1, 2):
        access.note(settings_of("s3://lake"), "receipts", NOON, items=items)

    folder = tmp_path / "lake" / "restricted" / "_access" / "receipts"
    assert len(list(folder.iterdir())) == 2
    assert sorted(row["items"] for row in lines(folder)) == [1, 2]
