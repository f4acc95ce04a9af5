"""foretell: what another policy would let in and keep out on a night, by the functions that decide the night.

Nothing is written: no table, no staging, no registry. What is foretold rests on the facts that the
lake knows by then; a text that was never read has no judgement of curation yet and is counted apart.
"""

from __future__ import annotations

from dataclasses import dataclass

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from jobs.effects import consent, publish, redact
from jobs.effects.curate import candidates
from jobs.night import Night
from jobs.stages.consent import directory, snapshot
from jobs.stages.curate import elected, judged
from jobs.stages.decide import decisions, standing_rules
from jobs.stages.lineage import lineage
from jobs.stages.redact import required
from schemas import fields as f
from schemas.tables import CONSENT_EVENTS, CONTENT, ERASURE_REQUESTS, MEMBERS

ENTER, LEAVE, MOVES = "enter", "leave", "moves"
_ID = str(f.CONTENT_ID)


@dataclass(frozen=True)
class Foretold:
    """The decision of every item under a policy, and what of it would be published."""

    decided: DataFrame
    published: DataFrame  # content_id
    unread: DataFrame  # content_id: eligible, and its text was not read yet


def foretell(night: Night) -> Foretold:
    """Decide, curate and publish in mind, with the policy that the night was given."""
    intervals, places = consent.places_and_rules(night)
    intervals = intervals.localCheckpoint()
    erasures = night.known(ERASURE_REQUESTS)
    people = night.known(MEMBERS), intervals, night.known(CONSENT_EVENTS), erasures, places
    standing = snapshot(*people, night=night.night, cut=night.cut, purpose=night.purpose).localCheckpoint()
    ruled = standing_rules(night.known(CONTENT), standing, intervals, erasures, places, cut=night.cut).localCheckpoint()
    decided = decisions(lineage(ruled), night.night).localCheckpoint()
    needed = _needed(night, decided, standing)
    published, unread = _published(night, needed)
    return Foretold(decided, published, unread)


def _needed(night: Night, decided: DataFrame, standing: DataFrame) -> DataFrame:
    """The redactions that the eligible items need."""
    small = night.known(CONTENT).select(*redact.SMALL)
    places = standing.select(f.MEMBER_ID, f.COUNTRY)
    members = directory(night.known(MEMBERS)).join(places, str(f.MEMBER_ID), "left")
    eligible = small.join(decided.where(f.IS_ELIGIBLE).select(_ID), _ID, "left_semi")
    return required(eligible, small, members).localCheckpoint()


def _published(night: Night, needed: DataFrame) -> tuple[DataFrame, DataFrame]:
    """What would be published, by the same judgement as the night's, and what was never read."""
    read = candidates(night, needed).localCheckpoint()
    kept = elected(judged(read, night.curation), night.night).where(f.IS_KEPT).select(_ID)
    allowed = read.join(publish.suppressed(night), str(f.SUBJECT_KEY), "left_anti").select(_ID)
    return kept.join(allowed, _ID).localCheckpoint(), needed.join(read, _ID, "left_anti").select(_ID)


def moving(old: Foretold, new: Foretold) -> DataFrame:
    """Items that enter or leave: content_id, author_id, moves, and the reasons on the side where it is out."""
    before = old.decided.select(_ID, f.AUTHOR_ID, F.col(f.IS_ELIGIBLE).alias("was"), F.col(f.REASONS).alias("then"))
    after = new.decided.select(_ID, F.col(f.IS_ELIGIBLE).alias("is"), F.col(f.REASONS).alias("now"))
    both = before.join(after, _ID).where(F.col("was") != F.col("is"))
    return both.select(
        _ID,
        f.AUTHOR_ID,
        _either(ENTER, LEAVE).alias(MOVES),
        F.when(F.col("is"), F.col("then")).otherwise(F.col("now")).alias(f.REASONS),
    )


def _either(yes: str, no: str) -> Column:
    return F.when(F.col("is"), F.lit(yes)).otherwise(F.lit(no))


def members_moving(old: Foretold, new: Foretold) -> dict[str, int]:
    """How many members would have something eligible that had nothing, and the other way round."""
    authors = [side.decided.where(f.IS_ELIGIBLE).select(f.AUTHOR_ID).distinct() for side in (old, new)]
    entering = authors[1].join(authors[0], str(f.AUTHOR_ID), "left_anti").count()
    return {ENTER: entering, LEAVE: authors[0].join(authors[1], str(f.AUTHOR_ID), "left_anti").count()}


def published_moving(old: Foretold, new: Foretold) -> dict[str, int]:
    """How many documents would enter and leave the corpus; `unread` may enter, when their text was read."""
    return {
        ENTER: new.published.join(old.published, _ID, "left_anti").count(),
        LEAVE: old.published.join(new.published, _ID, "left_anti").count(),
        "after": new.published.count(),
        "unread": new.unread.count(),
    }
