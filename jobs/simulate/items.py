"""Content items: what each is, drawn from its own chance so that any can be drawn again when another refers to it."""

# ruff: noqa: S311  the chance is seeded on purpose
# ruff: noqa: PLR2004  shares are drawn where they are read

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from random import Random
from typing import Any

from jobs.simulate.nights import DAY, Nights, written
from jobs.simulate.people import Person, draw_person, name_person
from jobs.simulate.texts import (
    LANGUAGES,
    Named,
    Writer,
    Writing,
    write_article,
    write_comment,
    write_post,
    write_short,
)

YEARS_BACK = 17  # content is at most so old
ODD = (
    "\x01\x02 framed \x02\x01",
    "\u202eright to left\u202c",
    "zero\u200bwidth\u200djoined\u2060",
    "null \x00 byte",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    '=HYPERLINK("http://example.org","x")',
    "@SUM(1+1)*cmd",
    "line\u2028separator\u2029here",
    "carriage\rreturn\r\nhere",
    "replacement \ufffd here",
    "\ufeffmarked",
    "e\u0301 combined and \u00e9 composed",
    "\u0634\u0643\u0631\u0627 \u05dc\u05db\u05d5\u05dc\u05dd",
    "{{7*7}} ${jndi:x} %s %n {0}",
    "\U0001f469\u200d\U0001f467 \U0001f3f3\ufe0f\u200d\U0001f308 \U0001f1f3\U0001f1e6",
    "a\ttab\vand\fmore",
    "'; DROP TABLE documents; --",
    "\ufb01ne \ufb02u\ufb00 \u2167 \u00bd \u2460",
    "\u0130stanbul ISPARTA \u0131spanak STRASSE stra\u00dfe",
    "\U0001f600" * 40,
)
VARIANTS = {
    "plain": 800, "edited": 40, "redelivered": 25, "stale": 12, "deleted": 18, "deleted_before": 4, "deleted_alone": 4,
    "resurrected": 5, "conflict_visibility": 5, "conflict_author": 3, "tied": 4, "not_public": 25, "reshare": 22,
    "reshare_unknown": 2, "copy": 12, "quote": 20, "odd": 10,
}  # fmt: skip


@dataclass(frozen=True)
class Item:
    """One item as planned; `stamp` is the creation time as its source writes it."""

    member: int
    number: int
    variant: str
    type: str
    source: str
    night: int
    created: datetime
    stamp: str

    @property
    def id(self) -> str | int:
        """The identifier at the source: a number in `groups`."""
        if self.source == "groups":
            return self.member * 100_000 + self.number
        return f"{self.source[0]}{self.member:x}-{self.number}"

    @property
    def feed(self) -> str:
        """Which feed delivers it."""
        return "articles" if self.type == "article" else "posts"

    @property
    def reference(self) -> dict[str, Any]:
        """How another item names it."""
        return {"source": self.source, "id": str(self.id)}


class Population:
    """All members and items of a network, each drawn when asked for and the same every time."""

    def __init__(self, *, members: int, nights: Nights, seed: int, items_per_member: float) -> None:
        self.members, self.nights, self.seed, self.items_per_member = members, nights, seed, items_per_member
        # Bounded: what has been forgotten is drawn again.
        self.person = lru_cache(maxsize=2048)(self._person)
        self.name = lru_cache(maxsize=16_384)(self._name)

    def _person(self, index: int) -> Person:
        return draw_person(self.seed, index, self.nights)

    def _name(self, index: int) -> Named:
        """What others may know of a member."""
        return name_person(self.seed, index)[0]

    def count(self, index: int) -> int:
        """How many items a member writes: few of most, many of some."""
        rng = Random(f"{self.seed}:count:{index}")
        return min(99_999, int(rng.expovariate(1 / self.items_per_member) + rng.random()))

    def item(self, index: int, number: int) -> Item:
        """Plan one item."""
        rng = Random(f"{self.seed}:item:{index}:{number}")
        variant = rng.choices(tuple(VARIANTS), tuple(VARIANTS.values()))[0]
        night, created = self._when(self.person(index).night, rng)
        content_type = self._type(variant, rng)
        if content_type == "article":
            source = rng.choice(("longform", "magazine"))
        else:
            source = "network" if variant in ("copy", "reshare", "reshare_unknown") or rng.random() < 0.7 else "groups"
        stamp, created = written(created, source, rng)
        return Item(index, number, variant, content_type, source, night, created, stamp)

    def _type(self, variant: str, rng: Random) -> str:
        if variant in ("copy", "reshare", "reshare_unknown"):
            return "post"
        if variant == "quote":
            return "comment"
        return rng.choices(("post", "comment", "article"), (62, 26, 12))[0]

    def _when(self, earliest: int, rng: Random) -> tuple[int, datetime]:
        nights = self.nights
        late = nights.last > earliest and rng.random() < (1 - nights.first_share) / (1 + (earliest == 0))
        night = rng.randint(earliest, nights.last) if late else earliest
        moment = nights.moment(night, rng)
        if night and rng.random() < 0.8:
            return night, moment
        years = min(rng.expovariate(1 / 4), YEARS_BACK)
        return night, moment - timedelta(seconds=int(years * 365 * DAY.total_seconds()))

    def writing(self, item: Item, revision: int = 0) -> Writing:
        """Write the item's own words; every revision has others."""
        rng = Random(f"{self.seed}:text:{item.member}:{item.number}:{revision}")
        person = self.person(item.member)
        language = person.language if rng.random() < 0.8 else "en"
        writer = Writer(rng, LANGUAGES[language], person.named, self.name(rng.randrange(self.members)))
        if item.variant == "odd":
            writer.draft.add(rng.choice(ODD) + "\n\n")
            writer.paragraph(4)
            return writer.finished()
        if item.type == "article":
            return write_article(writer)
        if item.variant == "plain" and rng.random() < 0.1:
            return write_short(writer)
        return write_comment(writer) if item.type == "comment" else write_post(writer)

    def elsewhere(self, rng: Random) -> Item | None:
        """Some item of somebody; none where the member drawn has written nothing."""
        index = rng.randrange(self.members)
        count = self.count(index)
        return self.item(index, rng.randrange(count)) if count else None
