"""What is published: nothing here points at a person without the key."""

from __future__ import annotations

from dataclasses import replace

from schemas import fields as f
from schemas.signals import SIGNALS
from schemas.tables.table import Erasure, Table, Zone

DOCUMENTS = Table(
    "documents",
    Zone.CORPUS,
    "the corpus: redacted text with type, language, month, signals and counts; no author, no source id",
    (
        f.DOC_ID,
        f.SHARD,
        f.CONTENT_TYPE,
        f.LANGUAGE,
        f.LANGUAGE_SCORE,
        f.MONTH,
        SIGNALS,
        f.SPAN_COUNTS,
        f.DOCUMENT_HASH,
        f.REDACTED_TEXT,
    ),
    key=(f.DOC_ID,),
    erasure=Erasure.BY_DOCUMENT,
    partition_by=(f.SHARD,),
)

RELEASES = "releases"  # folder of the zone; a release is a table of its own below it


def release_table(name: str) -> Table:
    """The table of a release: a version of `documents`, copied out and kept."""
    return replace(
        DOCUMENTS,
        name=f"{RELEASES}/{name}",
        meaning="a version of the corpus, copied out and kept under a name",
        statistics=(f.CONTENT_TYPE, f.LANGUAGE, f.MONTH),
    )
