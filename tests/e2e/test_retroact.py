"""Where a policy reaches all versions, who objects leaves the releases too; elsewhere they keep what they hold."""

from __future__ import annotations

from jobs.stages.publications import LEFT
from schemas import fields as f
from schemas.tables import PUBLICATIONS
from tests.e2e.rewriting import DOES_NOT, REACHES, RELEASE, SECOND, Rewritten


def left(rewritten: Rewritten, target: str, number: int) -> set[str]:
    """Documents that left a version or a revision of a release, by the ledger."""
    doc_id, name, at, movement = (
        PUBLICATIONS.fields.index(field) for field in (f.DOC_ID, f.TARGET, f.NUMBER, f.MOVEMENT)
    )
    rows = rewritten.states[-1].publications
    return {row[doc_id] for row in rows if (row[name], row[at], row[movement]) == (target, number, LEFT)}


def test_both_leave_the_next_version_and_one_leaves_the_release(rewritten: Rewritten):
    reached, others = rewritten.objected[REACHES], rewritten.objected[DOES_NOT]

    assert reached and others
    # the erasure that came first took a document of theirs with it, which held words of the erased
    assert reached | others <= left(rewritten, "corpus", 1) | left(rewritten, "corpus", 2)
    assert left(rewritten, RELEASE, 3) == reached


def test_the_release_says_so(rewritten: Rewritten):
    _, before, now = (state.release for state in rewritten.states)
    removed = len(rewritten.objected[REACHES])

    assert (now["revision"], now["cause"], now["version"]) == (3, "retroactive", 1)
    assert now["rows"] == before["rows"] - removed
    assert now["revised"] == {
        "cause": "retroactive",
        "removed": removed,
        "night": str(SECOND),
        "reasons": {"consent_denied": removed},
        "previous_manifest_sha256": before["manifest_sha256"],
    }


def test_only_files_that_held_them_are_rewritten(rewritten: Rewritten):
    _, before, after = rewritten.files

    assert before & after and before - after
    assert len(before - after) <= len(rewritten.objected[REACHES])
