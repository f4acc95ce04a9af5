"""Places: countries as they are, cities and towns where the words around say that a place is meant."""

# ruff: noqa: E501, PLR2004 - a pattern reads best unbroken, and lengths are what a rule says

from __future__ import annotations

import re
from functools import lru_cache

from jobs.text.circumstances.gazetteer import gazetteer
from jobs.text.spans import Span, SpanType

_IN = (
    r"in|from|to|at|near|around|outside|visit|visiting|visited|southern|northern|eastern|western|leaving|of|for"
    r"|aus|nach|bei|en|à|dans|vers|desde|hacia|em|per|naar|uit|te|från|till|fra|til|ved"
)
_LABEL = r"city|town|village|location|where|ort|stadt|wohnort|ville|ciudad|localidad|municipio|provincia|province|provinz|county|address|from|live in"
_FIELD = "|".join((_LABEL, *(word.capitalize() for word in _LABEL.split("|"))))
_UPPER = "A-ZÀ-ÖØ-ÞŁŚŠŻŽČŘŞİΑ-ΩА-Я"
TRIGGER = (
    rf"(?:\b(?:{_IN}|In|From|At|To|Southern|Northern|city|town) |\b(?:{_FIELD}): ?|\b[0-9]{{4,5}},? |[0-9], )[{_UPPER}]"
)
"""Where a town may stand: behind a word for a place or a postcode."""
LINE_TRIGGER = rf",? ?\n[>? ]*,?[ ]*[{_UPPER}]"
"""Or alone on its line."""

# Behind these a name is that of a place, whether it is on the list or not.
_SURELY = re.compile(
    r"(?i)\b(?:originally from|moved here from|grew up in|born in|raised in|flew to|flying to|home ?(?:city|town)(?: of)?"
    r"|(?:where|city|town|place of birth|birthplace|wohnort|geburtsort|ville|ciudad|localidad|provincia|provinz):) $"
)
# What such words end with: looked at first, since a pattern that ends at a place is slow to say no.
_ENDS_OF_SURE = (" from ", " up in ", "born in ", "raised in ", " to ", "city ", "town ", " of ", ": ")
_WITH_CODE = re.compile(r" (?!(?:19|20)\d\d\b)(?:\d{4,5}(?:-\d{3})?|\d{3} \d\d)(?![\w%]|[.,:/-]\d)(?! [a-z]+s\b)")
_CODE_BEHIND = re.compile(r"(?: \([A-Z]\w+\))? (?!(?:19|20)\d\d\b)\d{4,6}(?!\w|[.,:/-]\d)")
_UNLISTED = re.compile(
    rf"[{_UPPER}][\w'’-]+(?:[ -](?:[{_UPPER}][\w'’-]+|de|del|do|da|la|le|les|sur|am|an|der|den|of|the|upon))*"
)
_TOWN = re.compile(rf"[{_UPPER}][\w'’.-]*(?:[ ][\w'’.-]+){{0,4}}")
_BLANK_OR_END = re.compile(r" |$")
_CLOSING = ".,'’-"
_LINE = re.compile(r"[ ]*,?[ ]*(?:\n|$)|, [A-Z]{2}\b")
_LED = re.compile(rf"(?i)(?:\b(?:{_IN}) |\b(?:{_LABEL}): ?|\b\d{{4,5}},? |\n[>? ]*,? ?)$")
_GOES_ON = re.compile(r"[\w@/\\_]|[.-]\w|['’]s [A-Z]")
_PART = re.compile(r"[@/#.\\_-]$|\b(?:Mr|Mrs|Ms|Dr|Prof)\.? $")
_LOWEST = 6  # letters of a country that may be written small


def words() -> tuple[str, ...]:
    """Countries and big cities, as they are and in capitals; long countries in small letters, too."""
    names = gazetteer()
    written = [*names.countries, *names.cities]
    small = [name.lower() for name in names.countries if len(name) >= _LOWEST]
    return tuple({*written, *(name.upper() for name in written if len(name) > 3), *small})


def find(text: str, start: int, end: int) -> list[Span]:
    """The country or city, unless it is part of another name; a city needs words that lead to it."""
    if (start and text[start - 1].isalnum()) or _GOES_ON.match(text, end):
        return []
    before = text[max(0, start - 16) : start]
    group = "country" if text[start:end].casefold() in _folded("countries") else "city"
    if _PART.search(before):
        return []
    if not (group == "country" and text[start].isupper()) and not (_LED.search(before) or _with_country(text, end)):
        return []
    code = _CODE_BEHIND.match(text, end) if "," in before or "\n" in before else None
    return [Span(start, code.end() if code else end, SpanType.LOCATION, f"place.{group}", 0.6)]


def find_town(text: str, start: int, end: int) -> list[Span]:
    """The longest name of a town that begins with the capital at the end of the region."""
    begin, alone = end - 1, "\n" in text[start:end]
    match = _TOWN.match(text, begin)
    if match is None:
        return []
    first = match.group().split(" ", 1)[0]
    if not {first.casefold(), first.rstrip(_CLOSING).casefold()} & _first_words():
        return [] if alone else _unlisted(text, start, begin)
    stops = [begin + m.start() for m in _BLANK_OR_END.finditer(match.group())][::-1]
    for stop in stops:
        name = text[begin:stop].rstrip(_CLOSING)
        if name.casefold() in _folded("towns") and not _GOES_ON.match(text, begin + len(name)):
            if (alone and not _LINE.match(text, begin + len(name))) or (name.isupper() and len(name) < 4):
                return []
            return [Span(begin, begin + len(name), SpanType.LOCATION, "place.town", 0.55)]
    return [] if alone else _unlisted(text, start, begin)


def _unlisted(text: str, start: int, begin: int) -> list[Span]:
    """A name that is on no list, behind words that only places follow, or before a postcode."""
    before = text[max(0, begin - 24) : begin].lower()
    is_sure = before.endswith(_ENDS_OF_SURE) and _SURELY.search(text, max(0, begin - 24), begin)
    leads = text[start:begin].lower() in ("in ", "at ")
    match = _UNLISTED.match(text, begin) if is_sure or leads else None
    if match is None or _GOES_ON.match(text, match.end()):
        return []
    if is_sure:
        return [Span(begin, match.end(), SpanType.LOCATION, "place.town", 0.5)]
    code = _WITH_CODE.match(text, match.end())
    return [Span(begin, code.end(), SpanType.LOCATION, "place.town", 0.5)] if code else []


@lru_cache(maxsize=1)
def _first_words() -> frozenset[str]:
    """What the names of towns begin with: most words with a capital are no such word."""
    return frozenset(name.split(" ")[0] for name in _folded("towns"))


@lru_cache(maxsize=3)
def _folded(group: str) -> frozenset[str]:
    return frozenset(name.casefold() for name in getattr(gazetteer(), group))


def _with_country(text: str, end: int) -> bool:
    """`Arendal, Norway`: a country follows."""
    after = re.compile(r",? ?\n?[>? ]*,? ?([^\W\d_][\w'-]*(?: [\w'-]+){0,2})").match(text, end)
    if after is None:
        return False
    parts = after.group(1).casefold().split()
    return any(" ".join(parts[:count]) in _folded("countries") for count in range(1, len(parts) + 1))
