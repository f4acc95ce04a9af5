"""Bank account and card numbers, by length and checksum."""

# ruff: noqa: PLR2004 - a pattern reads best unbroken, and lengths are what a rule says

from __future__ import annotations

import re

from stdnum import luhn
from stdnum.iso7064 import mod_97_10

from jobs.text.identifiers.family import Family, Scene
from jobs.text.spans import Span, SpanType

IBAN_TRIGGER = r"\b[A-Za-z]{2}[0-9]{2}[ \-\u00a0\u202f]?[0-9A-Za-z]{4}[ \-\u00a0\u202f]?[0-9A-Za-z]{4}"

# Length by country, from the IBAN registry (ISO 13616).
_LENGTHS = {
    word[:2]: int(word[2:])
    for word in (
        "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 "
        "EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 "
        "KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 "
        "PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 "
        "UA29 VA22 VG24 XK20 YE30 "
    ).split()
}
_IBAN = re.compile(
    r"[A-Za-z]{2}\d\d(?:[ \u00a0\u202f-]?[0-9A-Za-z]{4}){2,7}(?:[ \u00a0\u202f-]?[0-9A-Za-z]{1,4})?", re.ASCII
)

_CARD = re.compile(r"(?<![\w.,])\d(?:[ \u00a0\u202f\u2010-\u2013.-]?\d){11,18}(?![\d]|[.,]\d|[ -]?\d{4})", re.ASCII)
_SEPARATORS = re.compile(r"[ \u00a0\u202f-]")
_GROUPS = re.compile(r"\D+")
_CARD_CUE = re.compile(
    r"\b(?:cards?|cc|visa|master\s?card|amex|carte|karte\w*|tarjeta|cartão|carta|kreditkort|credit)\b", re.I
)
# Ranges of the card schemes that issue in these lengths (ISO/IEC 7812 major industry identifiers 3 to 6, and
# Mastercard's 2221-2720). Others need a cue word.
_SCHEME = re.compile(r"3[0-9]|4|5[0-8]|6[0-9]|2(?:22[1-9]|2[3-9]|[3-6]|7[01]|720)|1800|2131")


def find_iban(scene: Scene, start: int, end: int) -> list[Span]:
    """The IBAN at a region: a country's length, and check digits that agree (ISO 13616, ISO 7064 mod 97-10)."""
    text = scene.text
    length = _LENGTHS.get(text[start : start + 2].upper())
    match = _IBAN.match(text, start) if length else None
    if match is None or length is None:
        return []
    stop = _after(text, start, match.end(), length)
    number = _SEPARATORS.sub("", text[start:stop]).upper()
    if len(number) != length or text[stop : stop + 1].isalnum() or not mod_97_10.is_valid(number[4:] + number[:4]):
        return []
    return [Span(start, stop, SpanType.IBAN, "iban", 1.0)]


def _after(text: str, start: int, stop: int, count: int) -> int:
    """The place behind so many letters and digits."""
    for place in range(start, stop):
        count -= text[place].isalnum()
        if count == 0:
            return place + 1
    return stop


def find_cards(scene: Scene, start: int, end: int) -> list[Span]:
    """Card numbers in a run of digits: 12 to 19 digits, Luhn, a scheme's range or a cue word before."""
    text, spans = scene.text, []
    for match in _CARD.finditer(text, start, end):
        digits = _GROUPS.sub("", match.group())
        before = text[max(0, match.start() - 40) : match.start()]
        cue = bool(_CARD_CUE.search(before))
        if len(set(digits)) < 2 or not luhn.is_valid(digits):
            continue
        if cue or (_SCHEME.match(digits) and _grouped_like_a_card(match.group())):
            spans.append(Span(match.start(), match.end(), SpanType.CARD, "card", 1.0 if cue else 0.9))
    return spans


def _grouped_like_a_card(number: str) -> bool:
    """One block, or blocks of four (4-6-5 and 4-6-4 for Amex and Diners); 13 digits and up."""
    groups = [len(group) for group in _GROUPS.split(number)]
    if len(groups) == 1:
        return 13 <= groups[0] <= 19
    return groups in ([4, 6, 5], [4, 6, 4]) or all(size == 4 for size in groups[:-1])


IBAN = Family("iban", IBAN_TRIGGER, find_iban)
