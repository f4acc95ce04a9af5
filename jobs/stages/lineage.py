"""lineage: what an item was made from. Reshares follow their origin, copies the earliest of them.

Origins and copies feed each other, so refusal spreads until nothing changes. It spreads only over
items that reshare or copy something, a small part; each round joins that part with itself.
"""

from __future__ import annotations

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from schemas import fields as f
from schemas.erasure import ERASED
from schemas.reasons import Reason
from schemas.values import MIN_WORDS

_ID = str(f.CONTENT_ID)


def lineage(items: DataFrame) -> DataFrame:
    """Adds the reasons on origins and copies to the `reasons` of each item.

    `items` has content_id, source, source_id, author_id, created_at, is_deleted, words_hash,
    word_count, reshare_of and reasons.
    """
    linked = _linked(items).persist()
    try:
        refused = _spread(linked)
        found = _reasons(linked, refused)
        extra = found.where(F.size("extra") > 0).select(_ID, "extra").localCheckpoint()
    finally:
        linked.unpersist()
    joined = items.join(extra, _ID, "left")
    reasons = F.concat(F.col(f.REASONS), F.coalesce(F.col("extra"), F.array().cast("array<string>")))
    return joined.withColumn(f.REASONS, reasons).drop("extra")


def _linked(items: DataFrame) -> DataFrame:
    """Items that reshare or copy: content_id, origin, origin state, head, and whether refused so far.

    `origin` is the reshared item of a live one. `head` is the earliest item with the same words,
    where another author wrote it. An erased origin or head may not be used, and is known as such.
    """
    refused = F.size(f.REASONS) > 0
    origins = items.select(F.col(_ID).alias("origin"), refused.alias("origin_refused"))
    heads = _heads(items)
    reshares = ~F.col(f.IS_DELETED) & F.col(f.RESHARE_OF).isNotNull()
    origin_erased, head_erased = (F.col(name).eqNullSafe(ERASED) for name in ("origin", "head"))
    return (
        items.select(
            _ID,
            F.when(reshares, F.col(f.RESHARE_OF)).alias("origin"),
            refused.alias("refused"),
            f.WORDS_HASH,
            f.AUTHOR_ID,
        )
        .join(heads, (F.col(f.WORDS_HASH) == F.col("copied")) & (F.col(f.AUTHOR_ID) != F.col("head_author")), "left")
        .withColumn("head", F.when(F.col(f.WORDS_HASH) == ERASED, F.lit(ERASED)).otherwise(F.col("head")))
        .where(F.col("origin").isNotNull() | F.col("head").isNotNull())
        .join(origins, "origin", "left")
        .select(
            _ID,
            "origin",
            (F.col("origin_refused").isNotNull() | origin_erased).alias("origin_known"),
            (F.coalesce("origin_refused", F.lit(False)) | origin_erased).alias("origin_refused"),
            "head",
            (F.coalesce("head_refused", F.lit(False)) | head_erased).alias("head_refused"),
            "refused",
        )
    )


def _heads(items: DataFrame) -> DataFrame:
    """The earliest item of each group of copies: copied (hash), head, head_author, head_refused."""
    grouped = (
        items.where((F.col(f.WORD_COUNT) >= MIN_WORDS) & F.col(f.CREATED_AT).isNotNull())
        .groupBy(F.col(f.WORDS_HASH).alias("copied"))
        .agg(
            F.count("*").alias("members"),
            F.min(
                F.struct(
                    f.CREATED_AT, f.SOURCE, f.SOURCE_ID, _ID, f.AUTHOR_ID, (F.size(f.REASONS) > 0).alias("refused")
                )
            ).alias("h"),
        )
    )
    return grouped.where("members > 1").select(
        "copied",
        F.col("h.content_id").alias("head"),
        F.col("h.author_id").alias("head_author"),
        F.col("h.refused").alias("head_refused"),
    )


def _against(origin_refused: Column, head_refused: Column) -> Column:
    unknown = F.col("origin").isNotNull() & ~F.col("origin_known")
    return unknown | origin_refused | head_refused


def _spread(linked: DataFrame) -> DataFrame:
    """Ids of linked items that may not be used, once nothing changes any more."""
    refused = linked.where(F.col("refused") | _against(F.col("origin_refused"), F.col("head_refused"))).select(_ID)
    refused = refused.localCheckpoint(eager=False)
    count = refused.count()
    while True:
        marks = _marked(linked, refused)
        refused = marks.where(F.col("refused") | _against(F.col("origin_out"), F.col("head_out"))).select(_ID)
        refused = refused.localCheckpoint(eager=False)
        before, count = count, refused.count()
        if count == before:
            return refused


def _marked(linked: DataFrame, refused: DataFrame) -> DataFrame:
    """Linked items with whether origin and head are refused, by now."""
    origins = refused.select(F.col(_ID).alias("origin"), F.lit(True).alias("o"))
    heads = refused.select(F.col(_ID).alias("head"), F.lit(True).alias("h"))
    return (
        linked.join(origins, "origin", "left")
        .join(heads, "head", "left")
        .withColumn("origin_out", F.col("origin_refused") | F.coalesce("o", F.lit(False)))
        .withColumn("head_out", F.col("head_refused") | F.coalesce("h", F.lit(False)))
    )


def _reasons(linked: DataFrame, refused: DataFrame) -> DataFrame:
    """The reasons at the fixed point; a copy is refused as one only if nothing else is against it."""
    marks = _marked(linked, refused)
    unknown = F.col("origin").isNotNull() & ~F.col("origin_known")
    origin = F.when(unknown, F.lit(Reason.ORIGIN_UNKNOWN.value)).when(
        F.col("origin_out"), F.lit(Reason.ORIGIN_EXCLUDED.value)
    )
    copy = F.when(
        ~F.col("refused") & ~unknown & ~F.col("origin_out") & F.col("head_out"), F.lit(Reason.COPY_OF_EXCLUDED.value)
    )
    return marks.withColumn("extra", F.filter(F.array(origin, copy), lambda r: r.isNotNull()))
