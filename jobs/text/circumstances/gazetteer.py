"""Names of places: countries in several languages by pycountry, cities and towns by a list that ships with the program.

The list is made by training/gazetteer.py from GeoNames (geonames.org), CC BY 4.0.
"""

from __future__ import annotations

import gettext
import lzma
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pycountry

FILE = Path(__file__).with_name("places.tsv.xz")

_LANGUAGES = "de fr es it pt nl sv da nb fi pl cs ro".split()
# Names that people use beside those of ISO 3166, and countries of countries.
_ALSO = {
    "US": ("USA", "United States", "America"),
    "GB": ("England", "Scotland", "Wales", "Northern Ireland", "Great Britain", "UK"),
    "CZ": ("Czech Republic", "Czechia"),
    "NL": ("Holland", "The Netherlands"),
    "TR": ("Turkey",),
    "RU": ("Russia",),
    "SY": ("Syria",),
    "CV": ("Cape Verde",),
    "CI": ("Ivory Coast",),
    "SZ": ("Swaziland",),
    "MK": ("Macedonia",),
}
# Countries that are people first, or words.
_NO_COUNTRIES = frozenset("chad christmas jordan israel georgia guinea jersey man niger".split())


# Towns somewhere, and what documents are made of everywhere else.
_NO_TOWNS = frozenset(
    "Annex Appendix Article Chapter Exhibit Figure Hospital Loss Notice Purchase Research Sales Schedule Section"
    " Table".split()
)


class Gazetteer(NamedTuple):
    """Countries and big cities are places wherever they stand, others only where the words around say so.

    Each maps a name to the code of its country.
    """

    countries: dict[str, str]
    cities: dict[str, str]
    towns: dict[str, str]


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The list that ships with the program, read at first use."""
    lists: dict[str, dict[str, str]] = {"country": dict(_countries()), "city": {}, "town": {}}
    with lzma.open(FILE, "rt", encoding="utf-8") as lines:
        for line in lines:
            group, country, names = line.rstrip("\n").split("\t", 2)
            lists[group].update(dict.fromkeys(names.split("\t"), country))
    for name in _NO_TOWNS:
        lists["town"].pop(name, None)
    return Gazetteer(*lists.values())


def _countries() -> Iterator[tuple[str, str]]:
    """Each name of a country, and the country's code."""
    translations = [gettext.translation("iso3166-1", pycountry.LOCALES_DIR, [code]) for code in _LANGUAGES]
    for country in pycountry.countries:
        names = {country.name, getattr(country, "common_name", country.name)}
        names |= {each.gettext(name) for each in translations for name in list(names)}
        short = {re.sub(r"\s*\(.*\)|,.*", "", name) for name in names} | {*_ALSO.get(country.alpha_2, ())}
        yield from ((name, country.alpha_2) for name in sorted(short) if _is_plain(name))


def _is_plain(name: str) -> bool:
    return len(name) > 1 and name[0].isupper() and name.lower() not in _NO_COUNTRIES


def country_of(place: str) -> str | None:
    """The English name of the country in which a place lies; None where the place is not on the list."""
    names = gazetteer()
    forms = (place, place.title()) if not place.istitle() else (place,)
    code = next((held[form] for held in names for form in forms if form in held), None)
    country = pycountry.countries.get(alpha_2=code) if code else None
    return str(getattr(country, "common_name", country.name)) if country else None
