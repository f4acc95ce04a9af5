"""Which of an item's records stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from tests.oracle.model import ItemKey, Order, Record


@dataclass(frozen=True)
class Item:
    """What stands of an item: its own revision, or a tombstone over the revision before it."""

    key: ItemKey
    type: str
    author_id: str
    deleted: bool
    conflicting: bool
    visibility: object
    created_at: datetime | None
    fingerprint: str | None
    reshares: bool
    reshare_of: ItemKey | None


def standing_items(records: Iterable[Record]) -> list[Item]:
    """One item per key, whatever the order of arrival."""
    grouped: dict[ItemKey, list[Record]] = defaultdict(list)
    for record in records:
        grouped[record.key].append(record)
    return [_standing_item(revisions) for revisions in grouped.values()]


def _standing_item(revisions: list[Record]) -> Item:
    standing = _latest(revisions)
    tied = [record for record in revisions if record.revised_at == standing.revised_at]
    base = standing
    if standing.deleted:
        base = _latest([record for record in revisions if not record.deleted] or [standing])
    return Item(
        key=standing.key,
        type=base.type,
        author_id=base.author_id,
        deleted=standing.deleted,
        conflicting=len({(repr(record.visibility), record.author_id) for record in tied}) > 1,
        visibility=standing.visibility,
        created_at=None if base.deleted else base.created_at,
        fingerprint=base.fingerprint,
        reshares=standing.reshares,
        reshare_of=standing.reshare_of,
    )


def _latest(revisions: list[Record]) -> Record:
    """The greatest revision time; of equal ones the first delivered."""
    greatest = max(record.revised_at for record in revisions)
    tied = [record for record in revisions if record.revised_at == greatest]
    return min(tied, key=_delivery_order)


def _delivery_order(record: Record) -> Order:
    return record.order
