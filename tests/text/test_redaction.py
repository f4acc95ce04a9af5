"""What must hold of redaction whatever the text: order, range, sameness of batches, and that nothing else changes."""

# ruff: noqa: E501 - a table of pieces
from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobs.text import marks
from jobs.text.document import whole
from jobs.text.identifiers import TRIGGERS, Scene, scan
from jobs.text.redactor import KNOWN, RESULT, Redactor, redactor_version
from jobs.text.spans import Span, SpanType, resolve
from jobs.text.treatment import PLACEHOLDER, replace
from jobs.text.views import view_of
from jobs.treatments import read_treatments
from tests.conftest import ROOT

_PIECES = st.sampled_from(
    [
        "jane.doe@example.org", "@bob", "https://site.test/a?b=c", "www.site.test", "192.0.2.44", "2001:db8::7",
        "+44 20 7946 0958", "4111 1111 1111 1111", "GB82 WEST 1234 5698 7654 32", "jane at example dot org", "NHC: 1234567",
        "12 Long Lane", "Calle Mayor 5", "password=abc123xyz9", "536-22-1234", "AKIAIOSFODNN7EXAMPLE", "<EMAIL_1>", "<PERSON_2>",
        "@@", "://", "a.com/x(y)z", ".com", "\x01", "\x02", "\x00", "é", "e\u0301", "😀", "\u2028", "\u00a0", "\ufffd", "İ", "ß", " ", "\n", "((", "]",
    ]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=60), st.lists(st.one_of(_PIECES, st.text(max_size=4)), max_size=14).map("".join))


redact_arrow = Redactor(
    treatments=read_treatments(str(ROOT / "conf" / "treatments.toml"))[0]
).redact  # without the person model, which has tests of its own


def _rows(texts: Sequence[str | None], **columns: pa.Array) -> list[dict[str, Any]]:
    return redact_arrow(pa.array(texts, type=pa.string()), **columns).to_pylist()


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(st.none(), TEXTS), max_size=5))
def test_spans_are_in_order_in_range_and_apart_and_the_rest_stays(texts: list[str | None]) -> None:
    for text, row in zip(texts, _rows(texts), strict=True):
        if text is None:
            assert row == {"redacted_text": None, "spans": [], "numbers": [], "refusal": None}
            continue
        position, rest = 0, row["redacted_text"]
        for span in row["spans"]:
            assert position <= span["start"] < span["end"] <= len(text)
            kept = text[position : span["start"]]
            assert rest.startswith(kept)
            placeholder = PLACEHOLDER.match(rest, len(kept))
            assert placeholder is not None
            assert span["kind"] == placeholder.group(1)
            rest, position = rest[placeholder.end() :], span["end"]
        assert text[position:] == rest


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(st.none(), TEXTS), max_size=6), st.integers(0, 3), st.integers(0, 6))
def test_a_batch_gives_what_its_rows_give_alone_and_slices_too(texts: list[str | None], first: int, count: int) -> None:
    whole = _rows(texts)

    assert [_rows([text])[0] for text in texts] == whole
    sliced = pa.array(texts, type=pa.string()).slice(first, count)
    assert redact_arrow(sliced).to_pylist() == whole[first : first + count]
    assert redact_arrow(pa.array(texts, type=pa.large_string())).to_pylist() == whole


@settings(max_examples=300, deadline=None)
@given(TEXTS.filter(lambda text: not {"\x01", "\x02"} & set(text)))
def test_the_mark_kernel_agrees_with_plain_regular_expressions(text: str) -> None:
    """The oracle runs Python's `re` over the view of the text: no Arrow, no marks, no bytes."""
    view = view_of(text)
    spans = resolve(view.text, whole(view.text, scan(Scene(view.text)), ()).spans)
    expected = [view.in_text(span)[:4] for span in spans]
    expected = [span for span in expected if not _touches_placeholder(text, span)]

    found = [(s["start"], s["end"], s["kind"], s["detector"]) for s in _rows([text])[0]["spans"]]

    assert expected == found


def _touches_placeholder(text: str, span: tuple[Any, ...]) -> bool:
    return any(m.start() < span[1] and span[0] < m.end() for m in PLACEHOLDER.finditer(text))


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_placeholders_of_a_redacted_text_stay_when_it_is_redacted_again(text: str) -> None:
    once = _rows([text])[0]["redacted_text"]
    twice = _rows([once])[0]["redacted_text"]

    held = [m.group() for m in PLACEHOLDER.finditer(once)]
    again = [m.group() for m in PLACEHOLDER.finditer(twice)]
    assert set(held) <= set(again)


_SPANS = st.lists(
    st.tuples(st.integers(0, 19), st.integers(1, 9), st.sampled_from(list(SpanType)), st.sampled_from([0.5, 0.9])),
    max_size=7,
)


@given(st.text(alphabet="ab1 .é", min_size=28, max_size=28), _SPANS)
def test_settling_overlaps_brings_back_no_letter_and_no_digit(
    text: str, drawn: list[tuple[int, int, SpanType, float]]
) -> None:
    spans = [Span(start, start + length, kind, "test", score) for start, length, kind, score in drawn]

    settled = resolve(text, spans)

    assert all(a.end <= b.start for a, b in itertools.pairwise(settled))
    covered = {i for span in settled for i in range(span.start, span.end)}
    wanted = {i for span in spans for i in range(span.start, span.end) if text[i].isalnum()}
    assert wanted <= covered <= {i for span in spans for i in range(span.start, span.end)}
    assert settled == resolve(text, reversed(spans))


def test_the_longer_find_wins_and_the_surer_of_equals() -> None:
    text = "x jane@example.org y"
    email = Span(2, 18, SpanType.EMAIL, "email", 1.0)

    assert [email] == resolve(text, [Span(2, 6, SpanType.PERSON, "known", 0.99), email])
    assert [email] == resolve(text, [email._replace(kind=SpanType.URL, score=0.5), email])


def test_numbers_follow_first_appearance_and_equal_values_share_one() -> None:
    text = "b@x.org a@x.org B@X.ORG +1 212 555 0142 or 212-555-0142"
    row = _rows([text])[0]

    assert row["redacted_text"] == "<EMAIL_1> <EMAIL_2> <EMAIL_1> <PHONE_1> or <PHONE_2>"


def test_one_persons_finds_share_a_number_and_new_numbers_keep_clear_of_old_ones() -> None:
    text = "<EMAIL_3> Ann and Bo, ann@x.org"
    spans = [
        Span(10, 13, SpanType.PERSON, "known", 0.99, "p1"),
        Span(18, 20, SpanType.PERSON, "known", 0.99, "p2"),
        Span(22, 31, SpanType.EMAIL, "email", 1.0),
    ]

    assert replace(text, spans) == "<EMAIL_3> <PERSON_1> and <PERSON_2>, <EMAIL_4>"


def test_a_redacted_text_is_not_mangled() -> None:
    text = "From <EMAIL_1> to <PERSON_2>, see <URL_12>. Write to new@example.org"

    assert _rows([text])[0]["redacted_text"] == "From <EMAIL_1> to <PERSON_2>, see <URL_12>. Write to <EMAIL_2>"


def test_offsets_are_code_points_of_the_original() -> None:
    text = "😀é\x01\x02 ü: jane@example.org"
    span = _rows([text])[0]["spans"][0]

    assert text[span["start"] : span["end"]] == "jane@example.org"


@pytest.mark.parametrize("empty", [[], [None], [""], [None, "", None]])
def test_empty_input_has_no_spans(empty: list[str | None]) -> None:
    result = redact_arrow(pa.array(empty, type=pa.string()))

    assert result.type == RESULT
    assert empty == result.field("redacted_text").to_pylist()
    assert sum(len(spans) for spans in result.field("spans").to_pylist()) == 0


def test_many_rows_of_many_sizes_keep_their_places() -> None:
    """More than one slice, with a row larger than a slice."""
    mail = "jane@example.org"
    texts = [mail, "é" * 5, mail + " x" * (marks.SLICE_BYTES // 2), "", mail] * 2
    result = redact_arrow(pa.array(texts)).to_pylist()

    assert [len(row["spans"]) for row in result] == [1, 0, 1, 0, 1] * 2
    assert all(row["redacted_text"].startswith("<EMAIL_1>") for row in result if row["spans"])


def test_a_word_that_begins_in_one_row_and_ends_in_the_next_is_none() -> None:
    texts = ["he was bo", "rn on 12 May 1980", "né le 12 mai 1980"]

    assert [[(s["start"], s["end"]) for s in row["spans"]] for row in _rows(texts)] == [[], [], [(6, 17)]]


def test_known_names_and_languages_are_cut_with_their_rows() -> None:
    names = [[{"person": "p", "form": "Zebulon", "kind": "given_name"}], None, []]
    texts = ["hi Zebulon", "hi Zebulon", "hi Zebulon"]
    result = _rows(texts, known=pa.array(names, type=KNOWN), languages=pa.array(["en", None, "de"]))

    assert [row["redacted_text"] for row in result] == ["hi <PERSON_1>", "hi Zebulon", "hi Zebulon"]


def test_a_directory_handle_is_treated_where_it_looks_like_code() -> None:
    text = "use `@property` and npm@latest"

    assert text == _rows([text])[0]["redacted_text"]
    result = redact_arrow(pa.array([text]), handles=frozenset({"property", "latest"}))
    assert result.to_pylist()[0]["redacted_text"] == "use `<HANDLE_1>` and npm<HANDLE_2>"


def test_triggers_never_match_nothing() -> None:
    for trigger in TRIGGERS:
        assert pc.match_substring_regex(pa.array(["", "  "]), f"^(?:{trigger})$").to_pylist() == [False, False]


def test_the_version_is_short_and_stays_within_a_process() -> None:
    assert redactor_version() == redactor_version()
    assert len(redactor_version()) == 12
    assert int(redactor_version(), 16) >= 0
