"""redact: reads the eligible texts that were not read before, and sweeps what came out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as F
from pyspark.sql.types import IntegerType

from jobs.effects import consent, decide
from jobs.effects.together import together
from jobs.night import Night, Prepared
from jobs.stages.consent import directory
from jobs.stages.redact import MISSING, Reading, missing, redactions, required, stale, with_missing, with_names
from jobs.stages.threads import held_numbers, roots, thread_keys
from jobs.text.sweep import leaks
from schemas import fields as f
from schemas.tables import CONTENT, MEMBERS, REDACTIONS
from schemas.values import CHANGE, DELETE, UPDATE

REQUIRED = "redact/required"
NEW = "redact/new"
STALE = "redact/stale"
TEXTS_A_TASK, MOST_ROUNDS = 200, 8  # as many tasks on each core, so that none waits long for another's last one
SMALL = (
    f.CONTENT_ID,
    f.AUTHOR_ID,
    f.CONTENT_TYPE,
    f.CREATED_AT,
    f.IS_DELETED,
    f.DELIVERED_NIGHT,
    f.TEXT_HASH,
    f.DECLARED_LANGUAGE,
    f.MENTIONS,
    f.REPLY_TO,
)


def prepare(night: Night) -> Prepared:
    """Stage what the night needs, the redactions that were missing, and those whose text is gone."""
    content, held = night.known(CONTENT), night.lake.read(REDACTIONS)
    small = content.select(*SMALL)
    chosen = night.lake.staged(decide.DECIDED).where(f.IS_ELIGIBLE).select(f.CONTENT_ID)
    eligible = small.join(chosen, str(f.CONTENT_ID), "left_semi")
    members = people(night)
    wanted = with_missing(required(eligible, small, members), held, night.redactor_version)
    needed, gone = together(
        night.spark,
        lambda: night.lake.stage(REQUIRED, wanted, missing=F.count_if(F.col(MISSING))),
        lambda: night.lake.stage(STALE, stale(held, small)),
    )
    todo, count = missing(needed.frame), needed.counts["missing"]
    new = night.lake.stage(NEW, _read(night, content, with_names(todo, small, small, members), todo, count))
    facts = {"to_redact": count, "redacted": new.counts["rows"]}
    counts = {"required": needed.counts["rows"], "texts_read": new.counts["rows"], "dropped": gone.counts["rows"]}
    return Prepared(counts, facts, swept(night, new.frame))


def _read(night: Night, content: DataFrame, named: DataFrame, todo: DataFrame, count: int) -> DataFrame:
    """The redactions of the texts that are to be read, spread over the cores.

    Only files of nights that brought one of them are opened: a night costs what changed.
    """
    nights = [row[0] for row in todo.select(f.DELIVERED_NIGHT).distinct().collect()]
    texts = content.where(F.col(f.DELIVERED_NIGHT).isin(nights)).select(
        f.CONTENT_ID, f.AUTHOR_ID, f.CONTENT_TYPE, f.CREATED_AT, f.DECLARED_LANGUAGE, f.TEXT
    )
    cores = night.spark.sparkContext.defaultParallelism
    tasks = cores * min(MOST_ROUNDS, 1 + count // (cores * TEXTS_A_TASK))
    work = named.join(texts, str(f.CONTENT_ID)).join(_threads(night, todo), str(f.CONTENT_ID))
    work = work.repartition(tasks, f.THREAD_KEY).sortWithinPartitions(f.THREAD_KEY, f.CREATED_AT, f.CONTENT_ID)
    shards = night.settings.publish.shards
    told = (night.handles, night.key, shards, night.redactor_version, night.night)
    return redactions(work, Reading(*told, night.treatments, night.purpose, night.own))


def _threads(night: Night, todo: DataFrame) -> DataFrame:
    """The thread of each item that is to be read, and the numbers given in it: content_id, thread_key, held."""
    items = night.known(CONTENT).select(f.CONTENT_ID, f.REPLY_TO, f.RESHARE_OF)
    threads = thread_keys(roots(todo.select(f.CONTENT_ID), items), night.key)
    held = held_numbers(night.lake.read(REDACTIONS), threads, night.redactor_version)
    return threads.join(held, str(f.THREAD_KEY), "left")


def people(night: Night) -> DataFrame:
    """The directory with the country where each member lives."""
    places = night.lake.staged(consent.SNAPSHOT).select(f.MEMBER_ID, f.COUNTRY)
    return directory(night.known(MEMBERS)).join(places, str(f.MEMBER_ID), "left")


def swept(night: Night, rows: DataFrame) -> DataFrame:
    """Rows with a redacted text, and how many addresses and @handles of the directory are left in it."""
    known = night.sought
    columns = [name for name in rows.columns if name != f.SPANS]
    schema = rows.select(*columns).schema.add("leak_emails", IntegerType()).add("leak_handles", IntegerType())

    def kernel(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            left = leaks(batch.column(f.REDACTED_TEXT), known.value)
            yield pa.RecordBatch.from_arrays(
                [*batch.columns, left.field("leak_emails"), left.field("leak_handles")],
                names=[*batch.schema.names, "leak_emails", "leak_handles"],
            )

    return rows.select(*columns).mapInArrow(kernel, schema)


def commit(night: Night) -> None:
    """Take the new redactions in and let go of those whose text is gone."""
    if not (night.lake.has_rows(NEW) or night.lake.has_rows(STALE)):
        return
    new = night.lake.staged(NEW).withColumn(CHANGE, F.lit(UPDATE))
    gone = night.lake.staged(STALE).join(new.select(f.CONTENT_ID), str(f.CONTENT_ID), "left_anti")
    changes = new.unionByName(gone.withColumn(CHANGE, F.lit(DELETE)), allowMissingColumns=True)
    night.lake.change(REDACTIONS, changes)
