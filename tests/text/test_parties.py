"""Whose a find is: the author's own, a member's, a stranger's."""

from __future__ import annotations

import pyarrow as pa
import pytest

from jobs.text.redactor import Redactor

NAMES = [
    {"person": "m1", "form": "Zofia Kowalczyk", "kind": "display_name", "role": "author"},
    {"person": "m1", "form": "zofia_k", "kind": "handle", "role": "author"},
    {"person": "m2", "form": "Ole Tvedt", "kind": "display_name", "role": "member"},
]


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        ("Zofia Kowalczyk and Ole Tvedt", ["own", "member"]),
        ("@zofia_k and @quill7 and @nobody9", ["own", "member", "stranger"]),
        ("to zofia.kowalczyk@example.org or ole.tvedt@example.org", ["own", "member"]),
        ("to adam.nowak@example.org", ["stranger"]),
        ("call me on +44 20 7946 0958", ["own"]),
        ("mein Handy: +44 20 7946 0958", ["own"]),
        ("call her on +44 20 7946 0958", ["stranger"]),
        ("Ole Tvedt has +44 20 7946 0958", ["member", "member"]),
        ("Ole Tvedt left, my phone is +44 20 7946 0958", ["member", "own"]),
        ("+44 20 7946 0958", ["stranger"]),
        ("see 192.0.2.44", [None]),
    ],
)
def test_a_find_says_whose_it_is(text: str, parties: list[str | None]) -> None:
    row = Redactor().redact(pa.array([text]), known=pa.array([NAMES]), handles=frozenset({"quill7"})).to_pylist()[0]

    assert [span["party"] for span in row["spans"]] == parties
