"""What language identification must hold."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobs.text.language import LANGUAGE, MIN_SCORE, SAMPLE_CHARACTERS, UNDETERMINED, identify

SENTENCES = {
    "en": "We have moved the meeting to Thursday because the train was late again.",
    "de": "Wir haben das Treffen auf Donnerstag verschoben, weil der Zug wieder zu spät kam.",
    "fr": "Nous avons déplacé la réunion à jeudi parce que le train était encore en retard.",
    "es": "Hemos cambiado la reunión al jueves porque el tren volvió a llegar tarde.",
    "pt": "Mudámos a reunião para quinta-feira porque o comboio voltou a chegar atrasado.",
    "it": "Abbiamo spostato la riunione a giovedì perché il treno era di nuovo in ritardo.",
    "nl": "We hebben de vergadering naar donderdag verplaatst omdat de trein weer te laat was.",
    "sv": "Vi har flyttat mötet till torsdag eftersom tåget var försenat igen.",
    "da": "Vi har flyttet mødet til torsdag, fordi toget igen var forsinket.",
    "pl": "Przenieśliśmy spotkanie na czwartek, ponieważ pociąg znowu się spóźnił.",
    "ru": "Мы перенесли встречу на четверг, потому что поезд снова опоздал.",
    "ja": "電車がまた遅れたので、会議を木曜日に変更しました。",
    "zh": "因为火车又晚点了，我们把会议改到了星期四。",
}


def languages(*texts: str | None) -> list[str | None]:
    return pc.struct_field(identify(pa.array(texts, pa.string())), "language").to_pylist()


def test_sentences_of_thirteen_languages():
    assert languages(*SENTENCES.values()) == list(SENTENCES)


@pytest.mark.parametrize(
    "text",
    ["", " \n", "ok", "lol :)", "1234567890 1234567890", "<PERSON_1> <EMAIL_12>", "https://example.org/der-die-das"],
)
def test_too_few_letters_are_undetermined_with_score_zero(text):
    assert identify(pa.array([text])).to_pylist() == [{"language": UNDETERMINED, "language_score": 0.0}]


def test_placeholders_addresses_and_capitals_are_no_evidence():
    noise = "<PERSON_1> <NATIONAL_ID_22> https://example.org/the/way/of/it www.example.org/that-is-it jane@example.org "

    assert languages(noise + SENTENCES["de"]) == ["de"]
    assert identify(pa.array([noise + SENTENCES["sv"]])) == identify(pa.array([SENTENCES["sv"].upper()]))


def test_a_long_text_is_judged_by_its_beginning_and_its_middle():
    head, body = SENTENCES["en"] + "\n", (SENTENCES["fr"] + "\n") * 200

    assert languages(head + body) == ["fr"]
    assert languages(body + "x" * SAMPLE_CHARACTERS) == ["fr"]


def test_null_stays_null_and_slices_and_empty_arrays_work():
    whole = pa.array(["skipped", SENTENCES["de"], None, "ok"])

    assert languages(None) == [None]
    assert identify(whole.slice(1, 2)).to_pylist()[1] is None
    assert identify(whole.slice(1, 1)).field("language").to_pylist() == ["de"]
    assert identify(whole.slice(0, 0)).type == LANGUAGE


@given(st.lists(st.none() | st.text(max_size=60), max_size=5))
@settings(deadline=None)  # the first call loads the model
def test_any_text_gets_a_code_of_two_letters_with_a_likely_score_or_none(texts):
    for text, answer in zip(texts, identify(pa.array(texts, pa.string())).to_pylist(), strict=True):
        if text is None:
            assert answer is None
        elif answer["language"] == UNDETERMINED:
            assert answer["language_score"] == 0
        else:
            assert len(answer["language"]) == 2
            assert MIN_SCORE <= answer["language_score"] <= 1
