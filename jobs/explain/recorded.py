"""What the ledgers say of an item: the decision and the judgement that stood, and where it was published."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from jobs.query import Query, Row
from schemas.tables import CURATION, DECISIONS, PUBLICATIONS

_LEDGERS = {
    DECISIONS: "night, is_eligible, reasons, policy_id, consent_event_id",
    CURATION: "night, is_kept, reasons",
    PUBLICATIONS: "target, number, movement, night",
}


def recorded(lake: str, content_id: str) -> dict[str, list[Row]]:
    """The item's rows of each ledger, by the name of the table, oldest first. `content_id` is hexadecimal."""
    ledgers = Query(lake, _LEDGERS)
    return {
        table.name: ledgers.rows(
            f"select {columns} from {table.name} where content_id = '{content_id}' order by night",  # noqa: S608  a hash
        )
        for table, columns in _LEDGERS.items()
    }


def standing(ledgers: Mapping[str, list[Row]], table: str, night: date) -> Row | None:
    """The row of a ledger that stood after a night."""
    return next((row for row in reversed(ledgers[table]) if row["night"] <= night), None)
