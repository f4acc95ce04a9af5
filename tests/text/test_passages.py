"""Two texts share the name of a passage if they have eight words in a row in common, and none if fewer than six."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.text.fingerprints import normalised
from jobs.text.passages import LEAST_WORDS, PASSAGES, SHORTEST, marks_quotes, passages
from tests.oracle.quotes import longest_run, marked_words

WORDS = st.sampled_from("alpha beta gamma delta épsilon Zeta ﬁn straße".split())
TEXT = st.lists(WORDS, max_size=40).map(" ".join)
SAID = "The winter light on the northern coast is never what the postcards say it is"


def named(*texts: str | None) -> list[set[int] | None]:
    made = passages(normalised([None if text is None else text.encode() for text in texts]))
    assert made.type == PASSAGES
    return [None if names is None else set(names) for names in made.to_pylist()]


@given(st.lists(TEXT, max_size=3), TEXT, TEXT, TEXT)
def test_what_is_shared_is_found(around: list[str], before: str, shared: str, after: str):
    """Whatever stands around it, in the text or in the batch."""
    one, other = f"{shared} x {after}", f"{before} y {shared}"
    *_, ours, theirs = named(*around, one, other)
    run = longest_run(one, other)

    assert ours is not None and theirs is not None
    if run >= LEAST_WORDS:
        assert ours & theirs
    if run < SHORTEST:
        assert not ours & theirs


def test_half_a_number_a_word_and_the_same_in_any_batch():
    text = " ".join(f"word{n}" for n in range(10_000))
    (alone,) = passages(normalised([text.encode()])).to_pylist()
    among = passages(normalised([b"a b", None, text.encode(), b"", SAID.encode()])).to_pylist()

    assert among[2] == alone and among[0] == among[3] == [] and among[1] is None
    assert 0.45 < len(alone) / 10_000 < 0.55
    assert passages([]).to_pylist() == []
    assert named("seven words are no passage of anything", None) == [set(), None]


@pytest.mark.parametrize(
    ("said", "found"),
    [
        (f"> {SAID}\n\nIs it?", True),
        (f"I read: {SAID.upper()}!", True),
        ("They wrote that the winter light, on the northern coast - is never grey", True),  # a run of ten
        ("> The winter light on\n> the northern coast\nis nice", True),  # broken over lines
        ("The winter light on our northern coast is never what I think it is", False),
        ("I agree with every word.", False),
    ],
)
def test_a_reply_and_what_it_answers(said: str, found: bool):
    ours, theirs = named(said, SAID)

    assert bool((ours or set()) & (theirs or set())) is found


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("> one two three four five six seven eight", True),
        ("  > one two three\n > > four five six seven eight\nand mine", True),
        ("&gt; one two three four five six seven eight", True),
        ("> one two three four five six seven", False),
        ("one > two three four five six seven eight nine", False),
        ("> <ERASED>\nwhat do you think of that, and of all that follows from it?", False),
        ("", False),
    ],
)
def test_lines_that_are_marked_as_quoted(text: str, marks: bool):
    assert marks_quotes([text.encode()]).to_pylist() == [marks]
    assert (marked_words(text) >= LEAST_WORDS) is marks


def test_no_text_marks_nothing():
    assert marks_quotes([None]).equals(pa.array([None], pa.bool_()))
