"""threads: to which thread an item belongs, and which numbers persons have in it.

A thread is an item that answers and reshares nothing, with all that answers or reshares it, and so on. Its name is the
keyed hash of its first item's id. Numbers that were given stay: they are read from `redactions`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from jobs.keys import Key
from jobs.sources.conforming import UNREADABLE
from jobs.stages.redact import HELD
from schemas import fields as f
from schemas.erasure import ERASED

MOST_STEPS = 64  # longer chains, and rings, end where they are by then
_ID, _ROOT = str(f.CONTENT_ID), "root"


def roots(chosen: DataFrame, items: DataFrame) -> DataFrame:
    """The first item of the thread of each chosen item: content_id, root. `items` are all, deleted ones too."""
    parent = F.coalesce(f.REPLY_TO, f.RESHARE_OF)
    nobody = parent.isin(ERASED, UNREADABLE)  # what answers something unknown does not answer the same
    links = items.where(parent.isNotNull() & (parent != F.col(_ID)) & ~nobody)
    links = links.select(F.col(_ID).alias("child"), parent.alias("parent")).localCheckpoint()
    now = chosen.select(_ID, F.col(_ID).alias(_ROOT))
    for _ in range(MOST_STEPS):
        joined = now.join(links, F.col(_ROOT) == F.col("child"), "left")
        now = joined.select(_ID, F.coalesce("parent", _ROOT).alias(_ROOT), F.col("parent").isNotNull().alias("moved"))
        now = now.localCheckpoint(eager=False)
        moved = now.where("moved").count()  # all of it is read, so the checkpoint is made by the same job
        now = now.select(_ID, _ROOT)
        if not moved:
            break
    return now


def thread_keys(rooted: DataFrame, key: Key) -> DataFrame:
    """The name of each item's thread: content_id, thread_key."""
    schema = f"{_ID} string, {f.THREAD_KEY} string"

    def kernel(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            names = [key.keyed("thread", root) for root in batch.column(_ROOT).to_pylist()]
            yield pa.RecordBatch.from_arrays([batch.column(_ID), pa.array(names)], names=[_ID, str(f.THREAD_KEY)])

    return rooted.select(_ID, _ROOT).mapInArrow(kernel, schema)


def held_numbers(redactions: DataFrame, threads: DataFrame, version: str) -> DataFrame:
    """The numbers that this redactor version has given in the threads: thread_key, held."""
    wanted = threads.select(f.THREAD_KEY).distinct()
    rows = redactions.where((F.col(f.REDACTOR_VERSION) == version) & (F.size(f.NUMBERS) > 0))
    rows = rows.select(f.THREAD_KEY, f.NUMBERS).join(wanted, str(f.THREAD_KEY), "left_semi")
    return rows.groupBy(f.THREAD_KEY).agg(F.array_distinct(F.flatten(F.collect_list(f.NUMBERS))).alias(HELD))
