"""consent: writes what every member's standing was as of the night."""

from __future__ import annotations

from pyspark.sql import DataFrame

from jobs.night import Night, Prepared
from jobs.stages.consent import snapshot
from jobs.stages.regions import residence_intervals, rules
from schemas.tables import CONSENT_EVENTS, CONSENT_SNAPSHOTS, ERASURE_REQUESTS, MEMBERS, RESIDENCE

SNAPSHOT = "consent/snapshot"


def prepare(night: Night) -> Prepared:
    """Stage the snapshot."""
    intervals, places = places_and_rules(night)
    frame = snapshot(
        night.known(MEMBERS),
        intervals,
        night.known(CONSENT_EVENTS),
        night.known(ERASURE_REQUESTS),
        places,
        night=night.night,
        cut=night.cut,
        purpose=night.purpose,
    )
    return Prepared({"members": night.lake.stage(SNAPSHOT, frame).counts["rows"]})


def places_and_rules(night: Night) -> tuple[DataFrame, DataFrame]:
    """The stays of all members known by the night, and the rules of the places that occur in them."""
    residence = night.known(RESIDENCE)
    return residence_intervals(residence), rules(night.spark, residence, night.policy, night.purpose, night.cut)


def commit(night: Night) -> None:
    """The night's snapshot takes the place of an earlier attempt's."""
    night.lake.replace_night(CONSENT_SNAPSHOTS, night.lake.staged(SNAPSHOT), night.night)
