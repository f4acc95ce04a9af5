"""decide: decides every item anew and writes the decisions that changed."""

from __future__ import annotations

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from jobs.effects import consent
from jobs.effects.totals import apart, by_reason
from jobs.night import Night, Prepared
from jobs.stages.canaries import Planted
from jobs.stages.decide import NEWS, SMALL, decisions, latest, news, standing_rules, with_news
from jobs.stages.lineage import lineage
from jobs.stages.reasons import others_than
from schemas import fields as f
from schemas.reasons import DECIDE_REASONS
from schemas.tables import CONTENT, DECISIONS, ERASURE_REQUESTS

RULED = "decide/ruled"
DECIDED = "decide/decided"


def prepare(night: Night) -> Prepared:
    """Stage the decision of every item, with whether it is news; canaries are among them, and never are."""
    canaries = consent.planted(night)
    staged = night.lake.stage(RULED, _ruled(night, canaries))
    ledger = latest(night.lake.read(DECISIONS).where(F.col(f.NIGHT) < night.literal))
    marked = with_news(decisions(lineage(staged.frame), night.night), ledger)
    marked = marked.withColumn(NEWS, F.col(NEWS) & ~canaries.is_one(f.AUTHOR_ID))
    decided = night.lake.stage(DECIDED, marked, **_totals(canaries))
    totals, refused = apart(decided.counts, DECIDE_REASONS)
    facts = totals | {
        "content_items": staged.counts["rows"] - canaries.items,
        "canaries": canaries.items,
        "eligible_before": _eligible_before(night),
    }
    counts = {
        "items": facts["items"],
        "eligible": facts["eligible"],
        "changed": totals["changed"],
        "not_eligible": refused,
    }
    return Prepared(counts, facts, decided.frame)


def _ruled(night: Night, canaries: Planted) -> DataFrame:
    """Every item and every canary, by the rules on the item and its member."""
    intervals, places = consent.places_and_rules(night, canaries)
    content = night.known(CONTENT).select(*SMALL)
    return standing_rules(
        canaries.beside(night.spark, CONTENT, content),
        night.lake.staged(consent.SNAPSHOT),
        intervals,
        canaries.beside(night.spark, ERASURE_REQUESTS, night.known(ERASURE_REQUESTS)),
        places,
        cut=night.cut,
    )


def _totals(canaries: Planted) -> dict[str, Column]:
    """What the gate compares, and items by reason; the canaries are counted apart."""
    ours, eligible, reasons = ~canaries.is_one(f.AUTHOR_ID), F.col(f.IS_ELIGIBLE), F.size(f.REASONS)
    return {
        "items": F.count_if(ours),
        "eligible": F.count_if(ours & eligible),
        "refused": F.count_if(ours & ~eligible),
        "eligible_with_reasons": F.count_if(eligible & (reasons > 0)),
        "refused_without_reasons": F.count_if(~eligible & (reasons == 0)),
        "unknown_reasons": F.count_if(others_than(DECIDE_REASONS) > 0),
        "changed": F.count_if(F.col(NEWS)),
        "canaries_let_in": F.count_if(~ours & eligible),
        "canaries_refused_rightly": F.count_if(canaries.refused_rightly()),
        **by_reason(DECIDE_REASONS, ours),
    }


def _eligible_before(night: Night) -> int:
    """Eligible items of the last finished night; 0 for the first."""
    last = night.registry.last_night(night.purpose)
    stage = night.registry.stage(last, night.purpose, "decide") if last else None
    return int(stage.counts.get("eligible", 0)) if stage else 0


def commit(night: Night) -> None:
    """Append what changed; an earlier attempt of the night gives way."""
    night.lake.replace_night(DECISIONS, news(night.lake.staged(DECIDED)), night.night)
