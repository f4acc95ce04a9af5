"""Rules between items: what a reshare inherits from its origin and a copy from the earliest."""

from __future__ import annotations

from collections.abc import Container

from tests.oracle.model import ItemKey
from tests.oracle.revisions import Item


def add_origins_and_copies(items: list[Item], reasons: dict[ItemKey, set[str]]) -> None:
    """Add what an item inherits: first who may not be used at all, then why, so that no order matters."""
    leaders = _leaders(items)
    refused = {key for key, found in reasons.items() if found}
    spreading = True
    while spreading:
        caught = {
            item.key
            for item in items
            if item.key not in refused and (_origin_reason(item, reasons, refused) or _copies(item, leaders, refused))
        }
        refused |= caught
        spreading = bool(caught)
    for item in items:
        if origin := _origin_reason(item, reasons, refused):
            reasons[item.key].add(origin)
        elif not reasons[item.key] and _copies(item, leaders, refused):
            reasons[item.key].add("copy_of_excluded")


def _origin_reason(item: Item, delivered: Container[ItemKey], refused: set[ItemKey]) -> str | None:
    if item.deleted or not item.reshares:
        return None
    if item.reshare_of is None or item.reshare_of not in delivered:
        return "origin_unknown"
    return "origin_excluded" if item.reshare_of in refused else None


def _leaders(items: list[Item]) -> dict[str, Item]:
    """The earliest created item of each group of copies."""
    leaders: dict[str, Item] = {}
    for item in items:
        if item.fingerprint is None or item.created_at is None:
            continue
        leader = leaders.get(item.fingerprint)
        if leader is None or (item.created_at, item.key) < (leader.created_at, leader.key):
            leaders[item.fingerprint] = item
    return leaders


def _copies(item: Item, leaders: dict[str, Item], refused: set[ItemKey]) -> bool:
    """Whether the item repeats words of another author whose earliest item may not be used."""
    leader = leaders.get(item.fingerprint) if item.fingerprint and item.created_at else None
    return leader is not None and leader.author_id != item.author_id and leader.key in refused
