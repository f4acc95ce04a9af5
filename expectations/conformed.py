"""The gate after conform: the content records of the night, and what became of every delivered one.

Facts: delivered, conformed, refused (content records); standing (items inserted or changed
tonight) and superseded; refused_consent, refused_erasures, refused_members, refused_residence;
unknown_reasons (refusals whose reason is not of conform's list).
"""

from __future__ import annotations

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from expectations.gate import Suite
from expectations.rules import HEX_64, at_least, between, equal, hashed, never_null, one_of, shaped, unique_key, zero
from schemas import fields as f
from schemas.erasure import ERASED
from schemas.values import CONTENT_TYPES, MAX_TEXT_BYTES

CREATED_SECONDS = "created_seconds"  # since 1970, of live items
CREATED_AHEAD = "created_ahead"  # microseconds after the last instant that conform lets pass, of live items

_KEPT = (
    f.CONTENT_ID,
    f.SOURCE,
    f.SOURCE_ID,
    f.CONTENT_TYPE,
    f.AUTHOR_ID,
    f.IS_DELETED,
    f.DELIVERED_NIGHT,
    f.DELIVERY_ORDER,
    f.WORDS_HASH,
)


def _view(records: DataFrame) -> DataFrame:
    """Keys as they are; what live items must have is null for tombstones, and wrong where it is absent."""
    last = F.unix_micros((F.date_add(F.col(f.DELIVERED_NIGHT), 2)).cast("timestamp"))
    return records.select(
        *_KEPT,
        _live(F.coalesce(F.col(f.TEXT_BYTES), F.lit(0))).alias(f.TEXT_BYTES),
        _live(F.coalesce(F.col(f.TEXT_HASH), F.lit(""))).alias(f.TEXT_HASH),
        _live(F.unix_seconds(f.CREATED_AT)).alias(CREATED_SECONDS),
        _live(F.coalesce(F.unix_micros(f.CREATED_AT) - last, F.lit(1))).alias(CREATED_AHEAD),
    )


def _live(value: Column) -> Column:
    """The value for items that are not deleted."""
    return F.when(F.coalesce(F.col(f.IS_DELETED), F.lit(False)), None).otherwise(value)


SUITE = Suite(
    name="conformed",
    view=_view,
    rows=(
        *never_null(_KEPT),
        unique_key(f.CONTENT_ID, f.DELIVERY_ORDER),
        one_of(f.CONTENT_TYPE, CONTENT_TYPES, "the type is post, article or comment"),
        between(f.TEXT_BYTES, 1, MAX_TEXT_BYTES, "a live item has a text of at most 1 MiB"),
        between(CREATED_AHEAD, None, 0, "a live item was created no later than two days after its night began"),
        # Conform refuses no old date, so one must not stop a night either.
        between(CREATED_SECONDS, 0, None, "a live item was created in 1970 or later", severity="warning"),
        *hashed(f.CONTENT_ID, f.TEXT_HASH),
        shaped(f.WORDS_HASH, f"{HEX_64}|^{ERASED}$", "words_hash has 64 hexadecimal digits, or is of an erased text"),
    ),
    facts=(
        equal("delivered", "conformed + refused", "every delivered record was conformed or refused"),
        equal("conformed", "standing + superseded", "every conformed record stands or was superseded"),
        zero("refused_consent", "no consent event was unreadable: a choice must not be ignored"),
        zero("refused_erasures", "no erasure request was unreadable: a choice must not be ignored"),
        zero("refused_members", "no record of the directory was unreadable", severity="warning"),
        zero("refused_residence", "no record of residence was unreadable", severity="warning"),
        at_least("delivered", "20 * refused", "at most 5 % of the content was refused", severity="warning"),
        zero("unknown_reasons", "every refusal has a reason from the closed list"),
    ),
)
