"""curate: which eligible documents are of use: language, length, quality, one of each copy.

Reads signals, never text. Thresholds are rows of conf/curation.toml. Of equal texts the earliest
survives, elected among those that passed the filters, every night anew: when the survivor leaves,
another stands up.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from jobs.errors import UsageError
from jobs.stages.quotes import QUOTES
from jobs.stages.reasons import codes
from schemas import fields as f
from schemas.reasons import CURATE_REASONS, Reason
from schemas.signals import NAMES, SIGNALS
from schemas.values import CONTENT_TYPES

ANY = "*"
_COPIES = "copies"  # equal for equal texts
_RULE_KEYS = {"signal", "min", "max", "types", "languages", "except_languages", "reason"}


@dataclass(frozen=True)
class QualityRule:
    """A document of these types and languages breaks the rule where the signal is out of bounds."""

    signal: str
    reason: Reason
    types: tuple[str, ...]
    least: float | None
    most: float | None
    languages: tuple[str, ...] | None
    except_languages: tuple[str, ...]

    def broken(self) -> Column:
        """Whether a document breaks the rule; an unknown signal does."""
        value = F.coalesce(F.col(f"{SIGNALS}.{self.signal}").cast("double"), F.lit(float("nan")))
        out = F.isnan(value)
        if self.least is not None:
            out |= value < self.least
        if self.most is not None:
            out |= value > self.most
        applies = F.col(f.CONTENT_TYPE).isin(*self.types)
        if self.languages is not None:
            applies &= F.col(f.LANGUAGE).isin(*self.languages)
        if self.except_languages:
            applies &= ~F.col(f.LANGUAGE).isin(*self.except_languages)
        return applies & out


@dataclass(frozen=True)
class Curation:
    """The rules of conf/curation.toml."""

    languages: tuple[str, ...]
    rules: tuple[QualityRule, ...]
    text: str


def parse_curation(text: str) -> Curation:
    """Read the thresholds.

    Raises:
        UsageError: a rule names what does not exist, or bounds nothing; all are named.
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"it is no TOML: {error}", where="the curation file") from None
    faults = [f"unknown {key}" for key in sorted(set(document) - {"version", "languages", "rule"})]
    rules = [_rule(number, row, faults) for number, row in enumerate(document.get("rule", []), start=1)]
    if faults:
        raise UsageError("; ".join(faults), where="the curation file", next_step="see its head for what a rule holds")
    allowed = tuple(document.get("languages", {}).get("allowed", [ANY]))
    return Curation(allowed, tuple(rule for rule in rules if rule), text)


def _rule(number: int, row: Mapping[str, Any], faults: list[str]) -> QualityRule | None:
    unknown = set(row) - _RULE_KEYS
    bounds = [row[key] for key in ("min", "max") if key in row]
    if unknown or row.get("signal") not in dict(NAMES) or row.get("reason") not in CURATE_REASONS:
        faults.append(f"rule {number}: unknown {', '.join(sorted(unknown)) or 'signal or reason'}")
        return None
    if not row.get("types") or not set(row["types"]) <= set(CONTENT_TYPES):
        faults.append(f"rule {number}: types must be some of {', '.join(CONTENT_TYPES)}")
    if not bounds or not all(isinstance(bound, int | float) and not isinstance(bound, bool) for bound in bounds):
        faults.append(f"rule {number}: min or max must be a number")
    return QualityRule(
        signal=row["signal"],
        reason=Reason(row["reason"]),
        types=tuple(row.get("types", ())),
        least=row.get("min"),
        most=row.get("max"),
        languages=tuple(row["languages"]) if "languages" in row else None,
        except_languages=tuple(row.get("except_languages", ())),
    )


def judged(candidates: DataFrame, curation: Curation) -> DataFrame:
    """The candidates with the `reasons` that each document gives by itself, and without what those were read from.

    `candidates` has content_id, source, source_id, created_at, content_type, text_hash, words_hash,
    language, signals, refusal (why a treatment refuses it), quotes (repeats what may not be used) and document_hash,
    one row an item.
    """
    copies = F.coalesce(F.col(f.WORDS_HASH), F.col(f.TEXT_HASH))
    read = (SIGNALS, f.REFUSAL, QUOTES, f.WORDS_HASH, f.TEXT_HASH)
    return candidates.withColumns({str(f.REASONS): _reasons(curation), _COPIES: copies}).drop(*map(str, read))


def elected(judged: DataFrame, night: date) -> DataFrame:
    """One row a judged document, as `curation` holds them: of those without a reason one of each copy stays."""
    elected = judged.join(_survivors(judged), _COPIES, "left")
    duplicate = (F.size(f.REASONS) == 0) & (F.col("survivor") != F.col(f.CONTENT_ID))
    reasons = F.when(duplicate, F.array(F.lit(Reason.DUPLICATE.value))).otherwise(F.col(f.REASONS))
    # both at once: `duplicate` looks at the reasons as they were
    judgement: dict[str, Column] = {
        f.REASONS: F.sort_array(reasons),
        f.SURVIVOR_ID: F.when(duplicate, F.col("survivor")),
    }
    return elected.withColumns(judgement).select(
        f.CONTENT_ID,
        F.lit(night).alias(f.NIGHT),
        (F.size(f.REASONS) == 0).alias(f.IS_KEPT),
        f.REASONS,
        f.SURVIVOR_ID,
        f.DOCUMENT_HASH,
    )


def _survivors(judged: DataFrame) -> DataFrame:
    """The earliest of each group of equal texts (ties: source, id): copies, survivor."""
    passed = judged.where(F.size(f.REASONS) == 0)
    earliest = F.min(F.struct(f.CREATED_AT, f.SOURCE, f.SOURCE_ID, f.CONTENT_ID))
    return passed.groupBy(_COPIES).agg(earliest.alias("e")).select(_COPIES, F.col("e.content_id").alias("survivor"))


def _reasons(curation: Curation) -> Column:
    """Every reason that applies, each once."""
    broken = {Reason.QUOTES_EXCLUDED: F.coalesce(QUOTES, F.lit(False))}
    if ANY not in curation.languages:
        broken[Reason.LANGUAGE_EXCLUDED] = ~F.col(f.LANGUAGE).isin(*curation.languages)
    for rule in curation.rules:
        broken[rule.reason] = broken[rule.reason] | rule.broken() if rule.reason in broken else rule.broken()
    return F.array_distinct(codes(broken, F.col(f.REFUSAL)))
