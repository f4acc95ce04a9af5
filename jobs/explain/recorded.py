"""What the ledgers say of an item: the decision and the judgement that stood, and where it was published."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pyarrow as pa
from deltalake import DeltaTable, QueryBuilder

from schemas.tables import CURATION, DECISIONS, PUBLICATIONS

Row = dict[str, Any]
_LEDGERS = {
    DECISIONS: "night, is_eligible, reasons, policy_id, consent_event_id",
    CURATION: "night, is_kept, reasons",
    PUBLICATIONS: "target, number, movement, night",
}


def recorded(lake: str, content_id: str) -> dict[str, list[Row]]:
    """The item's rows of each ledger, by the name of the table, oldest first. `content_id` is hexadecimal."""
    builder = QueryBuilder()
    for table in _LEDGERS:
        builder.register(table.name, DeltaTable(f"{lake}/{table.path}"))
    return {
        table.name: _rows(
            builder,
            f"select {columns} from {table.name} where content_id = '{content_id}' order by night",  # noqa: S608  a hash
        )
        for table, columns in _LEDGERS.items()
    }


def _rows(builder: QueryBuilder, query: str) -> list[Row]:
    rows: list[Row] = pa.RecordBatchReader.from_stream(builder.execute(query)).read_all().to_pylist()
    return rows


def standing(ledgers: Mapping[str, list[Row]], table: str, night: date) -> Row | None:
    """The row of a ledger that stood after a night."""
    return next((row for row in reversed(ledgers[table]) if row["night"] <= night), None)
