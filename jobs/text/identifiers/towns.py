"""Towns with their postcodes: behind a street, before which a street may stand, and British ones alone."""

# ruff: noqa: E501 - a pattern reads best unbroken

from __future__ import annotations

import re

from jobs.text.identifiers import street_words as words
from jobs.text.spans import Span, SpanType

UP = "A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮİĹĻĽŁŃŅŇŌŎŐŒŔŖŘŚŜŞŠȘŢŤȚŦŨŪŬŮŰŲŴŶŸŹŻŽΑ-ΩΆΈΉΊΌΎΏА-ЯІЇЄҐ"
# https://en.wikipedia.org/wiki/Postcodes_in_the_United_Kingdom: none of CIKMOV ends one. `8GB` has the shape too.
BRITISH = "[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][ABD-HJLNP-UW-Z]{2}"
CODE = r"(?:[A-Z]{1,2}-)?[0-9]{4,5}"
PARTICLE = r"(?:de|del|d[aeo]s?|di|du|des|della|delle|dei|degli|van|von|der|den|het|la|le|les|las|los|el|y|e|i|et|und|of|and|the|s/n|nan|km|no|u\.|bis|op|den|am|an|im|na|pod|do|ul\.|av\.|str\.|rua|rue|via|trg|utca|calle|r[úu]a|avenida|ulica|út|tér|tie|katu)"
TOKEN = rf"(?:(?:[dl]['’])?[{UP}∆#][\w.'’()/ªº\-]*|\d[\w/.ªº\-]*|{PARTICLE}(?!\w))"
TOWN = rf"(?!E-?[Mm]ail|Tel|Tfn|Tlf|Fax|Phone|Correo|Mob|Cell)[{UP}][\w'’\-]+"
TAIL = re.compile(
    rf"(?:(?:,?[ ]{{0,2}}\n[ >?]*|, ?|[ ]{{1,2}}|\. ?|;? - )(?:(?:apt|suite|ste|flat|unit)\.? #?\d+|{TOKEN})){{0,8}}?(?:,?[ ]{{0,2}}\n+[ >?]*|, ?|[ ]{{1,2}}|\. ?| - )"
    rf"(?:(?:[A-Z]{{1,2}}-)?\d{{4,6}}(?:-\d{{3,4}})?(?![\w%/:]|[.,-]\d)(?:,? ?{TOWN}(?:[ -]{TOWN}){{0,2}}(?: [A-Z](?!\w))?)?|\d{{3}} \d\d [{UP}]\w+"
    rf"|[A-Z]{{1,2}}\d[A-Z\d]? ?\d[A-Z]{{2}}|\d{{4}} ?[A-Z]{{2}}(?!\w)|[A-Z]\d[A-Z] ?\d[A-Z]\d)"
)
# Town, state and postcode with commas before or behind the breaks of lines: `Tvedtby\n, XY\n 12345`.
_STATE_TAIL = re.compile(
    rf"(?:[ ,>?]|\n){{1,4}}(?:{TOWN}(?:[ -]{TOKEN}){{0,3}}[ ]?\n?)?, ?(?:[A-Z]{{2,3}}|nan|\d\d)[ ,]{{0,2}}\n[ >?]*(?:{TOWN}(?: {TOWN})?(?: \(\w+\))? )?\d{{4,6}}\b"
)
YEARLY = re.compile(r"(?:19|20)\d\d$")
_BEFORE_TOWN = re.compile(
    rf"(?P<name>(?:(?:[{UP}][\w'’.\-]*|{PARTICLE})[ ]){{0,4}}[{UP}][\w'’\-]{{2,}}),?[ ](?:(?:n[º°o]?\.?|nr\.?|número|numero|#) ?)?\d{{1,4}}(?: ?[-–] ?\d{{1,4}})?(?: ?[A-Za-z])?(?!\w)"
    rf"(?:[ ,.\-–]{{1,3}}(?:\d{{1,2}}\s?[ºª°o]?\s?-?[A-Z]{{0,2}}|[A-Z]|Ed\.|Esc\.|P\d|Piso|piso|planta|dcha|izda))*[ ,.\n\-–]*$"
)
_BEFORE_STATE = re.compile(
    rf"(?:(?<!\w)\d{{1,6}} (?:{TOKEN}[ ,]{{1,2}}\n?[ >?]*){{1,10}}?(?:\n[ >?]*)?)?(?:{TOWN}(?:[ -]{TOKEN}){{0,3}})\n?$"
)
_BRITISH_AT = re.compile(rf"[ ,\n|]({BRITISH})(?!\w)")
_TOWN_BEFORE = re.compile(rf"(?:[,|\n] ?|(?<!\w)[{UP}][a-z]+,?)$")
_UNITS = ("GB", "TB")


def with_town(text: str, end: int) -> int:
    """The end of an address with the town and its postcode or state behind it."""
    tail = _STATE_TAIL.match(text, end) or TAIL.match(text, end)
    return tail.end() if tail and not YEARLY.search(tail.group()) else end


def british(text: str, start: int) -> list[Span]:
    """`Leeds LS6 3QT`: a postcode of some fifteen houses, behind a town, a comma or the break of a line."""
    code = _BRITISH_AT.match(text, start)
    if (
        code is None
        or code.group(1).endswith(_UNITS)
        or not _TOWN_BEFORE.search(text[max(0, start - 30) : start + 1].rstrip(" "))
    ):
        return []
    return [Span(*code.span(1), SpanType.LOCATION, "postcode", 0.8)]


def before_town(text: str, start: int) -> list[Span]:
    """`Salamanca 5 - 36211 Vigo`: a name with a house number before a postcode and a town."""
    before = _BEFORE_TOWN.search(text, max(0, start - 80), start + 1)
    code = re.match(rf"[ ,.\n\-]{CODE}", text[start:])
    if before is None or code is None or not text[start + code.end() :].lstrip(", ")[:1].isupper():
        return []
    if len(code.group()) < len(" 12345") and (text[start] == " " or YEARLY.search(code.group())):
        return []
    if before["name"].split()[-1].lower() in words.NO_STREET or before["name"].split()[0].lower() in words.NO_STREET:
        return []
    return [Span(before.start(), start + code.end(), SpanType.ADDRESS, "address.town", 0.7)]


def before_state(text: str, start: int, end: int) -> list[Span]:
    """`12 Long Lane, Springfield, IL 62701`: a town before a state and its postcode, with the lines before it."""
    before = _BEFORE_STATE.search(text, max(0, start - 90), start)
    return [Span(before.start(), end, SpanType.ADDRESS, "address.state", 0.75)] if before else []
