"""Truth tables of dates, places, ages and organisations: what is found, with its exact place, and what is not.

A place is written with brackets: the text of a row is what is left without them.
"""

from __future__ import annotations

import re

import pyarrow as pa
import pytest

from jobs.text.circumstances import FAMILIES, circumstances
from jobs.text.redactor import Redactor
from jobs.text.treatments import Action, Treatment, Treatments

FOUND = [
    ("DATE", "signed ⟦2004-03-22⟧"),
    ("DATE", "at ⟦2004-03-22 20:55:01⟧."),
    ("DATE", "at ⟦2004-03-22T20:55:01Z⟧"),
    ("DATE", "due ⟦11/22/2000⟧ or so"),
    ("DATE", "am ⟦22.11.2000⟧ um"),
    ("DATE", "paid ⟦5-7-98⟧,"),
    ("DATE", "on ⟦12 May 1980⟧ we"),
    ("DATE", "on ⟦May 12, 1980⟧ we"),
    ("DATE", "since ⟦May 1980⟧"),
    ("DATE", "the ⟦3rd of June⟧ was"),
    ("DATE", "vom ⟦12. März 1980⟧ an"),
    ("DATE", "le ⟦12 février 2001⟧ à"),
    ("DATE", "el ⟦12 de mayo de 1980⟧ y"),
    ("DATE", "dnia ⟦12 września 1980⟧ r."),
    ("DATE", "⟦13-Jun-2000⟧ build"),
    ("LOCATION", "back from ⟦Uruguay⟧"),
    ("LOCATION", "zurück aus ⟦Deutschland⟧"),
    ("LOCATION", "⟦Côte d'Ivoire⟧ won"),
    ("LOCATION", "she lives in ⟦Lyon⟧ now"),
    ("LOCATION", "I am in ⟦MALMÖ⟧, at work"),
    ("LOCATION", "She is originally from ⟦Niitabury⟧."),
    ("LOCATION", "Where: ⟦Ljubljana⟧"),
    ("LOCATION", "Localidad/ Provincia: ⟦Toledo⟧"),
    ("LOCATION", "Ciudad: ⟦Villatarda⟧"),
    ("OTHER", "a ⟦34⟧-year-old carpenter"),
    ("OTHER", "ha ⟦12⟧ anni di età"),
    ("OTHER", "I'm ⟦31⟧ y/o"),
    ("OTHER", "retired at the age of ⟦66⟧"),
    # the year in which somebody was born or something founded
    ("DATE", "she was born in ⟦1971⟧, they say"),
    ("DATE", "a shop founded in ⟦1998⟧."),
    ("DATE", "gegründet im Jahr ⟦1998⟧, also"),
    ("DATE", "née en ⟦1971⟧ ici"),
    ("OTHER", "ich bin ⟦41⟧ Jahre alt"),
    ("ORG", "works for ⟦Quill & Tvedt Ltd.⟧ here"),
    ("ORG", "the ⟦Lindquist GmbH⟧ of"),
]

LEFT = [
    "version 1.2.2003 and v12.10.99",
    "10/20/30/40 and 1-2-3-4",
    "born in 1971-style houses, class of 12, founded in oslo, established in 2001.5, made in 1971",
    "you may 12 times, march on 3 of them",
    "99/99/2000",
    "the sum 12.10.2000.5",
    "Lyon is a name here",
    "condannato a 12 anni di carcere, epilepsia de 13 años de curso",
    "a Christmas party, see in Section 5 and in Annex B",
    "python/Java in Action",
    "Mr. Lyon said so",
    "the 34 years",
    "a Limited edition",
    "the Group",
]


def _finds(text: str) -> list[tuple[str, int, int]]:
    found = circumstances(frozenset(FAMILIES))
    assert found is not None
    return sorted({(s.kind, s.start, s.end) for s in found.find(pa.array(["Before 9", text, "after"])).get(1, [])})


@pytest.mark.parametrize(("kind", "marked"), FOUND)
def test_a_circumstance_is_found_where_it_stands(kind: str, marked: str) -> None:
    text = re.sub("[⟦⟧]", "", marked)

    assert _finds(text) == [(kind, marked.index("⟦"), marked.index("⟧") - 1)]


@pytest.mark.parametrize("text", LEFT)
def test_what_only_looks_like_one_stays(text: str) -> None:
    assert _finds(text) == []


def test_rows_do_not_run_into_each_other() -> None:
    """The last letter of a row and the first of the next make no word."""
    found = circumstances(frozenset({"place"}))
    rows = ["back from Italy", "xUruguay", "Chile", "and"]

    assert found is not None and set(found.find(pa.array(rows))) == {0, 2}


def test_what_is_kept_everywhere_is_not_looked_for() -> None:
    text = pa.array(["In Uruguay on 12 May 1980, aged 34"])
    plain, kept, in_posts = (
        Redactor(treatments=Treatments(rows)).redact(text).to_pylist()[0]["redacted_text"]
        for rows in (
            (),
            (Treatment(Action.KEEP, detectors=("date.", "place", "age")),),
            (Treatment(Action.KEEP, detectors=("date.", "place", "age"), content_types=frozenset({"post"})),),
        )
    )

    assert plain == in_posts == "In <LOCATION_1> on <DATE_1>, aged <OTHER_1>"
    assert kept == text[0].as_py()
