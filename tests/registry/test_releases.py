"""Releases, revisions, uses, and what an erasure leaves in the registry; on both databases."""

from __future__ import annotations

from datetime import date

import pytest

from jobs.errors import AssentError, InputMissing
from jobs.registry import Registry

NIGHT, P = date(2026, 3, 1), "pretraining"


@pytest.fixture
def released(registry: Registry) -> Registry:
    """One version, released once."""
    registry.open_run(NIGHT, P, {})
    registry.commit_version(NIGHT, P, documents_version=3, manifest={"rows": 5})
    with registry.lease("lake") as lease:
        registry.commit_release("one", 1, table_version=1, manifest={"rows": 5}, cause="release", lease=lease)
    return registry


def test_a_revision_stands_in_the_place_of_what_was_before(released: Registry) -> None:
    with released.lease("lake") as lease:
        released.revise("version", "1", 2, table_version=9, manifest={"rows": 4}, cause="erasure", lease=lease)
        released.revise("release", "one", 2, table_version=2, manifest={"rows": 4}, cause="erasure", lease=lease)
        with pytest.raises(AssentError):
            released.revise("release", "one", 2, table_version=2, manifest={"rows": 3}, cause="erasure", lease=lease)

    version, release = released.version("latest"), released.release("one")
    assert (version.revision, version.documents_version, version.manifest) == (2, 9, {"rows": 4})
    assert version == released.last(P) == released.version(1) == released.versions()[-1]
    assert (release.standing.revision, release.standing.manifest) == (2, {"rows": 4})
    assert [r.manifest["rows"] for r in released.revisions("release", "one")] == [5, 4]
    assert released.commit_version(NIGHT, P, documents_version=3, manifest={}).version == 1


def test_a_name_is_taken_once(released: Registry) -> None:
    with released.lease("lake") as lease, pytest.raises(AssentError):
        released.commit_release("one", 1, table_version=1, manifest={}, cause="release", lease=lease)
    with pytest.raises(InputMissing):
        released.release("two")


def test_a_use_names_the_revision_that_stood(released: Registry) -> None:
    first = released.register_use("one", "m")
    assert released.register_use("one", "m") == first
    with released.lease("lake") as lease:
        released.revise("release", "one", 2, table_version=2, manifest={}, cause="erasure", lease=lease)

    released.register_use("one", "m")

    assert [(use.model, use.revision) for use in released.uses("one")] == [("m", 1), ("m", 2)]


def test_only_keyed_hashes_of_the_erased_enter(registry: Registry) -> None:
    registry.add_erased("member", 1, ["a" * 64, "a" * 64], 1)
    registry.add_erased("member", 2, ["a" * 64], 1)

    with pytest.raises(AssentError, match="keyed hashes only"):
        registry.add_erased("content", 1, ["b" * 64, "m123"], 1)

    assert registry.erased("member") == {(1, "a" * 64), (2, "a" * 64)}
    assert registry.erased("content") == set()
    assert registry.erasures_begun() == {1}


def test_proofs_are_numbered_and_every_row_can_be_looked_through(registry: Registry) -> None:
    with registry.lease("lake") as lease:
        first = registry.commit_proof(1, {"x": "höher"}, None, lease)
        registry.commit_proof(2, {"x": 2}, first.sha256, lease)
        with pytest.raises(AssentError):
            registry.commit_proof(2, {"x": 3}, first.sha256, lease)

    assert [proof.previous_sha256 for proof in registry.proofs()] == [None, first.sha256]
    assert any("höher".encode() in row for table, row in registry.contents() if table == "proofs")


def test_stages_of_a_run_that_is_done_are_not_forgotten(released: Registry) -> None:
    facts = {"status": "done", "inputs_hash": "h", "attempt": 1, "seconds": 1.0, "counts": {}, "table_versions": {}}
    released.record_stage(NIGHT, P, "conform", **facts)
    released.finish_run(NIGHT, P, "done")
    later = date(2026, 3, 2)
    released.open_run(later, P, {})
    released.record_stage(later, P, "conform", **facts)

    for night in (NIGHT, later):
        released.forget_stages(night, P)

    assert [row.stage for row in released.stages_of(NIGHT, P)] == ["conform"]
    assert released.stages_of(later, P) == []
