"""The only module that reads or writes tables.

Delta path tables under one root, created from schemas/tables. Every commit carries the run that
made it; every write is checked against the table's columns first. Writes are safe to repeat: they
insert what is missing or change what differs, so a rerun after a crash finds nothing left to do.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from functools import reduce

from delta import DeltaTable
from pyspark.errors import AnalysisException
from pyspark.sql import Column, DataFrame, DataFrameWriter, SparkSession
from pyspark.sql import functions as F

from jobs.errors import AssentError, InputMissing
from jobs.snapshots import NoTableError, Snapshots
from jobs.staging import Staging
from schemas.fields import NIGHT, Field
from schemas.tables import TABLES, Table
from schemas.values import AMEND, CHANGE, DELETE, INSERT, UPDATE

METADATA = "spark.databricks.delta.commitInfo.userMetadata"  # a merge has no option for it
# To make, send and plan again the code of a merge of some forty columns takes longer than to run it, up to this size.
SMALL_TABLE = 256 * 2**20  # bytes
SHORT_PLANS = {
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.adaptive.enabled": "false",
}

PROPERTIES = {
    "delta.enableChangeDataFeed": "false",
    "delta.checkpointInterval": "10",
    # of the restricted tables; what is published keeps the files of its last version only (published.purge)
    "delta.deletedFileRetentionDuration": "interval 7 days",
    "delta.logRetentionDuration": "interval 7 days",
}


class Lake(Staging):
    """Tables of one lake. `run` names the run in each commit; it holds no personal value."""

    def __init__(self, spark: SparkSession, root: str, run: str = "") -> None:
        super().__init__(spark, root, run)
        self._snapshots = Snapshots(spark)

    def path(self, table: Table) -> str:
        """Where a table lies."""
        return f"{self.root}/{table.path}"

    def create_missing(self, tables: Sequence[Table] = TABLES) -> None:
        """Create the tables that are not there yet, with their properties.

        Statistics are limited when a table is made, so that its log never holds a personal value.
        """
        for table in tables:
            if DeltaTable.isDeltaTable(self.spark, self.path(table)):
                continue
            builder = DeltaTable.createIfNotExists(self.spark).location(self.path(table)).addColumns(table.schema)
            for key, value in self._properties(table).items():
                builder = builder.property(key, value)
            if table.partition_by:
                builder = builder.partitionedBy(*map(str, table.partition_by))
            builder.execute()

    @staticmethod
    def _properties(table: Table) -> dict[str, str]:
        statistics = (
            {"delta.dataSkippingStatsColumns": ",".join(table.statistics)}
            if table.statistics
            else {"delta.dataSkippingNumIndexedCols": "0"}
        )
        return PROPERTIES | statistics | {"delta.enableDeletionVectors": str(table.deletion_vectors).lower()}

    def read(self, table: Table, version: int | None = None) -> DataFrame:
        """A table as it is, or as it was at a version of its own.

        Raises:
            InputMissing: there is no such table in this lake.
        """
        try:
            if version is None:
                return self._snapshots.frame(self.path(table))
            return self.spark.read.format("delta").option("versionAsOf", version).load(self.path(table))
        except (AnalysisException, NoTableError):
            what = f"there is no table {table.name}" + ("" if version is None else f" of version {version}")
            raise InputMissing(what, where=self.root, next_step="run a night first") from None

    def version(self, table: Table) -> int:
        """Number of the table's last commit."""
        return self._snapshots.version(self.path(table))

    def append_new(self, table: Table, rows: DataFrame) -> None:
        """Add the rows whose key the table does not hold yet."""
        keys = list(map(str, table.key))
        held = self.read(table).select(*keys)
        new = conforming(rows, table).dropDuplicates(keys).join(held, keys, "left_anti")
        self._writer(new).mode("append").save(self.path(table))

    def replace_night(self, table: Table, rows: DataFrame, night: date) -> None:
        """Put rows in the place of all that the table holds of a night."""
        self.replace_part(table, rows, {NIGHT: night})

    def replace_part(self, table: Table, rows: DataFrame, part: Mapping[Field, date | int | str]) -> None:
        """Put rows in the place of all that the table holds of a part: nothing on a first attempt.

        An attempt without rows still takes the place of an earlier one that had some. The values of `part`
        stay in the table's log: they name no person.
        """
        writer = self._writer(conforming(rows, table))
        where = " AND ".join(f"{field} = {_literal(value)}" for field, value in part.items())
        if not self._snapshots.may_hold(self.path(table), part) or self.read(table).where(where).isEmpty():
            if not rows.isEmpty():
                writer.mode("append").save(self.path(table))
        else:
            writer.mode("overwrite").option("replaceWhere", where).save(self.path(table))

    def change(self, table: Table, changes: DataFrame, amended: Collection[Field] = ()) -> None:
        """Apply a change set, one row a key, in one commit.

        `change` says what a row does: insert, update, delete, or amend, which is an update of what is there only, of
        the columns `amended` if there are any: these rows may lack all others.
        """
        if not self._snapshots.size(self.path(table)):
            new = changes.where(F.col(CHANGE).isin(INSERT, UPDATE)).select(*map(str, table.fields))
            self._writer(new).mode("append").save(self.path(table))
            return
        matched = reduce(Column.__and__, [F.col(f"t.{key}") == F.col(f"c.{key}") for key in table.key])
        if table.partition_by:
            parts = [row[0] for row in changes.select(table.partition_by[0]).distinct().collect()]
            matched &= F.col(f"t.{table.partition_by[0]}").isin(parts)
        every = {str(field): F.col(f"c.{field}") for field in table.fields}
        some_amended = bool(amended) and not changes.where(F.col(CHANGE) == AMEND).isEmpty()
        whole = [INSERT, UPDATE] if amended else [INSERT, UPDATE, AMEND]
        with self._merging(table):
            merge = (
                DeltaTable.forPath(self.spark, self.path(table))
                .alias("t")
                .merge(changes.alias("c"), matched)
                .whenMatchedDelete(F.col(f"c.{CHANGE}") == DELETE)
                .whenMatchedUpdate(F.col(f"c.{CHANGE}").isin(whole), set=every)
                .whenNotMatchedInsert(F.col(f"c.{CHANGE}").isin(INSERT, UPDATE), values=every)
            )
            if some_amended:  # else Delta would read every column of the files it touches
                some = {str(field): F.col(f"c.{field}") for field in amended}
                merge = merge.whenMatchedUpdate(F.col(f"c.{CHANGE}") == AMEND, set=some)
            merge.execute()

    def _writer(self, rows: DataFrame) -> DataFrameWriter:
        return rows.write.format("delta").option("userMetadata", self._metadata())

    def _metadata(self) -> str:
        return json.dumps({"run": self.run})

    def _merging(self, table: Table, **more: str) -> AbstractContextManager[None]:
        """The settings of a merge into a table: the run in its commit, and plans that fit its size."""
        plans = SHORT_PLANS if self._snapshots.size(self.path(table)) <= SMALL_TABLE else {}
        return self._conf({METADATA: self._metadata(), **plans, **more})

    @contextmanager
    def _conf(self, values: Mapping[str, str]) -> Iterator[None]:
        before = {name: self.spark.conf.get(name, None) for name in values}
        for name, value in values.items():
            self.spark.conf.set(name, value)
        try:
            yield
        finally:
            for name, was in before.items():
                self.spark.conf.unset(name) if was is None else self.spark.conf.set(name, was)


def _literal(value: date | int | str) -> str:
    """A value as SQL writes it."""
    if isinstance(value, date):
        return f"DATE'{value.isoformat()}'"
    return str(value) if isinstance(value, int) else "'{}'".format(value.replace("\\", "\\\\").replace("'", "\\'"))


def conforming(rows: DataFrame, table: Table) -> DataFrame:
    """The rows with exactly the table's columns, in order.

    Raises:
        AssentError: columns are missing, too many or of another type; all of them are named.
    """
    have = {field.name: field.dataType for field in rows.schema}
    want = {field.name: field.dataType for field in table.schema}
    faults = [f"missing {name}" for name in want.keys() - have.keys()]
    faults += [f"unexpected {name}" for name in have.keys() - want.keys()]
    faults += [
        f"{name} is {have[name].simpleString()}, not {want[name].simpleString()}"
        for name in want.keys() & have.keys()
        if have[name].simpleString() != want[name].simpleString()
    ]
    if faults:
        raise AssentError(f"rows do not fit the table {table.name}: {'; '.join(sorted(faults))}")
    return rows.select(*want)
