"""Personal numbers that show themselves, by shape and check digits, and the numbers of cases in court."""

# ruff: noqa: E501 - a pattern reads best unbroken, and lengths are what a rule says

from __future__ import annotations

import re

from jobs.text.identifiers.family import Family, Scene
from jobs.text.identifiers.id_rules import DIGIT_RULES, LETTER_RULES, Number
from jobs.text.spans import Span, SpanType

_SHORTEST = min(len(sign) for rule in DIGIT_RULES for sign in rule.signs)
_ANY_SIGN = re.compile(b"|".join(re.escape(sign) for rule in DIGIT_RULES for sign in rule.signs))
_AS_NINES = bytes.maketrans(b"0123456789", b"9" * 10)
TRIGGER = (
    r"\b[0-9]{7,9}[- ]?[A-Z]{1,2}[0-9]?\b|\b[0-9]{2}\.[0-9]{3}\.[0-9]{3}-?[A-Zk]\b|\b[XYZ]-?[0-9]{7}-?[A-Z]\b|\b[A-Z]{6}[0-9]{2}[A-Z][0-9]{2}[A-Z]"
    r"|\b[A-Z]{2} ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[A-D]\b|\b[A-Z]{5}[0-9]{4}[A-Z]\b|\b[A-Z]{3}[0-9]{7}\b|\b[0-9]{6}[+A-FU-Y\-][0-9]{3}[A-Y]\b"
    r"|\b[12] ?[0-9]{2} ?[0-9]{2} ?2[AB] ?[0-9]{3}|\b[A-Z]{4}[0-9]{6}[A-Z0-9]{3}|\b[0-9]{17}X\b|\b[A-Z]{2}-[A-Z]{2}-[0-9]{4}"
    r"|\b(?:AT|BE|BG|CY|CZ|DE|DK|EE|EL|ES|FI|FR|HR|HU|IE|IT|LT|LU|LV|MT|NL|PL|PT|RO|SE|SI|SK) ?[A-Z]{0,2}[0-9]{2}[0-9A-Z]{4}"
    r"|\b[0-9]{2}-(?:cv|cr|mc|md|bk|ap|cn)-[0-9]{3,5}"
    r"|\b[0-9]{1,6} ?/ ?[0-9]{2}\b|\b[0-9]{1,5} ?/ ?[0-9]{4}\b"
)
# A number of a case behind a word for one, or for a number, and behind other numbers of the same list.
_CASE = re.compile(r"(?<![\w./])\d{1,6}(?: ?/ ?\d{2,4})+(?!\w|/)", re.ASCII)
_CASE_BEFORE = re.compile(
    r"(?:\b(?:nos?|nrs?|n|núms?|nums?)\.? ?[°ºo]?\.?s?|[n№]\.?[°º]s?|№|\b(?:case|application|petition|complaint|requête|demanda|solicitud|asunto|affaire|docket"
    r"|dossier|plot|parcel|parcelle|parcela|file|sag|sak|mål|sygn\. akt|sp\. zn\.|j\.nr|az|aktenzeichen|nº expediente|processo|ricorso|lawsuit|decision|judgment|claim)s?)"
    r"[\s.:]*(?:\d+(?: ?/ ?\d+)*(?:, | and | et | y | e | und | & |; | i | och | og )){0,9}$",
    re.IGNORECASE,
)
# `5 C 123/20`: the chamber and the register of a German court; `1:20-cv-01234`: the dockets of American ones.
_REGISTER = re.compile(r"(?<![\w.])\d{1,3} [A-Z][A-Za-z]{0,3} $")
_DOCKET = re.compile(r"(?<![\w-])(?:\d:)?\d\d-(?:cv|cr|mc|md|bk|ap|cn)-\d{3,5}(?:-[A-Z]{2,4})*(?!\w)")
# The number of a law leads to nobody.
_LAW_BEFORE = re.compile(
    r"\b(?:law|act|decree|directive|regulation|bill|resolution|legge|decreto|loi|décret|directiva?|ley|lei|gesetz|richtlinie|verordnung|ustaw\w*|zákon\w*|lag|lov)"
    r"[\s(]*(?:nos?|nr|n)?[\s.°º]*$",
    re.IGNORECASE,
)


def find_digit_ids(scene: Scene, start: int, end: int) -> list[Span]:
    """Personal numbers in a run of digits."""
    if end - start < _SHORTEST:
        return []
    form = scene.text[start:end].encode().translate(_AS_NINES)
    if not _ANY_SIGN.search(form):
        return []
    return _matches(scene, start, end, tuple(rule for rule in DIGIT_RULES if any(sign in form for sign in rule.signs)))


def find(scene: Scene, start: int, end: int) -> list[Span]:
    """The personal number with letters, or the case number, at a region."""
    if "/" in scene.text[start:end]:
        return _case(scene.text, start)
    if docket := _DOCKET.search(scene.text, max(0, start - 2), end + 12):
        return [Span(*docket.span(), SpanType.OTHER, "id.case", 0.9)]
    return _matches(scene, start, end, LETTER_RULES)


def _case(text: str, start: int) -> list[Span]:
    match = _CASE.match(text, start)
    if register := _REGISTER.search(text, max(0, start - 9), start):
        start = register.start()
    if match is None or not _CASE_BEFORE.search(text, max(0, start - 120), start):
        return []
    if _LAW_BEFORE.search(text, max(0, start - 40), start):
        return []
    return [Span(start, match.end(), SpanType.OTHER, "id.case", 0.9)]


def _matches(scene: Scene, start: int, end: int, rules: tuple[Number, ...]) -> list[Span]:
    text, spans = scene.text, []
    for rule in rules:
        if rule.places and not rule.places & {scene.country, scene.language}:
            continue
        for match in rule.shape.finditer(text, start, min(len(text), end + 20)):
            if match.start() >= end:
                break
            if rule.is_valid(match.group()):
                spans.append(Span(match.start(), match.end(), SpanType.NATIONAL_ID, f"id.{rule.name}", 0.9))
    return spans


IDS = Family("id", TRIGGER, find)
