"""Ages: a number of years beside a word that says so, and the year in which somebody was born or something founded."""

# ruff: noqa: E501 - lists of words

from __future__ import annotations

import re

from jobs.text.spans import Span, SpanType

_OLD = (
    "year-old", "years-old", "-year old", "year old", "years old", "yrs old", "yr old", " y/o", " y.o.", "aged ", "Aged ",
    "just turned ", "the age of ", "Age:", "age:", "age is", "jährig", "Jahre alt", " ans", "años", "anos de idade", " anni",
    "jaar oud", "år gammel", "år gammal", "Alter:", "Edad:", "Âge", "Idade:",
)  # fmt: skip
_BEGUN = (
    "born in", "Born in", "founded in", "Founded in", "established in", "Established in", "incorporated in", "graduated in",
    "class of", "Class of", "geboren", "gegründet", "né en", "née en", "fondé en", "fondée en", "nacido en", "nacida en",
    "nació en", "fundado en", "fundada en", "nato nel", "nata nel", "fondato nel", "fondata nel", "nascido em", "nascida em",
    "fundado em", "fundada em", "født i", "grundlagt i", "född", "grundad", "grundat", "geboren in", "opgericht in",
)  # fmt: skip
WORDS = (*_OLD, *_BEGUN)
_YEAR = re.compile(r",? (?:in |im Jahr(?:e)? |år )?((?:1[89]|20)\d\d)(?![\w/-]|[.,]\d)")
_BEFORE = re.compile(r"(?<![\w.,/-])(\d{1,3})[ -]{0,2}$")
_BEHIND = re.compile(r"[\s:]*(\d{1,3})(?![\w.,]?\d|[%/]|\w)")
_OF_SOMEBODY = re.compile(
    r"(?i)\b(?:i'?m|i am|he|she|is|was|am|an?|the|this|j'ai|a|tengo|tiene|tenho|tem|ho|ha|aged|de|di)\W*$"
)
_SPENT = re.compile(
    r" (?:di|de|d['’])\s?(?!edad|età|idade|âge)[^\W\d_A-Z]"
)  # `12 anni di carcere`: how long, not how old
_UNSURE = frozenset((" ans", "años", " anni"))
_BEGUN_SET = frozenset(_BEGUN)
_OLDEST = 120


def find(text: str, start: int, end: int) -> list[Span]:
    """The number before or behind the word, if somebody may be so old; the year behind a word for a beginning."""
    word = text[start:end]
    if word in _BEGUN_SET:
        year = _YEAR.match(text, end)
        return [Span(*year.span(1), SpanType.DATE, "age.year", 0.7)] if year else []
    behind = word[-1] in " :" or word in ("age is", "Âge")
    match = _BEHIND.match(text, end) if behind else _BEFORE.search(text, max(0, start - 6), start)
    if match is None or not 0 < int(match.group(1)) <= _OLDEST:
        return []
    led = _OF_SOMEBODY.search(text, max(0, match.start(1) - 12), match.start(1))
    if word in _UNSURE and (not led or _SPENT.match(text, end)):
        return []
    return [Span(*match.span(1), SpanType.OTHER, "age", 0.8)]
