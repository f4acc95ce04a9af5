"""regions: where a member lived at an instant, and the policy row that holds there.

A residence counts from `valid_from`; of two from the same instant the one recorded later stands.
The policy is small: it is looked up once for each residence that occurs, then broadcast.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from pyspark.sql import DataFrame, SparkSession, Window
from pyspark.sql import functions as F
from pyspark.sql.types import IntegerType, StringType, StructField, StructType, TimestampType

from jobs.policy import Policy, State
from jobs.stages.local import local
from schemas import fields as f
from schemas.values import CONTENT_TYPES

VALID_TO = "valid_to"
RULES_SCHEMA = StructType(
    [
        *(StructField(name, StringType()) for name in ("country", "subdivision", "content_type", "policy_id", "state")),
        StructField("min_age", IntegerType()),
        StructField("content_from", TimestampType()),
    ]
)


def residence_intervals(residence: DataFrame) -> DataFrame:
    """One row a stay: member_id, country, subdivision, valid_from and valid_to (none for the last)."""
    stays = residence.groupBy(f.MEMBER_ID, f.VALID_FROM).agg(
        F.max_by(F.struct(f.COUNTRY, f.SUBDIVISION), F.struct(f.RECORDED_AT, f.RECORD_HASH)).alias("stay")
    )
    following = F.lead(f.VALID_FROM).over(Window.partitionBy(f.MEMBER_ID).orderBy(f.VALID_FROM))
    return stays.select(f.MEMBER_ID, "stay.*", f.VALID_FROM, following.alias(VALID_TO))


def residence_at(intervals: DataFrame, at: datetime) -> DataFrame:
    """Where each member lived at an instant: member_id, country, subdivision."""
    instant = F.lit(at)
    holds = (F.col(f.VALID_FROM) <= instant) & (F.col(VALID_TO).isNull() | (instant < F.col(VALID_TO)))
    return intervals.where(holds).select(f.MEMBER_ID, f.COUNTRY, f.SUBDIVISION)


def rules(spark: SparkSession, residence: DataFrame, policy: Policy, purpose: str, at: datetime) -> DataFrame:
    """The rule in force at an instant for every residence that occurs and every type of content.

    Columns: country, subdivision, content_type, policy_id, state, min_age (years), content_from.
    A residence and type without a rule has no row.
    """
    known = residence.where(F.col(f.COUNTRY).isNotNull())  # no country, no region, no rule: not even that of `*`
    places = [(row[0], row[1]) for row in known.select(f.COUNTRY, f.SUBDIVISION).distinct().collect()]
    return local(spark, list(_rows(places, policy, purpose, at)), RULES_SCHEMA)


def _rows(
    places: Iterable[tuple[str, str | None]], policy: Policy, purpose: str, at: datetime
) -> Iterable[tuple[object, ...]]:
    for country, subdivision in sorted(places, key=str):
        for kind in CONTENT_TYPES:
            rule = policy.rule(country, subdivision, kind, purpose, at)
            if rule is not None:
                yield (
                    country,
                    subdivision,
                    kind,
                    rule.policy_id,
                    State(rule.state).value,
                    rule.min_age,
                    rule.content_from,
                )
