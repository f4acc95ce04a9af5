"""Threads over nights: one number for a person in a thread, none that tells two threads to be the same person's."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from pyspark.sql import DataFrame, SparkSession

from jobs.keys import Key
from jobs.sources.conforming import UNREADABLE
from jobs.stages.redact import HELD, KNOWN, Reading, redactions
from jobs.stages.threads import held_numbers, roots, thread_keys
from schemas import fields as f
from schemas.erasure import ERASED
from schemas.fields import Field, Privacy
from schemas.tables import CONTENT, REDACTIONS
from tests.stages.frames import frame

KEY = Key(1, b"k" * 32)
ITEMS = [
    ("root", None, None), ("reply", "root", None), ("deeper", "reply", None), ("reshare", None, "root"),
    ("other", None, None), ("orphan", "never delivered", None), ("self", "self", None),
    ("a", "b", None), ("b", "a", None), ("to the erased", ERASED, None), ("of the erased", None, ERASED),
    ("to nobody", UNREADABLE, None),
]  # fmt: skip


def items(spark: SparkSession) -> DataFrame:
    """All items with what they answer and reshare."""
    rows = [{f.CONTENT_ID: i, f.REPLY_TO: to, f.RESHARE_OF: of} for i, to, of in ITEMS]
    return frame(spark, CONTENT.fields, [{str(k): v for k, v in row.items()} for row in rows])


def test_the_thread_is_the_first_item_of_the_chain(spark: SparkSession) -> None:
    everything = items(spark)
    found = {row["content_id"]: row["root"] for row in roots(everything.select(f.CONTENT_ID), everything).collect()}

    assert len(found) == len(ITEMS)
    assert {found[i] for i in ("root", "reply", "deeper", "reshare")} == {"root"}
    assert (found["other"], found["orphan"], found["self"]) == ("other", "never delivered", "self")
    assert all(found[i] == i for i in ("to the erased", "of the erased", "to nobody"))  # threads of their own
    assert found["a"] in "ab" and found["b"] in "ab"  # a ring ends somewhere


def text(name: str, words: str, created: int, **more: Any) -> dict[str, Any]:
    """A text by an unknown author, to be read."""
    cells = {
        f.CONTENT_ID: name, f.TEXT: words, f.AUTHOR_ID: name, f.TEXT_HASH: "t", f.NAMES_HASH: "n",
        f.CONTENT_TYPE: "post", f.CREATED_AT: datetime(2026, 1, created, tzinfo=UTC),
    }  # fmt: skip
    return {str(key): value for key, value in cells.items()} | more


def read(spark: SparkSession, texts: list[dict[str, Any]], held: list[dict[str, Any]], night: int) -> dict[str, Any]:
    """The rows that a night makes of texts, given those of the nights before."""
    known = Field(KNOWN, _known(), Privacy.SUBJECT, "names", nullable=True)
    columns = (
        f.CONTENT_ID, f.TEXT_HASH, f.NAMES_HASH, known, f.COUNTRY, f.AUTHOR_ID, f.CONTENT_TYPE, f.CREATED_AT,
        f.DECLARED_LANGUAGE, f.TEXT,
    )  # fmt: skip
    todo = frame(spark, columns, texts)
    threads = thread_keys(roots(todo.select(f.CONTENT_ID), items(spark)), KEY)
    numbers = held_numbers(frame(spark, REDACTIONS.fields, held), threads, "1")
    work = todo.join(threads.join(numbers, str(f.THREAD_KEY), "left"), str(f.CONTENT_ID))
    work = work.repartition(2, f.THREAD_KEY).sortWithinPartitions(f.THREAD_KEY, f.CREATED_AT, f.CONTENT_ID)
    reading = Reading(spark.sparkContext.broadcast(frozenset()), KEY, 8, "1", date(2026, 11, night))
    assert HELD in work.columns
    return {row[f.CONTENT_ID]: row.asDict(recursive=True) for row in redactions(work, reading).collect()}


def _known() -> Any:
    from pyspark.sql.types import ArrayType, StringType, StructField, StructType

    names = ("person", "form", "kind", "role")
    return ArrayType(StructType([StructField(name, StringType()) for name in names]))


def test_a_person_keeps_the_number_over_nights_and_threads_do_not_share_it(spark: SparkSession) -> None:
    ada, bo = ("m1", "Ada Quill", "display_name", "member"), ("m2", "Bo Tvedt", "display_name", "member")
    mail = "Zofia Kowalczyk <zk@example.org>"
    first = read(
        spark,
        [
            text("root", f"{mail} and Ada Quill met.", 1, known=[ada]),
            text("reply", "Bo Tvedt saw Ada Quill.", 2, known=[ada, bo]),
            text("other", "Bo Tvedt, then Ada Quill.", 3, known=[bo, ada]),
        ],
        [],
        1,
    )
    held = list(first.values())
    second = read(spark, [text("deeper", f"Ada Quill asks {mail} and Bo Tvedt.", 4, known=[ada, bo])], held, 2)

    words = {name: row["redacted_text"] for name, row in (first | second).items()}
    assert words["root"] == "<PERSON_1> <<EMAIL_1>> and <PERSON_2> met."
    assert words["reply"] == "<PERSON_3> saw <PERSON_2>."
    assert words["deeper"] == "<PERSON_2> asks <PERSON_1> <<EMAIL_1>> and <PERSON_3>."
    assert words["other"] == "<PERSON_1>, then <PERSON_2>."
    aliases = {name: {n["alias"] for n in row["numbers"]} for name, row in (first | second).items()}
    assert aliases["root"] & aliases["deeper"] and not aliases["other"] & (aliases["root"] | aliases["reply"])
    # a text that is read again, alone and later, gets the numbers it had
    again = read(spark, [text("reply", "Bo Tvedt saw Ada Quill.", 2, known=[ada, bo])], [*held, *second.values()], 3)
    assert again["reply"]["redacted_text"] == words["reply"]
