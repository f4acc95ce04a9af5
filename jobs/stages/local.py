"""Frames of a few rows that the driver has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.pandas.types import to_arrow_schema
from pyspark.sql.types import StructType


def local(spark: SparkSession, rows: Sequence[Sequence[Any]], schema: StructType) -> DataFrame:
    """The rows as a local relation, whose size Spark knows when it plans joins.

    By Arrow: from a list, Spark would start its Python workers to have the rows serialised, and those take seconds.
    """
    types = to_arrow_schema(schema, timezone="UTC")
    columns = [pa.array([row[place] for row in rows], field.type) for place, field in enumerate(types)]
    return spark.createDataFrame(pa.Table.from_arrays(columns, names=schema.names), schema)
