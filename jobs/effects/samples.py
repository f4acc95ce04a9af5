"""A sample of what is published, drawn for people to judge; it lies in the restricted zone and goes with an erasure."""

from __future__ import annotations

from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

from jobs.errors import InputMissing, UsageError
from jobs.rewrites import Rewrites
from schemas import fields as f
from schemas.tables import AUDIT_SAMPLES, DOCUMENTS, REDACTIONS

LEAST = 3  # documents of each stratum, if it has so many


def draw(lake: Rewrites, name: str, count: int, seed: int) -> int:
    """Draw about `count` documents, from each stratum by its size, and keep them; how many they are.

    Raises:
        InputMissing: nothing is published.
        UsageError: there is a sample of this name.
    """
    lake.create_missing((AUDIT_SAMPLES,))
    if not lake.read(AUDIT_SAMPLES).where(F.col(f.SAMPLE) == name).isEmpty():
        raise UsageError("there is a sample of this name", where=name, next_step="name another, or review this one")
    rows = drawn(lake.read(DOCUMENTS), lake.read(REDACTIONS), count, seed).withColumn(f.SAMPLE, F.lit(name))
    lake.append_new(AUDIT_SAMPLES, rows.select(*AUDIT_SAMPLES.fields))
    kept = lake.read(AUDIT_SAMPLES).where(F.col(f.SAMPLE) == name).count()
    if not kept:
        raise InputMissing("nothing is published to draw from", where=lake.root, next_step="run a night first")
    return kept


def drawn(documents: DataFrame, redactions: DataFrame, count: int, seed: int) -> DataFrame:
    """The documents that a seed draws, in an order that it draws too: place 1 is the first to judge."""
    stratum = Window.partitionBy(f.CONTENT_TYPE, f.LANGUAGE)
    order = F.xxhash64(F.lit(seed), F.col(f.DOC_ID))
    total = documents.count()
    ranked = documents.select(f.DOC_ID, f.CONTENT_TYPE, f.LANGUAGE, f.REDACTED_TEXT, order.alias("order")).withColumns(
        {
            "rank": F.row_number().over(stratum.orderBy("order", f.DOC_ID)),
            str(f.STRATUM_SIZE): F.count("*").over(stratum),
        }
    )
    share = F.ceil(F.col(f.STRATUM_SIZE) * F.lit(count / max(total, 1)))
    taken = ranked.where(F.col("rank") <= F.greatest(share, F.lit(LEAST)))
    items = redactions.select(f.DOC_ID, f.CONTENT_ID).distinct()
    place = F.row_number().over(Window.orderBy("order", f.DOC_ID)).cast("int")
    return taken.join(items, str(f.DOC_ID)).withColumn(f.PLACE, place)
