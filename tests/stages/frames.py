"""Small frames for tests of stages: columns by field, cells that are not given are null."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.types import StructField, StructType

from schemas.fields import Field


def frame(spark: SparkSession, fields: Iterable[Field], rows: Iterable[Mapping[str, Any]]) -> DataFrame:
    """Rows as mappings; a cell of a column that is not there is a fault of the test."""
    schema = StructType([StructField(str(field), field.dtype, True) for field in fields])
    given = [dict(row) for row in rows]
    assert not {name for row in given for name in row} - set(schema.names)
    return spark.createDataFrame([tuple(row.get(name) for name in schema.names) for row in given], schema)
