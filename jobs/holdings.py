"""What the restricted zone holds of one member, read without Spark: narrow columns, no text, never the corpus.

In which versions and releases an item stood is in the ledger of publications; so nothing that is
published is opened, and nothing beside the tables has to be kept up to date or erased.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from jobs.query import Query, Row, quoted
from schemas.tables import (
    CONSENT_EVENTS,
    CONTENT,
    CURATION,
    DECISIONS,
    ERASURE_REQUESTS,
    MEMBERS,
    PUBLICATIONS,
    REDACTIONS,
    RESIDENCE,
    Table,
)

_BY_MEMBER: Mapping[str, tuple[Table, str]] = {
    "items": (CONTENT, "content_id, source, source_id, content_type, created_at from content where author_id"),
    "decisions": (
        DECISIONS,
        "content_id, night, is_eligible, reasons, policy_id, consent_event_id from decisions where author_id",
    ),
    "requests": (ERASURE_REQUESTS, "delivered_night from erasure_requests where member_id"),
    **{
        name: (table, f"count(*) as records from {table.name} where member_id")
        for name, table in {"directory": MEMBERS, "residence": RESIDENCE, "consent": CONSENT_EVENTS}.items()
    },
}
_BY_ITEM: Mapping[str, tuple[Table, str]] = {
    "curation": (CURATION, "content_id, night, is_kept, reasons from curation"),
    "redactions": (REDACTIONS, "content_id, span_counts from redactions"),
    "publications": (PUBLICATIONS, "content_id, target, number, movement, night from publications"),
}


def holdings(lake: str, member: str) -> dict[str, list[Row]]:
    """The rows of each query, as they stand.

    Raises:
        InputMissing: a table is not there.
    """
    tables = Query(lake, [table for table, _ in (*_BY_MEMBER.values(), *_BY_ITEM.values())])
    held = {name: tables.rows(f"select {query} = {quoted(member)}") for name, (_, query) in _BY_MEMBER.items()}
    items = ", ".join(f"'{row['content_id']}'" for row in held["items"])  # hashes: no quote is in them
    return held | {
        name: tables.rows(f"select {query} where content_id in ({items})") if items else []
        for name, (_, query) in _BY_ITEM.items()
    }


def last(rows: Iterable[Row]) -> dict[str, Row]:
    """The row of the last night of each item."""
    return {row["content_id"]: row for row in sorted(rows, key=lambda row: row["night"])}
