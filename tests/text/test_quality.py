"""What the quality signals must hold."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from jobs.text import segments
from jobs.text.quality import SIGNAL_FIELDS, SIGNALS, STOP_WORDS, signals
from jobs.text.spans import SpanType
from tests.text.plain_quality import plain_signals

# Few different words and marks, so that lines, paragraphs and n-grams do repeat.
PIECES = st.sampled_from(
    "a |b |The |and |\n|\n\n| \t\n|...|…|#|- |• |{|É|ß|ı|用|日。|ก็า|１|\u00a0|\u2028|\u0301|\x1c|😀|12|.|?\n|"
    "<EMAIL_1> |<PERSON_12>|https://x.y/z |www.a|Lorem ipsum|JavaScript".split("|")
)
REPETITIVE = st.lists(PIECES, max_size=60).map("".join)
TEXTS = st.lists(st.none() | REPETITIVE | st.text(max_size=30), max_size=6)


def measure(text: str) -> dict[str, object]:
    return signals(pa.array([text])).to_pylist()[0]


@given(TEXTS)
@example(["", None, "\n"])
@example([None, "0 00 0 0 0 0 0 0 0"])  # equal n-grams whose keys a sort that is not stable puts in another order
@settings(deadline=None)  # the first call builds a table
def test_the_fast_path_gives_what_the_plain_definitions_give(texts):
    measured = signals(pa.array(texts, pa.string())).to_pylist()

    assert measured == [expected and pytest.approx(expected, abs=1e-6) for expected in map(plain_signals, texts)]


@given(TEXTS, st.integers(1, 40))
@settings(deadline=None)
def test_neighbours_and_slices_change_nothing(texts, size):
    whole = pa.array(["before", *texts, "after"], pa.string())
    alone = [signals(pa.array([text], pa.string())).to_pylist()[0] for text in texts]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(segments, "SLICE_BYTES", size)

        assert signals(whole.slice(1, len(texts))).to_pylist() == alone
        assert signals(whole).to_pylist()[1:-1] == alone


def test_the_classes_of_all_characters_are_those_of_python():
    flags = [segments.LETTER, segments.DIGIT, segments.SPACE, segments.UPPER]
    table = segments.character_classes()
    told = [(c.isalpha(), c.isdecimal(), c.isspace(), c.isalpha() and c.isupper()) for c in map(chr, range(0x110000))]

    assert [[bool(kinds & flag) for flag in flags] for kinds in table.tolist()] == [list(kinds) for kinds in told]


@pytest.mark.parametrize(
    ("text", "signal", "value"),
    [
        ("one two  three\nfour", "word_count", 4),
        ("我喜欢 Python3", "word_count", 4),  # three ideographs, each a word, and one word in Latin letters
        ("one\n\n two \n", "line_count", 2),
        ("ab abcd", "mean_word_length", 3),
        ("# one # two three", "symbol_to_word_ratio", 2 / 5),
        ("well ... no … I....", "symbol_to_word_ratio", 3 / 5),  # four full stops are one ellipsis
        ("-- 12 a1 x", "alphabetic_word_share", 2 / 4),
        ("The end of the (to)", "stop_word_count", 3),  # the, of, to: different ones, whatever stands around them
        ("der Hund und the cat", "stop_word_count", 2),  # the best language counts, not the sum
        ("- one\n  • two\nthree\n4 - 5", "bullet_line_share", 2 / 4),
        ("so...\nyes…\nno.", "ellipsis_line_share", 2 / 3),
        ("Yes.\nReally?\n“Quite.”\nno\n真的。", "terminal_punctuation_line_share", 4 / 5),
        (f"{'x' * 30}\n{'x' * 31}", "short_line_share", 1 / 2),
        ("same line\nother\nsame  line", "duplicate_line_share", 8 / 21),  # the second one's eight letters
        ("a\nb\n\nc\n\na\nb", "duplicate_paragraph_share", 2 / 5),
        ("a\nb\n\nc\n\na\n\nb", "duplicate_paragraph_share", 0),
        ("x y x y z", "top_2gram_share", 4 / 5),  # "x y" twice
        ("all of these are different words", "top_2gram_share", 0),  # what stands once is no repetition
        ("a b c d e f a b c d e", "duplicate_5gram_share", 5 / 11),
        ("a b c d e f g h i j k a b c d e f g h i x", "duplicate_10gram_share", 0),
        ("a b c d e f g h i j k a b c d e f g h i j", "duplicate_10gram_share", 10 / 21),
        ("a a a a a a a", "duplicate_5gram_share", 6 / 7),  # overlaps count once, the first five-gram not
        ("a b\n1 2", "digit_share", 2 / 4),
        ("ABc 1", "uppercase_share", 2 / 3),
        ("see https://example.org now", "address_share", 19 / 25),
        ("hi <PERSON_1> <NATIONAL_ID_12> <b_1> <A_>", "placeholder_share", 26 / 37),
        ("int f() {", "has_curly_brace", True),
        ("Lorem IPSUM dolor", "has_lorem_ipsum", True),
        ("Please enable JavaScript", "has_javascript", True),
    ],
)  # fmt: skip
def test_a_signal_by_hand(text, signal, value):
    assert measure(text)[signal] == pytest.approx(value)


@pytest.mark.parametrize("text", ["", " \n\t", "\u2003"])
def test_without_a_word_every_signal_but_the_length_is_zero(text):
    measured = measure(text)

    assert measured.pop("character_count") == len(text)
    assert not any(measured.values())


@pytest.mark.parametrize("kind", SpanType)
def test_whatever_redaction_puts_in_a_place_counts_as_placeholder(kind):
    assert measure(f"<{kind}_1> <{kind}_23>")["placeholder_share"] == 1


def test_null_stays_null_and_an_empty_array_has_the_type():
    assert signals(pa.array([None, "x"], pa.string())).to_pylist()[0] is None
    assert signals(pa.array([], pa.large_string())).type == SIGNALS


def test_stop_words_fit_the_packing_and_all_languages_have_enough():
    assert all(len(word) <= 5 and max(map(ord, word)) < 0x7FF for text in STOP_WORDS.values() for word in text.split())
    assert all(len(set(text.split())) >= 8 for text in STOP_WORDS.values())


def test_every_signal_is_described_once():
    assert [field.name for field in SIGNALS] == [field.name for field in SIGNAL_FIELDS]
    assert len({field.name for field in SIGNAL_FIELDS}) == len(SIGNAL_FIELDS)
    assert all(field.meaning and field.source for field in SIGNAL_FIELDS)


def test_one_text_larger_than_a_slice():
    text = "the same words again and again, line by line\n" * 20_000
    measured = measure(text)

    assert measured["word_count"] == 9 * 20_000
    assert measured["duplicate_line_share"] == pytest.approx(1 - 1 / 20_000)
    assert measured["duplicate_10gram_share"] > 0.99
