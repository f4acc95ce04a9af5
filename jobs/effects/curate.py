"""curate: judges every eligible document by its signals and writes the judgements that changed."""

from __future__ import annotations

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from jobs.effects import redact
from jobs.effects.totals import apart, by_reason
from jobs.night import Night, Prepared
from jobs.stages.curate import elected, judged
from jobs.stages.decide import NEWS, latest, news, with_news
from jobs.stages.quotes import QUOTED, quoting
from schemas import fields as f
from schemas.reasons import CURATE_REASONS, Reason
from schemas.signals import SIGNALS
from schemas.tables import CONTENT, CURATION, REDACTIONS

ELIGIBLE = "curate/eligible"
CURATED = "curate/curated"
READ_IN = "read_in"  # the night in which the text was redacted: says which part of `redactions` has it
FILTERS = tuple(reason for reason in CURATE_REASONS if reason is not Reason.DUPLICATE)


def prepare(night: Night) -> Prepared:
    """Stage what every eligible document gives by itself, and the judgement with whether that is news."""
    # staged, since it is needed three times: to elect survivors, to say who they are, to publish
    read = candidates(night, night.lake.staged(redact.REQUIRED))
    eligible = night.lake.stage(ELIGIBLE, judged(read, night.curation)).frame
    ledger = latest(night.lake.read(CURATION).where(F.col(f.NIGHT) < night.literal))
    marked = with_news(elected(eligible, night.night), ledger)
    totals, filtered = apart(night.lake.stage(CURATED, marked, **_totals()).counts, FILTERS)
    del totals["rows"]
    return Prepared(totals | {"by_reason": filtered})


def candidates(night: Night, required: DataFrame) -> DataFrame:
    """What is judged: the redaction that is required of each eligible item, without text and spans, and its facts."""
    content = night.known(CONTENT)
    facts = content.select(f.CONTENT_ID, f.SOURCE, f.SOURCE_ID, f.CREATED_AT, f.CONTENT_TYPE, f.WORDS_HASH)
    judged = _in_force(night, required).join(facts, str(f.CONTENT_ID))
    return judged.join(quoting(required, content.select(*QUOTED)), str(f.CONTENT_ID), "left")


def _in_force(night: Night, required: DataFrame) -> DataFrame:
    needed = required.select(f.CONTENT_ID, f.TEXT_HASH, f.NAMES_HASH)
    held = night.lake.read(REDACTIONS).where(F.col(f.REDACTOR_VERSION) == night.redactor_version)
    small = held.select(
        f.CONTENT_ID,
        f.TEXT_HASH,
        f.NAMES_HASH,
        f.DOC_ID,
        f.SUBJECT_KEY,
        f.SHARD,
        f.DOCUMENT_HASH,
        f.LANGUAGE,
        SIGNALS,
        f.REFUSAL,
        f.SPAN_COUNTS,
        f.REDACTED_BYTES,
        F.col(f.NIGHT).alias(READ_IN),
    )
    return needed.join(small, [str(f.CONTENT_ID), str(f.TEXT_HASH), str(f.NAMES_HASH)])


def _totals() -> dict[str, Column]:
    """Kept, duplicates, filtered, and filtered by reason; a document can have several reasons."""
    duplicate = F.array_contains(f.REASONS, Reason.DUPLICATE.value)
    return {
        "kept": F.count_if(F.col(f.IS_KEPT)),
        "duplicates": F.count_if(duplicate),
        "filtered": F.count_if(~F.col(f.IS_KEPT) & ~duplicate),
        "changed": F.count_if(F.col(NEWS)),
        **by_reason(FILTERS),
    }


def commit(night: Night) -> None:
    """Append what changed; an earlier attempt of the night gives way."""
    night.lake.replace_night(CURATION, news(night.lake.staged(CURATED)), night.night)
