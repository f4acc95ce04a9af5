"""Needles are distinctive or set aside; a text in pieces is found in one pass and cut out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.text.needles import LEAST_WORDS, PIECE, Finder, Kind, Needles, cut, pieces

LINE = "Nobody else has ever written these words in this order about a red heron on a cold Tuesday evening"


@pytest.mark.parametrize(
    ("kind", "value", "aside"),
    [
        (Kind.ID, "m1234567", None),
        (Kind.ID, "42", "id: short"),
        (Kind.NAME, "Bernhardine", "name: one plain word"),
        (Kind.NAME, "Ada Winterbottom", None),
        (Kind.NAME, "山田太郎山田", None),
        (Kind.HANDLE, "postgres", "handle: one plain word"),
        (Kind.HANDLE, "ada_w1987", None),
        (Kind.ADDRESS, "a@b.org", "address: short"),
        (Kind.ADDRESS, "ada@example.org", None),
    ],
)
def test_what_cannot_tell_is_set_aside(kind: Kind, value: str, aside: str | None):
    needles = Needles()
    needles.add(kind, value)

    assert (list(needles.wanted), list(needles.aside)) == (([value], []) if aside is None else ([], [aside]))


def test_pieces_are_whole_words_of_one_line_and_cover_it():
    assert " ".join(pieces(LINE)) == LINE
    assert len(list(pieces(LINE))) == 2
    assert list(pieces("too short\nand this too")) == []
    assert list(pieces(f"{LINE}\n\n  {LINE}  ")) == [*pieces(LINE), *pieces(LINE)]


@given(st.text(alphabet=st.sampled_from("ab \n\té"), max_size=200))
def test_pieces_stand_in_the_text(text: str):
    for piece in pieces(text):
        assert piece in text
        assert "\n" not in piece
        assert len(piece) >= PIECE
        assert len(piece.split()) >= LEAST_WORDS


@given(st.lists(st.text("abé", min_size=1, max_size=4), min_size=1, max_size=6), st.text("abé", max_size=30))
def test_every_needle_that_occurs_is_found(needles: list[str], text: str):
    """Also one inside another, and one that overlaps another."""
    finder = Finder(set(needles))
    found = {finder.needles[number] for number in finder.counted(text.encode())}

    assert found == {needle for needle in needles if needle in text}


@given(st.lists(st.text("abé", min_size=1, max_size=4), min_size=1, max_size=6), st.text("abé", max_size=30))
def test_what_is_cut_is_gone(needles: list[str], text: str):
    left = cut(text, Finder(set(needles)), "|")

    assert all(needle not in left for needle in needles)
    assert cut(text, Finder([]), "|") == text


def test_what_turns_out_to_be_shared_is_dropped_and_counted():
    needles = Needles()
    needles.add(Kind.NAME, "Ada Winterbottom")
    needles.drop(["Ada Winterbottom", "never there"], "a living member has it too")

    assert needles.wanted == {}
    assert dict(needles.aside) == {"name: a living member has it too": 1}
