"""version: what `documents` must change so that it holds the candidate and nothing else."""

from __future__ import annotations

from datetime import date

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from jobs.stages.decide import latest
from schemas import fields as f
from schemas.signals import SIGNALS
from schemas.tables import DOCUMENTS
from schemas.values import CHANGE, DELETE, INSERT, UPDATE

_DOC = str(f.DOC_ID)


def difference(candidate: DataFrame, documents: DataFrame) -> DataFrame:
    """What is to be done: doc_id, shard, change. Documents that stand as they are have no row."""
    new = candidate.select(_DOC, F.col(f.SHARD).alias("new_shard"), F.col(f.DOCUMENT_HASH).alias("new"))
    old = documents.select(_DOC, F.col(f.SHARD).alias("old_shard"), F.col(f.DOCUMENT_HASH).alias("old"))
    change = (
        F.when(F.col("new").isNull(), F.lit(DELETE))
        .when(F.col("old").isNull(), F.lit(INSERT))
        .when(F.col("new") != F.col("old"), F.lit(UPDATE))
    )
    both = new.join(old, _DOC, "full")
    shard = F.coalesce("old_shard", "new_shard").alias(f.SHARD)
    return both.select(_DOC, shard, change.alias(CHANGE)).where(F.col(CHANGE).isNotNull())


def held(decisions: DataFrame, curation: DataFrame, night: date) -> DataFrame:
    """What the version of a night held, by the ledgers, which outlive its files.

    The columns that `difference` compares; documents are named by their content_id.
    """
    eligible = latest(decisions.where(F.col(f.NIGHT) <= F.lit(night))).where(f.IS_ELIGIBLE).select(f.CONTENT_ID)
    kept = latest(curation.where(F.col(f.NIGHT) <= F.lit(night))).where(f.IS_KEPT)
    named = F.col(f.CONTENT_ID).alias(_DOC)
    return kept.join(eligible, str(f.CONTENT_ID)).select(named, F.lit(0).alias(f.SHARD), f.DOCUMENT_HASH)


def change_set(difference: DataFrame, candidate: DataFrame, redactions: DataFrame) -> DataFrame:
    """The rows of the change with all columns of `documents`; those that go have only key and shard.

    `candidate` has doc_id, content_type and created_at; `redactions` the rows with their text.
    """
    wanted = [
        _DOC,
        *(str(c) for c in (f.LANGUAGE, f.LANGUAGE_SCORE, SIGNALS, f.SPAN_COUNTS, f.DOCUMENT_HASH, f.REDACTED_TEXT)),
    ]
    staying = difference.where(F.col(CHANGE) != DELETE).join(candidate.select(_DOC, f.CONTENT_TYPE, f.CREATED_AT), _DOC)
    filled = staying.join(redactions.select(*wanted), _DOC).withColumn(f.MONTH, F.date_format(f.CREATED_AT, "yyyy-MM"))
    columns = [str(field) for field in DOCUMENTS.fields]
    gone = difference.where(F.col(CHANGE) == DELETE)
    return filled.select(*columns, CHANGE).unionByName(gone, allowMissingColumns=True)
