"""Maintenance makes files fewer and changes nothing that anybody reads; done again, it does nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from jobs.commands import releases
from jobs.effects.maintain import Done, maintain
from jobs.effects.published import data_files
from jobs.registry import LEASE
from jobs.rewrites import Rewrites
from jobs.settings import MaintainSettings
from schemas.tables import DOCUMENTS, PUBLICATIONS
from tests.e2e.rewriting import Rewritten, kill
from tests.lakes import TestLake

pytestmark = [pytest.mark.slow, pytest.mark.timeout(2400)]


def maintained(lake: TestLake) -> dict[str, Done]:
    settings = lake.settings.model_copy(update={"maintain": MaintainSettings(file_days=0, small_files=2)})
    with lake.registry() as registry, registry.lease(LEASE) as lease:
        work = Rewrites(lake.spark, settings.lake, run="maintenance")
        return {done.table: done for done in maintain(work, registry, lease, settings)}


def test_files_become_fewer_and_nothing_else_changes(rewritten: Rewritten):
    lake = rewritten.clean
    root = Path(lake.settings.lake)
    before = lake.documents_hash(), lake.decisions(), lake.publications(), lake.refusals()
    published = data_files(f"{root}/{DOCUMENTS.path}")
    (root / DOCUMENTS.path / "left.parquet").write_bytes(b"of nobody")

    kill("maintain.table", lambda: maintained(lake))
    done = maintained(lake)
    again = maintained(lake)

    assert done[PUBLICATIONS.name].files_after < done[PUBLICATIONS.name].files_before
    assert done[PUBLICATIONS.name].deleted >= done[PUBLICATIONS.name].files_before
    assert done[DOCUMENTS.name].deleted == 1
    assert data_files(f"{root}/{DOCUMENTS.path}") == published
    assert all(row.files_before == row.files_after and not row.deleted and not row.checkpoint for row in again.values())
    assert before == (lake.documents_hash(), lake.decisions(), lake.publications(), lake.refusals())
    assert releases.verify_releases(lake.settings, None)[0]["differences"] == []
