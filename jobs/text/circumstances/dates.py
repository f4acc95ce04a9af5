"""Dates of any day: in figures, with the time behind them, and with the name of the month."""

# ruff: noqa: E501, PLR2004 - a pattern reads best unbroken, and lengths are what a rule says

from __future__ import annotations

import re

from jobs.text.spans import Span, SpanType

TRIGGER = r"\b[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{2,4}"

_TIME = r"(?:,?[ T]\d{1,2}:\d\d(?::\d\d(?:[.,]\d{1,6})?)?(?: ?[AaPp]\.?[Mm]\b\.?)?(?:Z\b| ?[+-]\d\d:?\d\d)?)?"
_NUMERIC = re.compile(
    rf"(?:(?P<year>(?:1[89]|20)\d\d)(?P<sign>[-/.])(?P<month>\d\d?)(?P=sign)(?P<day>\d\d?)"
    rf"|(?P<one>\d\d?)(?P<mark>[-/.])(?P<two>\d\d?)(?P=mark)(?:(?:1[89]|20)\d\d|\d\d)){_TIME}(?![\w/]|[-.:]\d)"
)
_BEFORE = re.compile(r"[\w/.:=_$€£+@-]$|\b[Vv](?:ers(?:ion)?)?\.? ?$|[Rr]elease $")

_MONTHS = {
    "en": "january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec",
    "de": "januar jänner februar märz mai juni juli oktober dezember mrz okt dez",
    "fr": "janvier février fevrier mars avril juin juillet août aout septembre octobre novembre décembre decembre janv févr juil déc",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre ene abr ago dic",
    "it": "gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre gen mag giu lug ott",
    "pt": "janeiro fevereiro março maio junho julho setembro outubro novembro dezembro",
    "nl": "januari februari maart mei juni juli augustus mrt",
    "nordic": "januari februari mars maj juni juli augusti december marts april oktober november desember januar februar",
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    "cs": "ledna února března dubna května června července srpna září října listopadu prosince",
    "ro": "ianuarie februarie martie aprilie iunie iulie septembrie octombrie noiembrie decembrie",
    "fi": "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta marraskuuta joulukuuta",
}
_FORMS = sorted({month for names in _MONTHS.values() for month in names.split()}, key=lambda form: (-len(form), form))
MONTHS = tuple(sorted({each for form in _FORMS for each in (form, form.capitalize(), form.upper())}))

_ANY_MONTH = "|".join(map(re.escape, _FORMS))
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th|er|º|°|\.)?"
_YEAR = r"(?:(?:1[5-9]|20)\d\d|['’]\d\d)(?!\d)"
_OF = r"(?:[ ]?[-.,/ ][ ]?(?:de[l]?|di|of|d['’])?[ ]?)"
_WRITTEN = re.compile(
    rf"(?<![\w.])(?:{_DAY}{_OF}(?:{_ANY_MONTH})\b\.?(?:{_OF}{_YEAR})?|(?:{_ANY_MONTH})\b\.?(?:[ -]{_DAY}(?![\d:.]\d|\d|%)(?:,? {_YEAR})?|{_OF}{_YEAR})){_TIME}(?!\w)",
    re.IGNORECASE,
)
_WITH_YEAR = re.compile(r"\d{4}")
_REACH = 12  # characters before a month's name in which its day stands


def numeric(text: str, start: int, _: int) -> list[Span]:
    """A date in figures with day, month and year, in any of the three orders; no version, sum or path."""
    match = _NUMERIC.match(text, start)
    if match is None or _BEFORE.search(text, max(0, start - 9), start) or not _is_date(match):
        return []
    return [Span(start, match.end(), SpanType.DATE, "date.numeric", 0.85)]


def _is_date(match: re.Match[str]) -> bool:
    if match["year"]:
        return 1 <= int(match["month"]) <= 12 and 1 <= int(match["day"]) <= 31
    low, high = sorted((int(match["one"]), int(match["two"])))
    return 1 <= low <= 12 and high <= 31


def in_words(text: str, start: int, end: int) -> list[Span]:
    """A day with its month's name, or a month with its year."""
    if (start and text[start - 1].isalnum()) or text[end : end + 1].isalpha():
        return []
    for match in _WRITTEN.finditer(text, max(0, start - _REACH), end + 24):
        if match.start() <= start and end <= match.end():
            if match.start() == start and text[start].islower() and not _WITH_YEAR.search(match.group()):
                return []  # `you may 12 times`
            return [Span(match.start(), match.end(), SpanType.DATE, "date.words", 0.8)]
        if match.start() > start:
            break
    return []
