"""`assent keys`: the epochs of a lake's keys, and the next one."""

from __future__ import annotations

from typing import Any

from jobs.commands.opened import hold, open_registry
from jobs.errors import InputMissing
from jobs.keyring import Ring, check_value, load_ring, next_key, note_first
from jobs.query import Query
from jobs.settings import Settings
from schemas.tables import ERASURE_REQUESTS


def epochs(settings: Settings) -> list[dict[str, Any]]:
    """Each epoch, and how many subjects are kept out under its key."""
    with open_registry(settings) as registry:
        known, ring = registry.key_epochs(), load_ring(settings, registry)
        suppressed = [epoch for epoch, _ in registry.suppressed("member")]
        erased = [epoch for epoch, _ in registry.erased("member")]
    return [
        {
            "epoch": key.epoch,
            "use": "names documents" if key is ring.line else "live",
            "noted": key.epoch in known,
            "suppressed_members": suppressed.count(key.epoch),
            "erased_members": erased.count(key.epoch),
        }
        for key in ring.keys
    ]


def rotate(settings: Settings) -> int:
    """Begin the next epoch; returns its number. Interrupted anywhere, the next call ends what was begun.

    The key is there before the registry knows of it, and who can still be named is suppressed under it
    before it counts as live: no moment has a live key under which somebody is missing.
    """
    with open_registry(settings) as registry, hold(settings, registry):
        ring = load_ring(settings, registry)
        note_first(registry, ring)
        key = next_key(settings, ring)
        for member, night in _asked(settings.lake):
            Ring((key,)).suppress(registry, [member], night)
        registry.add_key_epoch(key.epoch, check_value(key))
        return key.epoch


def _asked(lake: str) -> list[tuple[str, Any]]:
    """Members who asked to be erased and are still held, with the night since when."""
    query = "select member_id, min(delivered_night) as since from erasure_requests group by member_id"
    try:
        rows = Query(lake, [ERASURE_REQUESTS]).rows(query)
    except InputMissing:
        return []
    return [(row["member_id"], row["since"]) for row in rows]
