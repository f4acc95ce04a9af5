"""publications: keeps the ledger of what stood where, for the nights and for releases."""

from __future__ import annotations

from datetime import date

from pyspark.sql import DataFrame

from jobs.lake import Lake
from jobs.night import Night
from jobs.stages.publications import CORPUS, movements, standing
from schemas import fields as f
from schemas.fields import Field
from schemas.tables import PUBLICATIONS

MOVED = "publish/publications"


def version_number(night: Night) -> int:
    """The number that the version of the night has, or will have: the lease keeps others from taking it."""
    mine = night.registry.last(night.purpose, night.night)
    newest, _ = night.registry.last_version() or (0, None)
    return mine.version if mine else newest + 1


def prepare(night: Night, candidate: DataFrame) -> int:
    """Stage what the night moves, by what the ledger held before it; an earlier attempt does not count.

    Returns how many rows that is.
    """
    number = version_number(night)
    before = standing(night.lake.read(PUBLICATIONS), CORPUS, number - 1)
    moved = movements(candidate, before, target=CORPUS, number=number, night=night.night)
    return int(night.lake.stage(MOVED, moved).counts["rows"])


def commit(night: Night) -> None:
    """The rows of the version; those of an earlier attempt give way."""
    part: dict[Field, date | int | str] = {f.TARGET: CORPUS, f.NUMBER: version_number(night)}
    night.lake.replace_part(PUBLICATIONS, night.lake.staged(MOVED), part)


def record(lake: Lake, documents: DataFrame, *, target: str, number: int, night: date) -> None:
    """Say in the ledger what a release, or a rewritten version, holds now. Safe to repeat.

    `documents` has doc_id and document_hash, as `documents` and releases do. `target` is the release's name
    and `number` its revision, or `corpus` and the version that was rewritten. `night` is that of the version.
    What is not in the ledger of any target has no row: an erased member's rows are gone from it.
    """
    ledger = lake.read(PUBLICATIONS)
    names = ledger.select(f.DOC_ID, f.CONTENT_ID, f.SUBJECT_KEY, f.SHARD).dropDuplicates([str(f.DOC_ID)])
    now = documents.select(f.DOC_ID, f.DOCUMENT_HASH).join(names, str(f.DOC_ID))
    rows = movements(now, standing(ledger, target, number), target=target, number=number, night=night)
    lake.append_new(PUBLICATIONS, rows)
