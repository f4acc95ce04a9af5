"""Names of who is spoken to and who signs; and what is left alone there."""

from __future__ import annotations

import pytest

from jobs.text.identifiers import Scene, scan
from jobs.text.spans import SpanType


@pytest.mark.parametrize(
    "marked",
    [
        "Hi ⟦Ingrid⟧,\nthe file is there.",
        "> Dear ⟦Ingrid Tvedt⟧:\n> yes",
        "Done. Thanks ⟦Ingrid⟧!",
        "Liebe ⟦Ingrid⟧, anbei der Brief",
        "Bonjour ⟦Ingrid⟧\n\nmerci",
        "Hola ⟦Ingrid⟧ and all",
        "⟦Ingrid⟧, could you look at it?",
        "It works.\n⟦Ingrid⟧, please merge it.",
        "> ⟦Tvedt⟧, thanks for that",
        "Cheers,\n⟦Ingrid⟧",
        "Kind regards\n\n> ⟦Ingrid Tvedt⟧\n> Oslo",
        "Viele Grüße\n⟦Ingrid⟧.\n",
        "Best wishes,\n⟦I.⟧\n",
        # many, nobody, an ordinary word, the middle of a sentence, shouting
        "Hi All,\nHello Everyone!\nDear Sir,\nHello World!\nHi Team,\nDear Maintainers,",
        "Unfortunately, can you? However, could I? Therefore, please do. Alright, thanks!",
        "They say Hello Kitty Town is near; the Dear Hunter sings",
        "Kind regards\nThe whole of Sweden sends them",
        "Regards,\nSENT FROM MY PHONE\n",
        "We use Kafka, please note",
    ],
)
def test_who_is_spoken_to(marked: str) -> None:
    text = marked.replace("⟦", "").replace("⟧", "")
    found = [text[span.start : span.end] for span in scan(Scene(text)) if span.kind is SpanType.PERSON]

    assert found == [part.split("⟧")[0] for part in marked.split("⟦")[1:]]
