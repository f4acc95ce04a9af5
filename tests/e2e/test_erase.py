"""Members who ask for it are gone from every byte, others are as they were, nothing comes back, and a proof says so."""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import deltalake
import duckdb
import pytest
from pyspark.sql import functions as F

from jobs.commands import erasures, nights, releases
from jobs.commands.explanations import explained
from jobs.effects import release
from jobs.errors import Busy, GateRefused
from jobs.registry import LEASE
from jobs.registry.canonical import digest
from jobs.rewrites import Rewrites
from jobs.settings import Settings
from jobs.signing import PUBLIC
from schemas import fields as f
from schemas.tables import CONTENT, DOCUMENTS, ERASURE_REQUESTS
from tests.byte_search import hits
from tests.e2e.rewriting import MODEL, RELEASE, Rewritten, erase, needles_of, seen
from tests.e2e.talking import HALF, HANDED, SAID, SECOND
from tests.lakes import TestLake

ENDS = ("rows", "documents", "revision", "cause")

pytestmark = [pytest.mark.slow, pytest.mark.timeout(2400)]


def test_they_were_there_and_are_in_no_byte_any_more(rewritten: Rewritten):
    assert len(rewritten.found) > 0.9 * len(rewritten.needles)
    assert rewritten.found[SAID] >= 3  # their own, the copy, the quotation
    assert rewritten.found[HALF] > rewritten.found[SAID] and rewritten.found[HANDED]
    assert rewritten.after == {}
    assert hits(Path(rewritten.clean.settings.lake), rewritten.needles) == {}


def test_killed_at_every_step_it_ends_where_an_erasure_ends_that_nobody_killed(rewritten: Rewritten):
    _, killed, _ = rewritten.states
    whole = seen(rewritten.clean)

    for name in ("documents", "decisions", "publications", "refusals", "version", "known"):
        assert getattr(killed, name) == getattr(whole, name), name
    assert killed.known["content"] and killed.known["suppressed"]
    assert [killed.release[name] for name in ENDS] == [whole.release[name] for name in ENDS]
    for name in ("erased", "revisions"):
        assert len(killed.proofs[0][name]) == len(whole.proofs[0][name]) > 0
    assert killed.proofs[0]["erased"] == whole.proofs[0]["erased"]
    assert killed.proofs[0]["search"]["needles"] == whole.proofs[0]["search"]["needles"]


def test_decisions_on_what_is_left_are_as_they_were(rewritten: Rewritten):
    _, erased, end = rewritten.states

    assert erased.decisions == end.decisions == rewritten.kept
    assert end.decisions["network", "other-copy"] == (False, ("copy_of_excluded",))
    assert "conflicting_revisions" in end.decisions["network", "other-tied"][1]  # its row was amended, then cut
    assert "origin_excluded" in end.decisions["network", "other-reshare"][1]
    assert end.decisions["network", "handed-over"] == (True, ())  # somebody else's by then


def test_nothing_comes_back_with_the_night_that_goes_on(rewritten: Rewritten):
    """It brings their records again, which it had taken once before the erasure came, and talk about them."""
    lake, decided = rewritten.lake, rewritten.states[-1].decisions
    with lake.registry() as registry:
        conform = registry.stage(SECOND, lake.settings.purpose, "conform")

    assert conform is not None and conform.counts["refused"]["erased_before"] == 2
    assert decided["network", "new-copy"] == (False, ("copy_of_excluded",))
    assert decided["network", "new-reshare"] == (False, ("origin_excluded",))
    assert not any(name.startswith("gone-") for _, name in decided)
    assert hits(Path(lake.settings.lake), rewritten.needles) == {}


def test_the_release_keeps_its_name_and_is_read_as_before(rewritten: Rewritten):
    settings = rewritten.lake.settings
    root = release.place(settings, RELEASE)
    made, erased, _ = (state.release for state in rewritten.states)
    shown = releases.one_release(settings, RELEASE)
    frame = deltalake.DeltaTable(root).to_pyarrow_dataset().to_table(columns=["doc_id"])
    plain = duckdb.read_parquet(f"{root}/*/*.parquet").project("doc_id").fetchall()

    assert (made["release"], made["revision"], made["cause"]) == (RELEASE, 1, "release")
    assert (erased["release"], erased["revision"], erased["cause"]) == (RELEASE, 2, "erasure")
    assert 0 < erased["rows"] < made["rows"]
    assert erased["revised"]["previous_manifest_sha256"] == made["manifest_sha256"]
    assert frame.num_rows == len(plain) == shown["rows"]
    assert {row[0] for row in plain} == set(frame["doc_id"].to_pylist())
    assert releases.verify_releases(settings, RELEASE)[0]["differences"] == []
    told = [(notice["model"], notice["now"], notice["cause"]) for notice in releases.notices(settings, RELEASE)]
    assert told == [(MODEL, 2, "erasure"), (MODEL, 3, "retroactive")]


def test_the_proof_counts_and_holds_until_somebody_touches_it(rewritten: Rewritten):
    settings = rewritten.lake.settings
    (row,) = erasures.all_erasures(settings)
    verified = erasures.verify_erasures(settings)
    (file,) = (Path(settings.lake) / "restricted" / "proofs").iterdir()

    assert row["search"]["before"]["hits"] > 0 == row["search"]["after"]["hits"]
    assert 0 < row["bytes"]["written"] < row["bytes"]["held"]
    assert f"{MODEL} on {RELEASE} r1" in row["not_proven"]["models"]
    erasures.refuse_faults(verified)
    assert (verified["proofs"], verified["broken"], verified["search"]["hits"]) == (1, [], 0)
    assert [fault.partition(": ")[2] for fault in rewritten.broken] == [
        "the erasure was begun and is not ended: assent erase run goes on with it"
    ]
    assert erasures.check_proofs([file], settings.key_path.parent / PUBLIC) == []
    true = file.read_text()
    for forged in (true.replace('"members": ', '"members": 1'), "{", ""):
        file.write_text(forged)
        with pytest.raises(GateRefused):
            erasures.refuse_faults(erasures.verify_erasures(settings))
    file.write_text(true)


def test_who_has_no_private_key_cannot_forge_the_registry_with_the_file(rewritten: Rewritten):
    settings = rewritten.lake.settings
    (file,) = (Path(settings.lake) / "restricted" / "proofs").iterdir()
    true = json.loads(file.read_text())

    forge(settings, file, true, true["bundle"] | {"erased": {"members": 0}})
    broken = erasures.verify_erasures(settings)["broken"]
    forge(settings, file, true, true["bundle"])

    assert broken == ["proof 1: its signature does not hold"]
    assert erasures.verify_erasures(settings)["broken"] == []


def forge(settings: Settings, file: Path, true: dict[str, Any], bundle: dict[str, Any]) -> None:
    file.write_text(json.dumps(true | {"bundle": bundle, "sha256": digest(bundle)}))
    with sqlite3.connect(Path(settings.lake) / "registry.db") as database:
        database.execute("update proofs set bundle = ?, sha256 = ?", (json.dumps(bundle), digest(bundle)))


def test_a_file_that_was_touched_is_found(rewritten: Rewritten):
    settings = rewritten.lake.settings
    victim = next(Path(release.place(settings, RELEASE)).glob("*/*.parquet"))
    true = victim.read_bytes()
    victim.write_bytes(true[:-1] + b"?")
    rows = releases.verify_releases(settings, RELEASE)
    victim.write_bytes(true)

    assert any("other bytes" in difference for difference in rows[0]["differences"])
    with pytest.raises(GateRefused):
        releases.refuse_differences(rows)


def test_an_id_that_is_there_again_is_found_by_its_key_alone(rewritten: Rewritten):
    planted = Path(rewritten.lake.settings.lake) / "reports" / "left.log"
    planted.write_text(f"member {rewritten.gone} was here")
    found = erasures.verify_erasures(rewritten.lake.settings)["search"]["hits"]
    planted.unlink()

    assert found == 1


def test_who_comes_while_another_is_at_work_is_told_to_come_again(rewritten: Rewritten):
    settings = rewritten.lake.settings
    commands = (
        lambda: erasures.run_erasures(settings),
        lambda: releases.create_release(settings, "x", "latest"),
        lambda: nights.run_nights(settings, through=None, only=None),
    )
    with rewritten.lake.registry() as registry, registry.lease(LEASE):
        for command in commands:
            with pytest.raises(Busy) as refused:
                command()
            assert refused.value.exit_code == 4


def test_a_second_erasure_waits_for_half_a_version_and_follows_the_first(rewritten: Rewritten):
    lake, root = rewritten.lake, f"{rewritten.lake.settings.lake}/{DOCUMENTS.path}"
    needles = [needle for needle in needles_of(lake, [rewritten.later]) if needle != SAID]
    ask(lake, rewritten.later)
    whole = deltalake.DeltaTable(root).version()
    document = lake.lake.read(DOCUMENTS).select(f.DOC_ID).limit(1)
    Rewrites(lake.spark, lake.settings.lake).delete(DOCUMENTS, document)
    with pytest.raises(Busy, match="not done"):
        erase(lake)
    deltalake.DeltaTable(root).restore(whole)

    second = erase(lake)

    with lake.registry() as registry:
        first, last = registry.proofs()
    assert (second, last.previous_sha256) == (last, first.sha256)
    assert hits(Path(lake.settings.lake), [*rewritten.needles, *needles]) == {}
    erasures.refuse_faults(erasures.verify_erasures(lake.settings))
    assert releases.verify_releases(lake.settings, None)[0]["differences"] == []


def test_what_is_left_is_explained_though_its_old_files_are_gone(rewritten: Rewritten):
    lake = rewritten.lake
    item = lake.lake.read(CONTENT).where(~F.col(f.IS_DELETED)).select(f.SOURCE, f.SOURCE_ID).first()

    told = explained(lake.settings, f"{item[0]}:{item[1]}", None, None)

    assert told["now"]["known"]


def ask(lake: TestLake, member: str) -> None:
    """Put a request where a night would put it."""
    row = {f.REQUEST_ID: "request-of-later", f.MEMBER_ID: member, f.DELIVERED_NIGHT: SECOND, f.RECORD_HASH: "0" * 64}
    row |= {f.RECEIVED_AT: datetime(2026, 11, 2, tzinfo=UTC), f.SCOPE: "all"}
    rows = lake.spark.createDataFrame(
        [tuple(row.get(field) for field in ERASURE_REQUESTS.fields)], ERASURE_REQUESTS.schema
    )
    lake.lake.append_new(ERASURE_REQUESTS, rows)


def test_with_nobody_to_erase_nothing_is_done(rewritten: Rewritten):
    before = rewritten.clean.table_versions()

    assert erase(rewritten.clean) is None
    assert rewritten.clean.table_versions() == before
