"""Telephone numbers: international, North American, national by country and language, and behind cue words."""

# ruff: noqa: E501, PLR2004 - a pattern reads best unbroken, and lengths are what a rule says

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import phonenumbers

from jobs.text.identifiers.family import Scene
from jobs.text.spans import Span, SpanType

_SIGNS = r" .\-/\u00a0\u2009\u202f\u2010-\u2013"  # blanks and dashes as French and typographers set them, too
_SEP = rf"[{_SIGNS}]"
_DASH = r"[ ][\-/\u2010-\u2013][ ]"  # between groups: `555 - 0199`
BETWEEN = rf"(?:{_DASH}|[{_SIGNS}()]{{0,2}})"
"""What may stand between two digits of a number, for RE2 and for `re`."""
_EXT = r"(?:[ ,]{0,2}(?:x|ext\.?|extn\.?|extension|durchwahl|poste|int\.)[ .:]{0,2}\d{1,6})?"
_PLUS = re.compile(
    rf"(?<![\w+])\+[ ]?\d{{1,4}}(?:{_SEP}?\(0?\)|{_SEP}{{0,2}}[()]?|\(\d{{1,4}}\))?(?:{BETWEEN}\d){{5,13}}{_EXT}",
    re.I,
)
_GAP = r"[ .\-\u00a0\u2010-\u2013]"
_NANP = re.compile(
    rf"(?<![\w.+/-])(?<!\d,)(?:(?:\+|00)?1[ .-]|1-)?(?:\([2-9]\d\d\)(?:{_DASH}|{_GAP}?)|[2-9]\d\d(?:{_DASH}|{_GAP}))\d{{3}}(?:{_DASH}|{_GAP})\d{{4}}{_EXT}(?![\w]|[-.]\d)",
    re.I,
)
_ANY = re.compile(
    # glued to the full stop of its cue (`Tel.0171 …`), or in a list without blanks
    rf"(?<!\w)(?<!(?<![^\W\d_])\.)(?<!\d:)(?<!(?<!\d{{7}})\d,)[+(]{{0,2}}\d(?:{BETWEEN}\d){{5,15}}{_EXT}(?!\w|[.:]\d|,(?!\d{{8}})\d)",
    re.I,
)
_ZEROS = re.compile(rf"(?<![\w.+/-])00[ ]?([1-9](?:{BETWEEN}\d){{7,13}})(?![\w]|[.,:]\d)")
_CUE = (
    r"(?:t[eé]l[eé]?(?:ph|f)\w*|tel|tél\w*|telf?|tlfn?o?|tlf|tfn?o?|tfnos|ph|phone\w*|mobile?s?|mobiel|mobilnummer|mob|m[óo]vil(?:es)?"
    r"|celular|cellulare|cell?(?:phone)?|portable|handy\w*|gsm|fax\w*|telefax|t[ée]l[ée]copie|puh(?:elin)?|komórk\w*|kom|fon|voice"
    r"|call(?:s|ing)?|ping|ll[aá]m[ae]\w*|chiam[ai]\w*|tlm|zadzwoń|dzwoń|volejte|κινητό|dial\w*|ring|rufen?|anrufen|appeler|llamar|ligue|ligar|chiamare|sms|text|whatsapp|signal|viber|hotline"
    r"|contacts?|contacto|contatto|contato|kontakt|reach|answering|reached|messages|rufnummer|numéro|office|home|work"
    r"|direct|desk|pager|switchboard|landline|fixo|centralita|durchwahl|citas?|телефон|тел|моб|факс|τηλ|κιν)"
)
_LINK = (
    r"(?:no|nr|num|number|numbers|numero|número|numéro|nummer|is|at|on|to|us|me|him|her|them|you|or|and|y|e|et|und|oder|de|do"
    r"|da|the|my|our|his|their|can|please|by|from|out|der|die|unter|sous|au|le|al|con|für|h|p|w|o|s|via|su|mi|tu|es|el|la|los"
    r"|un|one|ist|mein|meine|line|typical|previas?|del|hospital|servicio|esposa|esposo|madre|padre|marido|hija|hijo|mujer)"
)
_IS_CUE = re.compile(rf"{_CUE}|[电電]话|電話|手机|[☎📞✆☏]", re.IGNORECASE)
_IS_LINK = re.compile(_LINK, re.IGNORECASE)
# Backwards: a word, a picture of a telephone, or the digits of another number.
_TOKEN = re.compile(r"[^\W\d_]+|\d+|[☎📞✆☏]")
_LIST_SIGNS = frozenset("/,;&-")
_CUE_AFTER = re.compile(r"\s?[-(,]?\s?\(?(?:office|fax|mobile|home|cell|work|phone|tel|mobil|\(?[hwmo]\))\b", re.I)
_COUNTED = re.compile(
    r"[ -]?(?:words?|pages?|lines?|rows?|people|persons|users?|items?|points?|euros?|dollars?|pounds?|hours?|minutes?|days?|years?"
    r"|Wörter|Seiten|Zeilen|Personen|Stunden|Tage|Jahre|mots|lignes|personnes|heures|jours|ans|palabras|páginas|horas|días|años"
    r"|[kKMG]B|[kcm]?m|k?g|mg|ml|Hz|[kM]W)(?!\w)"
)
_NO_PHONE = re.compile(
    r"(?<!\d)(?<!\d[-./])(?:(?:19|20)\d\d[-./](?:0?[1-9]|1[0-2])[-./](?:0?[1-9]|[12]\d|3[01])"
    r"|(?:0?[1-9]|[12]\d|3[01])[-./ ](?:0?[1-9]|1[0-2])[-./ ](?:19|20)\d\d|(?:0?[1-9]|1[0-2])[-/](?:0?[1-9]|[12]\d|3[01])[-/](?:19|20)?\d\d"
    r"|(?:0?[1-9]|[12]\d|3[01])\. ?(?:0?[1-9]|1[0-2])\. ?(?:19|20)?\d\d)(?![-./]?\d)"
)
_YEARS = re.compile(r"\(?1\d{3} ?[-/\u2013] ?(?:1\d|20)?\d\d|\(?20\d\d ?[-/\u2013] ?(?:20)?\d\d")
_DECIMAL = re.compile(r"\d\.\d{4,}|(?:^|\s)-?\d{1,2}\.\d{1,3}(?:\s|$)|^\d+\.\d+$|^\d{1,3}(?:[ .]\d{3}){2,}$")
# Languages of countries whose numbers have no trunk prefix.
_CLOSED_PLANS = frozenset("da no nb nn es pt pl cs it el lv et".split())
_REGION_BY_LANGUAGE = {
    "de": ("DE", "AT", "CH"), "fr": ("FR", "BE", "CH"), "es": ("ES", "MX", "AR"), "it": ("IT",), "pt": ("PT", "BR"),
    "nl": ("NL", "BE"), "da": ("DK",), "sv": ("SE",), "no": ("NO",), "nb": ("NO",), "fi": ("FI",), "pl": ("PL",),
    "cs": ("CZ",), "sk": ("SK",), "hu": ("HU",), "ro": ("RO",), "el": ("GR",), "bg": ("BG",), "hr": ("HR",),
    "sl": ("SI",), "et": ("EE",), "lv": ("LV",), "lt": ("LT",), "ru": ("RU",), "uk": ("UA",), "tr": ("TR",),
    "ja": ("JP",), "hi": ("IN",), "en": ("GB", "US", "IN", "AU"),
}  # fmt: skip


def find_phones(scene: Scene, start: int, end: int) -> list[Span]:
    """Telephone numbers in a run of digits and separators."""
    spans: list[Span] = []
    for match, detector, score in _candidates(scene, start, end):
        if not any(span.start < match.end() and match.start() < span.end for span in spans):
            spans.append(Span(match.start(), match.end(), SpanType.PHONE, detector, score))
    return sorted(spans)


def _candidates(scene: Scene, start: int, end: int) -> Iterator[tuple[re.Match[str], str, float]]:
    """Matches with their detector, surest reading first; they may overlap."""
    text, stop = scene.text, min(len(scene.text), end + 12)
    yield from _international(text, start, end, stop)
    loose = [match for match in _ANY.finditer(text, start, stop) if match.start() < end]
    for match in loose:
        if _has_cue(text, match) and not _is_date(match.group()):
            yield match, "phone.cue", 0.9
    if end - start >= 12:
        for match in _NANP.finditer(text, start, stop):
            if match.start() < end:
                yield match, "phone.nanp", 0.9
    closed = bool(scene.country) or scene.language in _CLOSED_PLANS
    for match in loose:
        if (match.group()[0] in "0(" or closed) and _is_apart(text, match) and _national(match.group(), scene):
            yield match, "phone.national", 0.75


def _international(text: str, start: int, end: int, stop: int) -> Iterator[tuple[re.Match[str], str, float]]:
    """Behind `+`, any length that may be; behind `00`, a valid number."""
    if "+" in text[start : start + 3]:
        for match in _PLUS.finditer(text, start, stop):
            if match.start() < end and _is_possible(match.group()):
                yield match, "phone.international", 0.95
    for match in _ZEROS.finditer(text, start, stop):
        if match.start() < end and _is_valid(f"+{match.group(1)}", ""):
            yield match, "phone.international", 0.9


def _is_date(number: str) -> bool:
    return bool(_NO_PHONE.search(number) or _YEARS.fullmatch(number))


def _has_cue(text: str, match: re.Match[str]) -> bool:
    """A word for a telephone stands before the number or right behind it, and none for what is counted."""
    start = match.start()
    if _COUNTED.match(text, match.end()):
        return False
    return bool(_CUE_AFTER.match(text, match.end())) or _is_announced(text[max(0, start - 60) : start])


def _is_announced(before: str) -> bool:
    """Read backwards, over small words and other numbers of a list, the text comes to a word for a telephone."""
    backwards = before[::-1]
    position, was_digits = 0, False
    for token in _TOKEN.finditer(backwards):
        word = token.group()
        if word.isdigit():
            if not was_digits and not _LIST_SIGNS & set(backwards[position : token.start()]):
                return False
            was_digits = True
        else:
            role = _role(word)
            if role != "link":
                return role == "cue"
            was_digits = word == "y"
        position = token.end()
    return False


@lru_cache(maxsize=50_000)
def _role(reversed_word: str) -> str:
    word = reversed_word[::-1]
    if _IS_CUE.fullmatch(word):
        return "cue"
    return "link" if _IS_LINK.fullmatch(word) else ""


def _is_apart(text: str, match: re.Match[str]) -> bool:
    """Neither a figure nor part of a path, sum or name."""
    number = match.group()
    return (
        not _DECIMAL.search(number)
        and not _is_date(number)
        and (match.start() == 0 or text[match.start() - 1] not in "-/#=_$€£")
    )


def _national(number: str, scene: Scene) -> bool:
    """A valid national number of the document's country, or of a country where its language is spoken.

    Without a cue the writing must look like a telephone number: a trunk prefix or an area code in parentheses, or
    groups divided by one kind of sign.
    """
    groups = re.findall(r"\d+", number)
    digits = sum(map(len, groups))
    trunk = groups[0].startswith("0") or number.startswith("(")
    if (
        not 8 <= digits <= 12
        or len(set(re.sub(r"\D", "", number))) < 3
        or (len(groups) == 1 and (digits < 10 or not trunk))
    ):
        return False
    # without a trunk prefix: three groups of two or three digits, as countries without area codes write them
    if not trunk and (len(groups) < 3 or not all(2 <= len(group) <= 4 for group in groups)):
        return False
    if any(len(group) == 1 for group in groups[1:]):
        return False
    regions: tuple[str, ...] = (scene.country,) if scene.country else ()
    regions += _REGION_BY_LANGUAGE.get(scene.language, () if regions else ("GB", "DE", "FR"))
    return any(_is_valid(number, region) for region in regions)


@lru_cache(maxsize=20_000)
def _is_valid(number: str, region: str) -> bool:
    try:
        return bool(phonenumbers.is_valid_number(phonenumbers.parse(number, region or None)))
    except phonenumbers.NumberParseException:
        return False


@lru_cache(maxsize=20_000)
def _is_possible(number: str) -> bool:
    """A country code that exists, and a length that the country uses or nearly so: typing errors identify too."""
    digits = re.sub(r"\D", "", re.split(r"[xe]", number, maxsplit=1)[0])
    try:
        parsed = phonenumbers.parse("+" + digits)
    except phonenumbers.NumberParseException:
        return False
    return 8 <= len(digits) <= 15 and bool(parsed.country_code)
