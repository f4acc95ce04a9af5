"""A view is read in the place of a text, and what is found in it lies in the text where a reader would say."""

from __future__ import annotations

import unicodedata

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.text.redactor import KNOWN, Redactor
from jobs.text.spans import Span, SpanType
from jobs.text.sweep import Directory, full_names
from jobs.text.views import view_of, viewed

SIGNS = "ab 1é\u0301\u0327\u200b\u200d\u00ad\r\n１＠．९क\u093e"


@given(st.text(SIGNS, max_size=24), st.data())
def test_a_find_in_a_view_covers_the_same_in_the_text(text: str, data: st.DataObject) -> None:
    view = view_of(text)
    start = data.draw(st.integers(0, len(view.text)))
    end = data.draw(st.integers(start, len(view.text)))

    span = view.in_text(Span(start, end, SpanType.OTHER, "x", 1.0))

    assert 0 <= span.start <= span.end <= len(text) or start == end
    if start < end and not any(map(unicodedata.combining, view.text)):  # else the mark goes with its letter
        assert view_of(text[span.start : span.end]).text == view.text[start:end]
    if start < end:
        assert text[span.end - 1] not in "\u200b\u200d\u00ad"
        assert text[span.end - 1 : span.end + 1] != "\r\n"


@given(st.lists(st.text(SIGNS, max_size=12), max_size=6))
def test_only_rows_that_differ_have_a_view(texts: list[str]) -> None:
    column, views = viewed(pa.array(texts, pa.large_string()))

    assert column.to_pylist() == [views[row].text if row in views else text for row, text in enumerate(texts)]
    assert all(row in views for row, text in enumerate(texts) if view_of(text).text != text)


@pytest.mark.parametrize(
    ("name", "text", "left"),
    [
        ("Jürgen Müller", "so says Jürgen Müller.", "so says <PERSON_1>."),
        ("Élodie Lefèvre", "Élodie and Lefèvre", "<PERSON_1> and <PERSON_1>"),
        ("राम शर्मा", "यह राम शर्मा है", "यह <PERSON_1> है"),
        ("প্রিয়া সেন", "(প্রিয়া সেন)", "(<PERSON_1>)"),
        ("ශ්\u200dරී පෙරේරා", "ශ්\u200dරී පෙරේරා!", "<PERSON_1>!"),
    ],
)
def test_a_known_name_is_found_however_it_is_stored(name: str, text: str, left: str) -> None:
    known = pa.array([[{"person": "p", "form": name, "kind": "display_name"}]], KNOWN)
    for form in ("NFC", "NFD"):
        stored = unicodedata.normalize(form, text)
        result = Redactor().redact(pa.array([stored]), known=known)
        assert result.field("redacted_text").to_pylist() == [left]
        assert full_names(pa.array([stored]), Directory([], [], [unicodedata.normalize("NFD", name)])).to_pylist() == [
            0 if " and " in text else 1
        ]


def test_the_signs_around_a_find_stay_as_they_were() -> None:
    text = "Lines\r\nto jane@x-mail.com\r\n\u200band e\u0301te\u0301"

    redacted = Redactor().redact(pa.array([text])).field("redacted_text").to_pylist()

    assert redacted == ["Lines\r\nto <EMAIL_1>\r\n\u200band e\u0301te\u0301"]
