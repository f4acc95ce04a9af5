"""From delivered bytes to facts, or to the first reason against them."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests.oracle.model import ConsentEvent, Erasure, ItemKey, Member, Order, Record, Residence
from tests.oracle.times import cut_of, parse_date, parse_time

Fact = Record | Member | Residence | ConsentEvent | Erasure
CONTENT_FEEDS = ("posts", "articles")
TYPES = {"posts": ("post", "comment"), "articles": ("article",)}
FEEDS = (*CONTENT_FEEDS, "members", "residence", "consent", "erasures")
MAX_TEXT_BYTES = 1 << 20
MIN_WORDS = 8


class Refused(Exception):  # noqa: N818  the name says what happened
    """The record is refused; the message is the reason."""


def is_blank(line: bytes) -> bool:
    """Whether the bytes between two line feeds are no record at all."""
    return not line.strip(b" \t\r")


def conform(feed: str, source: str, line: bytes, order: Order) -> Fact:
    """Read one record of a feed.

    Raises:
        Refused: with the first reason that applies.
    """
    record = _as_object(line)
    if feed in CONTENT_FEEDS:
        return _content(feed, source, record, order)
    rules: dict[str, Callable[[dict[str, Any], Order], Fact]]
    rules = {"members": _member, "residence": _residence, "consent": _consent, "erasures": _erasure}
    return rules[feed](record, order)


def _as_object(line: bytes) -> dict[str, Any]:
    try:
        text = line.decode("utf-8", errors="strict")
    except UnicodeDecodeError:
        raise Refused("invalid_encoding") from None
    try:
        value = json.loads(text, parse_constant=_no_constant)
        # An escape such as \ud800 alone parses, yet is no text that anything could store.
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError):
        raise Refused("malformed_json") from None
    if not isinstance(value, dict):
        raise Refused("not_an_object")
    return value


def _no_constant(_name: str) -> None:
    raise ValueError("NaN and Infinity are not JSON")


def _identifier(value: object) -> str | None:
    """A non-blank string, or an integer in decimal; anything else names nothing."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) and value.strip() else None


def _content(feed: str, source: str, record: dict[str, Any], order: Order) -> Record:
    if (item_id := _identifier(record.get("id"))) is None:
        raise Refused("missing_id")
    if (author := _identifier(record.get("author_id"))) is None:
        raise Refused("missing_author")
    if record.get("type") not in TYPES[feed]:
        raise Refused("unknown_type")
    created = record.get("published_at" if feed == "articles" else "created_at")
    created_at, updated_at = parse_time(created), parse_time(record.get("updated_at"))
    if record.get("deleted") is True:
        # Without any time a deletion counts from when it was known: the cut of the delivering night.
        updated_at = updated_at or (None if created_at else cut_of(order[0]))
        return Record(source, item_id, order, record["type"], author, None, True, created_at, updated_at)
    text = _text_of(feed, record)
    if created_at is None or (record.get("updated_at") is not None and updated_at is None):
        raise Refused("bad_timestamp")
    if created_at > cut_of(order[0]) + timedelta(days=1):
        raise Refused("future_timestamp")
    if len(text[0].encode()) + len(text[1].encode()) > MAX_TEXT_BYTES:
        raise Refused("too_large")
    return Record(
        source,
        item_id,
        order,
        record["type"],
        author,
        record.get("visibility"),
        False,
        created_at,
        updated_at,
        fingerprint("\n".join(text)),
        record.get("reshare_of") is not None,
        _item_key(record.get("reshare_of")),
    )


def _text_of(feed: str, record: dict[str, Any]) -> tuple[str, str]:
    """Title (empty where there is none) and body."""
    title = record.get("title") if feed == "articles" else None
    body = record.get("body" if feed == "articles" else "text")
    if any(part is not None and not isinstance(part, str) for part in (title, body)):
        raise Refused("wrong_type")
    if body is None or not body.strip():
        raise Refused("missing_text")
    return title or "", body


def _item_key(value: object) -> ItemKey | None:
    if not isinstance(value, dict):
        return None
    source, item_id = _identifier(value.get("source")), _identifier(value.get("id"))
    return (source, item_id) if source is not None and item_id is not None else None


def fingerprint(text: str) -> str | None:
    """What verbatim copies share: a hash of the normalised words; None below eight of them."""
    words = re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold())
    return hashlib.sha256(" ".join(words).encode()).hexdigest() if len(words) >= MIN_WORDS else None


def _subject(record: dict[str, Any]) -> str:
    if (member_id := _identifier(record.get("member_id"))) is None:
        raise Refused("missing_member")
    return member_id


def _times(record: dict[str, Any], *names: str) -> list[Any]:
    moments = [parse_time(record.get(name)) for name in names]
    if None in moments:
        raise Refused("bad_timestamp")
    return moments


def _member(record: dict[str, Any], order: Order) -> Member:
    member_id, (recorded_at,) = _subject(record), _times(record, "recorded_at")
    return Member(member_id, order[0], recorded_at, parse_date(record.get("birth_date")), _sorted_json(record))


def _residence(record: dict[str, Any], order: Order) -> Residence:
    member_id, (valid_from, recorded_at) = _subject(record), _times(record, "valid_from", "recorded_at")
    country, subdivision = _identifier(record.get("country")), _identifier(record.get("subdivision"))
    return Residence(member_id, order[0], country, valid_from, recorded_at, subdivision, _sorted_json(record))


def _consent(record: dict[str, Any], order: Order) -> ConsentEvent:
    member_id = _subject(record)
    if record.get("state") not in ("granted", "denied"):
        raise Refused("unknown_state")
    effective_at, recorded_at = _times(record, "effective_at", "recorded_at")
    purpose, covers = str(record.get("purpose")), record.get("covers_past") is True
    return ConsentEvent(member_id, order[0], purpose, record["state"], effective_at, recorded_at, covers)


def _erasure(record: dict[str, Any], order: Order) -> Erasure:
    # Nothing but the member is asked for: a request with an unreadable time is a request.
    return Erasure(_subject(record), order[0])


def _sorted_json(record: dict[str, Any]) -> str:
    return json.dumps(record, sort_keys=True, ensure_ascii=False)
