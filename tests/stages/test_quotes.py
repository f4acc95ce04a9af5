"""Replies that repeat what may not be used, as the oracle says by the texts. One Spark job each: seconds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from random import Random

from pyspark.sql import SparkSession

from jobs.stages.quotes import QUOTED, quoting
from jobs.text.fingerprints import normalised
from jobs.text.passages import marks_quotes, passages
from schemas import fields as f
from schemas.erasure import ERASED
from tests.oracle.quotes import Said
from tests.oracle.quotes import quoting as plain
from tests.stages.frames import frame

A = "The first part of the whole matter will be settled before next winter"
B = "Nobody in that office has read more than two pages of our long report"
C = "Let them come and see how cold it gets up here when the wind turns north"
MINE = "Thank you. I do not think so"
# each item with its author, text and what it answers; a name in capitals may not be used
CASES: dict[str, tuple[dict[str, Said], str]] = {
    "repeats what may not be used": ({"X": Said("ann", A), "r": Said("bob", f"{A}? {MINE}", "X")}, "r"),
    "repeats what may be used": ({"x": Said("ann", A), "r": Said("bob", f"> {A}\n{MINE}", "x")}, ""),
    "answers without repeating": ({"X": Said("ann", A), "r": Said("bob", MINE, "X")}, ""),
    "marks lines of something else": ({"X": Said("ann", A), "r": Said("bob", f"> {B}\n{MINE}", "X")}, "r"),
    "repeats their own words": ({"X": Said("ann", A), "r": Said("ann", f"> {A}\n{MINE}", "X")}, ""),
    "answers what was erased": (
        {"r": Said("bob", f"> {A}\n{MINE}", ERASED), "s": Said("bob", f"> <ERASED>\n{MINE}", ERASED)}, "r",
    ),
    "answers what never came": (
        {"r": Said("bob", f"> {A}\n{MINE}", "never"), "s": Said("bob", f"{A}? {MINE}", "never")}, "r",
    ),
    "repeats what was answered by what it answers": (
        {"X": Said("ann", A), "y": Said("bob", f"{A}? {B}", "X"), "r": Said("cem", f"{A}? {MINE}", "y"),
         "s": Said("cem", f"> {B}\n{MINE}", "y")}, "yr",
    ),
    "up to three levels": (
        {"X": Said("ann", A), "y": Said("bob", B, "X"), "z": Said("cem", C, "y"), "r": Said("dea", f"{A}!", "z"),
         "s": Said("eve", f"{A}!", "r")}, "r",
    ),
    "answers itself": ({"r": Said("ann", A, "r")}, ""),
    "is out itself": ({"X": Said("ann", A), "R": Said("bob", A, "X")}, ""),
}  # fmt: skip


def found(spark: SparkSession, items: Mapping[str, Said], usable: Iterable[str]) -> set[str]:
    texts = [said.text.encode() for said in items.values()]
    names, marks = passages(normalised(texts)).to_pylist(), marks_quotes(texts).to_pylist()
    cells = zip(items.items(), names, marks, strict=True)
    rows = [
        dict(zip(map(str, QUOTED), (name, said.author, said.answers, passage, mark), strict=True))
        for (name, said), passage, mark in cells
    ]
    result = quoting(
        frame(spark, (f.CONTENT_ID,), [{f.CONTENT_ID: name} for name in usable]), frame(spark, QUOTED, rows)
    )
    collected = [row[f.CONTENT_ID] for row in result.collect()]
    assert len(collected) == len(set(collected))
    return set(collected)


def test_each_case(spark: SparkSession) -> None:
    items = {
        f"{case}/{name}": Said(f"{case}/{said.author}", said.text, _named(case, said, of))
        for case, (of, _) in CASES.items()
        for name, said in of.items()
    }
    expected = {f"{case}/{name}" for case, (_, names) in CASES.items() for name in names}
    usable = {name for name in items if name[-1].islower()}

    assert plain(items, usable) == expected
    assert found(spark, items, usable) == expected


def _named(case: str, said: Said, among: Mapping[str, Said]) -> str | None:
    return f"{case}/{said.answers}" if said.answers in among else said.answers


def test_any_thread_gives_what_the_oracle_says(spark: SparkSession) -> None:
    """Threads of every shape, texts that are pieces of each other's."""
    rng = Random(7)
    items: dict[str, Said] = {}
    for number in range(300):
        answers = rng.choice([None, "never", ERASED, *[f"i{rng.randrange(number + 1)}"] * 7])
        above = items.get(answers or "")
        words = [f"w{rng.randrange(4000)}" for _ in range(rng.randrange(30))]
        if above and rng.random() < 0.6:
            said = above.text.replace("> ", "").split()
            at, size = rng.randrange(len(said) + 1), rng.choice([3, 5, 8, 9, 30])
            words[:0] = [*([">"] if rng.random() < 0.5 else []), *said[at : at + size]]
        items[f"i{number}"] = Said(rng.choice("abcdef"), " ".join(words), answers)
    usable = {name for name in items if rng.random() < 0.7}
    expected = plain(items, usable)

    assert len(expected) > 10
    assert found(spark, items, usable) == expected
