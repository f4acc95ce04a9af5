"""The parent of Spark's Python workers. It reads the kernels' rules and models once; workers are forked from it warm.

Spark starts it as `python -m jobs.worker` (spark.python.daemon.module). Without it every new worker
spends about three CPU seconds on imports, number plans and the language model, several times a night.
"""

from __future__ import annotations

import gc

import pyarrow as pa
from pyspark.daemon import manager

from jobs.light import arrow_alone
from jobs.stages import conform, redact  # noqa: F401  what the workers will unpickle
from jobs.text.fingerprints import words_fingerprint
from jobs.text.language import identify
from jobs.text.quality import signals
from jobs.text.redactor import redact_arrow

SAMPLE = "Call +44 20 7946 0018 or +1 202 555 0143, or write to somebody@example.org; see https://example.org/a."


def warm() -> None:
    """Make every kernel load what it loads at first use."""
    texts = pa.array([SAMPLE])
    redact_arrow(texts, languages=pa.array(["en"]), countries=pa.array(["GB"]))
    identify(texts)
    signals(texts)
    words_fingerprint(pa.array(["é"]))
    gc.collect()
    gc.freeze()  # pages of what was loaded stay shared between workers


if __name__ == "__main__":
    arrow_alone()
    warm()
    manager()
