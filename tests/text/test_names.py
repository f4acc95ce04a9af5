"""Known names: where they are found, and which ordinary words are left alone."""

from __future__ import annotations

import pytest

from jobs.text.document import whole
from jobs.text.forms import fold
from jobs.text.identifiers import Scene, scan
from jobs.text.names import KnownName
from jobs.text.spans import resolve

ADA = [
    KnownName("p1", "Ada J. Quillfeather", "display_name"),
    KnownName("p1", "Ada", "given_name"),
    KnownName("p1", "J. Quillfeather", "family_name"),
    KnownName("p1", "quill7", "handle"),
    KnownName("p1", "adaq@example.org", "email"),
]
WILL = [
    KnownName("p2", "Will", "given_name"),
    KnownName("p2", "Müller", "family_name"),
    KnownName("p2", "test", "handle"),
]


@pytest.mark.parametrize(
    ("names", "marked"),
    [
        (ADA, "by ⟦Ada J. Quillfeather⟧."),
        (ADA, "⟦ada⟧ and ⟦ADA⟧"),
        (ADA, "⟦QUILLFEATHER, Ada⟧"),
        (ADA, "⟦Ada⟧\n⟦Quillfeather⟧"),
        (ADA, "⟦Quillfeather⟧'s idea, ⟦Quillfeathers⟧ Idee"),
        (ADA, "⟦A. J. Quillfeather⟧ wrote"),
        (ADA, "files/⟦ada⟧_⟦quillfeather⟧.txt"),
        (ADA, "⟦quill7⟧: hi ⟦Quill7⟧"),
        (ADA, "mail ⟦adaq@example.org⟧"),
        (ADA, "Adam and Canada"),
        (WILL, "I will ask ⟦Will⟧ now"),
        (WILL, "Will you come? It will."),
        (WILL, "Hi ⟦Will⟧,"),
        (WILL, "bye\n⟦Will⟧"),
        (WILL, "⟦Will Müller⟧ is here"),
        (WILL, "⟦MUELLER⟧ or ⟦Muller⟧ or ⟦müller⟧"),
        (WILL, "⟦test⟧: are you there? just a test"),
        ([KnownName("p3", "José", "given_name")], "⟦Jose⟧ y ⟦JOSÉ⟧ y ⟦Jose\u0301⟧"),
        ([KnownName("p4", "Jean-Luc van der Berghe", "display_name")], "⟦jean-luc⟧ van der Tal, ⟦Berghe⟧"),
        ([KnownName("p5", "J", "given_name")], "J is a letter"),
        ([KnownName("p6", "Bo", "given_name")], "⟦Bo⟧ has a bo"),
    ],
)
def test_a_known_name_is_found_where_the_person_is_meant(names: list[KnownName], marked: str) -> None:
    text = marked.replace("⟦", "").replace("⟧", "")
    expected = [part.split("⟧")[0] for part in marked.split("⟦")[1:]]

    assert expected == [text[span.start : span.end] for span in resolve(text, whole(text, [], tuple(names)).spans)]


def test_all_finds_of_a_person_have_the_persons_key() -> None:
    text = "Ada, @quill7, adaq@example.org, adaq at example dot org, bob@example.org"

    spans = resolve(text, whole(text, scan(Scene(text)), tuple(ADA)).spans)

    assert {"p1", ""} == {span.key for span in spans}
    assert [text[span.start : span.end] for span in spans if not span.key] == ["bob@example.org"]


@pytest.mark.parametrize("text", ["İstanbul", "ÅØŁ", "ﬁ", "ẞß", "e\u0301", "日本", "ABC"])
def test_folding_keeps_positions(text: str) -> None:
    assert len(text) == len(fold(text))
