"""decide: decides every item anew and writes the decisions that changed."""

from __future__ import annotations

from pyspark.sql import Column
from pyspark.sql import functions as F

from jobs.effects import consent
from jobs.night import Night, Prepared
from jobs.stages.decide import changed, decisions, latest, standing_rules
from jobs.stages.lineage import lineage
from schemas import fields as f
from schemas.reasons import DECIDE_REASONS
from schemas.tables import CONTENT, DECISIONS, ERASURE_REQUESTS

RULED = "decide/ruled"
DECIDED = "decide/decided"
CHANGED = "decide/changed"


def prepare(night: Night) -> Prepared:
    """Stage the decision of every item, and which of them are news."""
    intervals, places = consent.places_and_rules(night)
    ruled = standing_rules(
        night.known(CONTENT),
        night.lake.staged(consent.SNAPSHOT),
        intervals,
        night.known(ERASURE_REQUESTS),
        places,
        cut=night.cut,
    )
    staged = night.lake.stage(RULED, ruled)
    decided = night.lake.stage(DECIDED, decisions(lineage(staged.frame), night.night), **_totals())
    ledger = latest(night.lake.read(DECISIONS).where(F.col(f.NIGHT) < night.literal))
    news = night.lake.stage(CHANGED, changed(decided.frame, ledger))
    totals = dict(decided.counts)
    by_reason = {reason.value: count for reason in DECIDE_REASONS if (count := totals.pop(reason))}
    facts = totals | {
        "items": totals["rows"],
        "content_items": staged.counts["rows"],
        "eligible_before": _eligible_before(night),
    }
    counts = {
        "items": facts["items"],
        "eligible": facts["eligible"],
        "changed": news.counts["rows"],
        "not_eligible": dict(sorted(by_reason.items())),
    }
    return Prepared(counts, facts, decided.frame)


def _totals() -> dict[str, Column]:
    """What the gate compares, and items by reason."""
    eligible, reasons = F.col(f.IS_ELIGIBLE), F.size(f.REASONS)
    known = F.array(*(F.lit(reason.value) for reason in DECIDE_REASONS))
    return {
        "eligible": F.count_if(eligible),
        "refused": F.count_if(~eligible),
        "eligible_with_reasons": F.count_if(eligible & (reasons > 0)),
        "refused_without_reasons": F.count_if(~eligible & (reasons == 0)),
        "unknown_reasons": F.count_if(F.size(F.array_except(f.REASONS, known)) > 0),
        **{reason.value: F.count_if(F.array_contains(f.REASONS, reason.value)) for reason in DECIDE_REASONS},
    }


def _eligible_before(night: Night) -> int:
    """Eligible items of the last finished night; 0 for the first."""
    last = night.registry.last_night(night.purpose)
    stage = night.registry.stage(last, night.purpose, "decide") if last else None
    return int(stage.counts.get("eligible", 0)) if stage else 0


def commit(night: Night) -> None:
    """Append what changed; an earlier attempt of the night gives way."""
    night.lake.replace_night(DECISIONS, night.lake.staged(CHANGED), night.night)
