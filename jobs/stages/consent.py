"""consent: what each member's standing was as of a night.

Reads the directory, residence, consent events and erasure requests known by the night; writes one
row a member to `consent_snapshots`. Nothing here decides: decide.py does, from this row alone.
"""

from __future__ import annotations

from datetime import date, datetime

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from jobs.stages.regions import residence_at
from schemas import fields as f
from schemas.tables import CONSENT_SNAPSHOTS


def snapshot(
    members: DataFrame,
    intervals: DataFrame,
    events: DataFrame,
    erasures: DataFrame,
    rules: DataFrame,
    *,
    night: date,
    cut: datetime,
    purpose: str,
) -> DataFrame:
    """The standing of every member of the directory at the cut."""
    member = str(f.MEMBER_ID)
    policies = rules.groupBy(f.COUNTRY, f.SUBDIVISION).agg(
        F.map_from_entries(F.array_sort(F.collect_list(F.struct(f.CONTENT_TYPE, f.POLICY_ID)))).alias(f.POLICY_IDS)
    )
    place = residence_at(intervals, cut).withColumnRenamed(f.COUNTRY, "c").withColumnRenamed(f.SUBDIVISION, "s")
    here = place.join(
        F.broadcast(policies),
        (F.col("c").eqNullSafe(policies[f.COUNTRY])) & (F.col("s").eqNullSafe(policies[f.SUBDIVISION])),
        "left",
    ).select(member, F.col("c").alias(f.COUNTRY), F.col("s").alias(f.SUBDIVISION), f.POLICY_IDS)
    asked = erasures.select(member).distinct().withColumn(f.IS_ERASED, F.lit(True))
    return (
        directory(members)
        .select(member, f.BIRTH_DATE)
        .join(here, member, "left")
        .join(last_choice(events, cut, purpose), member, "left")
        .join(asked, member, "left")
        .withColumn(f.NIGHT, F.lit(night))
        .withColumn(f.IS_ERASED, F.coalesce(F.col(f.IS_ERASED), F.lit(False)))
        .withColumn(f.COVERS_PAST, F.coalesce(F.col(f.COVERS_PAST), F.lit(False)))
        .select(*CONSENT_SNAPSHOTS.fields)
    )


def directory(members: DataFrame) -> DataFrame:
    """The record of each member that was known last."""
    columns = [name for name in members.columns if name != f.MEMBER_ID]
    latest = F.max_by(F.struct(*columns), F.struct(f.RECORDED_AT, f.RECORD_HASH))
    return members.groupBy(f.MEMBER_ID).agg(latest.alias("r")).select(f.MEMBER_ID, "r.*")


def last_choice(events: DataFrame, cut: datetime, purpose: str) -> DataFrame:
    """Each member's last choice for the purpose at the cut.

    A denial dated ahead counts, and is ordered, from when it was recorded; a grant dated ahead
    only once its time has come. At the same instant a denial comes after a grant,
    and a grant that does not cover the past after one that does.
    """
    denied = F.col(f.STATE) == "denied"
    counts_from = F.when(denied, F.least(f.EFFECTIVE_AT, f.RECORDED_AT)).otherwise(F.col(f.EFFECTIVE_AT))
    relevant = events.where(F.col(f.PURPOSE) == purpose).withColumn(f.CONSENT_AT, counts_from)
    order = F.struct(
        F.col(f.CONSENT_AT),
        denied.alias("denied"),
        (~F.col(f.COVERS_PAST)).alias("narrow"),
        F.col(f.EVENT_ID),
        F.col(f.RECORD_HASH),
    )
    chosen = F.max_by(F.struct(f.STATE, f.EVENT_ID, f.CONSENT_AT, f.COVERS_PAST), order)
    last = relevant.where(F.col(f.CONSENT_AT) <= F.lit(cut)).groupBy(f.MEMBER_ID).agg(chosen.alias("e"))
    return last.select(
        f.MEMBER_ID,
        F.col("e.state").alias(f.CONSENT_STATE),
        F.col("e.event_id").alias(f.CONSENT_EVENT_ID),
        F.col("e.consent_at").alias(f.CONSENT_AT),
        F.col("e.covers_past").alias(f.COVERS_PAST),
    )
