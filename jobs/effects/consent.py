"""consent: writes what every member's standing was as of the night."""

from __future__ import annotations

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from jobs.night import Night, Prepared
from jobs.stages.canaries import Planted, plant
from jobs.stages.consent import snapshot
from jobs.stages.regions import residence_intervals, rules
from schemas import fields as f
from schemas.tables import CONSENT_EVENTS, CONSENT_SNAPSHOTS, ERASURE_REQUESTS, MEMBERS, RESIDENCE

SNAPSHOT = "consent/snapshot"


def prepare(night: Night) -> Prepared:
    """Stage the snapshot, with the canaries in it."""
    canaries = planted(night)
    intervals, places = places_and_rules(night, canaries)
    frame = snapshot(
        canaries.beside(night.spark, MEMBERS, night.known(MEMBERS)),
        intervals,
        canaries.beside(night.spark, CONSENT_EVENTS, night.known(CONSENT_EVENTS)),
        canaries.beside(night.spark, ERASURE_REQUESTS, night.known(ERASURE_REQUESTS)),
        places,
        night=night.night,
        cut=night.cut,
        purpose=night.purpose,
    )
    staged = night.lake.stage(SNAPSHOT, frame, members=F.count_if(~canaries.is_one(f.MEMBER_ID)))
    return Prepared({"members": staged.counts["members"]})


def planted(night: Night) -> Planted:
    """The canaries of a night: the same at each attempt, and named by nobody without the key."""
    word = night.key.keyed("canary", night.night.isoformat())
    return plant(night.policy, night.purpose, night.cut, word, night.canaries)


def places_and_rules(night: Night, canaries: Planted | None = None) -> tuple[DataFrame, DataFrame]:
    """The stays of all members known by the night, and the rules of the places that occur in them."""
    residence = night.known(RESIDENCE)
    residence = canaries.beside(night.spark, RESIDENCE, residence) if canaries else residence
    return residence_intervals(residence), rules(night.spark, residence, night.policy, night.purpose, night.cut)


def commit(night: Night) -> None:
    """The night's snapshot takes the place of an earlier attempt's; canaries are in no table."""
    members = night.lake.staged(SNAPSHOT).where(~planted(night).is_one(f.MEMBER_ID))
    night.lake.replace_night(CONSENT_SNAPSHOTS, members, night.night)
