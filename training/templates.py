"""Sentences of our own, in languages that have no labelled set, with names of many countries put in."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

import orjson

from jobs.text.persons.words import cut
from training.augment import Names
from training.corpora import BEGIN, INSIDE, OUTSIDE, Labelled

EACH = 25  # variants of a sentence
_SLOT = re.compile(r"\{([PFSCI])\}")
# Where names of a language come from, half of the time; else any country
_COUNTRIES = {
    "de": "DE AT CH", "fr": "FR BE", "es": "ES MX AR CL", "it": "IT", "pt": "PT BR", "nl": "NL BE",
    "da": "DK", "sv": "FI",
    "no": "NO", "fi": "FI", "pl": "PL", "cs": "CZ", "sk": "SK", "hu": "HU", "ro": "RO MD", "hr": "HR", "sl": "SI",
    "tr": "TR",
    "et": "EE", "lv": "LV", "lt": "LT", "ru": "RU BY", "uk": "UA", "bg": "BG", "sr": "RS", "el": "GR CY", "ca": "ES",
    "en": "GB US IE AU IN",
}  # fmt: skip
_CODES = {
    "de": "deu", "fr": "fra", "es": "spa", "it": "ita", "pt": "por", "nl": "nld", "fi": "fin", "pl": "pol", "cs": "ces",
    "sk": "slk", "hr": "hrv", "hu": "hun", "ru": "rus", "et": "est", "tr": "tur", "sv": "swe", "sr": "srp", "bg": "bul",
}  # fmt: skip


def sentences(reference: Path, names: Names, chance: random.Random) -> Iterator[Labelled]:
    """Each sentence several times, with other people and countries."""
    places = _places(reference)
    for line in (Path(__file__).parent / "templates.txt").read_text().splitlines():
        language, template = line.replace("⏎", "\n").split("\t")
        for variant in range(EACH):
            forms, labels = _fill(template, language, names, places, chance)
            yield Labelled("templates", "templates", language, variant == 0, forms, labels)


def _fill(
    template: str, language: str, names: Names, places: dict[str, list[str]], chance: random.Random
) -> tuple[list[str], list[int]]:
    homes = [code for code in _COUNTRIES.get(language, "").split() if code in names.countries]
    forms: list[str] = []
    labels: list[int] = []
    for place, part in enumerate(_SLOT.split(template)):
        if place % 2 == 0:
            text, label = part, OUTSIDE
        elif part == "C":
            text, label = chance.choice(places.get(language, places["en"])), OUTSIDE
        else:
            home = chance.choice(homes) if homes and chance.random() < 0.5 else chance.choice(names.countries)
            text, label = _person(part, home, names, chance), BEGIN
        words = cut(text).forms
        if label == BEGIN and template.islower():
            words = [word.lower() for word in words] if chance.random() < 0.7 else words
        forms += words
        labels += [INSIDE if label == BEGIN and i else label for i in range(len(words))]
    return forms, labels


def _person(slot: str, country: str, names: Names, chance: random.Random) -> str:
    first, last = names.forename(chance, country), names.surname(chance, country)
    if slot == "F":
        return first
    if slot == "S":
        return last
    if slot == "I":
        return f"{last[0]}." if chance.random() < 0.7 else f"{first[0]}.{last[0]}."
    roll = chance.random()
    if roll < 0.12:
        return f"{first[0]}. {last}"
    if roll < 0.2:
        return f"{first} {chance.choice('ABCDEFGHJKLMNPRSTVW')}. {last}"
    if roll < 0.28:
        return f"{first} {names.forename(chance, country)} {last}"
    return f"{first} {last}"


def _places(reference: Path) -> dict[str, list[str]]:
    """Names of countries by language."""
    countries = orjson.loads((reference / "countries.json").read_bytes())
    found = {"en": [country["name"]["common"] for country in countries]}
    for language, code in _CODES.items():
        found[language] = [c["translations"][code]["common"] for c in countries if code in c.get("translations", {})]
    return {language: names for language, names in found.items() if names}
