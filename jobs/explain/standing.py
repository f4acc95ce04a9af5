"""What of the facts stands at an instant: the member's record, home, choice, and the rule of a place."""

from __future__ import annotations

from datetime import date, datetime

from jobs.explain.facts import Facts
from jobs.policy import Rule
from jobs.query import Row


def record(facts: Facts, member: str) -> Row | None:
    """The directory's record that was known last."""
    rows = facts.of_member[member]["members"]
    return max(rows, key=lambda row: (row["recorded_at"], row["record_hash"]), default=None)


def home(facts: Facts, member: str, at: datetime) -> Row | None:
    """The stay that holds at an instant, whether it names a country or not."""
    rows = [row for row in facts.of_member[member]["residence"] if row["valid_from"] <= at]
    return max(rows, key=lambda row: (row["valid_from"], row["recorded_at"], row["record_hash"]), default=None)


def rule_of(facts: Facts, stay: Row | None, kind: str) -> Rule | None:
    """The policy row for a stay, as in force at the cut; none where no country is known."""
    if stay is None or stay["country"] is None:
        return None
    return facts.policy.rule(stay["country"], stay["subdivision"], kind, facts.purpose, facts.cut)


def counts_from(event: Row) -> datetime:
    """When a choice counts from: a denial no later than it was recorded."""
    when: datetime = event["effective_at"]
    return min(when, event["recorded_at"]) if event["state"] == "denied" else when


def choices(facts: Facts, member: str) -> list[Row]:
    """The member's choices for the purpose in the order in which they count; the last one that has begun stands."""
    events = [event for event in facts.of_member[member]["consent"] if event["purpose"] == facts.purpose]
    return sorted(events, key=_order)


def _order(event: Row) -> tuple[datetime, bool, bool, str, str]:
    narrow = not event["covers_past"]
    return counts_from(event), event["state"] == "denied", narrow, event["event_id"], event["record_hash"]


def age(birth: date, day: date) -> int:
    """Full years on a day. Who was born on 29 February is a year older on 1 March."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def birthday(birth: date, years: int) -> date:
    """The day on which that age is reached."""
    try:
        return birth.replace(year=birth.year + years)
    except ValueError:
        return date(birth.year + years, 3, 1)
