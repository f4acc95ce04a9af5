"""What an erasure changes in rows of others: each revision once, as it stands, and what is theirs alone. No Spark."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from jobs.effects.erase import held as held_module
from jobs.effects.erase.files import batches
from jobs.effects.erase.held import Held, _said
from jobs.effects.erase.others import MANY, REWRITTEN, _once, _own_words, _rewritten, _shared_words
from jobs.text.needles import Finder, Kind, pieces
from schemas import fields as f
from schemas.tables import CONTENT


def test_a_revision_that_was_amended_is_taken_once_from_its_newest_file(tmp_path: Path):
    """A merge writes the row anew and only marks the old one: both lie in files until these are purged."""
    folder = tmp_path / CONTENT.path
    folder.mkdir(parents=True)
    for name, words, written in (("a", "now", 2_000), ("b", "before", 1_000)):  # by name the newest would come first
        row = {str(f.CONTENT_ID): "c", str(f.DELIVERY_ORDER): 7, str(f.WORDS_HASH): words}
        pq.write_table(pa.Table.from_pylist([row]), folder / f"{name}.parquet")
        os.utime(folder / f"{name}.parquet", (written, written))

    read = batches(str(tmp_path), CONTENT, f.CONTENT_ID, f.DELIVERY_ORDER, f.WORDS_HASH)
    rows = [row for batch in read for row in batch.to_pylist()]

    assert len(rows) == 2
    assert [row[f.WORDS_HASH] for row in _once(rows)] == ["now"]


WORDS = "nobody but one has ever said that lighthouses sleep in winter like old grey dogs"


def held_of(*said: str) -> Held:
    held = Held(frozenset({"member-one"}))
    _said(held, [(text, datetime(2026, 10, 15, tzinfo=UTC)) for text in said])
    return held


def row_of(text: str, revised: datetime, item: str = "theirs") -> dict[str, Any]:
    row: dict[str, Any] = dict.fromkeys(map(str, REWRITTEN))
    return row | {f.CONTENT_ID: item, f.TEXT: text, f.REVISED_AT: revised, "found": found_in(text)}


def found_in(text: str) -> set[str]:
    finder = Finder(held_of(WORDS).needles.wanted)
    return {finder.needles[number] for number, *_ in finder.in_text(text)}


@pytest.mark.parametrize(
    ("revised", "answered", "kept"),
    [
        (datetime(2026, 10, 1, tzinfo=UTC), False, True),
        (datetime(2026, 10, 20, tzinfo=UTC), False, False),  # an edit may have brought it
        (datetime(2026, 10, 20, tzinfo=UTC), True, True),  # the member answered it, so it was there
    ],
)
def test_who_wrote_it_before_keeps_it(revised: datetime, answered: bool, kept: bool):
    quotation, held = " ".join(WORDS.split()[4:13]), held_of(WORDS)
    held.answered = {"theirs"} if answered else set()
    row = row_of(f"I hear that {quotation}, do they?", revised)
    _shared_words(held, [row])
    changed = _rewritten(row, held, frozenset(), Finder(held.needles.wanted))

    assert changed[f.TEXT] == (row[f.TEXT] if kept else "I hear that <ERASED>, do they?")


def test_what_the_policy_says_too_cannot_tell():
    held = held_of(WORDS, "and something else that nobody but this one would ever come to say")
    _own_words(held, [f'{{"policy": "the {WORDS}."}}'.encode()])

    assert set(held.needles.wanted) == set(pieces("and something else that nobody but this one would ever come to say"))
    assert list(held.needles.aside) == ["text: the policy or a list says it too"]


def test_of_very_much_text_fewer_pieces_are_looked_for(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(held_module, "MOST_PIECES", 3)

    assert 0 < len(held_of(WORDS).needles.wanted) < len(list(pieces(WORDS)))


def test_what_many_write_is_a_phrase():
    held, now = held_of(WORDS), datetime(2026, 11, 1, tzinfo=UTC)
    _shared_words(held, [row_of(WORDS, now, f"item {number}") for number in range(MANY + 1)])

    assert held.needles.wanted == {} and sum(held.needles.aside.values()) == len(list(pieces(WORDS)))


def test_an_item_that_is_somebody_elses_now_is_not_looked_for():
    held = Held(frozenset({"member-one"}), items={"item-number-1", "item-number-2"})
    for item in held.items:
        held.needles.add(Kind.ID, item)
    held.leave(["item-number-2"])

    assert held.items == {"item-number-1"} == set(held.needles.wanted)
