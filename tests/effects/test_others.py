"""What an erasure changes in rows of others: each revision once, as it stands. No Spark."""

from __future__ import annotations

import os
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from jobs.effects.erase.files import batches
from jobs.effects.erase.others import _once
from schemas import fields as f
from schemas.tables import CONTENT


def test_a_revision_that_was_amended_is_taken_once_from_its_newest_file(tmp_path: Path):
    """A merge writes the row anew and only marks the old one: both lie in files until these are purged."""
    folder = tmp_path / CONTENT.path
    folder.mkdir(parents=True)
    for name, words, written in (("a", "now", 2_000), ("b", "before", 1_000)):  # by name the newest would come first
        row = {str(f.CONTENT_ID): "c", str(f.DELIVERY_ORDER): 7, str(f.WORDS_HASH): words}
        pq.write_table(pa.Table.from_pylist([row]), folder / f"{name}.parquet")
        os.utime(folder / f"{name}.parquet", (written, written))

    read = batches(str(tmp_path), CONTENT, f.CONTENT_ID, f.DELIVERY_ORDER, f.WORDS_HASH)
    rows = [row for batch in read for row in batch.to_pylist()]

    assert len(rows) == 2
    assert [row[f.WORDS_HASH] for row in _once(rows)] == ["now"]
