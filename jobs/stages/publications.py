"""publications: in which versions and releases each document stood.

The ledger gets a row when a document enters a target, changes there or leaves. So what a version or
a release holds, and held, is known without opening it, and after its files are gone.
"""

from __future__ import annotations

from datetime import date

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from schemas import fields as f
from schemas.tables import PUBLICATIONS

CORPUS = "corpus"  # the target of versions; a release is its own
ENTERED, CHANGED, LEFT = "entered", "changed", "left"
_ID = str(f.CONTENT_ID)
_NAMES = (f.CONTENT_ID, f.DOC_ID, f.SUBJECT_KEY, f.SHARD, f.DOCUMENT_HASH)


def standing(ledger: DataFrame, target: str, through: int) -> DataFrame:
    """What a target holds as of a number, by the ledger: content_id, doc_id, subject_key, shard, document_hash."""
    mine = ledger.where((F.col(f.TARGET) == target) & (F.col(f.NUMBER) <= through))
    # within a number a rewrite comes after what was published, and it changes or removes, never adds
    order = F.struct(F.col(f.NUMBER), F.col(f.MOVEMENT) != ENTERED, F.col(f.MOVEMENT) == LEFT)
    last = F.max_by(F.struct(f.MOVEMENT, *_NAMES[1:]), order).alias("r")
    held = mine.groupBy(_ID).agg(last).where(F.col("r.movement") != LEFT)
    return held.select(_ID, *(F.col(f"r.{name}") for name in _NAMES[1:]))


def movements(now: DataFrame, before: DataFrame, *, target: str, number: int, night: date) -> DataFrame:
    """The rows that the ledger lacks when a target that held `before` holds `now`; both as `standing` gives them."""
    new = now.select(_ID, F.struct(*_NAMES).alias("new"))
    old = before.select(_ID, F.struct(*_NAMES).alias("old"))
    movement = (
        F.when(F.col("new").isNull(), F.lit(LEFT))
        .when(F.col("old").isNull(), F.lit(ENTERED))
        .when(F.col("new.document_hash") != F.col("old.document_hash"), F.lit(CHANGED))
    )
    both = new.join(old, _ID, "full").withColumn(f.MOVEMENT, movement).where(F.col(f.MOVEMENT).isNotNull())
    named = both.withColumn("r", F.coalesce("new", "old")).select("r.*", f.MOVEMENT)
    facts = {f.TARGET: F.lit(target), f.NUMBER: F.lit(number), f.NIGHT: F.lit(night)}
    return named.withColumns({str(name): value for name, value in facts.items()}).select(*PUBLICATIONS.fields)
