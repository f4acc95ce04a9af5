"""For each gate: rows and facts that pass, and for each check the one way of breaking it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.types import IntegerType, StringType, StructField, StructType

from expectations import candidate, conformed, decided, redacted
from expectations.gate import Suite
from schemas import fields as f
from schemas.fields import Field
from schemas.reasons import Reason
from schemas.tables import CONTENT, DECISIONS, DOCUMENTS, REDACTIONS

Row = dict[str, Any]
NIGHT = date(2026, 11, 2)
PLANTED = "planted.person@example.org"


@dataclass(frozen=True)
class Golden:
    """A gate's suite with what passes it. `broken_rows` and `broken_facts`: columns of a check → what to change."""

    suite: Suite
    schema: StructType
    row: Callable[[int], Row]
    facts: Mapping[str, int]
    broken_rows: Mapping[tuple[str, str], Row]
    broken_facts: Mapping[str, Mapping[str, int]]

    def frame(self, spark: SparkSession, *broken: Row) -> DataFrame:
        """Three rows that pass, then one for each of `broken`: the second row under a key of its own, changed.

        A change with `_copy` repeats the first row instead.
        """
        rows = [self.row(number) for number in range(3)]
        for number, change in enumerate(broken, start=10):
            like_second = {**self.row(1), **_own_keys(self.row(1), number)}
            rows.append({**(rows[0] if "_copy" in change else like_second), **change})
        names = self.schema.names
        return spark.createDataFrame([tuple(row.get(name) for name in names) for row in rows], self.schema)


def _schema(fields: tuple[Field, ...], **more: StringType | IntegerType) -> StructType:
    """Every column nullable: a gate looks at what was written, not at what was promised."""
    columns = [StructField(str(field), field.dtype, True) for field in fields]
    return StructType(columns + [StructField(name, dtype, True) for name, dtype in more.items()])


def _own_keys(row: Row, number: int) -> Row:
    """The identifiers of another row."""
    kinds = {f.CONTENT_ID: "a", f.DOC_ID: "d"}
    return {name: _hash(number, kind) for name, kind in kinds.items() if name in row}


def _hash(number: int, kind: str) -> str:
    return (f"{number}{kind}" * 64)[:64]


def _content(number: int) -> Row:
    """The third row is a tombstone that came alone."""
    live = number < 2
    return {
        f.CONTENT_ID: _hash(number, "a"),
        f.SOURCE: "square",
        f.SOURCE_ID: f"s{number}",
        f.CONTENT_TYPE: "post",
        f.AUTHOR_ID: f"m{number}",
        f.CREATED_AT: datetime(2026, 11, 4, tzinfo=UTC) if live else None,
        f.IS_DELETED: not live,
        f.IS_CONFLICTING: False,
        f.DELIVERED_NIGHT: NIGHT,
        f.DELIVERY_ORDER: f"2026-11-02/{number}",
        f.TEXT_HASH: _hash(number, "b") if live else None,
        f.TEXT_BYTES: 1 << 20 if live else None,
        f.TEXT: f"ask {PLANTED}" if live else None,
        f.WORDS_HASH: _hash(number, "c") if live else None,
    }


NULL = "expect_column_values_to_not_be_null"
SET = "expect_column_values_to_be_in_set"
RANGE = "expect_column_values_to_be_between"
SHAPE = "expect_column_values_to_match_regex"
UNIQUE = "expect_column_values_to_be_unique"
COMPOUND = "expect_compound_columns_to_be_unique"

CONFORMED = Golden(
    conformed.SUITE,
    _schema(CONTENT.fields),
    _content,
    {
        "delivered": 100,
        "conformed": 97,
        "refused": 3,
        "standing": 90,
        "superseded": 7,
        "refused_consent": 0,
        "refused_erasures": 0,
        "refused_members": 0,
        "refused_residence": 0,
        "unknown_reasons": 0,
    },
    {
        (NULL, "content_id"): {f.CONTENT_ID: None},
        (NULL, "source"): {f.SOURCE: None},
        (NULL, "source_id"): {f.SOURCE_ID: None},
        (NULL, "content_type"): {f.CONTENT_TYPE: None},
        (NULL, "author_id"): {f.AUTHOR_ID: None},
        (NULL, "is_deleted"): {f.IS_DELETED: None},
        (NULL, "delivered_night"): {f.DELIVERED_NIGHT: None, f.IS_DELETED: True},
        (NULL, "delivery_order"): {f.DELIVERY_ORDER: None},
        (COMPOUND, "content_id, delivery_order"): {"_copy": True},
        (SET, "content_type"): {f.CONTENT_TYPE: "advert"},
        (RANGE, "text_bytes"): {f.TEXT_BYTES: (1 << 20) + 1},
        (RANGE, "created_ahead"): {f.CREATED_AT: datetime(2026, 11, 4, 0, 0, 0, 1, tzinfo=UTC)},
        (RANGE, "created_seconds"): {f.CREATED_AT: datetime(1969, 12, 31, tzinfo=UTC)},
        (SHAPE, "content_id"): {f.CONTENT_ID: "a" * 63},
        (SHAPE, "text_hash"): {f.TEXT_HASH: None},
        (SHAPE, "words_hash"): {f.WORDS_HASH: "X" * 64},
    },
    {
        "delivered, conformed + refused": {"delivered": 101},
        "conformed, standing + superseded": {"superseded": 8},
        "refused_consent": {"refused_consent": 1},
        "refused_erasures": {"refused_erasures": 1},
        "refused_members": {"refused_members": 1},
        "refused_residence": {"refused_residence": 1},
        "delivered, 20 * refused": {"refused": 6, "conformed": 94, "standing": 87},
        "unknown_reasons": {"unknown_reasons": 1},
    },
)


def _decision(number: int) -> Row:
    """The third item was refused."""
    eligible = number < 2
    return {
        f.CONTENT_ID: _hash(number, "a"),
        f.NIGHT: NIGHT,
        f.AUTHOR_ID: f"m{number}",
        f.IS_ELIGIBLE: eligible,
        f.REASONS: [] if eligible else [str(Reason.UNDERAGE), str(Reason.CONSENT_DENIED)],
        f.POLICY_ID: "nl-1" if eligible else None,
    }


DECIDED = Golden(
    decided.SUITE,
    _schema(DECISIONS.fields),
    _decision,
    {
        "items": 100,
        "eligible": 80,
        "refused": 20,
        "content_items": 100,
        "eligible_with_reasons": 0,
        "refused_without_reasons": 0,
        "unknown_reasons": 0,
        "canaries_let_in": 0,
        "canaries": 20,
        "canaries_refused_rightly": 20,
        "eligible_before": 100,
    },
    {
        (NULL, "content_id"): {f.CONTENT_ID: None},
        (NULL, "author_id"): {f.AUTHOR_ID: None},
        (NULL, "is_eligible"): {f.IS_ELIGIBLE: None},
        (UNIQUE, "content_id"): {"_copy": True},
        (SHAPE, "content_id"): {f.CONTENT_ID: "a" * 65},
        (SET, "reasons_agree"): {f.REASONS: [str(Reason.UNDERAGE)]},
        (RANGE, "other_reasons"): {f.IS_ELIGIBLE: False, f.REASONS: [str(Reason.TOO_SHORT)]},
        (SET, "policy_of_eligible"): {f.POLICY_ID: None},
    },
    {
        "items, eligible + refused": {"refused": 19},
        "items, content_items": {"content_items": 101},
        "eligible_with_reasons": {"eligible_with_reasons": 1},
        "refused_without_reasons": {"refused_without_reasons": 1},
        "unknown_reasons": {"unknown_reasons": 1},
        "canaries_let_in": {"canaries_let_in": 1},
        "canaries, canaries_refused_rightly": {"canaries_refused_rightly": 19},
        "10 * eligible, 8 * eligible_before": {"eligible_before": 101},
    },
)


def _redaction(number: int) -> Row:
    return {
        f.CONTENT_ID: _hash(number, "a"),
        f.TEXT_HASH: _hash(number, "b"),
        f.REDACTOR_VERSION: "1",
        f.NAMES_HASH: _hash(number, "c"),
        f.NIGHT: NIGHT,
        f.DOC_ID: _hash(number, "d"),
        f.DOCUMENT_HASH: _hash(number, "e"),
        f.LANGUAGE: "und" if number else "en",
        f.LANGUAGE_SCORE: float(number % 2),
        f.REDACTED_TEXT: "ask <EMAIL_1>" if number else "",
        "leak_emails": 0,
        "leak_handles": 0,
    }


REDACTED = Golden(
    redacted.SUITE,
    _schema(REDACTIONS.fields, leak_emails=IntegerType(), leak_handles=IntegerType()),
    _redaction,
    {"to_redact": 3, "redacted": 3},
    {
        (NULL, "content_id"): {f.CONTENT_ID: None},
        (NULL, "redactor_version"): {f.REDACTOR_VERSION: None},
        (NULL, "names_hash"): {f.NAMES_HASH: None},
        (NULL, "doc_id"): {f.DOC_ID: None},
        (NULL, "document_hash"): {f.DOCUMENT_HASH: None},
        (NULL, "language"): {f.LANGUAGE: None},
        (NULL, "language_score"): {f.LANGUAGE_SCORE: None},
        (UNIQUE, "content_id"): {"_copy": True},
        (RANGE, "leak_emails"): {"leak_emails": 2, f.REDACTED_TEXT: f"ask {PLANTED}"},
        (RANGE, "leak_handles"): {"leak_handles": None},
        (RANGE, "redacted_text_bytes"): {f.REDACTED_TEXT: None},
        (SHAPE, "content_id"): {f.CONTENT_ID: ""},
        (SHAPE, "text_hash"): {f.TEXT_HASH: "b" * 63 + "\n"},
        (SHAPE, "doc_id"): {f.DOC_ID: "g" * 64},
        (SHAPE, "document_hash"): {f.DOCUMENT_HASH: "E" * 64},
        (SHAPE, "language"): {f.LANGUAGE: "english"},
        (RANGE, "language_score"): {f.LANGUAGE_SCORE: 1.5},
    },
    {"to_redact, redacted": {"redacted": 2}},
)


def _change(number: int) -> Row:
    """The third document goes: only its key is there."""
    if number == 2:
        return {f.DOC_ID: _hash(number, "d"), "change": "delete"}
    return {
        f.DOC_ID: _hash(number, "d"),
        f.SHARD: 4095 * number,
        f.CONTENT_TYPE: "article",
        f.LANGUAGE: "en",
        f.MONTH: "2026-10",
        f.DOCUMENT_HASH: _hash(number, "e"),
        f.REDACTED_TEXT: f"ask {PLANTED}",
        "change": ("insert", "update")[number],
    }


CANDIDATE = Golden(
    candidate.SUITE,
    _schema(DOCUMENTS.fields, change=StringType()),
    _change,
    {
        "candidate": 50,
        "eligible": 80,
        "filtered": 20,
        "duplicates": 9,
        "suppressed": 1,
        "refused_in_candidate": 0,
        "suppressed_in_candidate": 0,
        "documents_before": 50,
        "inserts": 2,
        "deletes": 2,
        "expected_after": 50,
        "leak_emails": 0,
        "leak_handles": 0,
    },
    {
        (NULL, "doc_id"): {f.DOC_ID: None},
        (UNIQUE, "doc_id"): {"_copy": True},
        (SET, "change"): {"change": None},
        (RANGE, "redacted_text_bytes"): {f.REDACTED_TEXT: ""},
        (SET, "content_type"): {f.CONTENT_TYPE: None},
        (SHAPE, "month"): {f.MONTH: "2026-13"},
        (SHAPE, "language"): {f.LANGUAGE: "EN"},
        (RANGE, "shard"): {f.SHARD: 4096},
        (SHAPE, "doc_id"): {f.DOC_ID: "d" * 63},
        (SHAPE, "document_hash"): {f.DOCUMENT_HASH: None},
    },
    {
        "eligible, candidate + filtered + duplicates + suppressed": {"filtered": 19},
        "refused_in_candidate": {"refused_in_candidate": 1},
        "suppressed_in_candidate": {"suppressed_in_candidate": 1},
        "expected_after, documents_before + inserts - deletes": {"deletes": 1},
        "2 * expected_after, documents_before": {"documents_before": 101, "inserts": 0, "deletes": 51},
        "leak_emails": {"leak_emails": 1},
        "leak_handles": {"leak_handles": 1},
    },
)

GOLDEN = {golden.suite.name: golden for golden in (CONFORMED, DECIDED, REDACTED, CANDIDATE)}
