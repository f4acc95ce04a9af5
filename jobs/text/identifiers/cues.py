"""Values that a word announces: personal and reference numbers, dates of birth, plates, coordinates."""

# ruff: noqa: E501, PLR2004 - a pattern reads best unbroken, and lengths are what a rule says

from __future__ import annotations

import re

from jobs.text.identifiers.cue_words import BIRTH, FIELDS, PERSONAL, REFERENCE, SERVICES, spellings
from jobs.text.identifiers.family import Family, Scene
from jobs.text.spans import Span, SpanType

_PERSONAL, _BIRTH = frozenset(map(str.lower, PERSONAL)), frozenset(BIRTH)


TRIGGER = (
    r"\b[0-9]{1,2}\.[0-9]{4,}[°]? ?[NSns]?[,;] ?-?[0-9]{1,3}\.[0-9]{4,}"
    r"|[0-9]{1,3}° ?[0-9]{1,2}[′'’]"
    r"|(?:/home/|[/\\]Users[/\\]|\\Documents and Settings\\)[A-Za-z]"
)
_PLACE = r"lat(?:itude)?|coordinates?|coords|gps|koordinaten|coordonnées|coordenadas|location"

_SAYS = (
    r"(?:[\s:#=.,\-–(\[\"'“”«»/]|\b(?:number|numbers|num|no|nos|nr|nro|n[º°o]|id|is|was|card|code|key|mismatch|es|el|la|lautet|ist|est|é|è|to"
    r"|nummer|numero|número|numéro|numer|szám|de|del|my|her|his|their|the|for|of|user|and|with|valid|invalid|lost|new|old|expired|ending in|issued|under|as"
    r"|er|on|är|to|jest|je|este|је|ovat)\b){0,10}?"
)
_VALUE = re.compile(
    rf"(?:'s)?{_SAYS}(?<![A-Za-z0-9])((?-i:(?:[A-ZΑ-ΩА-Я]{{1,5}}[-. /]?){{0,3}})[A-Za-zΑ-ω]{{0,3}}\d[\dA-Za-z]*(?:(?: / |[ .\-+/])[A-Z]{{0,3}}\d[\dA-Z]*)*(?:[ -]?[A-Z]{{1,2}}\b)?)(?![\w@])",
    re.IGNORECASE,
)
# Further off in the same line, behind a word for a personal number that is no word of a sentence: six digits and more.
_FAR_VALUE = re.compile(
    r"[^\d\n]{1,60}?(?<![A-Za-z0-9.,/_#=])([A-Z]{0,3}\d(?:[ .\-/]?\d){5,14}[A-Z]{0,2})(?![\w@%€$]|[.,/]\d| ?(?:USD|EUR|kB|MB|GB|ms|px|rows|bytes)\b)"
)
_SENTENCE_WORDS = frozenset(
    "nie pis rg nis rut cip avs tfn utr patente buletin taj nip passport license medicare pps".split()
)
_FIGURE = re.compile(r"\d+\.\d+|(?:\d{1,4}[-./ ]){2}\d{1,4}|\d{1,3}(?:[ .]\d{3})+")
# A plate of letters and digits in groups: behind a word for one, at least a letter and a digit.
_PLATE = re.compile(
    rf"{_SAYS}(?<![A-Za-z0-9])((?-i:(?=[A-Z0-9 \-·]*[A-Z])(?=[A-Z0-9 \-·]*\d)[A-Z0-9]{{1,4}}(?:[ \-·]?[A-Z0-9]{{1,5}}){{0,3}}))\b",
    re.IGNORECASE,
)
_PLATE_WORD = re.compile(
    r"plate|vehicle reg|kennzeichen|kenteken|immatricul|matrícula|placa|targa|registreringsn|regnr|rendszám|spz|rejestracyjny|oznaka|rekisteri",
    re.I,
)
_PARCEL_WORD = re.compile(r"plot|parce|hoja|feuille", re.IGNORECASE)
_PARCEL = re.compile(
    r"(?:[\s.:°ºo]|\b(?:nos?|n|and|et|y|e|und|plans?|feuille|hoja|plano|sheet)\b|[,/(](?=\s?(?:\d|[a-z]+ )))*?(?<![\w/])(\d{1,5}[A-Z]?(?: ?[/.] ?\d{1,4}[A-Z]?\d?[A-Z]?)*(?:[,.]? ?[NSEW]\.? ?\d?(?!\w))?)(?![\w/]|,\d| ?(?:m2|m²|km|ha|%))",
    re.IGNORECASE,
)
_MONTH = (
    r"(?:jan|feb|mar|mär|maa|apr|may|mai|mei|maj|jun|jul|aug|sep|oct|okt|nov|dec|dez|dic|déc|ene|abr|ago|ao[uû]|set|out|fév|fev|avr|juin|juil"
    r"|gen|mag|giu|lug|ott|sty|lut|kwi|cze|lip|sie|wrz|paź|lis|gru|led|úno|bře|dub|kvě|čer|srp|zář|říj|pro|siječ|velj|ožu|trav|svib|lip|srp|kol|ruj"
    r"|stu|pros|янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек)\w*\.?"
)
DATE = (
    rf"(?:\d{{1,4}}[-./ ] ?\d{{1,2}}[-./ ] ?\d{{1,4}}\.?|\d{{1,2}}(?:st|nd|rd|th|er|º|\.)?(?: of| de| di)? {_MONTH},?(?: de| del)? \d{{2,4}}"
    rf"|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{2,4}}|\d{{4}}\. {_MONTH} \d{{1,2}}|\d{{8}})"
)
# The place may stand before the day, and a form says how it is written.
_BIRTH_DATE = re.compile(
    rf"(?: (?:in|at|a|en|à|em|w|te|i) (?-i:[^\W\d_a-z][\w'’-]*(?: [^\W\d_a-z][\w'’-]*){{0,2}}),?)?(?: ?\([DMYTJA./ -]{{5,12}}\))?"
    rf"(?:[\s:=.,(\-]|\b(?:is|was|on|am|the|le|el|em|il|den|op|in|ist|est|es|é|er|dnia|je|w)\b){{0,6}}({DATE})",
    re.IGNORECASE,
)
_DATE_BEFORE = re.compile(rf"(?<![\w./-])({DATE})[ ,]{{1,2}}$", re.IGNORECASE)
_ENDS_SENTENCE = re.compile(r"\d{4}\.$")
_COORDINATES = re.compile(
    r"-?\d{1,3}\.\d{4,}°? ?[NSns]?[,;] ?-?\d{1,3}\.\d{4,}°?(?: ?[EWOewo]\b)?"
    r"|\d{1,3}° ?\d{1,2}[′'’] ?(?:\d{1,2}(?:\.\d+)?[″\"”]{1,2})? ?[NSns]?[ ,;]*\d{1,3}° ?\d{1,2}[′'’] ?(?:\d{1,2}(?:\.\d+)?[″\"”]{1,2})? ?[EWOewo]?"
)
_PLACE_BEFORE = re.compile(rf"\b(?:{_PLACE}|at|near|@)\W*(?:\w+\W+)?$", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")


def find(scene: Scene, start: int, end: int) -> list[Span]:
    """The value behind a cue word, the account in the path of a home folder, or a pair of coordinates."""
    text = scene.text
    if text[start].isdigit() or text[start] == "-":
        return _coordinates(text, start)
    if text[start] in "/\\":
        return _account(_IN_FOLDER.match(text, end - 1))
    if (start and text[start - 1].isalnum()) or (text[end - 1].isalnum() and text[end : end + 1].isalpha()):
        return []
    return _behind(text, start, end, text[start:end].lower())


def _behind(text: str, start: int, end: int, word: str) -> list[Span]:
    """The value behind a cue word."""
    if word in _ACCOUNTS:
        match = _ACCOUNT.match(text, end)
        bare = match is not None and text[end : match.start(1)] == " " and not re.search(r"\d", match.group(1))
        return [] if bare else _account(match)
    if word in _BIRTH:
        return _birth(text, start, end)
    if _PLATE_WORD.search(word) and (plate := _PLATE.match(text, end)):
        return [Span(plate.start(1), plate.end(1), SpanType.OTHER, "plate.cue", 0.85)]
    if _PARCEL_WORD.match(word):
        return _parcels(text, end)
    personal = word in _PERSONAL
    match = _VALUE.match(text, end)
    if match is None or not _identifies(match.group(1), announced=personal and text[end : end + 1] == ":"):
        is_clear = personal and text[start:end] not in _SENTENCE_WORDS
        match = _FAR_VALUE.match(text, end) if is_clear else None
        if match is None or _is_figure(match.group(1)):
            return []
    if word == "rfc" and len(match.group(1)) < _LEAST_RFC:
        return []
    kind = SpanType.NATIONAL_ID if personal else SpanType.OTHER
    return [Span(match.start(1), match.end(1), kind, "id.cue" if personal else "reference.cue", 0.85)]


_LEAST_RFC = 12  # characters of a tax number of Mexico; what is shorter is a request for comments


_ACCOUNTS = frozenset(map(str.lower, (*SERVICES, *FIELDS)))
_IN_FOLDER = re.compile(r"([A-Za-z][\w.\-]{1,30}\w)(?=[/\\\s\"'`:;,)\]]|$)")
# With a digit or `_`, which ordinary words have not.
_ACCOUNT = re.compile(
    r"(?: (?:id|name|handle|user))?(?:\s?[:=]\s?| (?:is|ist|est|es) | )[\"'@]?((?=[\w.\-]*(?:[0-9_]|#\d{4}))(?!\d+(?:\.\d+)*(?![\w.]))[A-Za-z0-9][\w.\-]{2,30}\w(?:#\d{4})?)(?![\w(/\\@=]|\.\w|:\w)",
    re.I,
)
# Accounts of machines, of examples and of everybody.
_NOBODY = frozenset(
    "user users username ubuntu root runner pi public admin administrator default shared all guest vagrant ec2-user"
    " jovyan docker node app application travis circleci jenkins git www-data postgres oracle hadoop spark me you"
    " yourname your_name your-name youruser your_username name myuser my_user myname test tester foo bar someuser".split()
)


def _account(match: re.Match[str] | None) -> list[Span]:
    """The account in the path of a home folder, behind a service, or in the field of a form."""
    if match is None or match.group(1).lower() in _NOBODY:
        return []
    return [Span(*match.span(1), SpanType.HANDLE, "handle.account", 0.75)]


def _parcels(text: str, end: int) -> list[Span]:
    """Each number of a list of plots, however it is written: `nos. 260, 119/5, 121/2/3 and 425`."""
    spans: list[Span] = []
    while (match := _PARCEL.match(text, end)) is not None:
        spans.append(Span(match.start(1), match.end(1), SpanType.OTHER, "reference.parcel", 0.85))
        end = match.end()
    return spans


def _is_figure(value: str) -> bool:
    """A decimal, a date, or thousands in groups; three groups of three may be a number of a person."""
    return bool(_FIGURE.fullmatch(value)) and not re.fullmatch(r"\d{3}([ .])\d{3}\1\d{3}", value)


def _identifies(value: str, *, announced: bool) -> bool:
    """Long enough to be one of many: five digits, or four with letters or behind a colon. A year or a version is not."""
    digits = sum(map(str.isdigit, value))
    if digits == 4 and len(value) == 4:
        return announced and not _YEAR.fullmatch(value)
    return digits >= 5 or (digits == 4 and any(map(str.isalpha, value)) and len(value) >= 6)


def _birth(text: str, start: int, end: int) -> list[Span]:
    date = _BIRTH_DATE.match(text, end)
    if date is None and text[start:end].lower() in ("geboren", "born", "nato", "nata"):
        date = _DATE_BEFORE.search(text, max(0, start - 40), start)  # `ich bin am 12.05.1980 geboren`
    if date is None:
        return []
    stop = date.end(1) - bool(_ENDS_SENTENCE.search(date.group(1)))
    return [Span(date.start(1), stop, SpanType.DATE, "date.birth", 0.9)]


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


WORDS = tuple(sorted({form for word in PERSONAL + REFERENCE + BIRTH + SERVICES + FIELDS for form in spellings(word)}))
CUES = Family("cue", TRIGGER, find, words=WORDS)
