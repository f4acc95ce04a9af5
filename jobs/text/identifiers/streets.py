"""Street addresses: a street's name with a house number, what stands beside it (flat, town with postcode, box).

A street shows itself by a word: before its name (`Rue`, `ul.`), behind it (`Lane`), at its end (`Lindenweg 3`), by what
announces it (`lives at`), or by the postcode and town behind a house number.
"""

# ruff: noqa: E501, PLR2004 - a pattern reads best unbroken, and lengths are what a rule says

from __future__ import annotations

import re

from jobs.text.identifiers import street_words as words
from jobs.text.identifiers.family import Family, Scene
from jobs.text.identifiers.towns import (
    BRITISH,
    CODE,
    PARTICLE,
    TAIL,
    TOKEN,
    UP,
    YEARLY,
    before_state,
    before_town,
    british,
    with_town,
)
from jobs.text.spans import Span, SpanType


def _any_of(forms: tuple[str, ...]) -> str:
    return "|".join(re.escape(form) for form in sorted(set(forms), key=lambda form: (-len(form), form)))


TRIGGER = rf"[ ,\n|]{BRITISH}\b|\bs ?/ ?n\b|[ ,.\n\-]{CODE},? [A-Z]|,[ ]?[A-Z]{{2,3}}[ \n]{{1,2}}[0-9]{{5}}\b"

_NUMBER = r"\d{1,5}(?: ?[-–/] ?\d{1,4})?(?: ?[A-Za-z])?(?!\w)"
_FLOOR = (
    r"(?:[ ,.\n\-–]{1,4}(?:(?:apt|apartment|suite|ste|flat|unit|room|floor|fl|piso|planta|esc(?:alera)?|puerta|portal|bloque|bl|dcha?|izda?|izq|local"
    r"|bajo|andén|casa|étage|appt|bât|int|interno|scala|lok|m|og|whg|kl|th|tv|st|stue|lgh|wohnung|top|stiege)\.? ?#?(?:\d{1,3}(?!\d))?[A-Za-z]?(?!\w)|\d{1,2}\s?(?:[ºª°o]|er|mo|\.º)\s?-?[A-Za-z0-9]{0,2}(?!\w)|\d{1,2}\.? ?(?:th|tv|mf|sal)(?!\w)\.?"
    r"|\d{1,3}\s?[A-Z]?(?![\w./]|\.\d| ?%)|P?\d [A-Z\d]{1,2}(?!\w)|[A-Z](?!-\d{4})-?\d{0,2}(?!\w)))*"
)
_NAME = rf"(?:(?:[{UP}\d][\w'’.ªº\-]*|{PARTICLE}|San|Sta?)[ ]{{1,2}}){{0,6}}[{UP}\d][\w'’.ªº\-]*"
_SMALL_NAME = r"(?:[^\W\d_]{1,15}[ ]){0,3}[^\W\d_]{3,15}"
_THEN_NUMBER = rf"(?P<number>[ ,.]{{1,3}}(?:n[º°o]?\.?:? ?|num\.? |nr\.? ?|č\.? ?|km\.? ?|#\s?)?(?:{_NUMBER}|s ?/ ?n|[Kk]m\.? ?\d+(?:[.,]\d+)?)(?: ?- ?\d+[ºªo]?)?){_FLOOR}"
_FIRST_NAME = re.compile(rf"\s?(?P<name>{_NAME}){_THEN_NUMBER}")
_FIRST_SMALL = re.compile(rf"\s?(?P<name>{_SMALL_NAME}){_THEN_NUMBER}")
_NUMBER_BEFORE = re.compile(r"(?:(?<!\w)\d{1,6}[A-Za-z]?(?: ?(?:bis|ter))?,?[ ]{1,2}){1,2}$")
_BEFORE_LAST = re.compile(rf"(?<!\w)(?:\d{{1,6}} ){{0,2}}{_NUMBER}[ ,]{{1,2}}(?:(?:[{UP}\d][\w'’.\-]*)[ ]){{1,4}}$")
_BEFORE_LAST_SMALL = re.compile(r"(?<!\w)(?:\d{1,5} )?\d{1,5}[ ](?:[a-z][a-z'’.\-]*[ ]){1,3}$")
_FLOORS = re.compile(rf"\.?{_FLOOR}", re.IGNORECASE)
_HOUSE = re.compile(rf"{_NUMBER}{_FLOOR}", re.IGNORECASE)
_BEFORE_ENDING = re.compile(
    rf"(?:(?<!\w)\d{{1,6}} )?(?:(?:(?<!\w)[{UP}][\w.'’\-]*[ ]){{1,3}})?(?:(?<!\w)(?:[{UP}][\w.'’\-]*|[a-zäöüåæøéű]+)(?<=\w))?[ ]?$"
)
_WITH_FLAT = re.compile(rf"(?:{_any_of(words.FLAT_FORMS)}) #?\d", re.IGNORECASE)
_TOWN_AFTER_FLAT = re.compile(
    rf"(?:,? ?\n[ >?]*|, ?|[ ]{{1,2}})[{UP}][\w'’\-]+(?:(?:,? ?\n ?,? ?|, ?|[ ])[{UP}][\w'’()\-]+){{0,3}}(?=\s*(?:[.,;:)?!\n]|$))"
)
_YEAR_OR_MEASURE = re.compile(rf"(?:19|20)\d\d (?:The|A|In)\b|\d+ ?(?:{words.MEASURES})s?\b", re.IGNORECASE)
_BOX = re.compile(rf"(?:{_any_of(words.BOX_FORMS)}) (?:[A-Z]{{2}} )?\d+(?:,? ?(?:Box|box|BOX) \d+)?")
_FLAT = re.compile(rf"(?:{_any_of(words.FLAT_FORMS)}) #?\d+[A-Za-z]?(?:,? ?(?:Box|box|BOX) \d+)?(?!\w)")
_POSTCODE = re.compile(
    r"(?:[\s:]|\b(?:code|is|ist|was|my|of|for|es|est|è|é)\b)*\b(\d{3,6}(?:-\d{3,4})?|\d{3} \d\d|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|\d{4} ?[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d|[A-Z]\d\d ?[A-Z\d]{4})\b"
)
_SEP = r"(?:,? ?\n[ >?]*|, ?|[ ]{1,2}|\. )"
_RUN = re.compile(rf"(?:the corner of )?{TOKEN}(?:{_SEP}{TOKEN}){{1,16}}")
_TO_LINE_END = re.compile(r"[^\n]{4,90}?(?=\s*\.?\s*(?:\n|$)|\. |\s+(?:Localidad|Tel|E-?mail)\b)")
_LABEL = re.compile(r"(?:\s*:\s*|\s+(?:is|ist|es|est|è|é|was|to)(?::| at| in| on)?\s+|\s+)")
_LINE_BEFORE = re.compile(rf"(?<!\w)(?:\d{{1,6}} )?(?:{TOKEN}[ ,]{{1,2}}){{0,6}}{TOKEN}[ ,]{{0,2}}(?:[ ,]|\n)[ >?]*$")
_REST_AFTER = re.compile(
    rf"(?:[ ,>?]|\n){{1,12}}(?:{TOKEN}(?:[ ,>?]|\n){{1,12}}){{0,8}}?(?:\d{{3,6}}|nan(?: \d{{3,6}})?)\b(?![-.]\d)(?: \d\d\b)?"
)
# French houses have their number before the street: `12 rue des Lilas`.
_NUMBER_FIRST = frozenset("rue boulevard bd avenue impasse allée allee chemin quai place cours".split())
_FRENCH_NAME = re.compile(
    rf"\s?(?:(?:de|du|des|la|le|les|aux?) |[dl]['’]){{0,3}}[{UP}][\w'’\-]+(?: (?:(?:de|du|des|la|le) |[dl]['’])?[{UP}][\w'’\-]+){{0,2}}"
)
_LAST = frozenset(words.LAST_FORMS)
# Where the word for a street comes first.
_FIRST_LANGUAGES = frozenset("es ca gl eu pt it fr ro pl cs sk hr sl sr ru uk bg el".split())
_ENDINGS = frozenset(words.ENDING_FORMS)
_STRONG_ENDINGS = frozenset(words._all(words.ENDINGS))
_SURE = frozenset(form.strip() for form in words.SURE_FIRST.split("|"))


def find(scene: Scene, start: int, end: int) -> list[Span]:
    """The address around a word that belongs to one."""
    text = scene.text
    if text[start] == "," and text[end - 1].isdigit():
        return before_state(text, start, end)
    if text[start] in " ,.\n-|":
        return british(text, start) or before_town(text, start)
    word = text[start:end].rstrip(" ")
    if word in _ENDINGS and text[end - 1] == " " and text[end : end + 1].isdigit():
        return _compound(scene, start, end)
    if (start and text[start - 1].isalnum()) or (text[end - 1].isalnum() and text[end : end + 1].isalpha()):
        return []
    return _by_role(scene, start, end, word)


def _by_role(scene: Scene, start: int, end: int, word: str) -> list[Span]:
    text, role = scene.text, words.ROLES.get(word, "")
    if role == "postcode":
        code = _POSTCODE.match(text, end)
        return [Span(code.start(1), code.end(1), SpanType.LOCATION, "postcode.cue", 0.8)] if code else []
    if role in ("cue", "line"):
        found = _announced(text, end, whole_line=role == "line")
        return [span._replace(start=start) for span in found] if word.endswith(" of") else found
    if role in ("flat", "box"):
        match = (_BOX if role == "box" else _FLAT).match(text, start)
        return [Span(*_block(text, start, match.end()), SpanType.ADDRESS, f"address.{role}", 0.8)] if match else []
    if role == "first":
        if text[start].islower() and word not in _SURE and scene.language not in _FIRST_LANGUAGES:
            return []
        last = _street_last(text, start, start + len(word)) if word in _LAST else []
        return _street_first(scene, start, end, word) or last
    if role == "last":
        return _street_last(text, start, end)
    return _without_number(text, start, end) if "/" in word else []


def _street(text: str, start: int, end: int, score: float = 0.8) -> list[Span]:
    """The span of a street, with numbers before it and the town with its postcode behind it."""
    if number := _NUMBER_BEFORE.search(text, max(0, start - 16), start):
        start = number.start()
    if _WITH_FLAT.search(text, start, end) and (
        rest := _REST_AFTER.match(text, end) or _TOWN_AFTER_FLAT.match(text, end)
    ):
        end = rest.end()
    else:
        end = with_town(text, end)
    return [Span(start, end, SpanType.ADDRESS, "address.street", score)]


def _announced(text: str, end: int, *, whole_line: bool) -> list[Span]:
    """The address behind a word that announces one: names with capitals and numbers, a number among them."""
    label = _LABEL.match(text, end)
    if label is None:
        return []
    match = (
        _TO_LINE_END.match(text, label.end()) if whole_line and ":" in label.group() else _RUN.match(text, label.end())
    )
    if match is None or not re.search(r"\d", match.group()) or not re.search(rf"[{UP}]\w", match.group()):
        return []
    if re.fullmatch(rf"\w+ (?:19|20)\d\d|{UP}?\d[\d.]*", match.group().strip(" .,")):
        return []
    stop = match.end() - (len(match.group()) - len(match.group().rstrip(" .,")))
    floors = _FLOORS.match(text, stop)
    stop = floors.end() if floors and len(floors.group()) > 1 else stop
    return [Span(match.start(), with_town(text, stop), SpanType.ADDRESS, "address.cue", 0.7)]


def _block(text: str, start: int, end: int) -> tuple[int, int]:
    """A flat or box with the street's line before it and the town with its postcode behind it."""
    if before := _LINE_BEFORE.search(text, max(0, start - 70), start):
        start = start - len(before.group()) if re.search(r"\d", before.group()) else start
    after = _REST_AFTER.match(text, end) or _TOWN_AFTER_FLAT.match(text, end)
    return start, after.end() if after else end


def _street_first(scene: Scene, start: int, end: int, word: str) -> list[Span]:
    text = scene.text
    match = _FIRST_NAME.match(text, end)
    if match is None and word.lower() in _SURE and (small := _FIRST_SMALL.match(text, end)):
        match = small if len(re.sub(r"\D", "", small["number"])) <= 4 else None
    if match is None and (kind := word.strip().lower()) in _NUMBER_FIRST:
        only_french = kind in ("place", "cours", "avenue")
        match = _FRENCH_NAME.match(text, end) if not only_french or scene.language == "fr" else None
        match = match if match and _NUMBER_BEFORE.search(text, max(0, start - 16), start) else None
    return _street(text, start, match.end()) if match else []


def _street_last(text: str, start: int, end: int) -> list[Span]:
    """`12 Long Lane`: a number and one to four words with capitals before the street word, or a flat behind it."""
    before = _BEFORE_LAST.search(text, max(0, start - 60), start)
    if before is None and text[start].islower() and end - start > 3:
        before = _BEFORE_LAST_SMALL.search(text, max(0, start - 40), start)
    if before is None or _is_count(before.group()):
        return []
    after = _FLOORS.match(text, end)
    stop = after.end() if after else end
    named = _NAMED_BEFORE.search(text, max(0, before.start() - 20), before.start())
    if named and text[start:end].strip().lower() in _OTHER_WORDS and with_town(text, stop) == stop:
        return []
    return _street(text, before.start(), stop)


# `SQL 2012 Insert Row`, `Python 3 For Loop`: what has a capital before the number is no house.
_OTHER_WORDS = frozenset("loop row point run path pass view".split())
_NAMED_BEFORE = re.compile(rf"(?<!\w)[{UP}]\w* $")


def _is_count(before: str) -> bool:
    """`in 2009 The Long Road`, `20 minute drive`: a year or a measure, and not the number of a house."""
    return bool(_YEAR_OR_MEASURE.match(before))


def _compound(scene: Scene, start: int, number: int) -> list[Span]:
    """`Lindenstraße 12 b`, `Villacher Straße 8`, `Kossuth Lajos utca 3`."""
    text, ending = scene.text, scene.text[start:number].rstrip()
    weak = ending not in _STRONG_ENDINGS and ending not in words.WEAK_FORMS.get(scene.language, ())
    house = _HOUSE.match(text, number)
    if house is None or (weak and not ((tail := TAIL.match(text, house.end())) and not YEARLY.search(tail.group()))):
        return []
    before = _BEFORE_ENDING.search(text, max(0, start - 50), start)
    begin = before.start() if before else start
    while begin < start and text[begin] == " ":
        begin += 1
    surface = text[begin:number]
    if _MEASURE.match(text, house.end()) or _NO_STREET_NAME.search(surface.strip().lower()):
        return []
    if begin >= start or (not text[start - 1 : start].strip() and len(surface.split()) < 2):
        return []
    name = surface.lstrip("0123456789 ")
    if not name[:1].isupper() and not (surface[0].isdigit() and name[:1].islower()):
        return []
    return _street(text, begin, house.end(), 0.75)


_MEASURE = re.compile(r"\s?(?:[kcm]?m|[Mm]eter|[Mm]inuten|[Mm]in|[Ss]tunden?|Std|h|steg|timer|[Tt]age|%)(?!\w)")
_NO_STREET_NAME = re.compile(
    r"(?:^| )(?:(?:code|kopf|fu(?:ß|ss)|befehls|kommando|leer|titel|such|quell)?zeile|(?:lösungs|aus|um|rechts|heim|hin|rück|arbeits)weg"
    r"|(?:datei|such|ordner)pfad|staudamm)$"
)


def _without_number(text: str, start: int, end: int) -> list[Span]:
    """A street without house numbers, `Name s/n`, whose street word may be missing."""
    before = re.search(rf"(?:(?:{_any_of(words.FIRST_FORMS)}) ?)?{_NAME}[ ,]{{1,3}}$", text[max(0, start - 70) : start])
    return _street(text, start - len(before.group()), end, 0.75) if before else []


_ENDING_WORDS = frozenset(f"{form} " for form in words.ENDING_FORMS)
WORDS = tuple(
    sorted(
        {*words.FIRST_FORMS, *words.LAST_FORMS, *words.CUE_FORMS, *words.LINE_CUE_FORMS, *words.POSTCODE_FORMS}
        | {f"{form} " for form in (*words.FLAT_FORMS, *words.BOX_FORMS)}
        | {word for word in _ENDING_WORDS if word.strip() in words.ROLES or "/" in word}
    )
)
STREETS = Family("street", TRIGGER, find, words=WORDS, endings=tuple(sorted(_ENDING_WORDS)))
