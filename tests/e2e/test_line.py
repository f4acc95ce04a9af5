"""The whole line on a simulated network: what is decided, what is published, and what must never be."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pyspark.sql import functions as F

from jobs.keys import load_key
from jobs.stages.decide import latest
from jobs.stages.publications import CHANGED, CORPUS, ENTERED, LEFT, standing
from jobs.stages.version import held
from jobs.text.passages import SHORTEST
from schemas import fields as f
from schemas.reasons import DECIDE_REASONS, Reason
from schemas.tables import CONTENT, CURATION, DECISIONS, DOCUMENTS, PUBLICATIONS, REDACTIONS
from tests.byte_search import hits
from tests.e2e.conftest import Line
from tests.lakes import Decided
from tests.oracle.landing import read_landing
from tests.oracle.quotes import Said, longest_run, quoting


def test_decisions_are_the_oracles_after_every_night(line: Line, expected: dict[date, Decided]) -> None:
    for night in line.nights:
        decided = line.decided[night]
        differing = [
            key for key in decided.keys() | expected[night].keys() if decided.get(key) != expected[night].get(key)
        ]

        assert len(decided) > 500
        assert differing == [], f"{len(differing)} items differ after {night}"


def test_refusals_are_the_oracles(line: Line) -> None:
    landing = read_landing(line.root / "landing", line.nights[-1])
    expected = {(refusal.delivery, refusal.line, refusal.reason) for refusal in landing.refusals}

    assert len(expected) > 30
    assert line.lake.refusals() == expected


def test_no_token_of_a_refused_canary_is_in_a_published_byte(line: Line) -> None:
    lake = Path(line.lake.settings.lake)
    refused = [canary["token"] for canary in line.canaries if not canary.get("allowed")]
    allowed = [canary["token"] for canary in line.canaries if canary.get("allowed")]

    assert len(refused) > 20
    assert hits(lake / "corpus", refused) == {}
    assert hits(lake / "reports", refused) == {}
    # the search can fail: it finds what may be published, and what lies in the restricted zone
    assert hits(lake / "corpus", allowed).keys() == set(allowed)
    assert hits(lake / "restricted", refused)


def test_each_night_planted_canaries_and_kept_none(line: Line) -> None:
    """Those of a night are named by one secret word; no table and no row has it."""
    key = load_key(Path(line.lake.settings.key_file))
    words = [key.keyed("canary", night.isoformat()) for night in line.nights]
    with line.lake.registry() as registry:
        gates = [gate for night in line.nights for gate in registry.gates_of(night, line.lake.settings.purpose)]
    planted = [
        check["observed"]["canaries"]
        for gate in gates
        for check in gate.results["checks"]
        if check["column"] == "canaries, canaries_refused_rightly"
    ]

    assert len(planted) == len(line.nights) and min(planted) >= len(DECIDE_REASONS)
    assert hits(Path(line.lake.settings.lake), words) == {}


def test_no_answer_that_repeats_what_may_not_be_used_is_published(line: Line) -> None:
    """The oracle compares the texts; a tombstone has none any more, so more may be refused than it finds."""
    lake = line.lake.lake
    rows = lake.read(CONTENT).select(f.CONTENT_ID, f.AUTHOR_ID, f.TEXT, f.REPLY_TO).collect()
    items = {row[0]: Said(row[1], row[2] or "", row[3]) for row in rows}
    usable = {row[0] for row in latest(lake.read(DECISIONS)).where(f.IS_ELIGIBLE).select(f.CONTENT_ID).collect()}
    judged = latest(lake.read(CURATION)).where(F.array_contains(f.REASONS, Reason.QUOTES_EXCLUDED.value))
    refused = {row[0] for row in judged.select(f.CONTENT_ID).collect()} & usable
    repeating = quoting(items, usable)

    assert len(repeating) >= 3
    assert repeating <= refused
    for name in refused - repeating:
        answered = items[items[name].answers or ""]
        assert not answered.text or longest_run(items[name].text, answered.text) >= SHORTEST


def test_what_was_withdrawn_is_in_no_published_byte(line: Line) -> None:
    """Also not in a file that only an earlier version needs."""
    published = Path(line.lake.settings.lake) / "corpus"
    now = line.documents[line.nights[-1]]
    withdrawn = set().union(*line.documents.values()) - now

    assert len(withdrawn) > 5
    assert hits(published, withdrawn) == {}
    assert hits(published, sorted(now)[:5]).keys() == set(sorted(now)[:5])


def test_ledgers_say_what_each_version_held(line: Line) -> None:
    lake = line.lake.lake
    for night in line.nights:
        rows = held(lake.read(DECISIONS), lake.read(CURATION), night)

        assert rows.count() == len(line.documents[night])


def test_the_publications_say_what_each_version_held(line: Line) -> None:
    ledger = line.lake.lake.read(PUBLICATIONS)
    for number, night in enumerate(line.nights, start=1):
        rows = standing(ledger, CORPUS, number).select(f.DOC_ID).collect()

        assert {row[0] for row in rows} == line.documents[night]
    assert {row[0] for row in ledger.select(f.MOVEMENT).distinct().collect()} == {ENTERED, CHANGED, LEFT}


def test_counts_of_every_version_are_conserved(line: Line) -> None:
    with line.lake.registry() as registry:
        versions = registry.versions()

    assert [version.night for version in versions] == line.nights
    for version in versions:
        counts = version.manifest["counts"]
        assert counts["delivered"] == counts["conformed"] + sum(counts["refused"].values())
        gone = counts["filtered"] + counts["duplicates"] + counts["suppressed"]
        assert counts["eligible"] == counts["published"] + gone
        assert counts["published"] == len(line.documents[version.night])


def test_a_rerun_of_done_nights_makes_no_commit(line: Line) -> None:
    before = line.lake.table_versions(), line.lake.documents_hash()

    line.lake.run()

    assert (line.lake.table_versions(), line.lake.documents_hash()) == before
    with line.lake.registry() as registry:
        assert len(registry.versions()) == len(line.nights)


def test_text_is_read_once(line: Line) -> None:
    """Each night reads the texts it needs and has not: counted here from what the table holds by night."""
    rows = line.lake.lake.read(REDACTIONS).groupBy(f.NIGHT).count().collect()
    held = {row[0]: row[1] for row in rows}
    with line.lake.registry() as registry:
        stages = {night: registry.stage(night, line.lake.settings.purpose, "redact") for night in line.nights}
    read = {night: stage.counts["texts_read"] for night, stage in stages.items() if stage}

    assert read[line.nights[0]] > 100
    assert sum(read.values()) >= sum(held.values())
    for night in line.nights[1:]:
        assert held.get(night, 0) <= read[night] < read[line.nights[0]] / 4


def test_documents_hold_what_the_manifest_says(line: Line) -> None:
    with line.lake.registry() as registry:
        manifest = registry.version("latest").manifest
    rows = line.lake.lake.read(DOCUMENTS).groupBy(f.CONTENT_TYPE).count().collect()

    assert manifest["documents"]["by_type"] == {row[0]: row[1] for row in sorted(rows)}
    folder = Path(line.lake.settings.lake) / "corpus" / "documents"
    assert manifest["files"]
    for file in manifest["files"]:
        assert (folder / file["path"]).stat().st_size == file["size"]
