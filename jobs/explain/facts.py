"""The facts that one item rests on, as they were known by a night: read with delta-rs, never the text."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from jobs.policy import Policy
from jobs.query import Query, Row, UnreadableError, quoted
from schemas.tables import CONSENT_EVENTS, CONTENT, ERASURE_REQUESTS, MEMBERS, RESIDENCE, Table
from schemas.values import MIN_WORDS

_ITEM = (
    "select content_id, source, source_id, content_type, author_id, created_at, revised_at, visibility, is_deleted, "
    "is_conflicting, words_hash, word_count, reshare_of, delivered_night from content where delivered_night <= {night}"
)
_HEAD = (
    f" and words_hash = {{words}} and word_count >= {MIN_WORDS} and created_at is not null "
    "order by created_at, source, source_id limit 1"
)
_FACTS: Mapping[str, tuple[Table, str]] = {
    "members": (MEMBERS, "birth_date, recorded_at, record_hash"),
    "residence": (RESIDENCE, "country, subdivision, valid_from, recorded_at, record_hash"),
    "consent": (
        CONSENT_EVENTS,
        "event_id, purpose, state, effective_at, recorded_at, channel, covers_past, record_hash",
    ),
    "requests": (ERASURE_REQUESTS, "request_id, received_at"),
}


@dataclass
class Facts:
    """What is known of an item, of all that it was made from, and of their authors."""

    policy: Policy
    purpose: str
    night: date  # the rules are asked as of its end
    items: dict[str, Row] = field(default_factory=dict)  # by content_id
    heads: dict[str, str] = field(default_factory=dict)  # by words_hash: the earliest item with these words
    of_member: dict[str, dict[str, list[Row]]] = field(default_factory=dict)  # by author, by kind of fact

    @property
    def cut(self) -> datetime:
        """T: the midnight that ends the night, UTC."""
        return datetime.combine(self.night + timedelta(days=1), time(), UTC)


class Reader:
    """Reads a lake as it was known by a night; `content` at a version of its own where that can still be read."""

    def __init__(self, lake: str, known_at: date, content_version: int | None = None) -> None:
        self._night = f"date '{known_at.isoformat()}'"
        self._now = Query(lake, [CONTENT, *(table for table, _ in _FACTS.values())])
        self._content = self._now
        if content_version is not None:
            with suppress(UnreadableError):  # its log was shortened since
                self._content = Query(lake, [CONTENT], {CONTENT: content_version})

    def gather(self, content_id: str, policy: Policy, purpose: str, night: date) -> Facts:
        """The facts on an item and on everything up its chains of origins and copies."""
        facts = Facts(policy, purpose, night)
        pending = [content_id]
        while pending:
            wanted = pending.pop()
            if wanted not in facts.items and (rows := self._items(f" and content_id = {quoted(wanted)}")):
                facts.items[wanted] = rows[0]
                pending += self._made_from(rows[0], facts)
        for author in {item["author_id"] for item in facts.items.values()}:
            facts.of_member[author] = {kind: self._of(author, *what) for kind, what in _FACTS.items()}
        return facts

    def _made_from(self, item: Row, facts: Facts) -> list[str]:
        words, found = item["words_hash"], []
        if words and words not in facts.heads:
            heads = self._items(_HEAD.format(words=quoted(words)))
            found = [head["content_id"] for head in heads]
            if found:
                facts.heads[words] = found[0]
        origin = None if item["is_deleted"] else item["reshare_of"]
        return [*found, *([origin] if origin else [])]

    def _items(self, condition: str) -> list[Row]:
        query = _ITEM.format(night=self._night) + condition
        try:
            return self._content.rows(query)
        except UnreadableError:
            if self._content is self._now:
                raise
            self._content = self._now  # its files were deleted since
            return self._now.rows(query)

    def _of(self, member: str, table: Table, columns: str) -> list[Row]:
        where = f"member_id = {quoted(member)} and delivered_night <= {self._night}"
        return self._now.rows(f"select {columns}, delivered_night from {table.name} where {where}")  # noqa: S608  our own names
