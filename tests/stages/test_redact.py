"""What a night needs redacted, what of it is missing, what is stale, and what reading a text gives."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from pyspark.sql import DataFrame, SparkSession

from jobs.keys import Key
from jobs.stages.redact import (
    HELD,
    KNOWN,
    Reading,
    document_hash,
    missing,
    redactions,
    required,
    shard,
    stale,
    with_missing,
    with_names,
)
from schemas import fields as f
from schemas.fields import Field, Privacy
from schemas.tables import CONTENT, MEMBERS, REDACTIONS
from tests.stages.frames import frame

KEY, OTHER_KEY = Key(1, b"k" * 32), Key(1, b"o" * 32)
DIRECTORY = (*MEMBERS.fields, f.COUNTRY)
NIGHT = date(2026, 11, 2)
MEMBER_ROWS = [
    {f.MEMBER_ID: "ann", f.DISPLAY_NAME: "Ann Lee", f.GIVEN_NAME: "Ann", f.FAMILY_NAME: "Lee", f.COUNTRY: "NL"},
    {f.MEMBER_ID: "bob", f.HANDLE: "bobby", f.EMAIL: "bob@example.org", f.COUNTRY: "US"},
    {f.MEMBER_ID: "cem", f.DISPLAY_NAME: "Cem", f.COUNTRY: None},
]


def post(name: str, by: str, **more: Any) -> dict[str, Any]:
    cells = {f.CONTENT_ID: name, f.AUTHOR_ID: by, f.TEXT_HASH: f"text {name}", f.IS_DELETED: False}
    return {str(key): value for key, value in cells.items()} | more


POSTS = [
    post("plain", "ann"),
    post("mentions", "ann", mentions=[("bob", "@Bobby"), ("gone", "Gone G."), ("bob", None)]),
    post("answers", "cem", reply_to="plain"),
    post("answers itself", "cem", reply_to="answers itself"),
    post("answers nothing", "cem", reply_to="never delivered"),
]


def needed(spark: SparkSession, members: list[dict[str, Any]] | None = None) -> DataFrame:
    """What the posts need; `plain` is not eligible, and yet its author is who was answered."""
    content = frame(spark, CONTENT.fields, POSTS)
    chosen = content.where("content_id <> 'plain'")
    return required(chosen, content, frame(spark, DIRECTORY, members or MEMBER_ROWS))


def named(spark: SparkSession) -> DataFrame:
    """The same with the names that the redactor is told."""
    content = frame(spark, CONTENT.fields, POSTS)
    return with_names(needed(spark), content, content, frame(spark, DIRECTORY, MEMBER_ROWS))


def test_names_of_author_mentioned_and_answered(spark: SparkSession) -> None:
    rows = {row[f.CONTENT_ID]: row for row in named(spark).collect()}
    names = {key: {(n.person, n.form, n.kind) for n in row[KNOWN]} for key, row in rows.items()}

    roles = {(key, n.person): n.role for key, row in rows.items() for n in row[KNOWN]}
    assert roles[("answers", "cem")] == "author" and roles[("answers", "ann")] == "member"
    ann = {("ann", "Ann Lee", "display_name"), ("ann", "Ann", "given_name"), ("ann", "Lee", "family_name")}
    bob = {("bob", "bobby", "handle"), ("bob", "bob@example.org", "email"), ("bob", "@Bobby", "display_name")}
    cem = {("cem", "Cem", "display_name")}
    assert names == {
        "mentions": ann | bob | {("gone", "Gone G.", "display_name")},
        "answers": cem | ann,
        "answers itself": cem,
        "answers nothing": cem,
    }
    assert {key: row[f.COUNTRY] for key, row in rows.items()} == {
        "mentions": "NL", "answers": None, "answers itself": None, "answers nothing": None,
    }  # fmt: skip


def test_a_text_is_read_again_where_it_or_its_names_or_the_redactor_changed(spark: SparkSession) -> None:
    first = needed(spark).select(f.CONTENT_ID, f.TEXT_HASH, f.NAMES_HASH)
    held = [row.asDict() | {str(f.REDACTOR_VERSION): "1"} for row in first.collect()]
    edited = [row | {str(f.TEXT_HASH): "before"} if row["content_id"] == "mentions" else row for row in held]
    renamed = [MEMBER_ROWS[0] | {f.GIVEN_NAME: "Anna"}, *MEMBER_ROWS[1:]]
    moved = [*MEMBER_ROWS[:2], MEMBER_ROWS[2] | {f.COUNTRY: "TR"}]

    def todo(need: DataFrame, have: list[dict[str, Any]], version: str = "1") -> set[str]:
        read = frame(spark, REDACTIONS.fields, have)
        return {row[0] for row in missing(with_missing(need, read, version)).collect()}

    assert todo(first, held) == set()
    assert todo(first, held, version="2") == {"mentions", "answers", "answers itself", "answers nothing"}
    assert todo(first, []) == todo(first, held, version="2")
    assert todo(first, edited) == {"mentions"}
    assert todo(needed(spark, renamed), held) == {"mentions", "answers"}
    assert todo(needed(spark, moved), held) == {"answers", "answers itself", "answers nothing"}


def test_redactions_of_texts_that_are_gone_are_stale(spark: SparkSession) -> None:
    content = [post("stands", "ann"), post("edited", "ann"), post("deleted", "ann", is_deleted=True, text_hash=None)]
    held = [
        {f.CONTENT_ID: name, f.TEXT_HASH: digest}
        for name, digest in [
            ("stands", "text stands"), ("edited", "before"), ("deleted", "text deleted"), ("never", "text never"),
        ]
    ]  # fmt: skip

    rows = stale(frame(spark, REDACTIONS.fields, held), frame(spark, CONTENT.fields, content)).collect()

    assert sorted(row[0] for row in rows) == ["deleted", "edited", "never"]


def test_reading_a_text(spark: SparkSession) -> None:
    known = Field(KNOWN, named(spark).schema[KNOWN].dataType, Privacy.SUBJECT, "names", nullable=True)
    fields = (
        f.CONTENT_ID, f.TEXT_HASH, f.NAMES_HASH, known, f.COUNTRY, f.AUTHOR_ID, f.CONTENT_TYPE, f.CREATED_AT,
        f.DECLARED_LANGUAGE, f.TEXT, f.THREAD_KEY,
        Field(HELD, f.NUMBERS.dtype, Privacy.PSEUDONYM, "held", nullable=True),
    )  # fmt: skip
    texts = {
        "a": "Ann Lee wrote from ann@example.org that the train to the office was late again today.",
        "b": "Nothing of anybody stands in this one, which is about trains and offices.",
    }
    cells = {
        f.CREATED_AT: datetime(2026, 1, 31, 23, 59, tzinfo=UTC),
        f.CONTENT_TYPE: "post",
        f.TEXT_HASH: "t",
        f.NAMES_HASH: "n",
    }
    made = {str(key): value for key, value in cells.items()}
    rows = [
        {
            str(f.CONTENT_ID): key,
            str(f.TEXT): text,
            str(f.AUTHOR_ID): "ann",
            KNOWN: [("ann", "Ann Lee", "display_name", "author")],
            str(f.THREAD_KEY): "thread",
        }
        | made
        for key, text in texts.items()
    ]

    reading = Reading(spark.sparkContext.broadcast(frozenset()), KEY, 8, "1", NIGHT)
    found = {r[f.CONTENT_ID]: r for r in redactions(frame(spark, fields, rows), reading).collect()}

    a, b = found["a"], found["b"]
    assert b[f.REDACTED_TEXT] == texts["b"] and b[f.SPAN_COUNTS] == {} and b[f.SPANS] == []
    assert "Lee" not in a[f.REDACTED_TEXT] and "@" not in a[f.REDACTED_TEXT]
    assert a[f.SPAN_COUNTS] == {"PERSON": 1, "EMAIL": 1} and len(a[f.SPANS]) == 2
    assert a[f.PARTY_COUNTS] == {"own": 1, "stranger": 1} and a[f.REFUSAL] is None
    assert next((n.kind, n.number) for n in a[f.NUMBERS]) == ("PERSON", 1) and not b[f.NUMBERS]
    assert {texts["a"][s.start : s.end] for s in a[f.SPANS]} == {"Ann Lee", "ann@example.org"}
    assert a[f.REDACTED_BYTES] == len(a[f.REDACTED_TEXT].encode()) and a[f.LANGUAGE] == "en"
    assert a[f.SUBJECT_KEY] == b[f.SUBJECT_KEY] == KEY.keyed("member", "ann") and a[f.SHARD] == b[f.SHARD] < 8
    assert a[f.DOC_ID] == KEY.keyed("doc", "a") != b[f.DOC_ID]
    assert a[f.DOCUMENT_HASH] == document_hash(KEY, "a", "post", "2026-01", "en", a[f.REDACTED_TEXT])
    assert (a[f.NIGHT], a[f.REDACTOR_VERSION]) == (NIGHT, "1")


def test_every_part_of_a_document_is_in_its_hash() -> None:
    parts = ["id", "post", "2026-01", "en", "text"]
    hashes = {
        document_hash(KEY, *(p + "x" if n == changed else p for n, p in enumerate(parts))) for changed in range(6)
    }

    assert len(hashes) == 6
    assert document_hash(KEY, *parts) != document_hash(OTHER_KEY, *parts)
    assert document_hash(KEY, "a", "b", "c", "d", "e") == document_hash(KEY, "a", "b", "c", "d", "e")


def test_authors_spread_over_the_shards() -> None:
    shards = [shard(KEY, f"m{n}", 8) for n in range(800)]

    assert set(shards) == set(range(8)) and max(shards.count(n) for n in range(8)) < 150
    assert shards == [shard(KEY, f"m{n}", 8) for n in range(800)] != [shard(OTHER_KEY, f"m{n}", 8) for n in range(800)]
