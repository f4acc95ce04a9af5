"""The gate of the audit: what other eyes than the redactor's still see in tonight's redacted texts.

It has no frame: the texts were looked at where they lie, and what is left is counts. Facts: to_sweep, swept
(documents redacted tonight, and those searched for the directory); to_sample, sampled (documents drawn, and those
that the detectors saw); for each kind of leak `over_<kind>`: how many parts (all documents, a language, a content
type) are over the kind's budget of conf/audit.toml.
"""

from __future__ import annotations

from pyspark.sql import DataFrame

from expectations.gate import Suite
from expectations.rules import equal, zero
from schemas.values import LEAK_KINDS


def _view(frame: DataFrame) -> DataFrame:
    return frame


SUITE = Suite(
    name="audited",
    view=_view,
    rows=(),
    facts=(
        equal("to_sweep", "swept", "every text redacted tonight was searched for the directory"),
        equal("to_sample", "sampled", "every text of the sample was shown to the detectors"),
        *(
            zero(f"over_{kind}", f"no more {words} are left than the budget allows")
            for kind, words in LEAK_KINDS.items()
        ),
    ),
)
