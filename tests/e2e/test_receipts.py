"""Receipts of a simulated network: what they say of each member is what the tables and the documents say."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from pyspark.sql import functions as F

from jobs.commands.receipts import member_receipt
from schemas import fields as f
from schemas.tables import CONTENT, MEMBERS, REDACTIONS
from tests.conftest import ROOT
from tests.e2e.conftest import Line


def authors(line: Line) -> dict[str, int]:
    """Members, with how many items each has in the last version."""
    lake, documents = line.lake.lake, line.documents[line.nights[-1]]
    names = lake.read(REDACTIONS).where(F.col(f.DOC_ID).isin(*documents)).select(f.CONTENT_ID)
    rows = lake.read(CONTENT).join(names, str(f.CONTENT_ID)).groupBy(f.AUTHOR_ID).count().collect()
    return {row[0]: row[1] for row in rows}


def test_receipts_add_up_to_the_last_version(line: Line) -> None:
    held = authors(line)
    chosen = sorted(held, key=lambda author: (-held[author], author))[:5]

    for author in chosen:
        told = member_receipt(line.lake.settings, author)["receipt"]

        assert told["counts"]["published"] == held[author]
        decided = line.decided[line.nights[-1]]
        assert {(i["source"], i["id"]): i["eligible"] for i in told["items"]} == {
            (i["source"], i["id"]): decided[i["source"], i["id"]][0] for i in told["items"]
        }
        assert all(item["movements"] for item in told["items"] if item["stands_in"])


def test_nobody_is_told_of_nothing_held_and_a_quote_is_no_way_in(line: Line) -> None:
    member = line.lake.lake.read(MEMBERS).select(f.MEMBER_ID).collect()[0][0]

    for stranger in ("nobody", "x' or '1'='1", f"{member}' --", "NA", ""):
        if stranger:
            assert not member_receipt(line.lake.settings, stranger)["receipt"]["held"]
    log = Path(line.lake.settings.lake) / "restricted" / "_access" / "receipts.jsonl"
    lines = log.read_text().splitlines()
    assert len(lines) >= 4 and not any("nobody" in text or member in text for text in lines)


@pytest.mark.timeout(2400)
def test_a_receipt_starts_no_java(line: Line, tmp_path: Path) -> None:
    author = next(iter(sorted(authors(line))))
    environment = {
        **os.environ,
        "JAVA_HOME": "/nowhere",
        "PATH": "/usr/bin-none",
        "ASSENT_KEY_FILE": str(line.root / "test.key"),
    }
    command = [sys.executable, "-m", "jobs", "receipt", author, "--lake", line.lake.settings.lake]

    done = subprocess.run(
        [*command, "--json", "--html", str(tmp_path / "r.html")],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["receipt"]["member"] == author
    assert "What became of your content" in (tmp_path / "r.html").read_text()
