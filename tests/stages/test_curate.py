"""The rules of conf/curation.toml over columns, and which of equal texts survives."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pyarrow as pa
import pytest
from pyspark.sql import SparkSession
from pyspark.sql.types import BooleanType, StringType

from jobs.errors import UsageError
from jobs.stages.curate import Curation, elected, judged, parse_curation
from jobs.stages.quotes import QUOTES
from jobs.text.language import identify
from jobs.text.quality import signals
from schemas import fields as f
from schemas.fields import Field, Privacy
from schemas.reasons import Reason
from schemas.signals import NAMES, SIGNALS
from tests.conftest import ROOT
from tests.stages.frames import frame
from tests.text import test_curation_rules as plain

NIGHT = date(2026, 11, 2)
START = datetime(2026, 1, 1, tzinfo=UTC)
TEXT = (ROOT / "conf" / "curation.toml").read_text(encoding="utf-8")
FIELDS = (
    f.CONTENT_ID, f.SOURCE, f.SOURCE_ID, f.CREATED_AT, f.CONTENT_TYPE, f.TEXT_HASH, f.WORDS_HASH, f.LANGUAGE, SIGNALS,
    f.REFUSAL, f.DOCUMENT_HASH, Field(QUOTES, BooleanType(), Privacy.NONE, "repeats others", nullable=True),
    Field("case", StringType(), Privacy.NONE, "name of the case", nullable=True),
)  # fmt: skip
RULE = '[[rule]]\nsignal = "word_count"\nmin = 3\ntypes = ["post"]\nreason = "too_short"\n'


def measured(text: str) -> dict[str, Any]:
    """Language and signals of a text, as redact stores them."""
    array = pa.array([text])
    found = signals(array).to_pylist()[0]
    return {
        f.LANGUAGE: identify(array).to_pylist()[0]["language"],
        str(SIGNALS): tuple(found[name] for name, _ in NAMES),
    }


def candidate(name: str, hour: int = 0, **more: Any) -> dict[str, Any]:
    cells = {
        f.CONTENT_ID: name, f.SOURCE: "s", f.SOURCE_ID: name, f.CREATED_AT: START + timedelta(hours=hour),
        f.CONTENT_TYPE: "post", f.TEXT_HASH: f"text {name}", f.WORDS_HASH: f"words {name}", f.DOCUMENT_HASH: f"d{name}",
    }  # fmt: skip
    return {str(key): value for key, value in cells.items()} | measured(plain.ORDINARY_POST) | {"refusal": None} | more


def test_every_rule_gives_what_the_plain_reading_of_the_file_gives(spark: SparkSession) -> None:
    texts = [
        plain.ORDINARY_POST, plain.CODE_POST, plain.LINKS, plain.NOISE, plain.TABLE, plain.SPAM, plain.CHINESE, "ok",
        "",
        "I see ...", "word " * 100_001, "# # # # a\n" * 30, "- one point that is made\n" * 12,
        "so it goes on ...\n" * 12,
        "Short line.\nAnother one.\n" * 30, "https://example.org/a/very/long/address see",
        "x" * 200 + " and more of it",
        "The same paragraph once.\n\nThe same paragraph once.\n\nAnd then something else entirely follows here.",
        "nine ten eleven twelve thirteen " * 20, f"{plain.ORDINARY_POST} " * 3, "zqx vbn mkl " * 30,
    ]  # fmt: skip
    cases = [(kind, text) for kind in sorted(plain.TYPES) for text in texts]
    rows = [
        candidate(str(n), content_type=kind, words_hash=f"w{n}") | measured(text)
        for n, (kind, text) in enumerate(cases)
    ]

    found = elected(judged(frame(spark, FIELDS, rows).repartition(2), parse_curation(TEXT)), NIGHT).collect()

    expected = {str(n): sorted(plain.refusals(text, kind)) for n, (kind, text) in enumerate(cases)}
    reasons = {row[f.CONTENT_ID]: row[f.REASONS] for row in found}
    assert {key: (reasons[key], expected[key]) for key in expected if reasons[key] != expected[key]} == {}
    assert {row[f.CONTENT_ID] for row in found if row[f.IS_KEPT]} == {
        key for key, broken in expected.items() if not broken
    }
    # each reason that a rule can give was given
    assert {reason for broken in expected.values() for reason in broken} == {rule["reason"] for rule in plain.RULES}


def test_the_earliest_of_those_that_passed_survives(spark: SparkSession) -> None:
    short = measured("ok")
    unknown = {str(SIGNALS): (None,) * len(NAMES)}
    rows = [
        candidate("a2", 2, words_hash="a"), candidate("a1", 1, words_hash="a"), candidate("a3", 3, words_hash="a"),
        candidate("b1", 1, words_hash="b") | short, candidate("b2", 2, words_hash="b"), candidate("b3", 3,
        words_hash="b"),
        candidate("c1", 1, words_hash="c") | unknown, candidate("c2", 2, words_hash="c"),
        candidate("d1", 1, words_hash="d") | {str(SIGNALS): None}, candidate("d2", 2, words_hash="d"),
        candidate("e2", 1, words_hash="e", source_id="2"), candidate("e1", 1, words_hash="e", source_id="1"),
        candidate("f1", 1, words_hash="f", source="z"), candidate("f2", 1, words_hash="f", source="y"),
        candidate("g1", 1, words_hash=None, text_hash="g"), candidate("g2", 2, words_hash=None, text_hash="g"),
        candidate("h1", 1),
        candidate("i1", 1, words_hash="i", refusal="too_personal"), candidate("i2", 2, words_hash="i"),
        candidate("j1", 1, words_hash="j", quotes=True), candidate("j2", 2, words_hash="j", quotes=False),
    ]  # fmt: skip
    curation = parse_curation(RULE)
    full = _judged(spark, rows, curation)
    without = _judged(spark, [row for row in rows if row["content_id"] != "a1"], curation)

    duplicates = {"a2": "a1", "a3": "a1", "b3": "b2", "e2": "e1", "f1": "f2", "g2": "g1"}
    too_short = {"b1", "c1", "d1"}
    assert {key: survivor for key, (_, survivor) in full.items() if survivor} == duplicates
    assert {key for key, (reasons, _) in full.items() if reasons == [Reason.TOO_SHORT]} == too_short
    assert full["i1"] == ([Reason.TOO_PERSONAL], None)  # a treatment refused it, and its copy stands up
    assert full["j1"] == ([Reason.QUOTES_EXCLUDED], None)
    assert all(full[key][0] == [Reason.DUPLICATE] for key in duplicates)
    assert all(reasons == [] for key, (reasons, _) in full.items() if key not in {*duplicates, *too_short, "i1", "j1"})
    # the survivor is withdrawn: another stands up
    assert (without["a2"], without["a3"]) == (([], None), ([Reason.DUPLICATE], "a2"))


def _judged(
    spark: SparkSession, rows: list[dict[str, Any]], curation: Curation
) -> dict[str, tuple[list[str], str | None]]:
    found = elected(judged(frame(spark, FIELDS, rows), curation), NIGHT).collect()
    assert len(found) == len(rows)
    assert all(row[f.IS_KEPT] == (not row[f.REASONS]) and row[f.NIGHT] == NIGHT for row in found)
    assert all(row[f.DOCUMENT_HASH] == f"d{row[f.CONTENT_ID]}" for row in found)
    return {row[f.CONTENT_ID]: (row[f.REASONS], row[f.SURVIVOR_ID]) for row in found}


def test_other_languages_can_be_left_out(spark: SparkSession) -> None:
    rows = [candidate("en"), candidate("zh") | measured(plain.CHINESE), candidate("und", language="und")]
    allowed = '[languages]\nallowed = ["en", "de"]\n' + RULE

    found = _judged(spark, rows, parse_curation(allowed))

    assert {key: reasons for key, (reasons, _) in found.items()} == {
        "en": [], "zh": [Reason.LANGUAGE_EXCLUDED], "und": [Reason.LANGUAGE_EXCLUDED],
    }  # fmt: skip


def test_the_file_of_the_program_is_read_whole():
    curation = parse_curation(TEXT)

    assert len(curation.rules) == len(plain.RULES) > 20
    assert curation.languages == ("*",) and curation.text == TEXT


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('signal = "word_count"', 'signal = "wordiness"', "rule 2: unknown signal or reason"),
        ('signal = "word_count"', "", "rule 2: unknown signal or reason"),
        ('reason = "too_short"', 'reason = "underage"', "rule 2: unknown signal or reason"),
        ("min = 3", "least = 3", "rule 2: unknown least"),
        ("min = 3", "", "rule 2: min or max"),
        ("min = 3", 'min = "3"', "rule 2: min or max"),
        ("min = 3", "min = true", "rule 2: min or max"),
        ('types = ["post"]', 'types = ["posts"]', "rule 2: types"),
        ('types = ["post"]', "types = []", "rule 2: types"),
        ('types = ["post"]', "", "rule 2: types"),
        ("[[rule]]", "[[rules]]", "unknown rules"),
        ("[[rule]]", "[[rule", "no TOML"),
    ],
)
def test_a_wrong_rule_is_named(old: str, new: str, named: str):
    with pytest.raises(UsageError, match=named):
        parse_curation(RULE + RULE.replace(old, new))
