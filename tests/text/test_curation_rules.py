"""What conf/curation.toml must hold: only signals, types and reasons that exist, and sense in their bounds."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pyarrow as pa
import pytest

from jobs.text.language import UNDETERMINED, identify
from jobs.text.quality import SIGNALS, STOP_WORDS, signals
from schemas.reasons import CURATE_REASONS, Reason

CONF = tomllib.loads((Path(__file__).parents[2] / "conf" / "curation.toml").read_text(encoding="utf-8"))
RULES = CONF["rule"]
TYPES = {"post", "comment", "article"}
# Curation has reasons that are no matter of a threshold.
NOT_BY_RULE = {Reason.LANGUAGE_EXCLUDED, Reason.TOO_PERSONAL, Reason.QUOTES_EXCLUDED, Reason.DUPLICATE}

ORDINARY_POST = "We moved our nightly jobs to the new cluster last week, and the bill went down by a third."
CODE_POST = "Why does this fail?\n\nfor (i = 0; i < n; i++) { sum += a[i]; }\nThe compiler expects ';' before '}'"
LINKS = "See <URL_1>\n<URL_2>\n<URL_3>\n\n-- \n<PERSON_1> <EMAIL_1>"
NOISE = "LS0tLS1CRUdJTiBQR1AgU0lHTkVEIE1FU1NBR0UtLS0tLQ0K\nSGFzaDogU0hBMQ0KDQpBbSBUaHUsIDIxIEZl\n" * 4
TABLE = "NEH 644.50 644.50 660.00\nNMKB 77.40 77.40 77.70\n17.05. 16:05 12.30 9.95\n" * 2
SPAM = "buy now cheap watches best price click here today\n" * 12
CHINESE = "因为火车又晚点了，我们把会议改到了星期四。请大家准时参加，并带上上周的报告。"


def refusals(text: str, kind: str) -> set[str]:
    """The rules of the file, applied to one text as plainly as the file's head describes them."""
    array = pa.array([text])
    measured, language = signals(array).to_pylist()[0], identify(array).to_pylist()[0]["language"]
    broken = set()
    for rule in RULES:
        applies = kind in rule["types"] and language not in rule.get("except_languages", ())
        applies = applies and language in rule.get("languages", [language])
        value = measured[rule["signal"]]
        if applies and not rule.get("min", value) <= value <= rule.get("max", value):
            broken.add(rule["reason"])
    return broken


def test_every_rule_is_complete_and_names_only_what_exists():
    allowed = {"signal", "min", "max", "types", "languages", "except_languages", "reason"}
    for rule in RULES:
        assert set(rule) <= allowed, rule
        assert rule["signal"] in {field.name for field in SIGNALS}, rule
        assert rule["reason"] in CURATE_REASONS, rule
        assert rule["types"] and set(rule["types"]) <= TYPES, rule
        assert ("min" in rule) != ("max" in rule), rule


def test_every_reason_of_curation_has_a_rule():
    assert {rule["reason"] for rule in RULES} == set(CURATE_REASONS) - NOT_BY_RULE


def test_no_bound_of_a_signal_is_given_twice_for_a_type():
    bounds = [(rule["signal"], "min" in rule, kind) for rule in RULES for kind in rule["types"]]

    assert len(bounds) == len(set(bounds))


def test_stop_words_are_asked_only_of_languages_that_have_a_list():
    asked = [set(rule["languages"]) for rule in RULES if rule["signal"] == "stop_word_count"]

    assert asked == [set(STOP_WORDS)]


def test_all_languages_are_allowed_unless_somebody_decides_otherwise():
    assert CONF["languages"]["allowed"] == ["*"] and UNDETERMINED == "und"


@pytest.mark.parametrize(
    ("text", "kind", "reasons"),
    [
        (ORDINARY_POST, "post", set()),
        (ORDINARY_POST, "comment", set()),
        (CODE_POST, "post", set()),
        (CHINESE, "post", set()),
        ("Thanks, that helped!", "comment", set()),
        ("I see ...", "comment", {"low_quality_symbols"}),
        ("ok", "post", {"too_short"}),
        (ORDINARY_POST, "article", {"too_short"}),
        ("word " * 100_001, "post", {"too_long", "repetitive"}),
        (NOISE, "post", {"low_quality_words", "repetitive"}),
        (TABLE, "post", {"low_quality_words", "low_quality_symbols", "repetitive"}),
        (SPAM, "post", {"repetitive"}),
        (LINKS, "post", {"mostly_redacted"}),
    ],
)  # fmt: skip
def test_what_a_text_is_refused_for(text, kind, reasons):
    assert refusals(text, kind) == reasons
