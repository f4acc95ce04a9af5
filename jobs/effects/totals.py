"""Rows by reason, counted while a frame is staged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pyspark.sql import Column
from pyspark.sql import functions as F

from schemas import fields as f
from schemas.reasons import Reason


def by_reason(reasons: Sequence[Reason], among: Column | None = None) -> dict[str, Column]:
    """An aggregate for each reason, of all rows or those `among` which they are counted; a row can have several."""
    counted = F.lit(True) if among is None else among
    return {reason.value: F.count_if(counted & F.array_contains(f.REASONS, reason.value)) for reason in reasons}


def apart(counts: Mapping[str, Any], reasons: Sequence[Reason]) -> tuple[dict[str, Any], dict[str, int]]:
    """The other counts, and the rows of each reason that occurs, in the order of their names."""
    codes = {reason.value for reason in reasons}
    others = {name: count for name, count in counts.items() if name not in codes}
    return others, {code: counts[code] for code in sorted(codes) if counts[code]}
