"""What a table declares: its zone, columns, key, layout and what an erasure does to it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from schemas.fields import Field, Privacy

if TYPE_CHECKING:
    from pyspark.sql.types import StructType


class Zone(StrEnum):
    """Where a table lies; each zone can be a bucket with credentials of its own."""

    RESTRICTED = "restricted"  # personal data
    CORPUS = "corpus"  # what is published
    REPORTS = "reports"  # counts only


class Erasure(StrEnum):
    """How the rows of an erased member are found."""

    BY_MEMBER = "member_id"  # the table holds the member's id
    BY_AUTHOR = "author_id"  # the table holds the author of the item
    BY_CONTENT = "content_id"  # reached through the member's items
    BY_DOCUMENT = "doc_id"  # reached through the keyed ids of the member's items
    NOTHING_HELD = "nothing held"  # no column points at a person


@dataclass(frozen=True)
class Table:
    """A Delta table under the lake's root.

    Statistics of Delta (minima and maxima in the log) are kept for `statistics` columns only, all
    of them free of personal data: the log outlives DELETE and VACUUM.
    """

    name: str
    zone: Zone
    meaning: str
    fields: tuple[Field, ...]
    key: tuple[Field, ...]
    erasure: Erasure
    partition_by: tuple[Field, ...] = ()
    statistics: tuple[Field, ...] = ()
    deletion_vectors: bool = False

    @property
    def schema(self) -> StructType:
        """The columns as Spark declares them, in order."""
        from pyspark.sql.types import StructType

        return StructType([field.struct_field for field in self.fields])

    @property
    def path(self) -> str:
        """Place below the lake's root."""
        return f"{self.zone}/{self.name}"


def personal_fields(table: Table) -> tuple[Field, ...]:
    """Columns of a table that point at a data subject or hold what somebody wrote."""
    return tuple(field for field in table.fields if field.privacy in (Privacy.SUBJECT, Privacy.CONTENT))
