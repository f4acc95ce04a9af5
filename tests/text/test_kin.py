"""Names behind what somebody is to somebody; and relations that are nobody's."""

from __future__ import annotations

import pytest

from jobs.text.identifiers import Scene, scan
from jobs.text.spans import SpanType


@pytest.mark.parametrize(
    "marked",
    [
        "I met my wife ⟦Ingrid⟧ there, and her old friend ⟦Bo Tvedt⟧.",
        "She is married to ⟦Bo⟧; aunt ⟦Ingrid⟧ and Uncle ⟦Bo⟧ came",
        "Hello, my name is ⟦Ingrid Tvedt⟧ and",
        "meine Schwester ⟦Ingrid⟧ und unser Nachbar ⟦Tvedt⟧",
        "avec ma femme, ⟦Ingrid⟧, et son frère ⟦Bo⟧",
        "mi hermano ⟦Íñigo⟧ y su hija ⟦Ingrid⟧",
        "mia sorella ⟦Ingrid⟧, minha irmã ⟦Inês⟧, min bror ⟦Bo⟧, mijn zoon ⟦Bo⟧",
        # nobody's, words, shouting
        "A friend Indeed. The father Of all; partner Sites, teacher Training",
        "my friend The man, my boss, Monday, my boss IBM",
        "le son Dolby, der Mann Und das",
        "my name is mud",
    ],
)
def test_a_relation_is_named(marked: str) -> None:
    text = marked.replace("⟦", "").replace("⟧", "")
    found = [text[span.start : span.end] for span in scan(Scene(text)) if span.kind is SpanType.PERSON]

    assert found == [part.split("⟧")[0] for part in marked.split("⟦")[1:]]
