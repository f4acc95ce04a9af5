"""redact: everything that reads a text, in one crossing from the JVM to Python and back.

Spans, redacted text, language and quality signals are made once for a text, the names known to its
document and a redactor version. `required` says which of these the night needs, from small columns;
`redactions` reads only the texts that are not there yet.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from pyspark import Broadcast
from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F
from pyspark.sql.pandas.types import to_arrow_schema

from jobs.keys import Key
from jobs.text.language import identify
from jobs.text.names import AUTHOR
from jobs.text.numbering import Threads
from jobs.text.own import NO_RULES, OwnRules
from jobs.text.persons import shipped
from jobs.text.quality import signals
from jobs.text.redactor import Redactor
from jobs.text.treatments import PLACEHOLDERS, Treatments
from schemas import fields as f
from schemas.signals import SIGNALS
from schemas.tables import REDACTIONS

HELD = "held"  # array of (kind, alias, number): what the thread gave before
ALIAS_LENGTH = 20  # hexadecimal digits: enough for the persons of a thread
KNOWN = "known"  # array of (person, form, kind, role): names the redactor is told
MISSING = "is_missing"
_NAME_KINDS = (f.DISPLAY_NAME, f.GIVEN_NAME, f.FAMILY_NAME, f.HANDLE, f.EMAIL)
_ID = str(f.CONTENT_ID)


def required(content: DataFrame, everything: DataFrame, members: DataFrame) -> DataFrame:
    """What the night needs redacted: content_id, text_hash, names_hash, delivered_night.

    `content` are the eligible items, `everything` all items (an answered one may not be eligible),
    `members` the directory with the country where each lives.
    """
    told = members.select(F.col(f.MEMBER_ID).alias("person"), _digest(f.COUNTRY, *_NAME_KINDS).alias("told"))
    others = _others(content, everything).join(told, "person", "left")
    named = F.sort_array(F.collect_set(_digest("person", "mention", "told")))
    grouped = others.groupBy(_ID).agg(F.concat_ws("", named).alias("others"))
    author = told.withColumnRenamed("person", f.AUTHOR_ID)
    joined = content.join(author, str(f.AUTHOR_ID), "left").join(grouped, _ID, "left")
    names = _digest(f.AUTHOR_ID, "told", "others").alias(f.NAMES_HASH)
    return joined.select(_ID, f.TEXT_HASH, names, f.DELIVERED_NIGHT)


def _digest(*columns: str) -> Column:
    """SHA-256 over columns, absent ones told from empty ones."""
    return F.sha2(F.to_json(F.struct(*columns)), 256)


def with_names(needed: DataFrame, content: DataFrame, everything: DataFrame, members: DataFrame) -> DataFrame:
    """Adds to the rows of `needed` the names that the redactor is told (`known`) and the author's country."""
    mine = content.join(needed.select(_ID), _ID, "left_semi")
    authors = mine.select(_ID, F.col(f.AUTHOR_ID).alias("person"), _no_form(), F.lit(True).alias("is_author"))
    people = authors.unionByName(_others(mine, everything).withColumn("is_author", F.lit(False)))
    names = people.join(members, people["person"] == members[f.MEMBER_ID], "left")
    forms = F.filter(F.array(*(_form(kind) for kind in _NAME_KINDS), _form("mention")), lambda n: n.form.isNotNull())
    known = F.array_sort(F.array_distinct(F.flatten(F.collect_list(forms)))).alias(KNOWN)
    country = F.max(F.when(F.col("is_author"), F.col(f.COUNTRY))).alias(f.COUNTRY)
    return needed.join(names.groupBy(_ID).agg(known, country), _ID)


def _others(content: DataFrame, everything: DataFrame) -> DataFrame:
    """The members beside its author whom a document names for us: those it mentions, the author it answers."""
    mentioned = content.where(F.col(f.MENTIONS).isNotNull()).select(_ID, F.explode(f.MENTIONS).alias("m"))
    mentioned = mentioned.select(_ID, F.col("m.member_id").alias("person"), F.col("m.form").alias("mention"))
    answered = everything.select(F.col(_ID).alias("answered"), F.col(f.AUTHOR_ID).alias("person"))
    replies = content.where(F.col(f.REPLY_TO).isNotNull()).select(_ID, F.col(f.REPLY_TO).alias("answered"))
    return mentioned.unionByName(replies.join(answered, "answered").select(_ID, "person", _no_form()))


def _no_form() -> Column:
    return F.lit(None).cast("string").alias("mention")


def _form(column: str) -> Column:
    """One form of a name; how somebody is mentioned counts as a name shown."""
    kind = f.DISPLAY_NAME if column == "mention" else column
    return F.struct(
        F.col("person").alias("person"),
        F.col(column).alias("form"),
        F.lit(str(kind)).alias("kind"),
        F.when(F.col("is_author"), F.lit(AUTHOR)).otherwise(F.lit("member")).alias("role"),
    )


def with_missing(needed: DataFrame, held: DataFrame, version: str) -> DataFrame:
    """Adds `is_missing` to the rows of `needed`: this redactor version has not read the text yet, with these names."""
    keys = [_ID, str(f.TEXT_HASH), str(f.NAMES_HASH)]
    done = held.where(F.col(f.REDACTOR_VERSION) == version).select(*keys, F.lit(False).alias("m"))
    return needed.join(done, keys, "left").withColumn(MISSING, F.coalesce("m", F.lit(True))).drop("m")


def missing(marked: DataFrame) -> DataFrame:
    """The rows that are still to be read."""
    return marked.where(MISSING).drop(MISSING)


@dataclass(frozen=True)
class Reading:
    """What reading texts takes beside the texts. `handles` are all of the directory, in lower case."""

    handles: Broadcast[frozenset[str]]
    key: Key
    shards: int
    version: str
    night: date
    treatments: Treatments = PLACEHOLDERS
    purpose: str = ""
    own: OwnRules = NO_RULES


def redactions(texts: DataFrame, reading: Reading) -> DataFrame:
    """The rows of `redactions` for texts, which come thread by thread within a partition.

    `texts` has content_id, text_hash, names_hash, known, country, author_id, content_type, created_at,
    declared_language, text, thread_key and `held`, the numbers that the thread has from before.
    """
    schema = REDACTIONS.schema
    arrow = to_arrow_schema(schema, timezone="UTC")

    def kernel(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        redactor = Redactor(
            shipped(),
            treatments=reading.treatments,
            own=reading.own,
            seal=lambda value: reading.key.keyed("pseudonym", value),
            purpose=reading.purpose,
        )
        numbering = Threads(lambda thread, alias: reading.key.keyed("alias", f"{thread}\x1f{alias}")[:ALIAS_LENGTH])
        for batch in batches:
            if batch.num_rows:
                yield _read(batch, reading, redactor, numbering, arrow)

    columns = (_ID, f.TEXT_HASH, f.NAMES_HASH, KNOWN, f.COUNTRY, f.AUTHOR_ID, f.CONTENT_TYPE, f.CREATED_AT)
    return texts.select(*columns, f.DECLARED_LANGUAGE, f.TEXT, f.THREAD_KEY, HELD).mapInArrow(kernel, schema)


def _read(
    batch: pa.RecordBatch, reading: Reading, redactor: Redactor, numbering: Threads, schema: pa.Schema
) -> pa.RecordBatch:
    """All that reading a batch of texts gives."""
    found = redactor.redact(
        batch.column(f.TEXT),
        languages=batch.column(f.DECLARED_LANGUAGE),
        countries=batch.column(f.COUNTRY),
        known=batch.column(KNOWN),
        content_types=batch.column(f.CONTENT_TYPE),
        threads=batch.column(f.THREAD_KEY),
        held=batch.column(HELD),
        handles=reading.handles.value,
        numbering=numbering,
    )
    redacted, spans = found.field("redacted_text"), found.field("spans").to_pylist()
    language = identify(redacted)
    columns: dict[str, Any] = {
        **{name: batch.column(name) for name in (_ID, f.TEXT_HASH, f.NAMES_HASH, f.THREAD_KEY)},
        f.LANGUAGE: language.field("language"),
        f.LANGUAGE_SCORE: language.field("language_score"),
        SIGNALS: signals(redacted),
        f.SPAN_COUNTS: _counts(spans, "kind"),
        f.PARTY_COUNTS: _counts(spans, "party"),
        f.REFUSAL: found.field("refusal"),
        f.NUMBERS: found.field("numbers"),
        f.REDACTED_BYTES: pc.binary_length(redacted).cast(pa.int64()),
        f.SPANS: found.field("spans"),
        f.REDACTED_TEXT: redacted,
    }
    columns |= _keyed(batch, reading.key, reading.shards, columns)
    constant = {f.REDACTOR_VERSION: reading.version, f.NIGHT: reading.night}
    columns |= {name: pa.array([value] * batch.num_rows) for name, value in constant.items()}
    return pa.RecordBatch.from_arrays([columns[field.name].cast(field.type) for field in schema], schema=schema)


def _keyed(batch: pa.RecordBatch, key: Key, shards: int, columns: dict[str, Any]) -> dict[str, pa.Array]:
    """What only the key can give: names of document and author, the shard, the hash of what is published."""
    ids, authors = batch.column(_ID).to_pylist(), batch.column(f.AUTHOR_ID).to_pylist()
    months = pc.strftime(batch.column(f.CREATED_AT), "%Y-%m").to_pylist()
    kinds, languages = batch.column(f.CONTENT_TYPE).to_pylist(), columns[f.LANGUAGE].to_pylist()
    published = zip(ids, kinds, months, languages, columns[f.REDACTED_TEXT].to_pylist(), strict=True)
    return {
        f.DOC_ID: pa.array([key.keyed("doc", item) for item in ids]),
        f.SUBJECT_KEY: pa.array([key.keyed("member", author) for author in authors]),
        f.SHARD: pa.array([shard(key, author, shards) for author in authors]),
        f.DOCUMENT_HASH: pa.array([document_hash(key, *parts) for parts in published]),
    }


def shard(key: Key, author_id: str, shards: int) -> int:
    """The partition of an author's documents, 0 to shards - 1: withdrawals of one author touch one partition."""
    return int(key.keyed("shard", author_id)[:8], 16) % shards


def document_hash(key: Key, content_id: str, kind: str, month: str, language: str, redacted: str) -> str:
    """Keyed hash of what is published of a document; it differs where and only where the document does."""
    digest = hashlib.sha256(redacted.encode()).hexdigest()
    return key.keyed("document", "\x1f".join((content_id, kind, month, language, digest)))


def _counts(texts: list[list[dict[str, Any]]], by: str) -> pa.Array:
    """Spans of each text by a field of theirs."""
    counted = (Counter(span[by] for span in spans if span[by]) for spans in texts)
    return pa.array([sorted(counts.items()) for counts in counted], pa.map_(pa.string(), pa.int32()))


def stale(held: DataFrame, content: DataFrame) -> DataFrame:
    """Redactions of a text that is gone: its item was deleted or says something else now. One column, content_id."""
    now = content.where(~F.col(f.IS_DELETED)).select(_ID, f.TEXT_HASH)
    return held.select(_ID, f.TEXT_HASH).join(now, [_ID, str(f.TEXT_HASH)], "left_anti").select(_ID).distinct()
