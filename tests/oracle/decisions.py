"""DESIGN.md's decision rules, word for word, in plain Python: slow, and the reference for the fast path.

Every function takes facts already known at the night; `decide` leaves out what was delivered later.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tests.oracle.inheritance import add_origins_and_copies
from tests.oracle.model import (
    ConsentEvent,
    Decisions,
    Erasure,
    Member,
    PolicyRow,
    Record,
    Residence,
)
from tests.oracle.revisions import Item, standing_items
from tests.oracle.times import cut_of

EEA = frozenset(
    "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE IS LI NO".split()
)  # EU-27 with Iceland, Liechtenstein and Norway
ADULT = 18  # years, where no rule names an age


@dataclass(frozen=True)
class Known:
    """Facts by member, the policy of the purpose and the cut T."""

    members: dict[str, Member]
    residence: dict[str, list[Residence]]
    consent: dict[str, list[ConsentEvent]]
    erased: set[str]
    policy: list[PolicyRow]
    cut: datetime


def decide(
    records: Iterable[Record],
    members: Iterable[Member],
    residence: Iterable[Residence],
    consent: Iterable[ConsentEvent],
    erasures: Iterable[Erasure],
    policy: Sequence[PolicyRow],
    night: date,
    purpose: str,
) -> Decisions:
    """Decide every item as of a night, from the deliveries up to and with it."""
    known = Known(
        members={who: max(rows, key=_member_order) for who, rows in _by_member(members, night).items()},
        residence=_by_member(residence, night),
        consent=_by_member((event for event in consent if event.purpose == purpose), night),
        erased=set(_by_member(erasures, night)),
        policy=[row for row in policy if row.purpose == purpose],
        cut=cut_of(night),
    )
    items = standing_items(record for record in records if record.order[0] <= night)
    reasons = {item.key: item_reasons(item, known) for item in items}
    add_origins_and_copies(items, reasons)
    return {key: (not found, sorted(found)) for key, found in reasons.items()}


def _by_member(facts: Iterable[Any], night: date) -> dict[str, list[Any]]:
    grouped = defaultdict(list)
    for fact in facts:
        if fact.night <= night:
            grouped[fact.member_id].append(fact)
    return dict(grouped)


def _member_order(member: Member) -> tuple[datetime, str]:
    return member.recorded_at, member.as_json


def item_reasons(item: Item, known: Known) -> set[str]:
    """Every rule against the item except those on origins and copies."""
    reasons = set()
    if item.deleted:
        reasons.add("content_deleted")
    elif item.visibility != "public":
        reasons.add("not_public")
    if item.conflicting and not item.deleted:
        reasons.add("conflicting_revisions")
    if item.author_id in known.erased:
        reasons.add("member_erased")
    if item.author_id not in known.members:
        return reasons | {"member_unknown"}
    rule = rule_at(item, known.cut, known)
    return reasons | _region_reasons(item, rule, known) | _age_reasons(item, rule, known) | _consent(item, rule, known)


def residence_at(member_id: str, instant: datetime, known: Known) -> Residence | None:
    """Where the member lived; None where no row reaches back so far or the row names no country."""
    rows = [row for row in known.residence.get(member_id, []) if row.valid_from <= instant]
    latest = max(rows, key=lambda row: (row.valid_from, row.recorded_at, row.as_json), default=None)
    return latest if latest and latest.country else None


def rule_at(item: Item, instant: datetime, known: Known) -> PolicyRow | None:
    """The row for where the author lived at the instant, *as in force at T*."""
    home = residence_at(item.author_id, instant, known)
    if home is None:
        return None
    in_force = [
        row
        for row in known.policy
        if row.effective_from <= known.cut and (row.effective_to is None or known.cut < row.effective_to)
    ]
    for region in (home.subdivision, home.country, "EEA" if home.country in EEA else None, "*"):
        for content_type in (item.type, "*"):
            for row in in_force:
                if row.region == region and row.content_type == content_type:
                    return row
    return None


def _is_excluded(home: Residence | None, rule: PolicyRow | None) -> bool:
    """A known region without any rule is as good as excluded: unknown means out."""
    return home is not None and (rule is None or rule.default_state == "excluded")


def _region_reasons(item: Item, rule: PolicyRow | None, known: Known) -> set[str]:
    now = residence_at(item.author_id, known.cut, known)
    reasons = {"region_unknown"} if now is None else {"region_excluded"} if _is_excluded(now, rule) else set()
    if item.created_at is None:
        return reasons
    then = residence_at(item.author_id, item.created_at, known)
    if then is None and now is not None:
        reasons.add("region_unknown_at_creation")
    if _is_excluded(then, rule_at(item, item.created_at, known)) and not _is_excluded(now, rule):
        reasons.add("region_excluded_at_creation")
    return reasons


def _age_reasons(item: Item, rule: PolicyRow | None, known: Known) -> set[str]:
    birth = known.members[item.author_id].birth_date
    min_age = rule.min_age if rule else ADULT
    if birth is None:
        return {"age_unknown"}
    if age_at(birth, known.cut.date()) < min_age:
        return {"underage"}
    if item.created_at is not None and age_at(birth, item.created_at.date()) < min_age:
        return {"underage_at_creation"}
    return set()


def age_at(birth: date, day: date) -> int:
    """Full years on a day; who was born on 29 February is a year older on 1 March of a common year."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def counts_from(event: ConsentEvent) -> datetime:
    """When an event takes effect: a denial no later than it was recorded."""
    return min(event.effective_at, event.recorded_at) if event.state == "denied" else event.effective_at


def last_event(events: Iterable[ConsentEvent], cut: datetime) -> ConsentEvent | None:
    """The event that stands at the cut: denials after grants, of equal grants the narrower last."""
    begun = [event for event in events if counts_from(event) <= cut]
    return max(begun, key=lambda e: (counts_from(e), e.state == "denied", not e.covers_past), default=None)


def _consent(item: Item, rule: PolicyRow | None, known: Known) -> set[str]:
    if rule is None or rule.default_state == "excluded":
        return set()
    last = last_event(known.consent.get(item.author_id, []), known.cut)
    reasons = set()
    if last is not None and last.state == "denied":
        reasons.add("consent_denied")
    elif rule.default_state == "opt_in" and last is None:
        reasons.add("consent_missing")
    elif rule.default_state == "opt_in" and last is not None and _is_too_old_for(last, item):
        reasons.add("created_before_grant")
    if rule.content_from and item.created_at is not None and item.created_at < rule.content_from:
        reasons.add("created_before_policy")
    return reasons


def _is_too_old_for(grant: ConsentEvent, item: Item) -> bool:
    return not grant.covers_past and item.created_at is not None and item.created_at < grant.effective_at
