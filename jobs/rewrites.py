"""What releases and erasures do to tables: rows leave the files themselves, and nothing of them enters a log."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any

from delta import DeltaTable
from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from jobs.lake import METADATA, Lake, conforming
from schemas.tables import Table

_VECTORS = "spark.databricks.delta.merge.deletionVectors.persistent"


class Rewrites(Lake):
    """A lake whose written files may be changed.

    By MERGE with a frame of keys, for a literal in a predicate would stay in the log; and without deletion
    vectors, so that no file of the table as it is holds what was deleted.
    """

    def append(self, table: Table, rows: DataFrame) -> None:
        """Add rows in one commit, in the order and the files in which they come."""
        self._writer(conforming(rows, table)).mode("append").save(self.path(table))

    def delete(self, table: Table, keys: DataFrame) -> None:
        """Delete the rows whose values stand in `keys`, a frame with columns of the table, in one commit."""
        self._merge(table, keys, keys.columns, lambda merge: merge.whenMatchedDelete())

    def amend(self, table: Table, rows: DataFrame, key: Sequence[str]) -> None:
        """Set the other columns of `rows` in the rows of their key, in one commit."""
        columns = {name: F.col(f"c.{name}") for name in rows.columns if name not in key}
        self._merge(table, rows, key, lambda merge: merge.whenMatchedUpdate(set=columns))

    def blank(self, table: Table, column: str, values: DataFrame) -> None:
        """Empty a column where its value stands in `values`, a frame of one column, in one commit."""
        named = values.select(F.col(values.columns[0]).alias(column))
        self._merge(table, named, [column], lambda merge: merge.whenMatchedUpdate(set={str(column): F.lit(None)}))

    def rewrite_marked(self, table: Table) -> None:
        """Write the files anew of which rows are only marked as deleted."""
        self.spark.sql(f"REORG TABLE delta.`{self.path(table)}` APPLY (PURGE)")

    def compact(self, table: Table, size: int) -> None:
        """Write small files together, each as large as `size`, in bytes."""
        limits = {f"spark.databricks.delta.optimize.{name}FileSize": str(size) for name in ("min", "max")}
        with self._conf({METADATA: self._metadata(), **limits}):
            DeltaTable.forPath(self.spark, self.path(table)).optimize().executeCompaction()

    def keep_for(self, table: Table, file_days: int, log_days: int) -> None:
        """How long a table keeps files and commits that it does not need any more."""
        wanted = {
            "delta.deletedFileRetentionDuration": f"interval {file_days} days",
            "delta.logRetentionDuration": f"interval {log_days} days",
        }
        stated = DeltaTable.forPath(self.spark, self.path(table)).detail().select("properties").collect()[0][0]
        if any(stated.get(name) != value for name, value in wanted.items()):
            pairs = ", ".join(f"'{name}' = '{value}'" for name, value in wanted.items())
            self.spark.sql(f"ALTER TABLE delta.`{self.path(table)}` SET TBLPROPERTIES ({pairs})")

    def forget(self, table: Table) -> None:
        """Delete files that the table has not needed for as long as it keeps them."""
        DeltaTable.forPath(self.spark, self.path(table)).vacuum()

    def checkpoint(self, table: Table) -> bool:
        """Write the table's state whole beside its log, and delete commits that it need not keep; whether it did."""
        log = self._snapshots.log(self.path(table))
        number = self.version(table)
        if log.unsafeVolatileSnapshot().logSegment().checkpointProvider().version() == number:
            return False
        log.checkpoint()
        return True

    def begin_log_anew(self, table: Table) -> int:
        """Write the table's state into its log whole, at a commit that says nothing; returns its number."""
        self.spark.sql(f"ALTER TABLE delta.`{self.path(table)}` SET TBLPROPERTIES ('assent.log' = 'begun anew')")
        log = self._snapshots.log(self.path(table))
        number = self.version(table)
        log.checkpoint()
        return number

    def _merge(self, table: Table, rows: DataFrame, key: Sequence[str], clause: Callable[[Any], Any]) -> None:
        matched = reduce(Column.__and__, [F.col(f"t.{name}") == F.col(f"c.{name}") for name in key])
        target = DeltaTable.forPath(self.spark, self.path(table)).alias("t")
        with self._merging(table, **{_VECTORS: "false"}):
            clause(target.merge(rows.alias("c"), matched)).execute()
