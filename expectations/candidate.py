"""The gate before publish: the staged change of `documents`, and what the corpus will hold after it.

The frame has the columns of `documents` and `change`: insert, update or delete. Facts: candidate
(documents of the version), eligible, filtered, duplicates, suppressed; refused_in_candidate and
suppressed_in_candidate (by everything known now); documents_before, inserts, deletes,
expected_after (counted, not computed); leak_emails, leak_handles (of the staged text).
"""

from __future__ import annotations

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from expectations.gate import Suite
from expectations.redacted import LANGUAGE_PATTERN, LEAK_EMAILS, LEAK_HANDLES, TEXT_SIZE
from expectations.rules import at_least, between, equal, hashed, never_null, one_of, shaped, unique_key_of, zero
from schemas import fields as f
from schemas.tables import DOCUMENTS
from schemas.values import CHANGE, CONTENT_TYPES, DELETE, INSERT, UPDATE

MONTH_PATTERN = r"^[0-9]{4}-(0[1-9]|1[0-2])$"
MOST_SHARDS = 4096


def _view(changes: DataFrame) -> DataFrame:
    """Keys as they are, the text as its size; of a document that goes, only the key counts."""
    absent = F.lit("")
    return changes.select(
        f.DOC_ID,
        F.coalesce(F.col(CHANGE), absent).alias(CHANGE),
        _staying(F.coalesce(F.octet_length(f.REDACTED_TEXT), F.lit(0))).alias(TEXT_SIZE),
        *(
            _staying(F.coalesce(F.col(column), absent)).alias(column)
            for column in (f.CONTENT_TYPE, f.MONTH, f.LANGUAGE, f.DOCUMENT_HASH)
        ),
        _staying(F.coalesce(F.col(f.SHARD), F.lit(-1))).alias(f.SHARD),
    )


def _staying(value: Column) -> Column:
    """The value for documents that are not deleted."""
    return F.when(F.coalesce(F.col(CHANGE), F.lit("")) == DELETE, None).otherwise(value)


SUITE = Suite(
    name="candidate",
    view=_view,
    rows=(
        *never_null(DOCUMENTS.key),
        unique_key_of(DOCUMENTS),
        one_of(CHANGE, (INSERT, UPDATE, DELETE), "a change inserts, updates or deletes"),
        between(TEXT_SIZE, 1, None, "a document has a text"),
        one_of(f.CONTENT_TYPE, CONTENT_TYPES, "the type is post, article or comment"),
        shaped(f.MONTH, MONTH_PATTERN, "the month is a year and a month"),
        shaped(f.LANGUAGE, LANGUAGE_PATTERN, "the language is a code of two or three letters"),
        between(f.SHARD, 0, MOST_SHARDS - 1, "the shard is a number within range"),
        *hashed(f.DOC_ID, f.DOCUMENT_HASH),
    ),
    facts=(
        equal(
            "eligible", "candidate + filtered + duplicates + suppressed", "every eligible item is in or accounted for"
        ),
        zero("refused_in_candidate", "nothing refused, by everything known now, is in the version"),
        zero("suppressed_in_candidate", "nothing suppressed is in the version"),
        equal("expected_after", "documents_before + inserts - deletes", "the change leads to the version"),
        at_least(
            "2 * expected_after",
            "documents_before",
            "no more than half of the documents leave at once",
            severity="warning",
        ),
        zero(LEAK_EMAILS, "no e-mail address is left"),
        zero(LEAK_HANDLES, "no @handle of the directory is left"),
    ),
)
