"""What is found once in a document is found wherever it stands; ordinary words are left alone."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import pytest

from jobs.text import people
from jobs.text.columns import KNOWN
from jobs.text.document import whole
from jobs.text.forms import stems
from jobs.text.identifiers import Scene, scan
from jobs.text.people import agree
from jobs.text.redactor import Redactor
from jobs.text.spans import Span, SpanType, resolve

NOBODY: tuple[()] = ()


def found(text: str, *seeds: str) -> list[str]:
    """What is found in a text where the person model finds the first place of each seed."""
    model = [
        Span(text.index(seed), text.index(seed) + len(seed), SpanType.PERSON, "person.model", 0.9) for seed in seeds
    ]
    spans = resolve(text, whole(text, scan(Scene(text)) + model, NOBODY).spans)
    return [text[span.start : span.end] for span in spans]


@pytest.mark.parametrize(
    ("seed", "marked"),
    [
        # the name again: alone, by a part, by initials, turned round, in capitals, without marks
        ("Zofia Kowalczyk", "⟦Zofia Kowalczyk⟧ left. Then ⟦Kowalczyk⟧ rang, and ⟦Zofia⟧ rose."),
        ("Zofia Kowalczyk", "⟦Zofia Kowalczyk⟧, ⟦Z. Kowalczyk⟧, ⟦Kowalczyk Z.⟧ and ⟦KOWALCZYK, Zofia⟧"),
        ("Gülay Şahin", "⟦Gülay Şahin⟧ or ⟦Gulay Sahin⟧ or ⟦GÜLAY ŞAHIN⟧ or ⟦Guelay⟧"),
        ("Z. Kowalczyk", "Judge ⟦Z. Kowalczyk⟧ sat; ⟦Kowalczyk⟧ rose"),
        # before it was found
        ("Ole Tvedt", "⟦Tvedt⟧ said so. It was ⟦Ole Tvedt⟧."),
        # inflected: genitives, Slavic, Finnish, Latin
        ("Anton Meier", "⟦Anton Meier⟧ kam. ⟦Meiers⟧ Hut, ⟦Anton⟧'s hat, ⟦Antons⟧ Hut"),
        ("Anna Nowacka", "⟦Anna Nowacka⟧: ⟦Annie⟧ i ⟦Annę⟧; ⟦Nowackiej⟧ i ⟦Nowacką⟧"),
        ("Jan Zielinski", "⟦Jan Zielinski⟧ i ⟦Zielinskiego⟧"),
        ("Иван Петров", "⟦Иван Петров⟧ молчит. С ⟦Иваном Петровым⟧ и ⟦Петрова⟧"),
        ("Γιώργος Παπαδόπουλος", "⟦Γιώργος Παπαδόπουλος⟧ λέει. Ο ⟦ΓΙΩΡΓΟΣ ΠΑΠΑΔΟΠΟΥΛΟΣ⟧ του ⟦Παπαδόπουλου⟧"),
        ("Matti Virtanen", "⟦Matti Virtanen⟧, ⟦Virtasen⟧ talo, ⟦Virtasella⟧"),
        ("Kowalskiego", "o ⟦panu Kowalskiego⟧, ⟦Kowalski⟧ był, ⟦Kowalskiemu⟧"),
        # in lower case where it is safe
        ("Zofia Kowalczyk", "⟦Zofia Kowalczyk⟧ met us; thx ⟦zofia⟧"),
        ("tilda", "hey ⟦tilda⟧, where is ⟦tilda⟧?"),
        ("Tilda", "⟦Tilda⟧ has a tilda sign"),
        ("Jane Ruston", "⟦Jane Ruston⟧ wrote ruston, ruston and ruston code"),
        # written together
        ("Zofia Kowalczyk", "⟦Zofia Kowalczyk⟧ aka ⟦zkowalczyk⟧ or ⟦ZofiaKowalczyk⟧, see home/⟦kowalczykz⟧/x"),
        # ordinary words: only with the full name, only with a capital within a sentence
        ("Mark Baker", "⟦Mark Baker⟧ is here. Every baker can mark it. Mark it. We saw ⟦Baker⟧ bake."),
        ("Baker", "⟦Baker⟧ is here, and so is Baker"),
        ("Jens Koch", "⟦Jens Koch⟧ isst. Der Koch kocht, und ein Koch rührt. Ich sah ⟦Koch⟧."),
        # a term that the text writes small, too
        ("Spanning Tree", "A ⟦Spanning Tree⟧: Spanning Tree 2 is a spanning tree, no other spanning tree"),
        # parts of other words stay
        ("Ada Lind", "⟦Ada Lind⟧ in Canada behind Lindbergh"),
        # the form of address goes with the name, a role stays
        ("Ruzicka", "⟦Mrs Ruzicka⟧ met Judge ⟦Ruzicka⟧ and ⟦Dr. Ruzicka⟧"),
        ("S.A.", "his father, ⟦S.A.⟧, and then ⟦S.A.⟧ left USSA."),
    ],
)
def test_a_person_found_once_is_found_everywhere(seed: str, marked: str) -> None:
    text = marked.replace("⟦", "").replace("⟧", "")

    assert found(text, seed) == [part.split("⟧")[0] for part in marked.split("⟦")[1:]]


@pytest.mark.parametrize(
    "marked",
    [
        "Write to ⟦zofia.kowalczyk@example.org⟧. ⟦Zofia⟧ knows.",
        "Write to ⟦zkowalczyk@example.org⟧. ⟦Zofia Kowalczyk⟧ knows, says ⟦Kowalczyk⟧.",
        "By ⟦@zofiakowalczyk⟧, that is ⟦Zofia Kowalczyk⟧",
        "Write to ⟦support.team@example.org⟧: the Support Team knows",
        "By ⟦@rust_lang⟧, Rust is a language",
        "⟦Zofia Kowalczyk⟧ <⟦zk@example.org⟧> wrote: ⟦Kowalczyk⟧ knows",
        "At 9:56 PM ⟦Zofia Kowalczyk⟧ <⟦zk@example.org⟧> wrote:",
        "Reach me: ⟦zk7@example.org⟧\n\nBest regards,\n⟦Zofia⟧\n",
        "Reach me: ⟦zk7@example.org⟧\n\nBest regards,\nThe Team\n",
        "From: ⟦Zofia Kowalczyk⟧\nMail: ⟦zk7@example.org⟧",
        "To: ⟦LIND Ada⟧; ⟦TVEDT Ole⟧;\n⟦JENSEN Per E.⟧; Subject: x, ⟦zk7@example.org⟧",
    ],
)
def test_names_that_the_writing_states(marked: str) -> None:
    text = marked.replace("⟦", "").replace("⟧", "")

    assert found(text) == [part.split("⟧")[0] for part in marked.split("⟦")[1:]]


def test_an_identifier_needs_its_cue_only_once() -> None:
    text = "Passport no. X1234567 was lost; X1234567 is void, X12345678 and AX1234567 are not."

    assert found(text) == ["X1234567", "X1234567"]


def test_a_weak_find_is_not_looked_for_elsewhere() -> None:
    text = "Kestrel flies. We saw Kestrel."
    weak = [Span(0, 7, SpanType.PERSON, "person.model", 0.2)]

    assert [(span.start, span.end) for span in whole(text, weak, NOBODY).spans] == [(0, 7)]


class FirstWords:
    """A person detector that finds the first two words."""

    version = "first words"

    def find(self, texts: pa.Array, languages: pa.Array | None) -> list[list[tuple[int, int, float]]]:
        """The place of the first two words of each text."""
        return [[(0, len(" ".join(text.split(" ")[:2])), 0.9)] for text in texts.to_pylist()]


def test_all_mentions_of_a_person_have_one_number() -> None:
    texts = pa.array(["Zofia Kowalczyk and Adam Nowak. Kowalczyk wrote to Zofia; zkowalczyk@example.org"])
    known = pa.array([[{"person": "m1", "form": "Adam Nowak", "kind": "display_name"}]])

    row = Redactor(FirstWords()).redact(texts, known=known).to_pylist()[0]

    assert row["redacted_text"] == "<PERSON_1> and <PERSON_2>. <PERSON_1> wrote to <PERSON_1>; <EMAIL_1>"


def test_a_stem_is_long_enough_to_mean_the_name() -> None:
    assert {stem.word for stem in stems("james")} == set()
    assert {stem.word for stem in stems("kowalskiego")} == {"kowalski", "kowalsk"}


def test_many_persons_in_one_text_are_not_each_held_against_all(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = 0

    def counted(words: Sequence[str], held: Sequence[str]) -> bool:
        nonlocal calls
        calls += 1
        return agree(words, held)

    monkeypatch.setattr(people, "agree", counted)
    many = 300
    names = ["".join(chr(97 + n // 26**place % 26) for place in range(3)) for n in range(0, 26**3, 26**3 // many)]
    texts = [
        "\n".join(f"{name}ar.{name}ov@host.com" for name in names),
        "Mr K. said no. The court asked Mr K. again. " * many,
        " ".join(f"Mr {name.title()}ov" for name in names * 2),
    ]
    for text in texts:
        Redactor().redact(pa.array([text]))

    assert 0 < calls < 10 * many


def redacted(text: str, *names: dict[str, str]) -> str:
    known = pa.array([list(names)], KNOWN)
    return str(Redactor(None).redact(pa.array([text]), known=known).to_pylist()[0]["redacted_text"])


def test_an_account_is_found_without_its_sign_where_no_word_looks_like_it() -> None:
    twice = redacted("@flund77 asked; flund77 is right, see /srv/flund77.")
    assert twice == "<HANDLE_1> asked; <HANDLE_1> is right, see /srv/<HANDLE_1>."
    assert redacted("ssh flund77@example.org as flund77") == "ssh <EMAIL_1> as <HANDLE_1>"
    assert redacted("python3@example.org runs python3") == "<EMAIL_1> runs python3"
    assert redacted("@angular is nice, and angular too") == "<HANDLE_1> is nice, and angular too"


def test_a_known_name_is_found_written_together() -> None:
    known = {"person": "m1", "form": "Mary Tarnley", "kind": "display_name"}
    found = redacted("Mary Tarnley wrote it; mtarnley pushed, see /srv/marytarnley", known)

    assert "tarnley" not in found.lower()
