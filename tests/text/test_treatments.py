"""What each treatment makes of a text, and which row decides."""

from __future__ import annotations

import hashlib
from typing import Any

import pyarrow as pa
import pytest

from jobs.text.numbering import Numbers
from jobs.text.people import Person
from jobs.text.redactor import Redactor
from jobs.text.spans import Span, SpanType
from jobs.text.treatment import Treat
from jobs.text.treatments import Action, Treatment, Treatments, generalised, listed

TEXT = "Hi. Write to ann@example.org, please! Call +44 20 7946 0958."


def redacted(*rows: Treatment, text: str = TEXT, **columns: Any) -> dict[str, Any]:
    """The row that a redactor with these treatments gives."""
    redactor = Redactor(treatments=Treatments(rows, "x"), seal=lambda value: hashlib.sha256(value.encode()).hexdigest())
    given = {name: pa.array([value]) for name, value in columns.items()}
    row: dict[str, Any] = redactor.redact(pa.array([text]), **given).to_pylist()[0]
    return row


EMAIL = frozenset({SpanType.EMAIL})


def test_the_first_row_that_fits_decides_and_a_placeholder_is_what_is_left() -> None:
    rows = (Treatment(Action.KEEP, EMAIL), Treatment(Action.DROP_SENTENCE))

    assert redacted(*rows)["redacted_text"] == "Hi. Write to ann@example.org, please! "
    assert redacted()["redacted_text"] == "Hi. Write to <EMAIL_1>, please! Call <PHONE_1>."


@pytest.mark.parametrize(
    ("row", "columns", "fits"),
    [
        (Treatment(Action.KEEP, content_types=frozenset({"post"})), {"content_types": "post"}, True),
        (Treatment(Action.KEEP, content_types=frozenset({"post"})), {"content_types": "article"}, False),
        (Treatment(Action.KEEP, countries=frozenset({"DE"})), {"countries": "de"}, True),
        (Treatment(Action.KEEP, countries=frozenset({"DE"})), {"countries": "FR"}, False),
        (Treatment(Action.KEEP, countries=frozenset({"DE"})), {}, False),
        (Treatment(Action.KEEP, parties=frozenset({"stranger"})), {}, True),
        (Treatment(Action.KEEP, parties=frozenset({"own"})), {}, False),
        (Treatment(Action.KEEP, detectors=("email",)), {}, True),
        (Treatment(Action.KEEP, detectors=("phone",)), {}, False),
        (Treatment(Action.KEEP, purposes=frozenset({"another"})), {}, False),
        (Treatment(Action.KEEP, names=frozenset({"ann@example org"})), {}, True),
        (Treatment(Action.KEEP, names=frozenset({"bob@example org"})), {}, False),
    ],
)
def test_conditions_of_a_row(row: Treatment, columns: dict[str, str], fits: bool) -> None:
    row_of_text = redacted(row, text="To ann@example.org", **columns)

    assert row_of_text["redacted_text"] == ("To ann@example.org" if fits else "To <EMAIL_1>")
    assert len(row_of_text["spans"]) == (0 if fits else 1)


def test_a_public_figure_on_the_list_stays_by_every_part_of_the_name() -> None:
    text = "Ada Quill met Bo Tvedt. Quill left."
    people = {"a": Person("a", ["ada", "quill"]), "b": Person("b", ["bo", "tvedt"])}
    spans = [
        Span(start, start + len(form), SpanType.PERSON, "person.model", 0.9, key)
        for start, form, key in ((0, "Ada Quill", "a"), (14, "Bo Tvedt", "b"), (24, "Quill", "a"))
    ]
    keep = Treatment(Action.KEEP, names=frozenset({listed("Quill, Ada".replace(",", ""))}))

    assert Treat(text, people, Numbers()).apply(spans, (keep,)).text == "Ada Quill met <PERSON_1>. Quill left."


def test_a_pseudonym_is_the_same_everywhere_and_a_refusal_has_its_reason() -> None:
    pseudonym = Treatment(Action.PSEUDONYM, EMAIL)
    one, two = (redacted(pseudonym, text=f"{n} ann@example.org")["redacted_text"][2:] for n in (1, 2))
    refused = redacted(Treatment(Action.REFUSE, EMAIL, reason="too_personal"))

    assert one == two and one.startswith("<EMAIL:") and len(one) == len("<EMAIL:>") + 10
    assert refused["refusal"] == "too_personal" and "@" not in refused["redacted_text"]


@pytest.mark.parametrize(
    ("kind", "detector", "surface", "coarse"),
    [
        (SpanType.DATE, "date.birth", "3. juni 2015", "2015"),
        (SpanType.DATE, "date.birth", "20. maj 87", None),
        (SpanType.LOCATION, "place", "Lyon", "France"),
        (SpanType.LOCATION, "place", "Nowhere", None),
        (SpanType.OTHER, "user.age", "aged 47", "40-49"),
        (SpanType.PERSON, "known", "Ada", None),
    ],
)
def test_generalising(kind: SpanType, detector: str, surface: str, coarse: str | None) -> None:
    assert generalised(Span(0, 1, kind, detector, 1.0), surface, {"lyon": "France"}) == coarse


def test_a_row_for_a_part_of_a_family_is_heard() -> None:
    """Even where the rest of the family stays, and nobody would need to look for that."""
    rows = (
        Treatment(Action.PLACEHOLDER, detectors=("place.city",)),
        Treatment(Action.KEEP, detectors=("place",)),
        Treatment(Action.KEEP, frozenset({SpanType.OTHER})),
    )

    left = redacted(*rows, text="She lives in Paris, France, aged 44, and was born in 1980.")["redacted_text"]

    assert left == "She lives in <LOCATION_1>, France, aged 44, and was born in <DATE_1>."


def test_a_day_of_birth_is_one_wherever_it_stands() -> None:
    rows = (Treatment(Action.GENERALISE, detectors=("date.birth",)), Treatment(Action.KEEP, frozenset({SpanType.DATE})))

    left = redacted(*rows, text="DOB: 12.05.1980. The form of 3.4.2001 says 12.05.1980 again.")["redacted_text"]

    assert left == "DOB: 1980. The form of 3.4.2001 says 1980 again."


def test_treatments_and_purpose_are_in_the_version() -> None:
    versions = {
        Redactor().version,
        Redactor(treatments=Treatments((), "a")).version,
        Redactor(treatments=Treatments((), "b")).version,
        Redactor(purpose="another").version,
    }

    assert len(versions) == 4


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Mail jo@example.org or Dr. Karen Oldham. End.", "End."),
        ("Hallo jo@example.org, Hauptstr. 5, 50667 Köln. Ende.", "Ende."),
    ],
)
def test_a_sentence_does_not_end_within_a_find(text: str, left: str) -> None:
    drop = Treatment(Action.DROP_SENTENCE, kinds=EMAIL)
    assert redacted(drop, text=text)["redacted_text"] == left
