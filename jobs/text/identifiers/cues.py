"""Values that a word announces: personal and reference numbers, dates of birth, plates, coordinates."""

# ruff: noqa: E501, PLR2004 - a pattern reads best unbroken, and lengths are what a rule says

from __future__ import annotations

import re

from jobs.text.identifiers.family import Family, Scene
from jobs.text.spans import Span, SpanType

# Of a person, given by a state, an insurer, a hospital or a register.
_PERSONAL = (
    r"social security|ssn|national insurance|nino|national id|identity card|id card|id number|id no|passport|passeport|pasaporte"
    r"|passaporto|passaporte|reisepass|paspoort|passnummer|pasnummer|driver'?s?’?s? (?:licence|license)|driving (?:licence|license)|(?:licence|license) number"
    r"|(?:licence|license) no|permis de conduire|führerschein\w*|carnet de conducir|cnh|carta d'identità|carte d'identité|personalausweis\w*"
    r"|ausweis\w*|steuer-?id\w*|steuernummer|idnr|sozialversicherungs\w*|versicherten\w*|tax id\w*|taxpayer|itin|codice fiscale"
    r"|numéro de sécurité sociale|n° de sécurité sociale|sécurité sociale|cpf|aadha?ar|pan card|pan number|voter id|pesel|personnummer"
    r"|cpr-?nummer|cpr|fødselsnummer|henkilötunnus|hetu|bsn|burgerservicenummer|rijksregisternummer|amka|oib|cnp|rodné číslo"
    r"|medicare|medicaid|health card|nhs number|nhs no|mrn|medical record|patient id|patient number|patient no|nhc|nass|nuss|dni|nif|nie"
    r"|cipa|cip|historia clínica|nº historia|número de historia|colegiado|colegiada|n[º°o]?\.? ?[Cc]ol(?:eg)?\b|episodio|afiliación"
    r"|insurance number|insurance no|insurance id|policy number|policy no|member id|member number|membership number|gebruikersnummer"
)
# Of a customer, an account, a case, a vehicle or a thing that leads to a person.
_REFERENCE = (
    r"customer (?:id|number|no)|client (?:id|number|no)|employee (?:id|number|no)|student (?:id|number|no)|user id|account (?:number|no|#|id)"
    r"|acct|kundennummer|kontonummer|matrikelnummer|mitgliedsnummer|numéro de client|número de cliente|case (?:number|no|id)"
    r"|reference (?:number|no|id)|ref(?:erence)? ?(?:no|nr|number|#)|aktenzeichen|(?:licence|license) plate|number plate|plate number|kennzeichen"
    r"|plaque d'immatriculation|matrícula|targa|registration (?:number|no)|\bvin\b|imei|ticket (?:number|no|id)|booking (?:number|no|ref)"
    r"|confirmation (?:number|no|code)|order (?:number|no|id)|invoice (?:number|no)|tracking (?:number|no)|routing number|sort code"
)
_BIRTH = (
    r"date of birth|birth ?date|birthday|d\.?o\.?b\b|born(?: on)?|geburtsdatum|geb\.|geboren(?: am| op)?|né(?:e)? le|date de naissance"
    r"|fecha de nacimiento|nacid[oa] el|data de nascimento|nascid[oa] (?:em|a)|data di nascita|nat[oa] il|geboortedatum|født|født den"
    r"|född|syntynyt|data urodzenia|ur\.|urodzon[ya]|datum narození"
)
_PLACE = r"lat(?:itude)?|coordinates?|coords|gps|koordinaten|coordonnées|coordenadas|location"


def _in_common_cases(alternatives: str) -> str:
    """Each word with a small or capital initial, short ones also in capitals: `(?i:)` would triple RE2's automaton."""
    initial = re.sub(
        r"\[[^\]]*\]|(?<![\w\\])[a-zéèàñ](?=[a-zéèº°'.\-\[])",
        lambda m: m[0] if m[0][0] == "[" else f"[{m[0].upper()}{m[0]}]",
        alternatives,
    )
    capitals = [word.upper() for word in alternatives.split("|") if re.fullmatch(r"[a-z]{3,8}", word)]
    return "|".join((initial, *capitals))


TRIGGER = (
    rf"\b(?:{_in_common_cases(_PERSONAL)}|{_in_common_cases(_REFERENCE)}|{_in_common_cases(_BIRTH)})"
    r"|\b[0-9]{1,2}\.[0-9]{4,}[°]? ?[NSns]?[,;] ?-?[0-9]{1,3}\.[0-9]{4,}"
    r"|[0-9]{1,3}° ?[0-9]{1,2}[′'’]"
)

_SAYS = (
    r"(?:[\s:#=.,\-–(\[\"'“”«»/]|\b(?:number|numbers|num|no|nr|nro|n[º°o]|id|is|was|card|code|key|mismatch|es|el|la|lautet|ist|est|é|è"
    r"|nummer|numero|número|numéro|de|del|my|the|for|of|user|and|with|valid|invalid|lost|new|old|expired|ending in|issued)\b){0,10}?"
)
_VALUE = re.compile(
    rf"(?:'s)?{_SAYS}(?<![A-Za-z0-9])((?-i:(?:[A-Z]{{1,5}}[-. /]?){{0,3}})[A-Za-z]{{0,3}}\d[\dA-Za-z]*(?:[ .\-/][A-Z]{{0,2}}\d[\dA-Z]*)*(?:[ -]?[A-Z]{{1,2}}\b)?)(?![\w@])",
    re.IGNORECASE,
)
_MONTH = (
    r"(?:jan|feb|mar|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez|dic|ene|abr|ago|set|out|fév|fev|avr|juin|juil|août|déc|gen|mag|giu"
    r"|lug|ott|mei|maj)\w*\.?"
)
DATE = (
    rf"(?:\d{{1,4}}[-./ ]\d{{1,2}}[-./ ]\d{{1,4}}|\d{{1,2}}(?:st|nd|rd|th|er|º|\.)?(?: of| de)? {_MONTH},?(?: de| del)? \d{{2,4}}"
    rf"|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{2,4}}|\d{{8}})"
)
_BIRTH_DATE = re.compile(
    rf"(?:[\s:=.,(\-]|\b(?:is|was|on|am|the|le|el|em|il|den|op|in|ist|est|es|é)\b){{0,6}}({DATE})", re.IGNORECASE
)
_COORDINATES = re.compile(
    r"-?\d{1,3}\.\d{4,}°? ?[NSns]?[,;] ?-?\d{1,3}\.\d{4,}°?(?: ?[EWOewo]\b)?"
    r"|\d{1,3}° ?\d{1,2}[′'’] ?(?:\d{1,2}(?:\.\d+)?[″\"”]{1,2})? ?[NSns]?[ ,;]*\d{1,3}° ?\d{1,2}[′'’] ?(?:\d{1,2}(?:\.\d+)?[″\"”]{1,2})? ?[EWOewo]?"
)
_IS_PERSONAL = re.compile(rf"(?:{_PERSONAL})", re.IGNORECASE)
_IS_BIRTH = re.compile(rf"(?:{_BIRTH})$", re.IGNORECASE)
_PLACE_BEFORE = re.compile(rf"\b(?:{_PLACE}|at|near|@)\W*(?:\w+\W+)?$", re.IGNORECASE)


def find(scene: Scene, start: int, end: int) -> list[Span]:
    """The value behind a cue word, or a pair of coordinates."""
    text = scene.text
    if text[start].isdigit() or text[start] == "-":
        return _coordinates(text, start)
    if _IS_BIRTH.match(text, start, end):
        date = _BIRTH_DATE.match(text, end)
        return [Span(date.start(1), date.end(1), SpanType.DATE, "date.birth", 0.9)] if date else []
    match = _VALUE.match(text, end)
    if match is None or not _identifies(match.group(1)):
        return []
    personal = _IS_PERSONAL.match(text, start)
    kind = SpanType.NATIONAL_ID if personal else SpanType.OTHER
    return [Span(match.start(1), match.end(1), kind, "id.cue" if personal else "reference.cue", 0.85)]


def _identifies(value: str) -> bool:
    """Long enough to be one of many: five digits, or four with letters. A year or a version is not."""
    digits = sum(map(str.isdigit, value))
    return digits >= 5 or (digits == 4 and any(map(str.isalpha, value)) and len(value) >= 6)


def _coordinates(text: str, start: int) -> list[Span]:
    """A latitude and a longitude: in range, side by side, and outside a table of figures."""
    match = _COORDINATES.match(text, start)
    if match is None:
        return []
    if "°" not in match.group():
        numbers = [float(n) for n in re.findall(r"-?\d+\.\d+", match.group())[:2]]
        if abs(numbers[0]) > 90 or abs(numbers[1]) > 180 or max(map(abs, numbers)) < 2:
            return []
        before, after = text[max(0, start - 40) : start], text[match.end() : match.end() + 8]
        if not _PLACE_BEFORE.search(before) and (
            re.match(r"\s*,\s*-?\d", after) or re.search(r"[\d(c\[]\s*,?\s*$", before)
        ):
            return []
    return [Span(start, match.end(), SpanType.LOCATION, "coordinates", 0.8)]


CUES = Family("cue", TRIGGER, find)
