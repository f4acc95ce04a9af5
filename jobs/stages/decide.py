"""decide: eligible, or every reason against, for every item, every night.

Reads small columns of `content` without text, the night's `consent_snapshots`, residence and the
policy; a join and a handful of conditions, so birthdays, dated policies and late events need no
special case. What an item was made from (origins, copies) is stages/lineage.py.
"""

from __future__ import annotations

from datetime import date, datetime

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from jobs.policy import ADULT, State
from jobs.stages.reasons import codes
from jobs.stages.regions import VALID_TO
from schemas import fields as f
from schemas.reasons import Reason

NEWS = "is_news"
SMALL = (
    f.CONTENT_ID,
    f.SOURCE,
    f.SOURCE_ID,
    f.CONTENT_TYPE,
    f.AUTHOR_ID,
    f.CREATED_AT,
    f.VISIBILITY,
    f.IS_DELETED,
    f.IS_CONFLICTING,
    f.WORDS_HASH,
    f.WORD_COUNT,
    f.RESHARE_OF,
)
# of these, what says what an item was made from
RULED = (
    f.CONTENT_ID,
    f.SOURCE,
    f.SOURCE_ID,
    f.AUTHOR_ID,
    f.CREATED_AT,
    f.IS_DELETED,
    f.WORDS_HASH,
    f.WORD_COUNT,
    f.RESHARE_OF,
)


def standing_rules(
    content: DataFrame,
    snapshot: DataFrame,
    intervals: DataFrame,
    erasures: DataFrame,
    rules: DataFrame,
    *,
    cut: datetime,
) -> DataFrame:
    """Items with the reasons that item, member, region, age and consent give.

    Returns the columns of RULED, `reasons` (unsorted), policy_id and consent_event_id.
    """
    facts = _at_creation(_at_cut(content.select(*SMALL), snapshot, rules), intervals, rules)
    asked = erasures.select(F.col(f.MEMBER_ID).alias(f.AUTHOR_ID))
    facts = facts.join(F.broadcast(asked.distinct().withColumn("asked", F.lit(True))), str(f.AUTHOR_ID), "left")
    known = F.col("known")
    found = codes(_item_rules() | {r: known & c for r, c in _member_rules(cut).items()})
    return facts.select(*RULED, found.alias(f.REASONS), F.col(f.POLICY_ID), F.col(f.CONSENT_EVENT_ID))


def _at_cut(content: DataFrame, snapshot: DataFrame, rules: DataFrame) -> DataFrame:
    """The author's standing and the rule of their region at the cut."""
    standing = snapshot.drop(f.NIGHT, f.POLICY_IDS, f.IS_ERASED).withColumnRenamed(f.MEMBER_ID, f.AUTHOR_ID)
    joined = content.join(standing.withColumn("known", F.lit(True)), str(f.AUTHOR_ID), "left")
    joined = joined.withColumn("known", F.coalesce(F.col("known"), F.lit(False)))
    return _with_rule(joined, rules, f.COUNTRY, f.SUBDIVISION, prefix="")


def _at_creation(items: DataFrame, intervals: DataFrame, rules: DataFrame) -> DataFrame:
    """Where the author lived when the item was created, and the rule that holds there at the cut."""
    stays = intervals.select(
        F.col(f.MEMBER_ID).alias("stay_member"),
        F.col(f.COUNTRY).alias("then_country"),
        F.col(f.SUBDIVISION).alias("then_subdivision"),
        f.VALID_FROM,
        VALID_TO,
    )
    during = (F.col(f.VALID_FROM) <= F.col(f.CREATED_AT)) & (
        F.col(VALID_TO).isNull() | (F.col(f.CREATED_AT) < F.col(VALID_TO))
    )
    joined = items.join(stays, (F.col(f.AUTHOR_ID) == F.col("stay_member")) & during, "left")
    return _with_rule(joined, rules, "then_country", "then_subdivision", prefix="then_")


def _with_rule(items: DataFrame, rules: DataFrame, country: str, subdivision: str, *, prefix: str) -> DataFrame:
    renamed = rules.select(*(F.col(name).alias(f"r_{name}") for name in rules.columns))
    here = (
        F.col(country).eqNullSafe(F.col("r_country"))
        & F.col(subdivision).eqNullSafe(F.col("r_subdivision"))
        & (F.col(f.CONTENT_TYPE) == F.col("r_content_type"))
    )
    kept = {name: F.col(f"r_{name}").alias(f"{prefix}{name}") for name in rules.columns[3:]}
    return items.join(F.broadcast(renamed), here, "left").select(*items.columns, *kept.values())


def _item_rules() -> dict[Reason, Column]:
    live = ~F.col(f.IS_DELETED)
    return {
        Reason.CONTENT_DELETED: ~live,
        Reason.NOT_PUBLIC: live & ~F.col(f.VISIBILITY).eqNullSafe("public"),
        Reason.CONFLICTING_REVISIONS: live & F.col(f.IS_CONFLICTING),
        Reason.MEMBER_ERASED: F.col("asked"),
        Reason.MEMBER_UNKNOWN: ~F.col("known"),
    }


def _member_rules(cut: datetime) -> dict[Reason, Column]:
    return _region_rules() | _age_rules(cut.date()) | _consent_rules()


def _region_rules() -> dict[Reason, Column]:
    here, there = F.col(f.COUNTRY).isNotNull(), F.col("then_country").isNotNull()
    out, out_then = here & _excluded(f.STATE), there & _excluded("then_state")
    dated = F.col(f.CREATED_AT).isNotNull()
    return {
        Reason.REGION_UNKNOWN: ~here,
        Reason.REGION_EXCLUDED: out,
        Reason.REGION_UNKNOWN_AT_CREATION: dated & here & ~there,
        Reason.REGION_EXCLUDED_AT_CREATION: dated & out_then & ~out,
    }


def _excluded(state: str) -> Column:
    """A region without a rule is as good as excluded: unknown means out."""
    return F.col(state).isNull() | (F.col(state) == State.EXCLUDED.value)


def _age_rules(today: date) -> dict[Reason, Column]:
    least = F.coalesce(F.col("min_age"), F.lit(ADULT))
    born = F.col(f.BIRTH_DATE).isNotNull()
    young = age(F.col(f.BIRTH_DATE), F.lit(today)) < least
    young_then = age(F.col(f.BIRTH_DATE), F.to_date(F.col(f.CREATED_AT))) < least
    return {
        Reason.AGE_UNKNOWN: ~born,
        Reason.UNDERAGE: born & young,
        Reason.UNDERAGE_AT_CREATION: born & ~young & young_then,
    }


def age(birth: Column, day: Column) -> Column:
    """Full years on a day. Who was born on 29 February is a year older on 1 March."""
    before = _in_year(day) < _in_year(birth)
    return F.year(day) - F.year(birth) - before.cast("int")


def _in_year(day: Column) -> Column:
    """A number that grows from the first day of a year to its last; equal for equal days of two years."""
    return F.month(day) * 100 + F.day(day)


def _consent_rules() -> dict[Reason, Column]:
    ruled = F.col(f.STATE).isNotNull() & (F.col(f.STATE) != State.EXCLUDED.value)
    opt_in = F.col(f.STATE).eqNullSafe(State.OPT_IN.value)
    said = F.col(f.CONSENT_STATE)
    before_grant = ~F.col(f.COVERS_PAST) & (F.col(f.CREATED_AT) < F.col(f.CONSENT_AT))
    return {
        Reason.CONSENT_DENIED: ruled & said.eqNullSafe("denied"),
        Reason.CONSENT_MISSING: opt_in & said.isNull(),
        Reason.CREATED_BEFORE_GRANT: opt_in & said.eqNullSafe("granted") & before_grant,
        Reason.CREATED_BEFORE_POLICY: ruled & (F.col(f.CREATED_AT) < F.col("content_from")),
    }


def decisions(items: DataFrame, night: date) -> DataFrame:
    """One row an item, as `decisions` holds them: reasons sorted, eligible where there are none."""
    return items.select(
        f.CONTENT_ID,
        F.lit(night).alias(f.NIGHT),
        f.AUTHOR_ID,
        (F.size(f.REASONS) == 0).alias(f.IS_ELIGIBLE),
        F.sort_array(f.REASONS).alias(f.REASONS),
        f.POLICY_ID,
        f.CONSENT_EVENT_ID,
    )


def latest(ledger: DataFrame) -> DataFrame:
    """The row of a ledger that stands for each item: the one of the last night."""
    columns = [name for name in ledger.columns if name != f.CONTENT_ID]
    return (
        ledger.groupBy(f.CONTENT_ID)
        .agg(F.max_by(F.struct(*columns), F.col(f.NIGHT)).alias("r"))
        .select(f.CONTENT_ID, "r.*")
    )


def with_news(now: DataFrame, before: DataFrame) -> DataFrame:
    """Adds `is_news`: whether a row says something else than the standing row of its item, or is its first."""
    compared = [name for name in now.columns if name not in (f.CONTENT_ID, f.NIGHT)]
    held = before.select(f.CONTENT_ID, F.struct(*compared).alias("held"))
    joined = now.join(held, str(f.CONTENT_ID), "left")
    return joined.select(*now.columns, (~F.struct(*compared).eqNullSafe(F.col("held"))).alias(NEWS))


def news(marked: DataFrame) -> DataFrame:
    """The rows that the ledger does not have yet."""
    return marked.where(NEWS).drop(NEWS)
