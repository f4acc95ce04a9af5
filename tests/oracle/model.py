"""What the oracle reads: one small class per kind of delivered fact, times in UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

ItemKey = tuple[str, str]  # (source, id)
Order = tuple[date, str, int, str]  # as delivered: night, file name, line, feed
Decisions = dict[ItemKey, tuple[bool, list[str]]]  # (eligible, sorted reasons)


@dataclass(frozen=True, slots=True)
class Record:
    """One conformed record of an item: a live revision or a tombstone, without its text."""

    source: str
    id: str
    order: Order
    type: str
    author_id: str
    visibility: object = None
    deleted: bool = False
    created_at: datetime | None = None
    updated_at: datetime | None = None
    fingerprint: str | None = None  # of the words; None below eight words and for tombstones
    reshares: bool = False
    reshare_of: ItemKey | None = None  # None beside reshares=True: the origin is not named readably

    @property
    def key(self) -> ItemKey:
        """What names the item."""
        return self.source, self.id

    @property
    def revised_at(self) -> datetime:
        """`updated_at`, else the creation time; conform leaves none without both."""
        revised = self.updated_at or self.created_at
        if revised is None:
            raise ValueError("a record without any time")
        return revised


@dataclass(frozen=True, slots=True)
class Member:
    """One directory record of a member."""

    member_id: str
    night: date
    recorded_at: datetime
    birth_date: date | None = None
    as_json: str = ""  # sorted JSON of the record: settles ties


@dataclass(frozen=True, slots=True)
class Residence:
    """Where a member lives from an instant on; an unknown country is None."""

    member_id: str
    night: date
    country: str | None
    valid_from: datetime
    recorded_at: datetime
    subdivision: str | None = None
    as_json: str = ""


@dataclass(frozen=True, slots=True)
class ConsentEvent:
    """A choice of a member for a purpose."""

    member_id: str
    night: date
    purpose: str
    state: str
    effective_at: datetime
    recorded_at: datetime
    covers_past: bool = False


@dataclass(frozen=True, slots=True)
class Erasure:
    """A request to be erased, known from the night of its delivery on."""

    member_id: str
    night: date


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """One row of policy.csv; `effective_to` is exclusive."""

    policy_id: str
    region: str
    content_type: str
    purpose: str
    default_state: str
    min_age: int
    content_from: datetime | None
    effective_from: datetime
    effective_to: datetime | None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A record that conform refused: position and reason, nothing of its content."""

    source: str
    delivery: str
    line: int
    reason: str
