"""publish: changes `documents` by the difference to what it holds, and commits the version.

The version exists when its registry row does. What is published must be eligible as of the night
and by everything known at this moment, and must not be suppressed.
"""

from __future__ import annotations

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from jobs.effects import curate, decide, publications, redact
from jobs.effects.together import together
from jobs.night import Night, Prepared
from jobs.stages.version import change_set, difference
from jobs.staging import Staged
from schemas import fields as f
from schemas.tables import DOCUMENTS, REDACTIONS
from schemas.values import CHANGE, DELETE, INSERT, UPDATE

CANDIDATE = "publish/candidate"
MOVES = "publish/moves"
CHANGES = "publish/changes"
# of the candidate: what the difference, the ledger of publications and the card are made from
NEEDED = (
    f.CONTENT_ID,
    f.DOC_ID,
    f.SUBJECT_KEY,
    f.SHARD,
    f.DOCUMENT_HASH,
    f.CONTENT_TYPE,
    f.CREATED_AT,
    f.LANGUAGE,
    f.REDACTED_BYTES,
    f.SPAN_COUNTS,
    curate.READ_IN,
)


def prepare(night: Night) -> Prepared:
    """Stage the candidate and the change set with its texts."""
    kept = night.lake.staged(curate.CURATED).where(f.IS_KEPT).select(f.CONTENT_ID)
    chosen = night.lake.staged(curate.ELIGIBLE).select(*NEEDED).join(kept, str(f.CONTENT_ID))
    out = suppressed(night)
    allowed = chosen.join(out, str(f.SUBJECT_KEY), "left_anti")
    candidate = night.lake.stage(CANDIDATE, allowed)
    documents = night.lake.read(DOCUMENTS).select(f.DOC_ID, f.SHARD, f.DOCUMENT_HASH)
    moves = night.lake.stage(MOVES, difference(candidate.frame, documents)).frame  # staged: needed twice
    rows = change_set(moves, candidate.frame, _redacted(night, moves, candidate.frame))
    changes, withheld, before, against, _ = together(
        night.spark,
        lambda: night.lake.stage(CHANGES, rows, **_by_change()),
        chosen.join(out, str(f.SUBJECT_KEY), "left_semi").count,
        documents.count,
        lambda: _against(night, candidate.frame, out),
        lambda: publications.prepare(night, candidate.frame),
    )
    facts = _facts(night, candidate, changes) | against | {"suppressed": withheld, "documents_before": before}
    return Prepared(_counts(facts), facts, changes.frame)


def _redacted(night: Night, moves: DataFrame, candidate: DataFrame) -> DataFrame:
    """The redactions of the nights in which what comes or changes was read: texts of other nights stay unread."""
    coming = moves.where(F.col(CHANGE) != DELETE).select(f.DOC_ID)
    nights = candidate.join(coming, str(f.DOC_ID)).select(curate.READ_IN).distinct().collect()
    return night.lake.read(REDACTIONS).where(F.col(f.NIGHT).isin([row[0] for row in nights]))


def _by_change() -> dict[str, Column]:
    return {name: F.count_if(F.col(CHANGE) == name) for name in (INSERT, UPDATE, DELETE)}


def suppressed(night: Night) -> DataFrame:
    """Keyed ids of the members of whom nothing may be published."""
    keys = [(key,) for epoch, key in night.registry.suppressed("member") if epoch == night.key.epoch]
    return F.broadcast(night.spark.createDataFrame(keys, f"{f.SUBJECT_KEY} string"))


def _facts(night: Night, candidate: Staged, changes: Staged) -> dict[str, int]:
    """Counted, not computed: what the candidate gate compares."""
    done = {name: night.registry.stage(night.night, night.purpose, name) for name in ("decide", "curate")}
    counts = {name: row.counts if row else {} for name, row in done.items()}
    leaks = redact.swept(night, changes.frame).agg(F.sum("leak_emails"), F.sum("leak_handles")).first() or (0, 0)
    return {
        "candidate": candidate.counts["rows"],
        "eligible": counts["decide"].get("eligible", 0),
        "filtered": counts["curate"].get("filtered", 0),
        "duplicates": counts["curate"].get("duplicates", 0),
        "inserts": changes.counts[INSERT],
        "updates": changes.counts[UPDATE],
        "deletes": changes.counts[DELETE],
        "leak_emails": leaks[0] or 0,
        "leak_handles": leaks[1] or 0,
    }


def _against(night: Night, candidate: DataFrame, out: DataFrame) -> dict[str, int]:
    """Candidates that are refused or suppressed by what is known now, and how many documents there are."""
    eligible = night.lake.staged(decide.DECIDED).where(f.IS_ELIGIBLE).select(f.CONTENT_ID, F.lit(True).alias("fine"))
    keys = candidate.select(f.CONTENT_ID, f.DOC_ID, f.SUBJECT_KEY).join(eligible, str(f.CONTENT_ID), "left")
    keys = keys.join(out.withColumn("out", F.lit(True)), str(f.SUBJECT_KEY), "left")
    row = keys.agg(
        F.count_if(F.col("fine").isNull()).alias("refused_in_candidate"),
        F.count_if(F.col("out").isNotNull()).alias("suppressed_in_candidate"),
        F.count_distinct(f.DOC_ID).alias("expected_after"),
    ).first()
    return row.asDict() if row else {}


def _counts(facts: dict[str, int]) -> dict[str, int]:
    names = {"candidate": "published", "inserts": "inserted", "updates": "updated", "deletes": "deleted"}
    return {ours: facts[fact] for fact, ours in names.items()} | {"suppressed": facts["suppressed"]}


def commit(night: Night) -> None:
    """Change `documents`, in one commit, and say in the ledger what moved. Both are safe to repeat."""

    def change() -> None:
        if night.lake.has_rows(CHANGES):
            night.lake.change(DOCUMENTS, night.lake.staged(CHANGES))

    together(night.spark, change, lambda: publications.commit(night))
