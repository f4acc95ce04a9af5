"""The receipt: what became of a member's content, and why. It has ids, dates, codes and counts, and no text."""

from __future__ import annotations

import base64
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from jobs.errors import UsageError
from jobs.holdings import last
from jobs.query import Row
from jobs.registry.canonical import canonical_json
from jobs.signing import ALGORITHM, signer, verifies

LEFT = "left"


def build(
    member: str, held: Mapping[str, list[Row]], *, as_of: Mapping[str, Any], suppressed: date | None, issued: datetime
) -> Row:
    """The receipt of a member. `suppressed`: the night from which on nothing of them may be published."""
    items = _items(held)
    facts = {name: held[name][0]["records"] for name in ("directory", "residence", "consent")}
    requested = min((row["delivered_night"] for row in held["requests"]), default=None)
    return {
        "receipt": 1,
        "member": member,
        "issued_at": issued.isoformat(timespec="seconds"),
        "as_of": dict(as_of),
        "held": bool(items or any(facts.values()) or held["requests"]),
        "facts": facts,
        "erasure": {
            "requested_night": requested and requested.isoformat(),
            "suppressed_since": suppressed and suppressed.isoformat(),
            "still_known": "a keyed hash that keeps the member out" if suppressed else None,
        },
        "counts": {
            "items": len(items),
            "published": sum(bool(item["stands_in"]) for item in items),
            "published_once": sum(bool(item["movements"]) for item in items),
        },
        "items": items,
    }


def _items(held: Mapping[str, list[Row]]) -> list[Row]:
    decided, judged = last(held["decisions"]), last(held["curation"])
    redacted = {row["content_id"]: dict(row["span_counts"] or ()) for row in held["redactions"]}
    moved = defaultdict(list)
    for row in held["publications"]:
        moved[row["content_id"]].append(row)
    return [
        _item(item, decided.get(item["content_id"]), judged.get(item["content_id"]), redacted, moved)
        for item in sorted(held["items"], key=lambda item: (item["source"], item["source_id"]))
    ]


def _item(
    item: Row, decision: Row | None, judgement: Row | None, redacted: Mapping[str, Row], moved: Mapping[str, list[Row]]
) -> Row:
    """One item. Why it is not used: reasons of the decision, else of curation."""
    eligible = bool(decision and decision["is_eligible"])
    reasons = list(decision["reasons"]) if decision else []
    if eligible and judgement:
        reasons = list(judgement["reasons"])
    movements = _ordered(moved.get(item["content_id"], ()))
    return {
        "source": item["source"],
        "id": item["source_id"],
        "content_id": item["content_id"],
        "type": item["content_type"],
        "created_at": item["created_at"] and item["created_at"].replace(tzinfo=UTC).isoformat(),
        "eligible": eligible,
        "reasons": reasons,
        "policy_id": decision and decision["policy_id"],
        "consent_event_id": decision and decision["consent_event_id"],
        "decided_night": decision and decision["night"].isoformat(),
        "redacted": dict(sorted(redacted.get(item["content_id"], {}).items())),
        "stands_in": _standing(movements),
        "movements": [row | {"night": row["night"].isoformat()} for row in movements],
    }


def _ordered(rows: Iterable[Row]) -> list[Row]:
    named = [{name: row[name] for name in ("target", "number", "movement", "night")} for row in rows]
    return sorted(named, key=lambda row: (row["target"], row["number"], row["movement"] == LEFT, row["movement"]))


def _standing(movements: Iterable[Row]) -> list[str]:
    """The targets in which the item stands now: `corpus`, and names of releases."""
    latest = {row["target"]: row["movement"] for row in movements}
    return sorted(target for target, movement in latest.items() if movement != LEFT)


def signed(receipt: Row, keys: Path) -> Row:
    """The receipt with its signature over the canonical JSON."""
    signature = signer(keys).sign(canonical_json(receipt).encode())
    return {"receipt": receipt, "signature": {"algorithm": ALGORITHM, "value": base64.b64encode(signature).decode()}}


def is_genuine(document: Any, public_key: Path) -> bool:
    """Whether the receipt is as it was signed.

    Raises:
        UsageError: it is no receipt.
    """
    try:
        message = canonical_json(document["receipt"]).encode()
        value = base64.b64decode(document["signature"]["value"], validate=True)
    except (TypeError, KeyError, ValueError):
        raise UsageError("the file is no receipt", next_step="`assent receipt MEMBER --out FILE` writes one") from None
    return verifies(public_key, value, message)
