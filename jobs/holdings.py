"""What the restricted zone holds of one member, read without Spark: narrow columns, no text, never the corpus.

In which versions and releases an item stood is in the ledger of publications; so nothing that is
published is opened, and nothing beside the tables has to be kept up to date or erased.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa
from deltalake import DeltaTable, QueryBuilder
from deltalake.exceptions import TableNotFoundError

from jobs.errors import InputMissing
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

Row = dict[str, Any]
_MINE = "content_id in (select content_id from content where author_id = {who})"
_QUERIES: Mapping[str, tuple[tuple[Table, ...], str]] = {
    "items": (
        (CONTENT,),
        "select content_id, source, source_id, content_type, created_at from content where author_id = {who}",
    ),
    "decisions": (
        (DECISIONS,),
        "select content_id, night, is_eligible, reasons, policy_id, consent_event_id from decisions "
        "where author_id = {who}",
    ),
    "curation": ((CURATION, CONTENT), "select content_id, night, is_kept, reasons from curation where {mine}"),
    "redactions": ((REDACTIONS, CONTENT), "select content_id, span_counts from redactions where {mine}"),
    "publications": (
        (PUBLICATIONS, CONTENT),
        "select content_id, target, number, movement, night from publications where {mine}",
    ),
    "requests": ((ERASURE_REQUESTS,), "select delivered_night from erasure_requests where member_id = {who}"),
    **{
        name: ((table,), f"select count(*) as records from {table.name} where member_id = {{who}}")  # noqa: S608  our own names
        for name, table in {"directory": MEMBERS, "residence": RESIDENCE, "consent": CONSENT_EVENTS}.items()
    },
}


def holdings(lake: str, member: str) -> dict[str, list[Row]]:
    """The rows of each query, as they stand.

    Raises:
        InputMissing: a table is not there.
    """
    tables = {table for needed, _ in _QUERIES.values() for table in needed}
    builder = QueryBuilder()
    for table in sorted(tables, key=lambda table: table.name):
        try:
            builder.register(table.name, DeltaTable(f"{lake}/{table.path}"))
        except TableNotFoundError:
            raise InputMissing(f"there is no table {table.name}", where=lake, next_step="run a night first") from None
    who = "'" + member.replace("'", "''") + "'"
    return {
        name: _rows(builder, query.format(who=who, mine=_MINE.format(who=who))) for name, (_, query) in _QUERIES.items()
    }


def _rows(builder: QueryBuilder, query: str) -> list[Row]:
    rows: list[Row] = pa.RecordBatchReader.from_stream(builder.execute(query)).read_all().to_pylist()
    return rows


def last(rows: Iterable[Row]) -> dict[str, Row]:
    """The row of the last night of each item."""
    return {row["content_id"]: row for row in sorted(rows, key=lambda row: row["night"])}
