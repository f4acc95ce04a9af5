"""Where a run keeps what is not committed yet: Parquet in the restricted zone, which gates and later steps read."""

from __future__ import annotations

from typing import Any, NamedTuple

from pyarrow.dataset import dataset
from pyspark.sql import Column, DataFrame, Observation, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.types import StructType

from jobs.storage import filesystem
from schemas.tables import Zone


def staging_of(lake: str, run: str) -> str:
    """Where a run of a lake keeps what is not committed yet."""
    return f"{lake}/{Zone.RESTRICTED}/_staging/{run}"


class Staged(NamedTuple):
    """What was written to staging, and the aggregates that were taken on the way; `rows` is always one."""

    frame: DataFrame
    counts: dict[str, Any]


class Staging:
    """The staging place of one run on the lake at `root`."""

    def __init__(self, spark: SparkSession, root: str, run: str = "") -> None:
        self.spark, self.root, self.run = spark, root.rstrip("/"), run
        self._schemas: dict[str, StructType] = {}  # of what was staged: saves Spark a job to infer each

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
        return staging_of(self.root, self.run)

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
