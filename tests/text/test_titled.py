"""Names behind a form of address and before a state they sued: what is found, what is left alone."""

from __future__ import annotations

import pytest

from jobs.text.document import whole
from jobs.text.identifiers import Scene, scan
from jobs.text.spans import SpanType, resolve


def persons(text: str, language: str = "") -> list[str]:
    """What the rules alone find of persons."""
    spans = resolve(text, whole(text, scan(Scene(text, language)), ()).spans)
    return [text[span.start : span.end] for span in spans if span.kind is SpanType.PERSON]


@pytest.mark.parametrize(
    ("language", "marked"),
    [
        # initials and single letters, with the form of address that says who of two it is
        ("fr", "⟦M. T. Garnier⟧ et ⟦Mme K.⟧ ont saisi le tribunal."),
        ("fr", "Le tribunal entendit ⟦Mme K.⟧ Le greffier lut."),
        ("fr", "le juge ⟦Ravel⟧, ⟦Mlle Ph. de La Tour⟧, puis ⟦MmeR. Lind⟧"),
        ("fr", "⟦M. et Mme Ravel⟧, et ⟦M. Jean - Pierre Ravel⟧"),
        ("en", "⟦Mr and Mrs Lind⟧ wrote to ⟦Mr J. Lind⟧; Judge ⟦Tvedt⟧ sat"),
        ("en", "represented by ⟦Mrs X⟧ and ⟦Mr O'Hara⟧"),
        ("en", "⟦Messrs A. Lind, B. Tvedt⟧ and ⟦O. de Vries⟧, solicitors"),
        ("fr", "⟦Mmes Thune, Westerberg⟧ et ⟦Jagander⟧, ⟦MM. Lind⟧ et ⟦Tvedt⟧, ⟦Mes Ravel⟧ et ⟦Garnier⟧, avocats"),
        ("es", "⟦Sres. Lind⟧ y ⟦Prates⟧; Sras. presidentas y vocales"),
        ("en", "Judges ⟦Tvedt⟧ and ⟦Ravel⟧ agreed; she judges Rome and Paris alike"),
        # particles, capitals, other languages
        ("es", "⟦D. José de la Cruz⟧ y ⟦D.ª Ana Prieto⟧; ⟦doña Carmen⟧ y la ⟦Sra. M. Ruiz⟧"),
        ("de", "⟦Frau von Arnim⟧ traf ⟦Herrn Prof. Dr. Meier⟧"),
        ("it", "la ⟦signora Ferri⟧ e l'avvocato, Avv. ⟦Conti⟧"),
        ("da", "⟦hr. Tvedt⟧ og ⟦fru Lind⟧, advokat ⟦Bo Friis⟧"),
        ("pl", "⟦pani Nowacka⟧ i ⟦pan Zieliński⟧"),
        ("pt", "o ⟦senhor Prates⟧ e a ⟦Dra. Melo⟧"),
        # who sued a state
        ("en", "see ⟦Tvedt⟧ v. Norway, no. 1/2; ⟦Ravel and Lind⟧ v. the United Kingdom"),
        ("fr", "l'affaire ⟦Tvedt⟧ c. Norvège"),
        ("en", "in the Court’s ⟦Tvedt⟧ v. Norway the Court held; the Court v. Norway"),
        ("en", "(Regina v. Malden Magistrates, ex parte ⟦Tvedt⟧, 8 March 1991)"),
        # lists behind what somebody does
        ("es", "por los Jueces ⟦Tvedt⟧, ⟦Raveliu⟧, ⟦Lindqova⟧ y ⟦O'Hara⟧, y tras deliberar"),
        ("en", "Judges ⟦A. Tvedt⟧, ⟦Ravel⟧, and ⟦Hartog⟧ agreed; he judges Paris, London and Rome by their bread"),
        ("en", "three judges Tvedt had asked"),
        # offices, words, ends of sentences, signs of other languages
        ("en", "Mr President, Madam Speaker, Sir, Miss You Already, Don Quick, Mr. and yes."),
        ("fr", "M. le Procureur, Mme la présidente, MM. les juges, Monsieur le Ministre"),
        ("en", "So says the judge. Lindbergh is a town. Me Too, at 5 P.M. Monday"),
        ("en", "Section D. The vitamin D level; Pan American; Lady of the Lake; Lord of Rings"),
        ("de", "Der Herr der Ringe, das Amt eines Herrn des Reiches"),
        ("en", "Mac v. Windows, 3.4 v. 3.5"),
    ],
)
def test_a_name_behind_a_form_of_address(language: str, marked: str) -> None:
    text = marked.replace("⟦", "").replace("⟧", "")
    expected = [part.split("⟧")[0] for part in marked.split("⟦")[1:]]

    assert [name for found in persons(text, language) for name in found.split(", ")] == [
        name for found in expected for name in found.split(", ")
    ]


def test_a_name_behind_a_title_is_found_everywhere() -> None:
    assert persons("Mrs Ruzicka left. Ruzicka was late.") == ["Mrs Ruzicka", "Ruzicka"]


def test_a_title_that_is_a_family_name_stays_one() -> None:
    text = "⟦Mr Wei Pan⟧ said so; ⟦Pan⟧ left."

    assert persons(text.replace("⟦", "").replace("⟧", "")) == ["Mr Wei Pan", "Pan"]
