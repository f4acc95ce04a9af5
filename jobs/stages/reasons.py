"""Which reasons apply to a row.

By functions that Spark compiles. A lambda, as `filter` takes one, would have all conditions inside it interpreted row
by row: curating took twice the processor time, deciding a tenth more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pyspark.sql import Column
from pyspark.sql import functions as F

from schemas import fields as f
from schemas.reasons import Reason

_BETWEEN = ","  # in no code


def codes(rules: Mapping[Reason, Column], *others: Column) -> Column:
    """The codes of the reasons whose condition holds, and `others`, codes or null; unsorted.

    A condition that is unknown does not hold.
    """
    applying = [F.when(condition, F.lit(reason.value)) for reason, condition in rules.items()]
    return F.array_remove(F.split(F.concat_ws(_BETWEEN, *applying, *others), _BETWEEN), "")


def others_than(known: Sequence[Reason]) -> Column:
    """How many of a row's reasons are not of a list."""
    listed = [F.array_contains(f.REASONS, reason.value).cast("int") for reason in known]
    return F.size(f.REASONS) - sum(listed, F.lit(0))
