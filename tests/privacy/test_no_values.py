"""What a night leaves outside the restricted tables says nothing of anybody: registry, reports, logs, output."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import orjson
import pytest

from jobs.simulate import simulate
from schemas.tables import TABLES
from tests.byte_search import hits
from tests.conftest import ROOT

pytestmark = pytest.mark.slow

FIRST, SECOND = date(2026, 11, 1), date(2026, 11, 2)
LONG = 8  # shorter strings stand by chance in hashes and counts
FRAGMENT = 30
PLANTED = "planted.person@example.org"
WORDS = "A sentence that nobody but this test has ever written down"
PERSONAL = ("member_id", "display_name", "handle", "email", "author_id", "id", "event_id", "request_id")


@dataclass(frozen=True)
class Night:
    """A lake on which one night was done and the next was refused, and what the program said of both."""

    lake: Path
    ended: subprocess.CompletedProcess[str]
    needles: list[str]


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Night:
    """Forty members; on the second night a choice that cannot be read stops the gate after conform."""
    root = tmp_path_factory.mktemp("values")
    simulate(root, members=40, nights=1, first_night=FIRST, seed=5, items_per_member=4)
    needles = sorted(personal(root / "landing"))
    deliver(
        root / "landing", "consent", {"event_id": PLANTED, "member_id": PLANTED, "purpose": PLANTED, "state": WORDS}
    )
    post = {
        "id": PLANTED,
        "author_id": PLANTED,
        "type": "post",
        "created_at": "2026-11-02",
        "text": f"{WORDS} {PLANTED}",
    }
    deliver(root / "landing", "posts", post, post | {"created_at": WORDS}, post | {"text": {PLANTED: WORDS}})
    settings = {
        "LANDING": root / "landing", "POLICY": root / "policy.csv", "LAKE": root / "lake",
        "KEY_FILE": root / "test.key",
        "PUBLISH__SHARDS": 2, "SPARK__SHUFFLE_PARTITIONS": 2, "SPARK__DRIVER_MEMORY": "2g",
    }  # fmt: skip
    environment = os.environ | {f"ASSENT_{name}": str(value) for name, value in settings.items()}
    command = [sys.executable, "-m", "jobs", "run"]
    ended = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=1500)
    return Night(root / "lake", ended, [*needles, PLANTED, WORDS])


def deliver(landing: Path, feed: str, *records: dict[str, Any]) -> None:
    path = landing / feed / SECOND.isoformat() / "late.jsonl"
    path.parent.mkdir(parents=True)
    path.write_text("".join(json.dumps(record) + "\n" for record in records))


def personal(landing: Path) -> Iterator[str]:
    """Names, addresses and ids long enough to tell, and a piece of each text."""
    seen = set()
    for path in landing.rglob("*.jsonl.gz"):
        for line in gzip.decompress(path.read_bytes()).split(b"\n"):
            try:
                record = orjson.loads(line)
            except orjson.JSONDecodeError:
                continue
            if isinstance(record, dict):
                values = [record.get(name) for name in PERSONAL]
                texts = [record.get(name) for name in ("text", "body", "title")]
                seen |= {value for value in values if isinstance(value, str) and len(value) >= LONG}
                seen |= {text[:FRAGMENT] for text in texts if isinstance(text, str) and len(text) >= FRAGMENT}
    yield from (value for value in seen if "\n" not in value and '"' not in value)


def test_the_first_night_was_done_and_the_second_refused(night: Night) -> None:
    lines = [line for line in night.ended.stderr.splitlines() if line.startswith("{")]
    events = [json.loads(line)["event"] for line in lines]

    assert night.ended.returncode == 3, night.ended.stderr[-2000:]
    assert {"ingest", "conform", "publish", "version"} <= set(events)
    assert "conformed" in night.ended.stderr.splitlines()[-1]
    assert len(night.needles) > 300


def test_the_program_says_nothing_of_anybody(night: Night) -> None:
    said = night.ended.stdout + night.ended.stderr

    assert [needle for needle in night.needles if needle in said] == []


def test_the_registry_holds_nothing_of_anybody(night: Night) -> None:
    files = {path.name: path.read_bytes() for path in night.lake.glob("registry.db*")}

    assert b"late.jsonl" in files["registry.db"]  # what is written there can be found there
    assert b"refused_consent" in b"".join(files.values())  # gate results too
    assert {n: name for name, content in files.items() for n in night.needles if n.encode() in content} == {}


def test_reports_and_logs_of_tables_hold_nothing_of_anybody(night: Night) -> None:
    logs = [night.lake / table.path / "_delta_log" for table in TABLES]

    assert hits(night.lake / "reports", ["refused", *night.needles]).keys() == {"refused"}
    assert all(list(log.glob("*.json")) for log in logs)
    assert {log.parent.name: found for log in logs if (found := hits(log, night.needles))} == {}


def test_the_same_values_lie_in_the_restricted_zone(night: Night) -> None:
    """The search can fail: most of what it did not find elsewhere it finds here."""
    found = hits(night.lake / "restricted", night.needles)

    assert len(found) > 0.8 * len(night.needles)
