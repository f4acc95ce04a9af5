"""Street addresses: a street's name with a house number, what stands beside it (flat, box), and postcodes with a cue."""

# ruff: noqa: E501 - a pattern reads best unbroken, and lengths are what a rule says

from __future__ import annotations

import re

from jobs.text.identifiers.family import Family, Scene
from jobs.text.spans import Span, SpanType

_UP = "A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮİĹĻĽŁŃŅŇŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽΑ-ΩА-Я"

# The word for a street comes first: Romance and Slavic languages.
_FIRST = (
    r"calle|carrer|c/|avda|avd|avenida|avinguda|plaza|plaça|pza|pl|paseo|passeig|pº|carretera|ctra|camino|camí|ronda|travesía|rambla|urbanización"
    r"|glorieta|cuesta|callejón|rua|travessa|alameda|estrada|praça|largo|rúa|r|av|via|viale|piazza|piazzale|corso|vicolo|strada|contrada|rue"
    r"|avenue|boulevard|bd|bvd|chemin|allée|impasse|place|quai|route|cours|ul|ulica|al|aleja|os|osiedle|strada|str|ulitsa|улица|ул|пр"
)
TRIGGER = (
    r"\b(?:[Cc]alle|CALLE|[Cc]/ ?|[Aa]v(?:da|d|enida|inguda)?[./]? |[Pp]la[zç]a |[Pp]za\.? |[Pp]aseo |[Pp]asseig |[Pp]º |[Cc]arretera |[Cc]tra\.? "
    r"|[Cc]amino |[Rr]onda |[Rr]ambla |[Tt]raves[íi]a |[Uu]rb(?:anización|\.) |[Rr]ua |[Tt]ravessa |[Aa]lameda |[Ee]strada |[Pp]raça |[Ll]argo |[Rr]úa |R "
    r"|[Vv]ia |[Vv]iale |[Pp]iazz(?:a|ale) |[Cc]orso |[Vv]icolo |[Ss]trada |[Rr]ue |[Bb]oulevard |[Cc]hemin |[Aa]llée |[Ii]mpasse |[Qq]uai |[Rr]oute de "
    r"|[Aa]venue |[Cc]arrer |[Gg]lorieta |[Uu]l\. ?|[Uu]lica |[Aa]l\. )"
    r"|\b(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Court|Ct|Boulevard|Blvd|Way|Place|Terrace|Close|Crescent|Square|Highway|Hwy"
    r"|Parkway|Circle|Trail|Grove|street|road|avenue|lane|drive|court|boulevard)\b"
    r"|(?:stra(?:ß|ss)e|str\.|weg|gasse|platz|allee|straat|laan|plein|dreef|vej|veien|gade|ga[tn]an?|vägen|katu|tie|utca|útja|ring|damm) [0-9]"
    r"|\b(?:Apt|Suite|Flat|Unit|apt|suite|Apartment|Ste)\.? #?[0-9]|\b(?:P\.? ?O\.? ?Box|PO Box|[Pp]ostbox|Postfach|APO|FPO|DPO|PSC|Unit) "
    r"|\b(?:[Aa]ddress(?:es)?|ADDRESS|[Dd]omicilio|[Dd]irecci[oó]n|[Aa]dresse|[Aa]nschrift|[Ii]ndirizzo|[Ee]ndereço|[Mm]orada|[Aa]dress?"
    r"|[Ll]ives (?:at|on)|[Ll]ocated (?:at|on)|[Rr]esid(?:es|ing) at|[Oo]ffice is at|[Rr]eturn to|[Dd]elivered to|[Tt]axi to|[Ss]ent to)\b"
    r"|\b[Zz]ip(?: ?code)?\b|\b[Pp]ost(?:al )?code\b|\bPLZ\b|\bCEP\b|\bs/n\b"
)

_ENDINGS = tuple("aeiouyßgtrdkmnfhzlsépúó.å")

_NUMBER = r"\d{1,5}(?:[-–/]\d{1,4})?(?:\s?[A-Za-z])?\b"
_EXTRA = (
    r"(?:[ ,.\n\-–]{1,4}(?:(?:apt|apartment|suite|ste|flat|unit|room|floor|fl|piso|planta|esc(?:alera)?|puerta|portal|bloque|bl|dcha?|izda?|izq"
    r"|bajo|andén|casa|étage|appt|bât|int|interno|scala|lok|m|og|whg)\.? ?#?\d*[A-Za-z]?\b|\d{1,2}\s?(?:[ºª°o]|er|mo|\.º)\s?-?[A-Za-z0-9]{0,2}\b"
    r"|\d{1,3}\s?[A-Z]?\b(?![./]\d| ?%)|P?\d [A-Z\d]{1,2}\b|[A-Z]-?\d{0,2}\b(?!\w)))*"
)
_NAME = rf"(?:(?:[{_UP}\d][\w'’.ªº\-]*|de|del|la|las|los|el|d[aeo]s?|di|du|des|della|dei|van|von|der|den|y|e|i|sur|San|Sta?)[ ]{{1,2}}){{0,6}}[{_UP}\d][\w'’.ªº\-]*"
_STREET_FIRST = re.compile(
    rf"(?:{_FIRST})[./]?\s{{0,2}}(?P<name>{_NAME})"
    rf"(?P<number>[ ,.]{{1,3}}(?:n[º°o]?\.?:? ?|num\.? |km\.? ?|#\s?)?(?:{_NUMBER}|s/n|[Kk]m\.? ?\d+(?:[.,]\d+)?)(?:\s?-\s?\d+[ºªo]?)?){_EXTRA}",
    re.IGNORECASE,
)
_BEFORE_LAST = re.compile(rf"(?:\b{_NUMBER}[ ,]{{1,2}})?(?:\b[{_UP}\d][\w'’.\-]*[ ]){{1,4}}$")
_AFTER_LAST = re.compile(rf"\.?{_EXTRA}", re.IGNORECASE)
_BEFORE_ENDING = re.compile(rf"(?:(?:\b\d{{1,5}} )?(?:\b[{_UP}][\w.'\-]* ){{0,2}})?\b[{_UP}][\w.'\-]*$|\b[\w-]*$")
_AFTER_ENDING = re.compile(rf"{_NUMBER}{_EXTRA}", re.IGNORECASE)
_BOX = re.compile(
    r"(?:P\.? ?O\.? ?Box|PO Box|Postbox|Postfach|PSC|Unit) ?\d+(?:,? ?Box \d+)?|(?:APO|FPO|DPO) [A-Z]{2} \d{5}",
    re.IGNORECASE,
)
_FLAT = re.compile(r"(?:Apt|Suite|Flat|Unit|Apartment|Ste)\.? #?\d+[A-Za-z]?\b", re.IGNORECASE)
_POSTCODE = re.compile(
    r"(?:[\s:]|\b(?:code|is|ist|was|my|of|for)\b)*\b(\d{3,6}(?:-\d{3,4})?|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|\d{4} ?[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d)\b"
)


_PARTICLE = r"(?:de|del|d[aeo]s?|di|du|des|della|van|von|der|den|la|las|los|el|y|e|i|of|and|the|s/n|nan|km|no|u\.|bis|ul\.|av\.|trg|rua|rue|via)"
_TOKEN = rf"(?:[{_UP}∆#][\w.'’()/ªº\-]*|\d[\w/.ªº\-]*|{_PARTICLE}(?!\w))"
_RUN = re.compile(rf"{_TOKEN}(?:(?:,? ?\n[ >?]*|, ?|[ ]{{1,2}}|\. ){_TOKEN}){{1,16}}")
_TO_LINE_END = re.compile(r"[^\n]{4,90}?(?=\s*\.?\s*(?:\n|$)|\. |\s+(?:Localidad|Tel|E-?mail)\b)")
_LABEL = re.compile(r"(?:\s*:\s*|\s+is:?\s+|\s+)")
_LINE_BEFORE = re.compile(rf"(?:\d{{1,6}} )?(?:{_TOKEN}[ ,]{{1,2}}){{1,6}}(?:\n?[ >?]*)$")
_REST_AFTER = re.compile(
    rf"(?:[ ,>?]|\n){{1,12}}(?:{_TOKEN}(?:[ ,>?]|\n){{1,12}}){{0,8}}?(?:\d{{3,6}}|nan)\b(?![-.]\d)"
)


def find(scene: Scene, start: int, end: int) -> list[Span]:
    """The address around a word that belongs to one."""
    text = scene.text
    word = text[start:end].strip(" ./#0123456789").lower()
    if word.startswith(("zip", "post", "plz", "cep")) and not word.startswith(("postbox", "postfach")):
        code = _POSTCODE.match(text, end)
        return [Span(code.start(1), code.end(1), SpanType.ADDRESS, "postcode.cue", 0.8)] if code else []
    if word.startswith(_CUES):
        return _announced(
            text, end, whole_line=word.startswith(("domicilio", "direcc", "anschrift", "indirizzo", "endere"))
        )
    if word == "s/n":
        return _without_number(text, start, end)
    for pattern, name in ((_BOX, "address.box"), (_FLAT, "address.flat")):
        if match := pattern.match(text, start):
            return [Span(*_block(text, start, match.end()), SpanType.ADDRESS, name, 0.8)]
    if text[end - 1].isdigit() and text[start:end].rstrip("0123456789 ").lower().endswith(_ENDINGS):
        return _compound(text, start, end - 1)
    if text[end - 1] in " /." or word in ("calle", "c"):
        return _street_first(text, start)
    return _street_last(text, start, end)


_CUES = (
    "address", "domicilio", "direcci", "adres", "anschrift", "indirizzo", "endere", "morada", "lives", "located", "resid", "office",
    "return", "delivered", "taxi", "sent",
)  # fmt: skip


def _announced(text: str, end: int, *, whole_line: bool) -> list[Span]:
    """The address behind a word that announces one: names with capitals and numbers, a number among them."""
    label = _LABEL.match(text, end)
    if label is None:
        return []
    match = (
        _TO_LINE_END.match(text, label.end()) if whole_line and ":" in label.group() else _RUN.match(text, label.end())
    )
    if match is None or not re.search(r"\d", match.group()) or not re.search(rf"[{_UP}]\w", match.group()):
        return []
    stop = match.end() - (len(match.group()) - len(match.group().rstrip(" .,")))
    return [Span(match.start(), stop, SpanType.ADDRESS, "address.cue", 0.7)]


def _block(text: str, start: int, end: int) -> tuple[int, int]:
    """A flat or box with the street's line before it and the town with its postcode behind it."""
    if before := _LINE_BEFORE.search(text[max(0, start - 70) : start]):
        start = start - len(before.group()) if re.search(r"\d", before.group()) else start
    after = _REST_AFTER.match(text, end)
    return start, after.end() if after else end


def _street_first(text: str, start: int) -> list[Span]:
    match = _STREET_FIRST.match(text, start)
    if match is None or not (any(map(str.isupper, match["name"])) or text[start].isupper()):
        return []
    begin = start
    if number := re.search(r"\b\d{1,5}(?: ?(?:bis|ter))?[ ,]{1,2}$", text[max(0, start - 12) : start]):
        begin = start - len(number.group())
    return [Span(begin, match.end(), SpanType.ADDRESS, "address.street", 0.8)]


def _street_last(text: str, start: int, end: int) -> list[Span]:
    """`12 Long Lane`: a number and one to four words with capitals before the street word, or a flat behind it."""
    before = _BEFORE_LAST.search(text[max(0, start - 60) : start])
    if before is None or not re.search(r"\d", before.group()):
        return []
    begin = start - len(before.group())
    after = _AFTER_LAST.match(text, end)
    return [Span(begin, after.end() if after else end, SpanType.ADDRESS, "address.street", 0.8)]


def _compound(text: str, start: int, number: int) -> list[Span]:
    """`Lindenstraße 12 b`."""
    before = _BEFORE_ENDING.search(text[max(0, start - 50) : start])
    begin = start - len(before.group()) if before else start
    if begin >= start or not text[begin].isalnum() or text[begin].islower():
        return []
    after = _AFTER_ENDING.match(text, number)
    return [Span(begin, after.end(), SpanType.ADDRESS, "address.street", 0.75)] if after else []


def _without_number(text: str, start: int, end: int) -> list[Span]:
    """A street without house numbers, `Name s/n`, whose street word may be missing."""
    before = re.search(
        rf"(?:\b(?:{_FIRST})\.?/? )?{_NAME}[ ,]{{1,3}}$", text[max(0, start - 70) : start], re.IGNORECASE
    )
    return [Span(start - len(before.group()), end, SpanType.ADDRESS, "address.street", 0.75)] if before else []


STREETS = Family("street", TRIGGER, find)
