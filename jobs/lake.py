"""The only module that reads or writes tables.

Delta path tables under one root, created from schemas/tables. Every commit carries the run that
made it; every write is checked against the table's columns first. Writes are safe to repeat: they
insert what is missing or change what differs, so a rerun after a crash finds nothing left to do.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from functools import reduce
from typing import Any, NamedTuple
from urllib.parse import unquote, urlparse

from delta import DeltaTable
from pyarrow.dataset import dataset
from pyspark.errors import AnalysisException
from pyspark.sql import Column, DataFrame, DataFrameWriter, Observation, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.types import StructType

from jobs.errors import AssentError, InputMissing
from jobs.snapshots import NoTableError, Snapshots
from jobs.sources.landing import filesystem
from schemas.fields import NIGHT, Field
from schemas.tables import TABLES, Table, Zone
from schemas.values import AMEND, CHANGE, DELETE, INSERT, UPDATE

_MERGE_METADATA = "spark.databricks.delta.commitInfo.userMetadata"  # a merge has no option for it

PROPERTIES = {
    "delta.enableChangeDataFeed": "false",
    "delta.checkpointInterval": "10",
    # of the restricted tables; what is published keeps the files of its last version only (Lake.purge)
    "delta.deletedFileRetentionDuration": "interval 7 days",
    "delta.logRetentionDuration": "interval 7 days",
}


class Staged(NamedTuple):
    """What was written to staging, and the aggregates that were taken on the way; `rows` is always one."""

    frame: DataFrame
    counts: dict[str, Any]


class Lake:
    """Tables of one lake. `run` names the run in each commit; it holds no personal value."""

    def __init__(self, spark: SparkSession, root: str, run: str = "") -> None:
        self.spark, self.root, self.run = spark, root.rstrip("/"), run
        self._snapshots = Snapshots(spark)
        self._schemas: dict[str, StructType] = {}  # of what was staged: saves Spark a job to infer each

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

    def files(self, table: Table) -> list[str]:
        """The data files of a table as it is, relative to its path."""
        base = f"{self.path(table)}/"
        return sorted(
            unquote(urlparse(name).path).split(base.split("://")[-1], 1)[-1] for name in self.read(table).inputFiles()
        )

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

    def change(self, table: Table, changes: DataFrame, amend: Sequence[str] = ()) -> None:
        """Apply a change set, one row a key, in one commit.

        `change` says what a row does: insert, update, delete, or amend, which sets the columns
        named in `amend` and leaves the others as they stand.
        """
        matched = reduce(Column.__and__, [F.col(f"t.{key}") == F.col(f"c.{key}") for key in table.key])
        if table.partition_by:
            parts = [row[0] for row in changes.select(table.partition_by[0]).distinct().collect()]
            matched &= F.col(f"t.{table.partition_by[0]}").isin(parts)
        every = {str(field): F.col(f"c.{field}") for field in table.fields}
        merge = (
            DeltaTable.forPath(self.spark, self.path(table))
            .alias("t")
            .merge(changes.alias("c"), matched)
            .whenMatchedDelete(F.col(f"c.{CHANGE}") == DELETE)
            .whenMatchedUpdate(F.col(f"c.{CHANGE}").isin(INSERT, UPDATE), set=every)
        )
        if amend:
            merge = merge.whenMatchedUpdate(
                F.col(f"c.{CHANGE}") == AMEND, set={str(name): F.col(f"c.{name}") for name in amend}
            )
        self.spark.conf.set(_MERGE_METADATA, self._metadata())
        try:
            merge.whenNotMatchedInsert(F.col(f"c.{CHANGE}").isin(INSERT, UPDATE), values=every).execute()
        finally:
            self.spark.conf.unset(_MERGE_METADATA)

    def purge(self, table: Table) -> None:
        """Delete every file that the table as it is does not need: what was withdrawn is in no byte any more.

        Versions before this one can no longer be read; the registry and the ledgers still say what they held.
        """
        DeltaTable.forPath(self.spark, self.path(table)).vacuum(0)

    def stage(self, name: str, rows: DataFrame, **counted: Column) -> Staged:
        """Write rows to the run's staging place; what a gate or a later step sees is on disk.

        `counted` are aggregates of the rows, taken while they are written. No dictionaries for what is soon deleted.
        """
        observation = Observation()
        observed = rows.observe(observation, F.count("*").alias("rows"), *(c.alias(n) for n, c in counted.items()))
        observed.write.mode("overwrite").option("parquet.enable.dictionary", "false").parquet(f"{self.staging}/{name}")
        self._schemas[name] = rows.schema
        return Staged(self.staged(name), observation.get)

    def staged(self, name: str) -> DataFrame:
        """What a step of this run staged."""
        reader = self.spark.read.schema(self._schemas[name]) if name in self._schemas else self.spark.read
        return reader.parquet(f"{self.staging}/{name}")

    def has_rows(self, name: str) -> bool:
        """Whether a step staged any row, by the footers of its files."""
        fs, root = filesystem(f"{self.staging}/{name}")
        return bool(dataset(root, filesystem=fs, format="parquet").count_rows())

    @property
    def staging(self) -> str:
        """Where this run keeps what is not committed yet; restricted, and removed when the run is done."""
        return f"{self.root}/{Zone.RESTRICTED}/_staging/{self.run}"

    def has_staging(self) -> bool:
        """Whether this run has anything in staging."""
        fs, path = self._fs_and(self.staging)
        return bool(fs.exists(path))

    def clear_staging(self) -> None:
        """Remove the run's staging."""
        fs, path = self._fs_and(self.staging)
        fs.delete(path, True)

    def clear_left_over_staging(self) -> None:
        """Remove what other runs left in staging; the lease says that none of them is at work."""
        fs, mine = self._fs_and(self.staging)
        if fs.exists(mine.getParent()):
            for status in fs.listStatus(mine.getParent()):
                if status.getPath().getName() != mine.getName():
                    fs.delete(status.getPath(), True)

    def _fs_and(self, path: str) -> Any:
        place = self.spark._jvm.org.apache.hadoop.fs.Path(path)  # type: ignore[union-attr]
        return place.getFileSystem(self.spark._jsc.hadoopConfiguration()), place

    def _writer(self, rows: DataFrame) -> DataFrameWriter:
        return rows.write.format("delta").option("userMetadata", self._metadata())

    def _metadata(self) -> str:
        return json.dumps({"run": self.run})


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
