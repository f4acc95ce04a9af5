"""What becomes of an item: its records, night by night, and what follows for it by construction."""

# ruff: noqa: S311  the chance is seeded on purpose

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from jobs.simulate.items import Item, Population
from jobs.simulate.nights import iso
from jobs.simulate.texts import LANGUAGES, Quote, Writer, Writing, write_comment, write_reshare
from schemas.reasons import Reason

_WIDE = {code: code + 0xFEE0 for code in (*range(0x30, 0x3A), *range(0x41, 0x5B), *range(0x61, 0x7B))}


@dataclass(frozen=True)
class Delivered:
    """One record with the night that delivers it, and the text it carries, if any."""

    night: int
    record: dict[str, Any]
    writing: Writing | None = None


@dataclass(frozen=True)
class Answer:
    """What is known of the item as of the last night; None where it hangs on other items."""

    reason: Reason | None


def live(item: Item, author: str, writing: Writing, **more: Any) -> dict[str, Any]:
    """Build the record of a live revision, in the fields of its feed."""
    record: dict[str, Any] = {"id": item.id, "author_id": author, "lang": writing.language, "visibility": "public"}
    if item.feed == "articles":
        body = {"published_at": item.stamp, "title": writing.title, "body": writing.body, "body_format": "markdown"}
        return record | {"type": "article"} | body | {"tags": []} | more
    record |= {"type": item.type, "created_at": item.stamp, "text": writing.body}
    if writing.mentions:
        record["mentions"] = [{"member_id": member_id, "text": form} for member_id, form in writing.mentions]
    return record | more


def tombstone(item: Item, author: str, updated: datetime) -> dict[str, Any]:
    """Build the record of a deletion."""
    return {"id": item.id, "author_id": author, "type": item.type, "deleted": True, "updated_at": iso(updated)}


def quotable(writing: Writing) -> Quote:
    """Take the first line of a body, cut short before it would tear a personal detail in two."""
    offset = len(writing.text) - len(writing.body)
    line = next((line for line in writing.body.splitlines() if line), "")
    start = offset + writing.body.find(line)
    end = start + min(len(line), 200)
    end = min([end, *(first for first, last, _ in writing.spans if start <= first < end < last)])
    inside = tuple((first - start, last - start, kind) for first, last, kind in writing.spans if start <= first < end)
    return Quote(writing.text[start:end], inside)


class Life:
    """The records of one item."""

    def __init__(self, population: Population, item: Item) -> None:
        self.population, self.item = population, item
        self.person = population.person(item.member)
        self.rng = Random(f"{population.seed}:life:{item.member}:{item.number}")
        self.next_night = population.nights.later(item.night, self.rng)

    def records(self) -> Iterator[Delivered]:
        """Give every delivery of the item, in the order in which they are written."""
        variant = self.item.variant
        if variant in ("plain", "odd"):
            yield self._base()
        elif variant.startswith("reshare"):
            yield self._reshare()
        elif variant == "copy":
            yield self._copy()
        elif variant == "quote":
            yield self._quote()
        elif variant == "not_public":
            yield self._base(visibility=self.rng.choice(("connections", "private", "group")))
        elif variant.startswith(("conflict", "tied")):
            yield from self._ties()
        else:
            yield from self._revisions()

    def answer(self) -> Answer | None:
        """Say what follows from how the item was made."""
        variant = self.item.variant
        if variant.startswith("deleted"):
            return Answer(Reason.CONTENT_DELETED)
        if variant.startswith("conflict"):
            return Answer(Reason.CONFLICTING_REVISIONS)
        if variant == "not_public":
            return Answer(Reason.NOT_PUBLIC)
        against = self.person.against(self.item.type, self.item.created)
        if against is None and variant == "reshare_unknown":
            return Answer(Reason.ORIGIN_UNKNOWN)
        # Reshares and copies stand and fall with others; so may their own creation time, which follows the original's.
        if variant in ("reshare", "copy") and (against is None or against is not self.person.kind.reason):
            return None
        return Answer(against)

    def _base(
        self, revision: int = 0, night: int | None = None, updated: datetime | None = None, **more: Any
    ) -> Delivered:
        writing = self.population.writing(self.item, revision)
        if updated:
            more["updated_at"] = iso(updated)
        record = live(self.item, self.person.member_id, writing, **more)
        return Delivered(self.item.night if night is None else night, record, writing)

    def _revisions(self) -> Iterator[Delivered]:
        night, later, nights = self.item.night, self.next_night, self.population.nights
        first = max(self.item.created + timedelta(minutes=1), nights.moment(later, self.rng))
        second = max(first + timedelta(minutes=1), nights.moment(later, self.rng))
        gone = Delivered(later, tombstone(self.item, self.person.member_id, first))
        match self.item.variant:
            case "edited":
                yield from (self._base(), self._base(1, later, first))
            case "redelivered":
                yield from (self._base(), self._base(night=later))
            case "stale":
                yield from (self._base(1, night, first), self._base(night=later))
            case "deleted":
                yield from (self._base(), gone)
            case "deleted_before":
                yield from (replace(gone, night=night), self._base(night=later))
            case "deleted_alone":
                yield gone
            case "resurrected":
                yield from (self._base(), gone, self._base(2, later, second))

    def _ties(self) -> Iterator[Delivered]:
        """Two records of one time: with other words, another audience or another author."""
        yield self._base()
        match self.item.variant:
            case "conflict_visibility":
                yield self._base(visibility="connections")
            case "conflict_author":
                other = self.population.name((self.item.member + 1) % self.population.members)
                yield self._base(night=self.next_night, author_id=other.member_id)
            case "tied":
                yield self._base(3, self.next_night)

    def _target(self) -> Item | None:
        target = self.population.elsewhere(self.rng)
        return None if target is None or target.member == self.item.member else target

    def _writer(self) -> Writer:
        return Writer(self.rng, LANGUAGES[self.person.language], self.person.named)

    def _after(self, target: Item) -> tuple[Item, int]:
        """The item, created some hours after the target and delivered no sooner."""
        created = target.created + timedelta(minutes=self.rng.randint(60, 1200))
        return replace(self.item, created=created, stamp=iso(created)), max(self.item.night, target.night)

    def _reshare(self) -> Delivered:
        target = self._target() if self.item.variant == "reshare" else None
        origin = target.reference if target else {"source": "network", "id": f"gone-{self.rng.getrandbits(40):x}"}
        writing = write_reshare(self._writer())
        record = live(self.item, self.person.member_id, writing, reshare_of=origin)
        return Delivered(max(self.item.night, target.night if target else 0), record, writing)

    def _copy(self) -> Delivered:
        """Take somebody's words, as they stand or in disguise that normalisation sees through."""
        target = self._target()
        if target is None:
            return self._base()
        original = self.population.writing(target)
        item, night = self._after(target)
        disguise = self.rng.choice(("none", "capitals", "wide", "marks"))
        text = {
            "none": original.text,
            "capitals": original.text.upper(),
            "wide": original.text.translate(_WIDE),
            "marks": unicodedata.normalize("NFC", original.text).replace(". ", " … ").replace(", ", " / "),
        }[disguise]
        writing = Writing(None, text, original.spans if disguise == "none" else (), language=original.language)
        return Delivered(night, live(item, self.person.member_id, writing), writing)

    def _quote(self) -> Delivered:
        target = self._target()
        if target is None:
            return self._base()
        writing = write_comment(self._writer(), quotable(self.population.writing(target)))
        night = max(self.item.night, target.night)
        record = live(self.item, self.person.member_id, writing, in_reply_to=target.reference)
        return Delivered(night, record, writing)
