"""The gate after decide: one row for each item that was decided, and the sums of all.

Facts: items, eligible, refused (decisions that stand); content_items (items of the content table);
eligible_with_reasons, refused_without_reasons, unknown_reasons; eligible_before (the night before,
0 for the first); canaries (planted), canaries_refused_rightly (for what each was planted for, and for
nothing else), canaries_let_in.
"""

from __future__ import annotations

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from expectations.gate import Suite
from expectations.rules import at_least, between, equal, hashed, never_null, one_of, unique_key, zero
from schemas import fields as f
from schemas.reasons import DECIDE_REASONS

REASONS_AGREE = "reasons_agree"  # eligible without a reason against, or refused with one
OTHER_REASONS = "other_reasons"  # reasons that are not of decide's list
POLICY_OF_ELIGIBLE = "policy_of_eligible"

_KEPT = (f.CONTENT_ID, f.AUTHOR_ID, f.IS_ELIGIBLE)


def _view(decisions: DataFrame) -> DataFrame:
    """Keys as they are; reasons as what must be true of them."""
    known = (F.array_contains(f.REASONS, str(reason)).cast("int") for reason in DECIDE_REASONS)
    has_policy = F.col(f.POLICY_ID).isNotNull()
    return decisions.select(
        *_KEPT,
        (F.col(f.IS_ELIGIBLE) == (F.coalesce(F.size(f.REASONS), F.lit(-1)) == 0)).alias(REASONS_AGREE),
        F.coalesce(F.size(f.REASONS) - sum(known, F.lit(0)), F.lit(1)).alias(OTHER_REASONS),
        F.when(F.col(f.IS_ELIGIBLE), has_policy).alias(POLICY_OF_ELIGIBLE),
    )


SUITE = Suite(
    name="decided",
    view=_view,
    rows=(
        *never_null(_KEPT),
        unique_key(f.CONTENT_ID),
        *hashed(f.CONTENT_ID),
        one_of(REASONS_AGREE, [True], "an item is eligible, or has a reason against it"),
        between(OTHER_REASONS, 0, 0, "every reason is one of the closed list"),
        one_of(POLICY_OF_ELIGIBLE, [True], "an eligible item has a policy row that let it pass"),
    ),
    facts=(
        equal("items", "eligible + refused", "every item is eligible or refused"),
        equal("items", "content_items", "every item was decided"),
        zero("eligible_with_reasons", "no eligible item has a reason against it"),
        zero("refused_without_reasons", "no item was refused without a reason"),
        zero("unknown_reasons", "every reason is one of the closed list"),
        zero("canaries_let_in", "no canary may be used"),
        equal("canaries", "canaries_refused_rightly", "every canary is refused for what it was planted for"),
        at_least(
            "10 * eligible",
            "8 * eligible_before",
            "the eligible items are not a fifth fewer than the night before",
            severity="warning",
        ),
    ),
)
