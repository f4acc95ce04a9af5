"""Retroactive mode: where the policy says so, what may not be used any more leaves the releases too.

Each row of the policy says how far it reaches (`applies_to`). An item that is not eligible, or quotes one that is not,
by a row that reaches all versions, leaves every release of its purpose; the release becomes its next revision. It is a
comparison of what the releases hold with what is decided, so a killed attempt is completed by doing it again.
"""

from __future__ import annotations

from typing import Any

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from jobs.effects import published
from jobs.effects.release import end_killed, place
from jobs.effects.revise import revise_release
from jobs.faults import Faults
from jobs.night import Night
from jobs.policy import AppliesTo
from jobs.registry import Lease, Release
from jobs.rewrites import Rewrites
from jobs.stages.decide import latest
from jobs.stages.publications import standing
from schemas import fields as f
from schemas.reasons import Reason
from schemas.tables import CURATION, DECISIONS, PUBLICATIONS, release_table

CAUSE = "retroactive"


def retroact(night: Night, lease: Lease) -> None:
    """Rewrite the releases that hold what may not be used any more. Safe to repeat."""
    reaching = sorted(
        rule.policy_id
        for rule in night.policy.rules
        if rule.purpose == night.purpose and rule.applies_to is AppliesTo.ALL_VERSIONS
    )
    ours = (r for r in night.registry.releases() if r.standing.manifest["purpose"] == night.purpose)
    releases = [release for release in ours if published.is_table(place(night.settings, release.name))]
    lake = Rewrites(night.spark, night.lake.root, run=night.lake.run)
    if releases:
        end_killed(lake, night.registry, night.settings)
    if reaching and releases:
        refused = _refused(night, reaching)
        for release in releases:
            _rewrite(night, lake, lease, release, refused)
        refused.unpersist()


def _refused(night: Night, reaching: list[str]) -> DataFrame:
    """Items that may not be used, by a row that reaches what was written before: content_id and reasons."""
    decided = latest(night.lake.read(DECISIONS)).where(F.col(f.POLICY_ID).isin(reaching))
    quoting = F.array_contains(f.REASONS, Reason.QUOTES_EXCLUDED.value)
    judged = latest(night.lake.read(CURATION)).where(quoting).select(f.CONTENT_ID)
    quotes = decided.where(f.IS_ELIGIBLE).join(judged, str(f.CONTENT_ID), "left_semi")
    reasons = F.array(F.lit(Reason.QUOTES_EXCLUDED.value)).alias(f.REASONS)
    refused = decided.where(~F.col(f.IS_ELIGIBLE)).select(f.CONTENT_ID, f.REASONS)
    return refused.unionByName(quotes.select(f.CONTENT_ID, reasons)).persist()


def _rewrite(night: Night, lake: Rewrites, lease: Lease, release: Release, refused: DataFrame) -> None:
    faults = Faults(night.settings.fault)
    held = standing(lake.read(PUBLICATIONS), release.name, release.standing.revision)
    leaving = held.join(refused, str(f.CONTENT_ID)).select(f.DOC_ID, f.REASONS).localCheckpoint()
    reasons = _reasons(leaving)
    if reasons:
        lease.check()
        lake.delete(release_table(release.name), leaving.select(f.DOC_ID))
    faults.reach("retroact.deleted")
    said: dict[str, Any] = {"night": night.night.isoformat(), "reasons": reasons}
    revise_release(lake, night.registry, lease, night.settings, release, CAUSE, said)
    faults.reach("retroact.revised")
    published.purge(place(night.settings, release.name))


def _reasons(leaving: DataFrame) -> dict[str, int]:
    """How many documents leave for each reason; one can have several, and has one at least."""
    counted = leaving.select(F.explode(f.REASONS).alias("reason")).groupBy("reason").count().collect()
    return {row[0]: row[1] for row in sorted(counted)}
