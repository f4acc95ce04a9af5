"""The rules of conform on one record: a row of our columns, or the first reason why not.

Plain functions over a parsed record, one a kind of feed; stages/conform.py runs them over files.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from jobs.sources.feeds import Feed, Kind
from jobs.sources.times import parse_date, parse_instant
from schemas import fields as f
from schemas.reasons import Reason
from schemas.values import MAX_TEXT_BYTES

UNREADABLE = "unreadable"  # stands for an origin that is stated but cannot be read: never delivered, so unknown
STATES = ("granted", "denied")
# And what systems write where there is nothing.
_NO = frozenset(r"|none|null|nil|nan|nat|<na>|n/a|na|\n|-|undefined|false|0|0.0|0.00|no|n|f|off|[]|{}".split("|"))

Row = dict[str, Any]


@dataclass(frozen=True)
class Origin:
    """Where a record comes from, as far as the rules need it."""

    feed: Feed
    source: str
    night: date  # whose run took the delivery

    @property
    def cut(self) -> datetime:
        """T of that night: the next midnight, UTC."""
        return datetime.combine(self.night + timedelta(days=1), time(), UTC)


def conform(record: Mapping[str, Any], origin: Origin) -> Row | Reason:
    """A row of our columns, or the first reason that applies."""
    return _RULES[origin.feed.kind](record, origin)


def content_id(source: str, source_id: str) -> str:
    """SHA-256 of source, 0x1F and id, hexadecimal (DESIGN, Zones and tables)."""
    return hashlib.sha256(f"{source}\x1f{source_id}".encode()).hexdigest()


def _content(record: Mapping[str, Any], origin: Origin) -> Row | Reason:
    feed = origin.feed
    source_id, author = _identifier(feed.value(record, "id")), _identifier(feed.value(record, "author_id"))
    kind = feed.value(record, "type")
    if source_id is None:
        return Reason.MISSING_ID
    if author is None:
        return Reason.MISSING_AUTHOR
    if not isinstance(kind, str) or kind not in feed.types:
        return Reason.UNKNOWN_TYPE
    row: Row = {
        f.CONTENT_ID: content_id(origin.source, source_id),
        f.SOURCE: origin.source,
        f.SOURCE_ID: source_id,
        f.CONTENT_TYPE: feed.types[kind],
        f.AUTHOR_ID: author,
    }
    if _is_deleted(feed.value(record, "deleted")):
        return row | _tombstone(record, origin)
    return _live(record, origin, row)


def _tombstone(record: Mapping[str, Any], origin: Origin) -> Row:
    """A deletion without a readable time counts from the cut of the night that brought it."""
    revised = _instant(record, origin, "updated_at") or _instant(record, origin, "created_at") or origin.cut
    return {f.IS_DELETED: True, f.REVISED_AT: revised, f.VISIBILITY: None}


def _live(record: Mapping[str, Any], origin: Origin, row: Row) -> Row | Reason:
    feed = origin.feed
    title, body = feed.value(record, "title"), feed.value(record, "body")
    if any(part is not None and not isinstance(part, str) for part in (title, body)):
        return Reason.WRONG_TYPE
    if body is None or not body.strip():
        return Reason.MISSING_TEXT
    created, updated = _instant(record, origin, "created_at"), _instant(record, origin, "updated_at")
    if created is None or (updated is None and feed.value(record, "updated_at") is not None):
        return Reason.BAD_TIMESTAMP
    if created > origin.cut + timedelta(days=1):
        return Reason.FUTURE_TIMESTAMP
    if len((title or "").encode()) + len(body.encode()) > MAX_TEXT_BYTES:
        return Reason.TOO_LARGE
    return row | {
        f.IS_DELETED: False,
        f.CREATED_AT: created,
        f.REVISED_AT: updated or created,
        f.VISIBILITY: _text(feed.value(record, "visibility")),
        f.DECLARED_LANGUAGE: _text(feed.value(record, "language")),
        f.MENTIONS: _mentions(feed.value(record, "mentions")),
        f.RESHARE_OF: _reference(feed.value(record, "reshare_of")),
        f.REPLY_TO: _reference(feed.value(record, "reply_to")),
        f.TEXT: f"{title}\n{body}" if title else body,
    }


def _members(record: Mapping[str, Any], origin: Origin) -> Row | Reason:
    member, recorded = _member(record, origin), _instant(record, origin, "recorded_at")
    if member is None:
        return Reason.MISSING_MEMBER
    if recorded is None:
        return Reason.BAD_TIMESTAMP
    names = {name: _text(origin.feed.value(record, name)) for name in ("display_name", "given_name", "family_name")}
    return names | {
        f.MEMBER_ID: member,
        f.HANDLE: _text(origin.feed.value(record, "handle")),
        f.EMAIL: _text(origin.feed.value(record, "email")),
        f.BIRTH_DATE: parse_date(origin.feed.value(record, "birth_date")),
        f.JOINED_AT: _instant(record, origin, "joined_at"),
        f.RECORDED_AT: recorded,
    }


def _residence(record: Mapping[str, Any], origin: Origin) -> Row | Reason:
    member = _member(record, origin)
    start, recorded = _instant(record, origin, "valid_from"), _instant(record, origin, "recorded_at")
    if member is None:
        return Reason.MISSING_MEMBER
    if start is None or recorded is None:
        return Reason.BAD_TIMESTAMP
    country, subdivision = (_text(origin.feed.value(record, name)) for name in ("country", "subdivision"))
    return {
        f.MEMBER_ID: member,
        f.COUNTRY: country,
        f.SUBDIVISION: subdivision,
        f.VALID_FROM: start,
        f.RECORDED_AT: recorded,
    }


def _consent(record: Mapping[str, Any], origin: Origin) -> Row | Reason:
    member = _member(record, origin)
    effective, recorded = _instant(record, origin, "effective_at"), _instant(record, origin, "recorded_at")
    state, purpose = origin.feed.value(record, "state"), _text(origin.feed.value(record, "purpose"))
    if member is None:
        return Reason.MISSING_MEMBER
    if state not in STATES or purpose is None:
        return Reason.UNKNOWN_STATE
    if effective is None or recorded is None:
        return Reason.BAD_TIMESTAMP
    return {
        f.EVENT_ID: _identifier(origin.feed.value(record, "event_id")),  # none: named by its bytes, not lost
        f.MEMBER_ID: member,
        f.PURPOSE: purpose,
        f.STATE: state,
        f.EFFECTIVE_AT: effective,
        f.RECORDED_AT: recorded,
        f.CHANNEL: _text(origin.feed.value(record, "channel")),
        f.COVERS_PAST: origin.feed.value(record, "covers_past") is True,
    }


def _erasures(record: Mapping[str, Any], origin: Origin) -> Row | Reason:
    member = _member(record, origin)
    if member is None:
        return Reason.MISSING_MEMBER
    return {
        f.REQUEST_ID: _identifier(origin.feed.value(record, "request_id")),  # likewise
        f.MEMBER_ID: member,
        # a request without a readable time still counts: from the night that brought it
        f.RECEIVED_AT: _instant(record, origin, "received_at") or origin.cut,
        f.SCOPE: _text(origin.feed.value(record, "scope")),
    }


_RULES = {
    Kind.CONTENT: _content,
    Kind.MEMBERS: _members,
    Kind.RESIDENCE: _residence,
    Kind.CONSENT: _consent,
    Kind.ERASURES: _erasures,
}


def _identifier(value: Any) -> str | None:
    """A non-blank string, or a whole number written in decimal."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) and value.strip() else None


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _is_deleted(value: Any) -> bool:
    """Anything but a no: "True" of a CSV file, 1 and what cannot be read must not leave a deleted item where it is."""
    return str(value).strip().casefold() not in _NO


def _member(record: Mapping[str, Any], origin: Origin) -> str | None:
    return _identifier(origin.feed.value(record, "member_id"))


def _instant(record: Mapping[str, Any], origin: Origin, field: str) -> datetime | None:
    return parse_instant(origin.feed.value(record, field), origin.feed.times)


def _mentions(value: Any) -> list[dict[str, str | None]] | None:
    """The members named; entries that name none are no mentions."""
    if not isinstance(value, list):
        return None
    entries = [entry for entry in value if isinstance(entry, dict)]
    named = [(_identifier(entry.get("member_id")), _text(entry.get("text"))) for entry in entries]
    return [{"member_id": member, "form": form} for member, form in named if member] or None


def _reference(value: Any) -> str | None:
    """The content_id of the item that is reshared or answered."""
    if value is None:
        return None
    if isinstance(value, dict):
        source, source_id = _identifier(value.get("source")), _identifier(value.get("id"))
        if source and source_id:
            return content_id(source, source_id)
    return UNREADABLE
