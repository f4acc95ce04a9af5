"""Tables of Delta as frames whose files are known.

For each scan in each query Delta asks the table's state, by a query of its own, which files the
statistics leave; a night scans the same few tables some seventy times. Here a table is asked once a
version. What statistics would have left out, Parquet's own leave out when the file is opened.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pyarrow as pa
from deltalake import DeltaTable
from pyspark.sql import DataFrame, SparkSession

from schemas.fields import Field


class NoTableError(Exception):
    """There is no table at a path."""


class Snapshots:
    """The last commits of tables, by path."""

    def __init__(self, spark: SparkSession) -> None:
        self._spark = spark
        self._files: dict[str, tuple[int, Any]] = {}  # version, and Delta's list of its files

    def version(self, path: str) -> int:
        """Number of the last commit, -1 where there is no table."""
        return int(self._last(self.log(path)).version())

    def size(self, path: str) -> int:
        """Bytes of the table as it is now."""
        return int(self._last(self.log(path)).sizeInBytes())

    def frame(self, path: str) -> DataFrame:
        """The table as it is now; the frame stays with these files, whatever is committed later.

        Raises:
            NoTableError: there is none.
        """
        log = self.log(path)
        last = self._last(log)
        version = int(last.version())
        if version < 0:
            raise NoTableError
        held, files = self._files.get(path, (-1, None))
        if held != version:
            files = self._all_files(last)
            self._files[path] = version, files
        return DataFrame(log.createDataFrame(last, files, False, self._nothing), self._spark)

    def may_hold(self, path: str, part: Mapping[Field, date | int | str]) -> bool:
        """Whether a row with these values can be in the table, by what its log says of each file."""
        files = pa.table(DeltaTable(path).get_add_actions(flatten=True)).to_pylist()
        return any(all(_may_hold(file, name, value) for name, value in part.items()) for file in files)

    def log(self, path: str) -> Any:
        """Delta's own handle of a table."""
        delta = self._spark._jvm.org.apache.spark.sql.delta  # type: ignore[union-attr]
        return delta.DeltaLog.forTable(self._spark._jsparkSession, path)

    def _all_files(self, last: Any) -> Any:
        """Delta's list of the files of a table, from the sum beside its last commit where that has one."""
        summed = last.checksumOpt()
        if summed.isDefined() and summed.get().allFiles().isDefined():
            return summed.get().allFiles().get()
        return self._scala.jdk.javaapi.CollectionConverters.asScala(last.allFiles().collectAsList()).toSeq()

    def _last(self, log: Any) -> Any:
        return log.update(False, self._nothing, self._nothing)

    @property
    def _scala(self) -> Any:
        return self._spark._jvm.scala  # type: ignore[union-attr]

    @property
    def _nothing(self) -> Any:
        return self._scala.Option.empty()


def _may_hold(file: Mapping[str, Any], name: Field, value: date | int | str) -> bool:
    """One column of a file: the value that it has in every row, or its least and greatest where that is known."""
    if f"partition.{name}" in file:
        return bool(file[f"partition.{name}"] == value)
    least, greatest = file.get(f"min.{name}"), file.get(f"max.{name}")
    return (least is None or least <= value) and (greatest is None or greatest >= value)
