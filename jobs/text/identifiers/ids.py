"""Personal numbers that show themselves: by a shape of their own, and by their check digits where they have them."""

# ruff: noqa: E501 - a pattern reads best unbroken, and lengths are what a rule says

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from stdnum.be import nn
from stdnum.br import cnpj, cpf
from stdnum.ch import ssn as ch_ahv
from stdnum.cz import rc
from stdnum.es import dni, nie
from stdnum.fi import hetu
from stdnum.fr import nir
from stdnum.in_ import aadhaar, pan
from stdnum.it import codicefiscale
from stdnum.mx import curp
from stdnum.no import fodselsnummer
from stdnum.pl import pesel
from stdnum.ro import cnp
from stdnum.se import personnummer
from stdnum.us import itin, ssn

from jobs.text.identifiers.family import Family, Scene
from jobs.text.spans import Span, SpanType


class Number(NamedTuple):
    """One kind of number.

    `signs` are the forms that a run of digits must contain, each digit written as 9: a quick look before the pattern.
    `places` are countries and languages without which it is too weak; empty: anywhere.
    """

    name: str
    shape: re.Pattern[str]
    is_valid: Callable[[str], bool]
    signs: tuple[bytes, ...] = ()
    places: frozenset[str] = frozenset()


def _rule(name: str, shape: str, is_valid: Callable[[str], bool], signs: str = "", places: str = "") -> Number:
    whole = re.compile(rf"(?<![\w.])(?:{shape})(?!\w|[.,-]\d)", re.ASCII)
    return Number(
        name, whole, is_valid, tuple(sign.encode() for sign in signs.split("|") if sign), frozenset(places.split())
    )


def _always(_: str) -> bool:
    return True


def _is_ssn(number: str) -> bool:
    """Issued numbers and, since people mistype and tests invent, any 3-2-4 group but those never issued."""
    return ssn.is_valid(number) or itin.is_valid(number) or number[:3] not in ("000", "666")


# Written by digits and separators: looked for in runs of digits.
_DATE_6 = r"(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d{2}"
_ELEVEN = "99999999999"
DIGIT_RULES = (
    _rule("us.ssn", r"\d{3}-\d{2}-\d{4}", _is_ssn, "999-99-9999"),
    _rule("br.cpf", r"\d{3}\.\d{3}\.\d{3}-\d{2}", cpf.is_valid, "999.999.999-99"),
    _rule("br.cnpj", r"\d{2}\.\d{3}\.\d{3}/\d{4}-\d{2}", cnpj.is_valid, "99.999.999/9999-99"),
    _rule("be.nn", r"\d{2}\.\d{2}\.\d{2}[- ]\d{3}\.\d{2}", nn.is_valid, "99.99.99-999.99|99.99.99 999.99"),
    _rule("ch.ahv", r"756\.\d{4}\.\d{4}\.\d{2}", ch_ahv.is_valid, "999.9999.9999.99"),
    _rule(
        "fr.nir",
        r"[12]\d{14}|[12] \d\d \d\d \d\d \d{3} \d{3} \d\d",
        nir.is_valid,
        "999999999999999|9 99 99 99 999 999 99",
    ),
    _rule("se.personnummer", r"(?:19|20)?\d{6}[-+]\d{4}", personnummer.is_valid, "999999-9999|999999+9999"),
    _rule("dk.cpr", _DATE_6 + r"-\d{4}", _always, "999999-9999", "DK da GL FO"),
    _rule("cz.rc", r"\d{6}/\d{4}", rc.is_valid, "999999/9999"),
    _rule(
        "in.aadhaar",
        r"[2-9]\d{3} \d{4} \d{4}|[2-9]\d{3}-\d{4}-\d{4}",
        aadhaar.is_valid,
        "9999 9999 9999|9999-9999-9999",
    ),
    _rule("no.fnr", r"\d{6} ?\d{5}", fodselsnummer.is_valid, f"999999 99999|{_ELEVEN}", "NO no nb nn"),
    _rule("pl.pesel", r"\d{11}", pesel.is_valid, _ELEVEN, "PL pl"),
    _rule("ro.cnp", r"[1-9]\d{12}", cnp.is_valid, _ELEVEN, "RO ro"),
)
_CASE_RULES = (_rule("case", r"\d{1,5} ?/ ?\d{2}(?: ?/ ?\d{2,4})*", _always),)
_SHORTEST = 11
_ANY_SIGN = re.compile(b"|".join(re.escape(sign) for rule in DIGIT_RULES for sign in rule.signs))
_AS_NINES = bytes.maketrans(b"0123456789", b"9" * 10)
# Written with letters: they have a trigger of their own.
_LETTER_RULES = (
    _rule("es.dni", r"\d{8}-?[A-Z]", dni.is_valid),
    _rule("es.nie", r"[XYZ]-?\d{7}-?[A-Z]", nie.is_valid),
    _rule("it.cf", r"[A-Z]{6}\d{2}[A-Z]\d{2}[A-Z]\d{3}[A-Z]", codicefiscale.is_valid),
    _rule("gb.nino", r"[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]", _always),
    _rule("in.pan", r"[A-Z]{5}\d{4}[A-Z]", pan.is_valid),
    _rule("fi.hetu", r"\d{6}[-+A-FU-Y]\d{3}[0-9A-Y]", hetu.is_valid),
    _rule("mx.curp", r"[A-Z]{4}\d{6}[A-Z]{6}[0-9A-Z]\d", curp.is_valid),
    _rule("lettered", r"[A-Z]{2}-[A-Z]{2}-\d{5,}|[A-Z]{2}-[A-Z]{2}-\d{4,}", _always),
)
TRIGGER = (
    r"\b[0-9]{8}-?[A-Z]\b|\b[XYZ]-?[0-9]{7}-?[A-Z]\b|\b[A-Z]{6}[0-9]{2}[A-Z][0-9]{2}[A-Z]"
    r"|\b[A-Z]{2} ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[A-D]\b|\b[A-Z]{5}[0-9]{4}[A-Z]\b|\b[0-9]{6}[+A-FU-Y\-][0-9]{3}[A-Y]\b"
    r"|\b[A-Z]{4}[0-9]{6}[A-Z]{6}|\b[A-Z]{2}-[A-Z]{2}-[0-9]{4}|\b[0-9]{1,5} ?/ ?[0-9]{2}\b"
)
_CASE_BEFORE = re.compile(
    r"(?:\b(?:nos?|nr|n)\.? ?[°ºo]?\.?s?|[n№]\.?[°º]s?|№|\b(?:case|application|requête|demanda|solicitud|asunto|affaire|docket|sag|j\.nr)s?)"
    r"[\s.]*(?:\d+ ?/ ?\d+(?:, | and | et | y | e | und |; )){0,6}$",
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
        return _matches(scene, start, end, _CASE_RULES)
    return _matches(scene, start, end, _LETTER_RULES)


def _matches(scene: Scene, start: int, end: int, rules: tuple[Number, ...]) -> list[Span]:
    text, spans = scene.text, []
    for rule in rules:
        if rule.places and not rule.places & {scene.country, scene.language}:
            continue
        for match in rule.shape.finditer(text, start, min(len(text), end + 20)):
            if match.start() >= end or not rule.is_valid(match.group()):
                break
            kind = SpanType.NATIONAL_ID
            if rule.name == "case":
                kind = SpanType.OTHER
                if not _CASE_BEFORE.search(text, max(0, match.start() - 80), match.start()):
                    continue
            spans.append(Span(match.start(), match.end(), kind, f"id.{rule.name}", 0.9))
    return spans


IDS = Family("id", TRIGGER, find)
