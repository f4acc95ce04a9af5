"""Members: who they are, what is delivered about them, and what that makes of their content."""

# ruff: noqa: S311  the chance is seeded on purpose
# ruff: noqa: PLR2004  shares are drawn where they are read

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from jobs.simulate.details import DOMAINS
from jobs.simulate.kinds import Kind, kind_of
from jobs.simulate.names import cultures_of
from jobs.simulate.nights import DAY, LONG_AGO, Nights, birthday, iso, midnight
from jobs.simulate.texts import Named
from schemas.reasons import Reason

PURPOSE = "generative_ai_training"
_LANGUAGES = {
    "DE": "de", "AT": "de", "LI": "de", "CH": "de", "FR": "fr", "ES": "es", "AR": "es", "MX": "es", "PT": "pt",
    "BR": "pt",
}  # fmt: skip
# Letters that normalisation does not take apart.
_UNACCENTED = {ord(letter): plain for letter, plain in zip("øØßþÞð", ("o", "O", "ss", "th", "Th", "d"), strict=True)}
Fact = tuple[int, str, dict[str, Any]]  # night, feed, record


@dataclass
class Person:
    """A member with the facts delivered about them.

    `since` limits what may be used: content created before an instant fails for the reason beside it.
    """

    named: Named
    kind: Kind
    country: str
    language: str
    night: int
    facts: list[Fact] = field(default_factory=list)
    since: list[tuple[datetime, Reason]] = field(default_factory=list)
    comments: Reason | None = None  # what is against their comments only

    @property
    def member_id(self) -> str:
        """What names the member."""
        return self.named.member_id

    def against(self, content_type: str, created: datetime) -> Reason | None:
        """A reason why public, original content of theirs may not be used as of the last night, if there is one."""
        if self.kind.reason:
            return self.kind.reason
        if content_type == "comment" and self.comments:
            return self.comments
        return next((reason for start, reason in self.since if created < start), None)


def name_person(seed: int, index: int) -> tuple[Named, Kind, str]:
    """Draw what others may know of a member: the name, with the kind and country it depends on."""
    rng = Random(f"{seed}:name:{index}")
    kind = kind_of(index, rng)
    country = rng.choice(kind.countries)
    culture = rng.choice(cultures_of(country))
    given, family = rng.randrange(len(culture.given)), rng.randrange(len(culture.family))
    latin_given = _latin((culture.latin_given or culture.given)[given])
    latin_family = _latin((culture.latin_family or culture.family)[family])
    parts = culture.given[given], culture.family[family]
    # Chinese and Japanese names are written in one.
    name = "".join(reversed(parts)) if culture.family_first else " ".join(parts)
    member_id = "m" + hashlib.blake2b(f"{seed}:{index}".encode(), digest_size=8).hexdigest()
    handle = f"{latin_given}_{latin_family[:1]}{index}"
    return Named(member_id, name, handle, f"{latin_given}.{latin_family}{index}"), kind, country


def _latin(name: str) -> str:
    plain = name.translate(_UNACCENTED)
    letters = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return "".join(letter for letter in letters if letter.isalnum()).lower()


def draw_person(seed: int, index: int, nights: Nights) -> Person:
    """Draw a member; the same index always gives the same one."""
    rng = Random(f"{seed}:person:{index}")
    named, kind, country = name_person(seed, index)
    late = rng.random() < (1 - nights.first_share) / 2
    night = rng.randint(1, nights.last) if late and nights.last else 0
    person = Person(named, kind, country, _LANGUAGES.get(country, "en"), night)
    if country == "US" and kind.consent not in ("granted", "regranted"):
        person.comments = Reason.CONSENT_MISSING
    if country == "BR":
        person.since.append((datetime(2012, 1, 1, tzinfo=UTC), Reason.CREATED_BEFORE_POLICY))
    Facts(person, nights, rng).draw()
    return person


class Facts:
    """Draws what is delivered about one member."""

    def __init__(self, person: Person, nights: Nights, rng: Random) -> None:
        self.person, self.nights, self.rng = person, nights, rng

    def draw(self) -> None:
        """Draw directory, residence, consent and erasure, in that order."""
        self._directory(self._birth())
        self._residence()
        self._consent()
        if self.person.kind.directory == "erased":
            night = self.rng.randint(self.person.night, self.nights.last)
            received = {"received_at": iso(self.nights.moment(night, self.rng)), "scope": "all"}
            self._deliver(night, "erasures", {"request_id": self._id("e"), **self._who(), **received})

    def _deliver(self, night: int, feed: str, record: dict[str, Any]) -> None:
        self.person.facts.append((night, feed, record))

    def _who(self) -> dict[str, Any]:
        return {"member_id": self.person.member_id}

    def _id(self, letter: str) -> str:
        return f"{letter}{self.rng.getrandbits(64):016x}"

    def _day(self, first_year: int, last_year: int) -> date:
        return date(self.rng.randint(first_year, last_year), 1, 1) + self.rng.randrange(365) * DAY

    def _birth(self) -> date | None:
        year, how, rng = self.nights.first.year, self.person.kind.birth, self.rng
        if how == "unknown":
            return None
        if how == "minor":
            return self._day(year - 16, year - 13)
        if how == "adult":  # of age before anything here was written
            return self._day(year - 75, year - 37)
        born = {"leap": date(2004, 2, 29), "young": self._day(1997, 2006)}.get(how) or self._day(year - 25, year - 18)
        age = 16 if how == "sixteen" else 18
        if how == "sixteen" and rng.random() < 0.5:
            born = self._day(year - 17, year - 17)
        self.person.since.append((midnight(birthday(born, age)), Reason.UNDERAGE_AT_CREATION))
        return born

    def _directory(self, birth: date | None) -> None:
        named, rng, night = self.person.named, self.rng, self.person.night
        how = self.person.kind.directory
        if how == "absent":
            return
        given, _, family = named.name.rpartition(" ")
        known = rng.random() < 0.9
        record = {
            **self._who(),
            "display_name": named.name,
            "given_name": given or None,
            "family_name": family,
            "handle": named.handle if known else None,
            "email": f"{named.local}@{rng.choice(DOMAINS)}" if known else None,
            "birth_date": birth.isoformat() if birth else None,
            "joined_at": iso(midnight(self._day(2008, self.nights.first.year - 1))),
            "recorded_at": iso(self.nights.moment(night, rng)),
        }
        self._deliver(night, "members", record)
        if how == "corrected":
            self._correct(record)

    def _correct(self, record: dict[str, Any]) -> None:
        """The member turns out to be a minor; afterwards the first record comes once more."""
        night = self.nights.later(self.person.night, self.rng)
        minor = self._day(self.nights.first.year - 16, self.nights.first.year - 13).isoformat()
        recorded = iso(self.nights.cut(night) + timedelta(seconds=1))
        self._deliver(night, "members", record | {"birth_date": minor, "recorded_at": recorded})
        self._deliver(self.nights.later(night, self.rng), "members", record)

    def _lives(self, night: int, country: str | None, valid_from: datetime, recorded: datetime | None = None) -> None:
        subdivision = self.person.kind.subdivision if country == "CA" else None
        times = {"valid_from": iso(valid_from), "recorded_at": iso(recorded or self.nights.moment(night, self.rng))}
        self._deliver(night, "residence", {**self._who(), "country": country, "subdivision": subdivision, **times})

    def _residence(self) -> None:
        night, how, country = self.person.night, self.person.kind.residence, self.person.country
        then = midnight(self._day(2014, self.nights.first.year - 1))
        later = self.nights.later(night, self.rng)
        if how == "none":
            return
        if how == "late_start":
            self._lives(night, country, then)
            self.person.since.append((then, Reason.REGION_UNKNOWN_AT_CREATION))
            return
        first = {"null": None, "moved_in": "DE", "moved_out": "US", "tie": "US"}.get(how, country)
        recorded = self.nights.moment(night, self.rng)
        if how == "tie":  # delivered in the wrong order: what was recorded later stands
            self._lives(night, country, LONG_AGO, recorded + timedelta(seconds=1))
            self._lives(later, first, LONG_AGO, recorded)
            return
        self._lives(night, first, LONG_AGO, recorded)
        if how == "moved_in":
            self._lives(night, country, then)
            self.person.since.append((then, Reason.REGION_EXCLUDED_AT_CREATION))
        elif how == "moved_out":
            self._lives(later, country, self.nights.cut(later) - self.rng.randint(1, 30) * DAY)
        elif how == "planned":
            self._lives(night, "DE", self.nights.cut(self.nights.last) + 400 * DAY)

    def _event(self, night: int, state: str, effective: datetime, **more: Any) -> dict[str, Any]:
        recorded = iso(self.nights.moment(night, self.rng))
        times = {"effective_at": iso(effective), "recorded_at": recorded}
        event = {"event_id": self._id("c"), **self._who(), "purpose": PURPOSE, "state": state, **times}
        event |= {"channel": self.rng.choice(("settings_page", "support", "api"))} | more
        self._deliver(night, "consent", event)
        return event

    def _consent(self) -> None:
        night, how, rng = self.person.night, self.person.kind.consent, self.rng
        begin = midnight(self._day(2016, self.nights.first.year - 1))
        later, ahead = self.nights.later(night, rng), self.nights.cut(self.nights.last) + 400 * DAY
        if rng.random() < 0.1:
            self._event(night, rng.choice(("granted", "denied")), begin, purpose="ads_personalisation")
        if how in ("granted", "denied_tied"):
            self._event(night, "granted", begin, covers_past=True)
        if how == "granted_narrow":
            self._event(night, "granted", begin, covers_past=False)
            self.person.since.append((begin, Reason.CREATED_BEFORE_GRANT))
        if how in ("denied", "denied_tied", "denied_again", "regranted", "grant_ahead"):
            denied = self._event(night, "denied", begin)
            if how == "denied_again":
                self._deliver(later, "consent", denied)
        if how == "denied_late":
            self._event(later, "denied", begin)
        if how == "denied_ahead":
            self._event(later, "denied", ahead)
        if how == "regranted":
            self._event(later, "granted", begin + 30 * DAY, covers_past=True)
        if how == "grant_ahead":
            self._event(later, "granted", ahead, covers_past=True)
