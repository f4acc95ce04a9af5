"""Planted members whose word must not reach the corpus, one for every way to be refused, and two that may."""

# ruff: noqa: S311  the chance is seeded on purpose

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from typing import Any

from jobs.simulate.nights import DAY, LONG_AGO, Nights, iso
from jobs.simulate.people import PURPOSE, Fact
from jobs.simulate.texts import LANGUAGES, Named, Writer
from schemas.reasons import Reason

SOURCE = "network"
_BIRTH = "1980-05-05"
_HOME: tuple[tuple[str | None, datetime], ...] = (("US", LONG_AGO),)


@dataclass
class Canary:
    """A member with facts, the records of one or two items, and the answer for the last of them."""

    why: str
    token: str
    member_id: str
    reason: Reason | None
    item_id: str
    facts: list[Fact] = field(default_factory=list)
    records: list[dict[str, Any]] = field(default_factory=list)
    allowed: bool = False


class Aviary:
    """Builds the canaries of a network; all of them are delivered in one night."""

    def __init__(self, seed: int, nights: Nights) -> None:
        self.rng, self.nights, self.night = Random(f"{seed}:canaries"), nights, min(1, nights.last)
        self.created = nights.cut(self.night) - 30 * DAY

    def canaries(self) -> Iterator[Canary]:
        """Give every canary, with the reason that refuses its item."""
        yield from self._by_consent()
        yield from self._by_region()
        yield from self._by_age_and_standing()
        yield from self._by_revision()
        yield from self._by_origin()
        yield self._canary("control", None, allowed=True)
        yield self._canary(
            "control_granted", None, home=[("IN", LONG_AGO)], events=[("granted", LONG_AGO)], allowed=True
        )

    def _token(self) -> str:
        """A word that nobody else writes."""
        return f"heron-{self.rng.getrandbits(56):014x}-marlow"

    def _by_consent(self) -> Iterator[Canary]:
        old, ahead = LONG_AGO + 9000 * DAY, self.nights.cut(self.nights.last) + 400 * DAY
        india = [("IN", LONG_AGO)]
        narrow = [("granted", self.created + DAY)]
        yield self._canary("denied", Reason.CONSENT_DENIED, events=[("denied", old)])
        yield self._canary("late_denied", Reason.CONSENT_DENIED, events=[("granted", LONG_AGO), ("denied", old)])
        yield self._canary("denied_ahead", Reason.CONSENT_DENIED, events=[("denied", ahead)])
        yield self._canary("denied_tied", Reason.CONSENT_DENIED, events=[("denied", old), ("granted", old)])
        yield self._canary("consent_missing", Reason.CONSENT_MISSING, home=india)
        yield self._canary("comment", Reason.CONSENT_MISSING, type="comment")
        yield self._canary("grant_ahead", Reason.CONSENT_MISSING, home=india, events=[("granted", ahead)])
        yield self._canary("created_before_grant", Reason.CREATED_BEFORE_GRANT, home=india, events=narrow, covers=False)
        before = datetime(2011, 6, 1, tzinfo=UTC)
        yield self._canary("created_before_policy", Reason.CREATED_BEFORE_POLICY, home=[("BR", LONG_AGO)], at=before)

    def _by_region(self) -> Iterator[Canary]:
        moved = self.nights.cut(self.night) - DAY
        for why, country in (("eea", "FR"), ("gb", "GB"), ("ch", "CH"), ("cn", "CN"), ("elsewhere", "KR")):
            yield self._canary(why, Reason.REGION_EXCLUDED, home=[(country, LONG_AGO)])
        yield self._canary("quebec", Reason.REGION_EXCLUDED, home=[("CA-QC", LONG_AGO)], events=[("granted", LONG_AGO)])
        yield self._canary("region_unknown", Reason.REGION_UNKNOWN, home=[])
        yield self._canary("country_unknown", Reason.REGION_UNKNOWN, home=[(None, LONG_AGO)])
        yield self._canary("region_unknown_at_creation", Reason.REGION_UNKNOWN_AT_CREATION, home=[("US", moved)])
        yield self._canary("moved_to_eea", Reason.REGION_EXCLUDED, home=[("US", LONG_AGO), ("DE", moved)])
        came = [("DE", LONG_AGO), ("US", moved)]
        yield self._canary("moved_from_eea", Reason.REGION_EXCLUDED_AT_CREATION, home=came)

    def _by_age_and_standing(self) -> Iterator[Canary]:
        year = self.nights.first.year
        yield self._canary("minor", Reason.UNDERAGE, birth=f"{year - 15}-01-01")
        yield self._canary("age_unknown", Reason.AGE_UNKNOWN, birth=None)
        of_age = (self.created.date() + 10 * DAY).replace(day=28)
        of_age = of_age if of_age > self.created.date() else of_age + 10 * DAY
        came = f"{of_age.year - 18}-{of_age.month:02d}-{of_age.day:02d}"
        yield self._canary("underage_at_creation", Reason.UNDERAGE_AT_CREATION, birth=came)
        yield self._canary("member_unknown", Reason.MEMBER_UNKNOWN, known=False)
        erased = self._canary("erased", Reason.MEMBER_ERASED)
        received = {"received_at": iso(self.nights.moment(self.night, self.rng)), "scope": "all"}
        request = {"request_id": f"e{self.rng.getrandbits(64):016x}", "member_id": erased.member_id}
        erased.facts.append((self.night, "erasures", request | received))
        yield erased

    def _by_revision(self) -> Iterator[Canary]:
        deleted = self._canary("deleted", Reason.CONTENT_DELETED)
        first = deleted.records[0]
        gone = {key: first[key] for key in ("id", "author_id", "type")}
        deleted.records.append(gone | {"deleted": True, "updated_at": iso(self.created + DAY)})
        yield deleted
        for audience in ("connections", "private"):
            hidden = self._canary(audience, Reason.NOT_PUBLIC)
            hidden.records[0]["visibility"] = audience
            yield hidden
        conflicting = self._canary("conflicting", Reason.CONFLICTING_REVISIONS)
        conflicting.records.append(conflicting.records[0] | {"visibility": "group"})
        yield conflicting
        superseded = self._canary("superseded", None)
        text = self._text("nothing")
        superseded.records.append(superseded.records[0] | {"text": text, "updated_at": iso(self.created + DAY)})
        yield superseded
        # Nothing is against the member; what they wrote cannot be read (`poison.py`).
        quarantined = self._canary("quarantined", None)
        quarantined.records.clear()
        yield quarantined

    def _by_origin(self) -> Iterator[Canary]:
        denied = self._canary("origin_denied", Reason.CONSENT_DENIED, events=[("denied", LONG_AGO)])
        yield denied
        share = self._canary("reshare_of_denied", Reason.ORIGIN_EXCLUDED)
        share.records[0]["reshare_of"] = {"source": SOURCE, "id": denied.item_id}
        yield share
        chain = self._canary("reshare_of_reshare", Reason.ORIGIN_EXCLUDED)
        chain.records[0]["reshare_of"] = {"source": SOURCE, "id": share.item_id}
        yield chain
        unknown = self._canary("origin_unknown", Reason.ORIGIN_UNKNOWN)
        unknown.records[0]["reshare_of"] = {"source": SOURCE, "id": f"never-{self.rng.getrandbits(40):x}"}
        yield unknown
        copy = self._canary("copy_of_denied", Reason.COPY_OF_EXCLUDED, at=self.created + DAY)
        copy.token, copy.records[0]["text"] = denied.token, denied.records[0]["text"]
        yield copy

    def _text(self, token: str) -> str:
        writer = Writer(self.rng, LANGUAGES["en"], Named("", "", "", ""))
        writer.paragraph(4)
        writer.draft.add(f" Inside we call the project {token} and nothing else. ")
        writer.paragraph(3)
        return writer.finished().text

    def _canary(
        self,
        why: str,
        reason: Reason | None,
        *,
        home: Sequence[tuple[str | None, datetime]] | None = None,
        events: Sequence[tuple[str, datetime]] | None = None,
        birth: str | None = _BIRTH,
        at: datetime | None = None,
        type: str = "post",
        known: bool = True,
        covers: bool = True,
        allowed: bool = False,
    ) -> Canary:
        rng, token = self.rng, self._token()
        member_id, item_id = f"mc{rng.getrandbits(64):016x}", f"canary-{rng.getrandbits(48):012x}"
        canary = Canary(why, token, member_id, reason, item_id, allowed=allowed)
        who = {"member_id": member_id}
        if known:
            canary.facts.append((self.night, "members", self._directory(who, birth)))
        for country, since in _HOME if home is None else home:
            canary.facts.append((self.night, "residence", self._home(who, country, since)))
        for state, effective in events or ():
            canary.facts.append((self.night, "consent", self._event(who, state, effective, covers)))
        record = {"id": item_id, "author_id": member_id, "lang": "en", "visibility": "public", "type": type}
        canary.records.append(record | {"created_at": iso(at or self.created), "text": self._text(token)})
        return canary

    def _recorded(self) -> dict[str, Any]:
        return {"recorded_at": iso(self.nights.moment(self.night, self.rng))}

    def _directory(self, who: dict[str, Any], birth: str | None) -> dict[str, Any]:
        names = dict.fromkeys(("display_name", "given_name", "family_name", "handle", "email"))
        return who | names | {"birth_date": birth, "joined_at": iso(LONG_AGO + 12_000 * DAY)} | self._recorded()

    def _home(self, who: dict[str, Any], region: str | None, since: datetime) -> dict[str, Any]:
        country, _, part = (region or "").partition("-")
        place = {"country": country or None, "subdivision": region if part else None}
        return who | place | {"valid_from": iso(since)} | self._recorded()

    def _event(self, who: dict[str, Any], state: str, effective: datetime, covers: bool) -> dict[str, Any]:
        event = {"event_id": f"c{self.rng.getrandbits(64):016x}"} | who | {"purpose": PURPOSE, "state": state}
        event |= {"effective_at": iso(effective)} | self._recorded() | {"channel": "api"}
        return event | ({"covers_past": covers} if state == "granted" else {})
