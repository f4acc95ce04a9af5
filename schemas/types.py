"""The types that columns have, without Spark: whoever only reads names and meanings need not load it.

`spark()` makes the type that Spark knows, when somebody asks for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pyspark.sql.types import DataType


class Type(Protocol):
    """What a column holds."""

    def spark(self) -> DataType:
        """The type as Spark knows it."""


@dataclass(frozen=True)
class Plain:
    """A single value: string, int, bigint, float, boolean, date or timestamp."""

    name: str

    def spark(self) -> DataType:
        """The type of that name."""
        from pyspark.sql.types import (
            BooleanType,
            DateType,
            FloatType,
            IntegerType,
            LongType,
            StringType,
            TimestampType,
        )

        known: dict[str, type[DataType]] = {
            "string": StringType,
            "int": IntegerType,
            "bigint": LongType,
            "float": FloatType,
            "boolean": BooleanType,
            "date": DateType,
            "timestamp": TimestampType,
        }
        return known[self.name]()


@dataclass(frozen=True)
class ListOf:
    """Values in order."""

    element: Type

    def spark(self) -> DataType:
        """An array."""
        from pyspark.sql.types import ArrayType

        return ArrayType(self.element.spark())


@dataclass(frozen=True)
class MapOf:
    """Values by key."""

    key: Type
    value: Type

    def spark(self) -> DataType:
        """A map."""
        from pyspark.sql.types import MapType

        return MapType(self.key.spark(), self.value.spark())


@dataclass(frozen=True)
class Record:
    """Named values. Delta enforces NOT NULL on columns only, not inside arrays and maps: all may be null."""

    parts: tuple[tuple[str, Type], ...]

    def spark(self) -> DataType:
        """A struct."""
        from pyspark.sql.types import StructField, StructType

        return StructType([StructField(name, part.spark(), True) for name, part in self.parts])


STRING, INT, LONG, FLOAT = Plain("string"), Plain("int"), Plain("bigint"), Plain("float")
BOOLEAN, DATE, TIMESTAMP = Plain("boolean"), Plain("date"), Plain("timestamp")
