"""Where a policy reaches all versions, who may not be used any more leaves the releases too; elsewhere they stay."""

from __future__ import annotations

from pyspark.sql import functions as F

from jobs.sources.conforming import content_id
from jobs.stages.decide import latest
from jobs.stages.publications import LEFT
from schemas import fields as f
from schemas.tables import CURATION, PUBLICATIONS
from tests.e2e.rewriting import RELEASE, Rewritten, document
from tests.e2e.talking import MOVED_REACHES, REACHES, SECOND, STARTS


def left(rewritten: Rewritten, target: str, number: int) -> set[str]:
    """Documents that left a version or a revision of a release, by the ledger."""
    doc_id, name, at, movement = (
        PUBLICATIONS.fields.index(field) for field in (f.DOC_ID, f.TARGET, f.NUMBER, f.MOVEMENT)
    )
    rows = rewritten.states[-1].publications
    return {row[doc_id] for row in rows if (row[name], row[at], row[movement]) == (target, number, LEFT)}


def reached(rewritten: Rewritten) -> dict[str, int]:
    """What the release holds of those whom a rule reaches back to, by the reason: some went with the erased."""
    erased = left(rewritten, RELEASE, 2)
    denied = rewritten.leaving[REACHES] - erased
    excluded = (rewritten.leaving[MOVED_REACHES] | rewritten.leaving[STARTS]) - erased
    assert denied and excluded and left(rewritten, RELEASE, 3) == denied | excluded
    return {"consent_denied": len(denied), "region_excluded": len(excluded)}


def test_all_leave_the_next_version_and_those_whom_it_reaches_the_release(rewritten: Rewritten):
    """Who objects, who moves to where it is excluded, and whose place is excluded by a row that begins."""
    gone = left(rewritten, "corpus", 1) | left(rewritten, "corpus", 2)

    assert len(rewritten.leaving) == 5 and all(rewritten.leaving.values())
    assert set().union(*rewritten.leaving.values()) <= gone
    assert sum(reached(rewritten).values()) < len(set().union(*rewritten.leaving.values()))


def test_an_answer_with_their_words_leaves_too_and_one_without_stays(rewritten: Rewritten):
    """Its author's own rule does not reach what was written before, so the release keeps it."""
    quoted, answered = (document(rewritten.lake, f"heard-{name}") for name in ("quoted", "answered"))
    judged = latest(rewritten.lake.lake.read(CURATION)).where(F.array_contains(f.REASONS, "quotes_excluded"))
    names = {row[f.CONTENT_ID] for row in judged.collect()}

    assert quoted in left(rewritten, "corpus", 2) and content_id("network", "heard-quoted") in names
    assert answered not in left(rewritten, "corpus", 1) | left(rewritten, "corpus", 2)
    assert quoted not in left(rewritten, RELEASE, 3)


def test_the_release_says_so(rewritten: Rewritten):
    _, before, now = (state.release for state in rewritten.states)
    reasons = reached(rewritten)
    removed = sum(reasons.values())

    assert (now["revision"], now["cause"], now["version"]) == (3, "retroactive", 1)
    assert now["rows"] == before["rows"] - removed
    assert now["revised"] == {
        "cause": "retroactive",
        "removed": removed,
        "night": str(SECOND),
        "reasons": reasons,
        "previous_manifest_sha256": before["manifest_sha256"],
    }


def test_only_files_that_held_them_are_rewritten(rewritten: Rewritten):
    _, before, after = rewritten.files

    assert before & after and before - after
    assert len(before - after) <= sum(reached(rewritten).values())
