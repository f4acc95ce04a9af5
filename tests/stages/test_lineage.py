"""What reshares and copies inherit, on graphs of every shape, as the oracle says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pyspark.sql import SparkSession

from jobs.sources.conforming import UNREADABLE
from jobs.stages.lineage import lineage
from schemas import fields as f
from schemas.erasure import ERASED
from tests.oracle.inheritance import add_origins_and_copies
from tests.oracle.model import ItemKey
from tests.oracle.revisions import Item
from tests.stages.frames import frame

START = datetime(2026, 1, 1, tzinfo=UTC)
FIELDS = (
    f.CONTENT_ID, f.SOURCE, f.SOURCE_ID, f.AUTHOR_ID, f.CREATED_AT, f.IS_DELETED, f.WORDS_HASH, f.WORD_COUNT,
    f.RESHARE_OF,
    f.REASONS,
)  # fmt: skip


def item(
    name: str, *, by: str = "ann", hour: int = 0, words: str | None = None, of: str | None = None, deleted: bool = False
) -> Item:
    """An item of source s; `of` names the item it reshares, `?` one that cannot be read."""
    created = None if hour < 0 else START + timedelta(hours=hour)
    origin = None if of in (None, "?") else ("s", of)
    return Item(("s", name), "post", by, deleted, False, "public", created, words, of is not None, origin)


def row(one: Item, reasons: set[str]) -> dict[str, Any]:
    origin = None if not one.reshares else "/".join(one.reshare_of) if one.reshare_of else UNREADABLE
    return {
        f.CONTENT_ID: "/".join(one.key),
        f.SOURCE: one.key[0],
        f.SOURCE_ID: one.key[1],
        f.AUTHOR_ID: one.author_id,
        f.CREATED_AT: one.created_at,
        f.IS_DELETED: one.deleted,
        f.WORDS_HASH: one.fingerprint,
        f.WORD_COUNT: 8 if one.fingerprint else 0,
        f.RESHARE_OF: origin,
        f.REASONS: sorted(reasons),
    }


def found(spark: SparkSession, rows: list[dict[str, Any]]) -> dict[str, list[str]]:
    """Sorted reasons of each item, by id; each item once."""
    result = lineage(frame(spark, FIELDS, rows)).select(f.SOURCE_ID, f.REASONS).collect()
    assert len(result) == len(rows)
    return {one[0]: sorted(one[1]) for one in result}


OUT = {"underage"}
# Each case: items with the reasons they have of their own, and what is added to them.
CASES: dict[str, list[tuple[Item, set[str], set[str]]]] = {
    "a reshare of what may be used": [(item("a1"), set(), set()), (item("a2", of="a1"), set(), set())],
    "a chain of reshares": [
        (item("b0"), OUT, set()),
        *((item(f"b{n}", of=f"b{n - 1}"), set(), {"origin_excluded"}) for n in range(1, 7)),
    ],
    "a reshare that is out itself has both reasons": [
        (item("c1"), OUT, set()), (item("c2", of="c1"), {"not_public"}, {"origin_excluded"}),
    ],
    "an origin that was never delivered, and what follows from it": [
        (item("d1", of="nowhere"), set(), {"origin_unknown"}), (item("d2", of="d1"), set(), {"origin_excluded"}),
        (item("d3", of="?"), set(), {"origin_unknown"}),
    ],
    "a cycle that nothing is against": [(item("e1", of="e2"), set(), set()), (item("e2", of="e1"), set(), set())],
    "a cycle with one that is out": [
        (item("f1", of="f3"), set(), {"origin_excluded"}), (item("f2", of="f1"), set(), {"origin_excluded"}),
        (item("f3", of="f2"), {"not_public"}, {"origin_excluded"}),
    ],
    "a reshare of itself": [(item("g1", of="g1"), set(), set())],
    "a tombstone reshares nothing, yet is an origin": [
        (item("h1", of="nowhere", deleted=True), {"content_deleted"}, set()), (item("h2", of="h1"), set(),
        {"origin_excluded"}),
    ],
    "copies by others of a text that is out": [
        (item("i1", words="i"), OUT, set()), (item("i2", words="i", by="bob", hour=1), set(), {"copy_of_excluded"}),
        (item("i3", words="i", by="ann", hour=2), set(), set()),
        (item("i4", words="i", by="bob", hour=3), {"not_public"}, set()),
    ],
    "a copy does not taint what was there before it": [
        (item("j1", words="j", by="bob"), set(), set()), (item("j2", words="j", hour=1), OUT, set()),
        (item("j3", words="j", by="cem", hour=2), set(), set()),
    ],
    "a tombstone leads its copies": [
        (item("k1", words="k", deleted=True), {"content_deleted"}, set()),
        (item("k2", words="k", by="bob", hour=1), set(), {"copy_of_excluded"}),
    ],
    "equal times: source and id settle who leads": [
        (item("l1", words="l"), set(), set()), (item("l2", words="l", by="bob"), OUT, set()),
    ],
    "a copy of a reshare of a copy": [
        (item("m0", words="m"), OUT, set()),
        (item("m1", words="m", by="bob", hour=1), set(), {"copy_of_excluded"}),
        (item("m2", by="cem", of="m1", words="n", hour=2), set(), {"origin_excluded"}),
        (item("m3", words="n", by="dea", hour=3), set(), {"copy_of_excluded"}),
        (item("m4", of="m3", by="eve", hour=4), set(), {"origin_excluded"}),
    ],
    "a reshare of what is out that is a copy too": [
        (item("o1", words="o"), OUT, set()), (item("o2", words="o", of="o1", by="bob", hour=1), set(),
        {"origin_excluded"}),
    ],
}  # fmt: skip


def test_what_is_inherited(spark: SparkSession) -> None:
    rows = [entry for entries in CASES.values() for entry in entries]
    short = item("p1", words="p"), item("p2", words="p", by="bob", hour=1)  # seven words in common are no copy
    few = [row(short[0], OUT) | {f.WORD_COUNT: 7}, row(short[1], set()) | {f.WORD_COUNT: 7}]

    reasons = found(spark, [row(one, own) for one, own, _ in rows] + few)

    expected = {one.key[1]: sorted(own | added) for one, own, added in rows}
    assert {key: reasons[key] for key in expected if reasons[key] != expected[key]} == {}
    assert (reasons["p1"], reasons["p2"]) == (["underage"], [])


def graph(rng: Random, size: int = 150) -> tuple[list[Item], dict[ItemKey, set[str]]]:
    """Few authors, few texts, many reshares, forwards and back."""
    items, own = [], {}
    for number in range(size):
        of = rng.choice(
            [None, None, str(rng.randrange(size)), str(rng.randrange(size)), "?" if rng.random() < 0.1 else None]
        )
        deleted = rng.random() < 0.1
        words = rng.choice([None, f"w{rng.randrange(size // 4)}"])
        one = item(
            str(number),
            by=rng.choice("abcd"),
            hour=rng.randrange(9),
            words=words,
            of=None if deleted else of,
            deleted=deleted,
        )
        items.append(one)
        own[one.key] = {"content_deleted"} if deleted else OUT.copy() if rng.random() < 0.05 else set()
    return items, own


@pytest.mark.slow
@settings(max_examples=3, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32))
def test_any_graph_gives_what_the_oracle_says(spark: SparkSession, seed: int) -> None:
    items, own = graph(Random(seed))
    rows = [row(one, own[one.key]) for one in items]
    reasons = found(spark, rows)

    add_origins_and_copies(items, own)

    expected = {key[1]: sorted(found) for key, found in own.items()}
    assert {key: reasons[key] for key in expected if reasons[key] != expected[key]} == {}


def test_the_graphs_hold_every_reason_on_origins_and_copies() -> None:
    met: set[str] = set()
    for seed in range(10):
        items, own = graph(Random(seed))
        add_origins_and_copies(items, own)
        met |= {reason for reasons in own.values() for reason in reasons}

    assert {"origin_unknown", "origin_excluded", "copy_of_excluded"} <= met


def test_what_was_made_from_something_erased_stays_out(spark: SparkSession) -> None:
    """The word that stands for it names nobody; each follows from it, and others with other words do not."""
    rows = [
        row(item("e1"), set()) | {f.RESHARE_OF: ERASED},
        row(item("e2", of="e1"), set()),
        row(item("e3", by="bob", words=ERASED), set()),
        row(item("e4", by="cid", words=ERASED, hour=1), set()),
        row(item("e5", by="cid", words=ERASED, hour=1), {"underage"}),
        row(item("e6", of="e3"), set()),
        row(item("e7", words="w"), set()),
    ]

    assert found(spark, rows) == {
        "e1": ["origin_excluded"],
        "e2": ["origin_excluded"],
        "e3": ["copy_of_excluded"],
        "e4": ["copy_of_excluded"],
        "e5": ["underage"],
        "e6": ["origin_excluded"],
        "e7": [],
    }
