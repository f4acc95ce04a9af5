"""The card of a release says what was removed from it, and why."""

from __future__ import annotations

from typing import Any

from jobs.report.card import card

MANIFEST: dict[str, Any] = {
    "release": "2026.11-a", "rows": 3, "bytes": 10, "purpose": "p", "revision": 1, "revised": None, "licence": "x",
    "version": 7, "night": "2026-11-01", "knowledge_cutoff": "2026-11-02T00:00:00Z",
    "inputs": {"policy_hash": "a", "code_hash": "b", "redactor_version": "c"}, "files": [],
    "documents": {"bytes": 5, "by_type": {"post": 3}, "by_language": {}, "spans": {}},
    "counts": {"not_eligible": {"underage": 2}, "filtered_by_reason": {}},
}  # fmt: skip


def test_a_first_revision_says_nothing_of_revisions():
    told = card(MANIFEST)

    assert "3 documents (5 bytes of text), purpose `p`, revision 1." in told
    assert "| post | 3 |" in told and "| underage | 2 |" in told
    assert "Revision" not in told
    assert "\n\n\n" not in told


def test_a_later_one_says_how_many_left_and_why():
    revised = {"cause": "retroactive", "removed": 1200, "reasons": {"consent_denied": 1100, "region_excluded": 100}}

    told = card(MANIFEST | {"revision": 2, "revised": revised})

    said = "Revision 2 (retroactive): 1,200 documents fewer than before: consent_denied 1,100, region_excluded 100."
    assert said in told
    assert "Revision 3 (erasure): 2 documents fewer than before.\n" in card(
        MANIFEST | {"revision": 3, "revised": {"cause": "erasure", "removed": 2}}
    )


def test_what_was_eligible_and_yet_not_used_is_counted_too():
    told = card(MANIFEST | {"counts": MANIFEST["counts"] | {"duplicates": 1204, "suppressed": 0}})

    assert "| duplicate | 1,204 |" in told and "suppressed" not in told


def test_what_may_be_left_is_said_and_what_the_audit_saw():
    seen = {"phone": {"documents": 98, "leaky": 6, "leaks": 7}, "card": {"documents": 98, "leaky": 0, "leaks": 0}}
    told = card(MANIFEST | {"audit": {"swept": 3687, "sampled": 98, "leaks": seen}})

    assert "No redaction finds everything" in card(MANIFEST)
    assert "3,687 documents, detectors of others saw 98" in told
    assert "| telephone numbers | 7 |" in told and "payment cards" not in told
