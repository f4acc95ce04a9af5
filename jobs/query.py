"""Reads tables without Spark: what a command answers about one member, item or sample in a second or two.

delta-rs's own engine, since its readers for PyArrow refuse tables with deletion vectors. Batches are turned into
rows without PyArrow, which takes longer to load than such a query to run.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from deltalake import DeltaTable, QueryBuilder
from deltalake.exceptions import DeltaError, TableNotFoundError

from jobs.errors import AssentError, InputMissing
from schemas.tables import Table

Row = dict[str, Any]


class UnreadableError(AssentError):
    """A table's log names files that are not there, or a query is wrong."""


class Query:
    """Some tables of a lake, each under its own name, as they are or one of them as it was."""

    def __init__(self, lake: str, tables: Iterable[Table], versions: dict[Table, int] | None = None) -> None:
        """Opens them.

        Raises:
            InputMissing: there is no such table.
            UnreadableError: a version is not there any more.
        """
        self._lake, self._builder = lake, QueryBuilder()
        for table in tables:
            self._builder.register(table.name, self._opened(table, (versions or {}).get(table)))

    def _opened(self, table: Table, version: int | None) -> DeltaTable:
        try:
            return DeltaTable(f"{self._lake}/{table.path}", version=version)
        except TableNotFoundError:
            raise InputMissing(
                f"there is no table {table.name}", where=self._lake, next_step="run a night first"
            ) from None
        except DeltaError as fault:
            raise UnreadableError(f"the table {table.name} cannot be opened", where=self._lake) from fault

    def rows(self, query: str) -> list[Row]:
        """The result of a query in SQL.

        Raises:
            UnreadableError: it has none.
        """
        rows: list[Row] = []
        try:
            for batch in self._builder.execute(query):
                columns = [batch.column(name).to_pylist() for name in batch.column_names]
                rows += (dict(zip(batch.column_names, row, strict=True)) for row in zip(*columns, strict=True))
        except Exception as fault:  # it has no class of its own for this, and its message may quote a value
            raise UnreadableError(
                "a table cannot be read", where=self._lake, next_step="repeat it; its files may just be replaced"
            ) from fault
        return rows


def quoted(value: str) -> str:
    """A string as SQL writes it."""
    return "'" + value.replace("'", "''") + "'"
