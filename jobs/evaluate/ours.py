"""The redactor of this program, as one to be scored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from jobs.evaluate.reading import Predicted, Predictions, Record
from jobs.text.redactor import redact_arrow

BATCH = 1_000


def predict(_name: str, records: Sequence[Record]) -> Predictions:
    """What `assent redact` finds in the records, told their language and nothing else."""
    found: defaultdict[Any, list[list[Predicted]]] = defaultdict(list)
    for first in range(0, len(records), BATCH):
        batch = records[first : first + BATCH]
        texts = pa.array([record["text"] for record in batch], pa.large_string())
        languages = pa.array([record.get("lang") for record in batch], pa.string())
        for record, spans in zip(
            batch, redact_arrow(texts, languages=languages).field("spans").to_pylist(), strict=True
        ):
            found[record["id"]].append(
                [Predicted(s["start"], s["end"], s["kind"], s.get("party") or "") for s in spans]
            )
    return found
