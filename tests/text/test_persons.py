"""The person model that ships: plain cases that must hold, and what must hold of any text."""

from __future__ import annotations

import hashlib
import itertools

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobs.errors import InputMissing
from jobs.text.persons import model, shipped
from jobs.text.persons.detector import around
from jobs.text.persons.features import shape_of
from jobs.text.persons.files import GRAPH, PIECES, TAGGER, Shipped
from jobs.text.persons.reading import LONGEST, MOST_PIECES, PieceTable, reading, readings
from jobs.text.persons.words import HANDLE, LINK, cut

CONTEXT = 12

TRUTH = [
    ("en", "Yesterday Maria Fernandez wrote to the committee.", ["Maria Fernandez"]),
    ("en", "Best regards, John Smith", ["John Smith"]),
    ("en", "The case was argued by Mr J. Kowalski in London.", ["J. Kowalski"]),
    ("en", "Install the package with pip and run the tests on Linux.", []),
    ("en", "The Court held that Article 6 had been violated.", []),
    ("de", "Gestern hat Thomas Müller mit der Kommission gesprochen.", ["Thomas Müller"]),
    ("de", "Der Vertrag wurde im Dezember von der Universität unterschrieben.", []),
    ("fr", "Le rapport fut présenté par Claire Dubois à la Commission.", ["Claire Dubois"]),
    ("es", "El informe fue presentado por Carmen García en Sevilla.", ["Carmen García"]),
    ("it", "Il libro fu presentato da Giuseppe Rossi a Torino.", ["Giuseppe Rossi"]),
    ("pt", "O presidente Antônio Silva assinou o acordo.", ["Antônio Silva"]),
    ("nl", "Volgens Willem Bakker is de vergadering verplaatst.", ["Willem Bakker"]),
    ("sv", "Enligt Karin Johansson har beslutet ändrats.", ["Karin Johansson"]),
    ("da", "I går mødte vi Mette Sørensen på Fyn.", ["Mette Sørensen"]),
    ("pl", "Wczoraj Katarzyna Nowak przedstawiła raport.", ["Katarzyna Nowak"]),
    ("cs", "Včera Jan Novák představil zprávu.", ["Jan Novák"]),
    ("ru", "Вчера Иван Петров представил доклад.", ["Иван Петров"]),
    ("en", "The applicants, Ms Ingrid Halvorsen and Mr P. Okafor, live in Norway.", ["Ingrid Halvorsen", "P. Okafor"]),
    ("en", "thx maria for the help, will send it on monday", ["maria"]),
    ("en", "IN THE CASE OF ANNA KOWALSKA AGAINST POLAND", ["ANNA KOWALSKA"]),
    ("en", "We moved the queue from Kafka to Redis and call System.exit in May or June.", []),
    ("en", "Ubuntu and Debian ship Python; Jenkins builds it on Monday.", []),
    ("fr", "Mme Lefèvre et M. Garnier ont saisi le tribunal.", ["Lefèvre", "Garnier"]),
    ("pt", "O recurso de Rodrigo Gonçalves foi julgado em Brasília.", ["Rodrigo Gonçalves"]),
    ("hu", "Tegnap Kovács István bemutatta a jelentést.", ["Kovács István"]),
    ("el", "Χθες ο Γιώργος Παπαδόπουλος παρουσίασε την έκθεση.", ["Γιώργος Παπαδόπουλος"]),
]


def names(text: str, language: str | None = None) -> list[str]:
    [found] = shipped().find(pa.array([text]), pa.array([language], pa.string()))
    return [text[start:end] for start, end, _ in found]


@pytest.mark.parametrize(("language", "text", "expected"), TRUTH)
def test_plain_cases(language: str, text: str, expected: list[str]) -> None:
    found = names(text, language)

    assert bool(found) == bool(expected)
    assert all(any(name in span for span in found) for name in expected)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=60) | st.sampled_from([text for _, text, _ in TRUTH]), max_size=6))
def test_spans_lie_in_their_text_and_do_not_depend_on_the_batch(texts: list[str]) -> None:
    together = shipped().find(pa.array(texts, pa.string()), None)

    assert together == [shipped().find(pa.array([text]), None)[0] for text in texts]
    for text, spans in zip(texts, together, strict=True):
        assert all(0 <= start < end <= len(text) and 0 < score <= 1 for start, end, score in spans)
        assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))


def test_a_long_text_is_read_like_its_parts() -> None:
    sentence = "Yesterday Maria Fernandez wrote to the committee about the new rules of procedure.\n"
    [found] = shipped().find(pa.array([sentence * 900]), None)

    assert [start // len(sentence) for start, _, _ in found] == list(range(900))


def test_null_texts_have_none() -> None:
    assert shipped().find(pa.array([None, ""], pa.string()), None) == [[], []]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(["Anna", "x", ".", "\n", "\x01", "Rindfleischetikettierung", "漢字", ","]), max_size=200)
)
def test_readings_hold_every_word_once_and_are_bounded(forms: list[str]) -> None:
    found = readings(forms)

    assert [row for start, end in found for row in range(start, end)] == list(range(len(forms)))
    for start, end in found:
        one = reading(forms[start:end], [[5] * 6] * (end - start))
        assert 0 < end - start <= LONGEST
        assert len(one.rows) == len(one.shapes) <= MOST_PIECES + 2
        assert len(one.starts) == end - start


@given(st.sets(st.integers(1, 150), max_size=4), st.sets(st.integers(0, 150), max_size=8))
def test_what_stands_near_a_doubt_in_its_stretch_is_read_once_and_nothing_else(
    cuts: set[int], doubts: set[int]
) -> None:
    stretches = list(itertools.pairwise([0, *sorted(cuts), 151]))

    found = list(around(sorted(doubts), stretches, CONTEXT))

    wanted = {
        row for a, b in stretches for row in range(a, b) if any(a <= d < b and abs(d - row) <= CONTEXT for d in doubts)
    }
    assert [row for start, end in found for row in range(start, end)] == sorted(wanted)
    assert all(any(a <= start < end <= b for a, b in stretches) for start, end in found)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from(["Anna", "said", ".", "Dr", "\n", "Nowak"]), min_size=1, max_size=6), min_size=1)
)
def test_the_gate_hears_the_words_beside_a_word_and_no_other_text(texts: list[list[str]]) -> None:
    tagger = model.load()
    weights, bias = (TAGGER.arrays()[name].astype(np.float32) for name in ("gate", "gate_bias"))
    rows = tagger.rows([form for forms in texts for form in forms])
    begins = np.array([place == 0 for forms in texts for place, _ in enumerate(forms)])
    expected = []
    for forms in texts:
        said = tagger._words(forms) @ weights + bias
        for place in range(len(forms)):
            before = said[place - 1, 0] if place else 0
            behind = said[place + 1, 2] if place + 1 < len(forms) else 0
            expected.append(before + said[place, 1] + behind)

    assert tagger.likely(rows, begins) == pytest.approx(expected, abs=1e-3)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from(["Anna", "said", ".", "Dr", "Nowak"]), min_size=1, max_size=14), min_size=1),
    st.sets(st.integers(0, 60), min_size=1),
)
def test_the_tagger_says_of_a_word_what_it_says_when_asked_of_all_and_texts_do_not_hear_each_other(
    texts: list[list[str]], asked: set[int]
) -> None:
    tagger = model.load()
    alone = []
    for forms in texts:
        rows = tagger.rows(forms)
        alone += [*tagger.score(rows, rows > 0), *[None] * model.GAP]
    rows = np.concatenate([np.pad(tagger.rows(forms), (0, model.GAP)) for forms in texts])
    wanted = np.array([place in asked for place in range(len(rows))]) & (rows > 0)

    found = tagger.score(rows, wanted)

    assert found.tolist() == [alone[place] for place in np.flatnonzero(wanted)]


@given(st.text(st.sampled_from("aÉ9_ .:/@w-+\n漢"), max_size=40) | st.text(max_size=40))
def test_words_do_not_depend_on_links_and_handles_elsewhere(text: str) -> None:
    alone, beside = cut(text), cut(f"{text} @x www.y")

    assert beside.forms == [*alone.forms, HANDLE, LINK]
    assert beside.starts[:-2] == alone.starts
    assert all(text[a:b] == form for a, b, form in zip(*alone[1:], alone.forms, strict=True) if len(form.strip("\1\2")))


def test_words_are_cut_into_their_likeliest_pieces() -> None:
    table = PieceTable(["▁an", "na", "▁anna", "s", "▁a", "n", "a"], np.array([-2, -2, -3, -2, -9, -9, -9], np.float32))

    assert table.rows("anna") == [6]
    assert table.rows("annas") == [6, 7]
    assert table.rows("anna漢") == [6, 3]
    assert table.rows("ANNA") == table.rows("Anna")


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80))
def test_words_hold_every_sign_that_is_no_blank(text: str) -> None:
    words = cut(text)

    held = {place for a, b in zip(words.starts, words.ends, strict=True) for place in range(a, b)}
    assert all(place in held for place, sign in enumerate(text) if not sign.isspace())
    assert all(shape_of(form) for form in words.forms)


@pytest.mark.parametrize("file", [TAGGER, GRAPH, PIECES], ids=lambda file: file.path.name)
def test_a_damaged_model_is_refused(file: Shipped, tmp_path) -> None:
    assert hashlib.sha256(file.content()).hexdigest() == file.sha256

    damaged = tmp_path / "damaged"
    damaged.write_bytes(file.content()[:-1] + b"?")
    with pytest.raises(InputMissing, match="damaged"):
        Shipped(damaged, file.sha256).content()
    with pytest.raises(InputMissing, match="not there"):
        Shipped(tmp_path / "none", file.sha256).content()


def test_what_ships_stays_small() -> None:
    assert sum(file.path.stat().st_size for file in (TAGGER, GRAPH, PIECES)) <= 30_000_000
