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


def run(words: list[str]) -> str:
    return " ".join(words)


@given(st.data())
def test_whoever_quotes_a_run_of_words_quotes_a_whole_piece(data: st.DataObject):
    """From whichever word on, and however many: this is what finds a quotation."""
    words = data.draw(st.lists(st.text("abé", min_size=1, max_size=7), min_size=LEAST_WORDS, max_size=30))
    first = data.draw(st.integers(0, len(words) - LEAST_WORDS))
    quoted = words[first : data.draw(st.integers(first + LEAST_WORDS, len(words)))]

    found = [piece for piece in pieces(run(words)) if run(quoted).startswith(piece)]

    assert bool(found) == (len(run(quoted)) >= PIECE)


@given(st.text(alphabet=st.sampled_from("ab \n\té>"), max_size=200))
def test_pieces_are_runs_of_words_however_they_are_wrapped(text: str):
    for piece in pieces(text):
        assert piece in " ".join(text.replace(">", " ").split())
        assert len(piece) >= PIECE
        assert len(piece.split()) >= LEAST_WORDS


def test_too_few_words_are_no_piece():
    assert list(pieces("so many words and yet no piece")) == list(pieces("a b c d e f g h")) == []


Wanted = dict[str, Kind]
few = st.dictionaries(st.text("abé", min_size=1, max_size=4), st.just(Kind.TEXT), min_size=1, max_size=6)


@given(few, st.text("abé", max_size=30))
def test_every_needle_that_occurs_is_found(needles: Wanted, text: str):
    """Also one inside another, and one that overlaps another."""
    finder = Finder(needles)
    found = {finder.needles[number] for number in finder.counted(text.encode())}

    assert found == {needle for needle in needles if needle in text}


@given(few, st.text("abé", max_size=30))
def test_what_is_cut_is_gone(needles: Wanted, text: str):
    left = cut(text, Finder(needles), "|")

    assert all(needle not in left for needle in needles)
    assert cut(text, Finder({}), "|") == text


GAPS = st.sampled_from([" ", "\n", "\n> ", "\r\n>> ", "  ", "\t"])


@given(st.lists(GAPS, min_size=len(LINE.split()), max_size=len(LINE.split())), st.text("xé ", max_size=9))
def test_a_quotation_is_cut_whole_however_it_is_wrapped(gaps: list[str], before: str):
    wrapped = "".join(gap + word for gap, word in zip(["", *gaps[1:]], LINE.split(), strict=True))

    left = cut(f"{before}\n{wrapped}, as they said.", Finder(dict.fromkeys(pieces(LINE), Kind.TEXT)), "|")

    assert left == f"{before}\n|, as they said."


@pytest.mark.parametrize(
    ("content", "hits"),
    [
        ("user-12345", 1),
        ('{"member":"user-12345"}', 1),
        ("user-12345\0user-12345.", 2),
        ("user-123456", 0),
        ("superuser-12345", 0),
        ('"hello\\nuser-12345"', 1),
        ("in%2Fuser-12345", 1),
        ("export_user-12345.json", 1),
        ("user-123456 user-12345", 1),
    ],
)
def test_an_id_inside_another_is_another(content: str, hits: int):
    assert len(Finder({"user-12345": Kind.ID}).spans(content.encode())) == hits
    assert len(Finder({"user-12345": Kind.NAME}).spans(content.encode())) == content.count("user-12345")


def test_what_turns_out_to_be_shared_is_dropped_and_counted():
    needles = Needles()
    needles.add(Kind.NAME, "Ada Winterbottom")
    needles.drop(["Ada Winterbottom", "never there"], "a living member has it too")

    assert needles.wanted == {}
    assert dict(needles.aside) == {"name: a living member has it too": 1}
