"""Which revision of an item stands, whatever the order in which its records arrive.

The record with the greatest time stands; on equal times the one delivered first. Of the live
records the greatest by the same order is the *base*: a tombstone keeps its creation time, author
and fingerprint. Both are maxima, so a night's records can be folded into what is held.
"""

from __future__ import annotations

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from schemas import fields as f
from schemas.values import AMEND, CHANGE, UPDATE

INCOMING = "is_incoming"
# what a tombstone keeps of its base
_CARRIED = (f.CREATED_AT, f.AUTHOR_ID, f.CONTENT_TYPE, f.WORDS_HASH, f.WORD_COUNT, f.PASSAGES)
_SMALL = (
    f.CONTENT_ID,
    f.REVISED_AT,
    f.DELIVERY_ORDER,
    f.IS_DELETED,
    f.VISIBILITY,
    f.IS_CONFLICTING,
    *_CARRIED,
    f.BASE_REVISED_AT,
    f.BASE_ORDER,
)

AMENDED = frozenset(_SMALL) - {f.CONTENT_ID}
"""What may differ of a held row that stands."""


def standing(held: DataFrame, incoming: DataFrame) -> DataFrame:
    """The change set for `content`: one row an item whose standing row differs from what is held.

    A held row that stands with other facts comes as `amend`, with `AMENDED` alone: its text is not read, and none is to
    be put where it is gone meanwhile. All others are whole.

    `held` are the rows of `content`, `incoming` the night's conformed records with their text.
    """
    touched = incoming.select(f.CONTENT_ID).distinct()
    known = held.select(*_SMALL).join(touched, str(f.CONTENT_ID), "left_semi").withColumn(INCOMING, F.lit(False))
    delivered = incoming.withColumn(INCOMING, F.lit(True))
    changed = _fold(delivered.select(*_SMALL, INCOMING).unionByName(known)).where(F.col(CHANGE).isNotNull())
    keys = [str(f.CONTENT_ID), str(f.DELIVERY_ORDER), INCOMING]
    rest = delivered.drop(*AMENDED - {f.DELIVERY_ORDER})
    return changed.join(rest, keys, "left").drop(INCOMING)


def _fold(records: DataFrame) -> DataFrame:
    """One row an item: the standing record, with what it carries of the base and what is to be done."""
    live = F.col(f.BASE_REVISED_AT).isNotNull()
    grouped = records.groupBy(f.CONTENT_ID).agg(
        F.min_by(F.struct(*_SMALL, INCOMING), _first(f.REVISED_AT, f.DELIVERY_ORDER)).alias("s"),
        F.min_by(
            F.when(live, F.struct(*_CARRIED, f.BASE_REVISED_AT, f.BASE_ORDER)),
            F.when(live, _first(f.BASE_REVISED_AT, f.BASE_ORDER)),
        ).alias("b"),
        F.collect_list(F.struct(f.REVISED_AT, f.VISIBILITY, f.AUTHOR_ID, f.IS_CONFLICTING)).alias("all"),
        F.min_by(
            F.when(~F.col(INCOMING), F.struct(f.IS_CONFLICTING, f.BASE_REVISED_AT, f.BASE_ORDER)),
            F.when(~F.col(INCOMING), F.lit(0)),
        ).alias("held"),
    )
    deleted, base = F.col("s.is_deleted"), F.col("b.base_order").isNotNull()
    columns: dict[str, Column] = {
        f.CONTENT_ID: F.col(f.CONTENT_ID),
        INCOMING: F.col(f"s.{INCOMING}"),
        **{name: F.col(f"s.{name}") for name in (f.REVISED_AT, f.DELIVERY_ORDER, f.IS_DELETED, f.VISIBILITY)},
        **{name: F.when(deleted & base, F.col(f"b.{name}")).otherwise(F.col(f"s.{name}")) for name in _CARRIED},
        f.BASE_REVISED_AT: F.col("b.base_revised_at"),
        f.BASE_ORDER: F.col("b.base_order"),
        f.IS_CONFLICTING: ~deleted & _conflict(),
    }
    same = F.col("held.is_conflicting").eqNullSafe(~deleted & _conflict()) & F.col("held.base_order").eqNullSafe(
        F.col("b.base_order")
    )
    change = F.when(F.col(f"s.{INCOMING}"), F.lit(UPDATE)).when(~same, F.lit(AMEND))
    return grouped.select(*(value.alias(name) for name, value in columns.items()), change.alias(CHANGE))


def _first(time: str, order: str) -> Column:
    """Orders records so that the least has the greatest time and, on equal times, came first; a held one is no news."""
    return F.struct((-F.unix_micros(F.col(time))).alias("t"), F.col(order).alias("o"), F.col(INCOMING))


def _conflict() -> Column:
    """Whether records tied with the standing one differ in visibility or author."""
    tied = F.filter(F.col("all"), lambda r: r.revised_at == F.col("s.revised_at"))
    looks = F.array_distinct(F.transform(tied, lambda r: F.struct(r.visibility, r.author_id)))
    return (F.size(looks) > 1) | F.exists(tied, lambda r: F.coalesce(r.is_conflicting, F.lit(False)))
