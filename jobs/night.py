"""What a stage may use: one night's run with its frozen inputs and its places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from pyspark import Broadcast
from pyspark.sql import Column, DataFrame, Row, SparkSession
from pyspark.sql import functions as F

from jobs.audit.rules import AuditRules
from jobs.keys import Key
from jobs.lake import Lake
from jobs.policy import Policy
from jobs.registry import Registry
from jobs.settings import Settings
from jobs.sources.feeds import Feed
from jobs.stages.conform import Taken
from jobs.stages.consent import directory
from jobs.stages.curate import Curation
from jobs.text.own import NO_RULES, OwnRules
from jobs.text.sweep import Directory
from jobs.text.treatments import PLACEHOLDERS, Treatments
from jobs.text.words import ORDINARY
from schemas import fields as f
from schemas.fields import DELIVERED_NIGHT
from schemas.tables import MEMBERS, Table


@dataclass(frozen=True)
class Night:
    """The run of a night for a purpose. Time is an argument everywhere; nothing asks the clock."""

    night: date
    settings: Settings
    spark: SparkSession
    lake: Lake
    registry: Registry
    policy: Policy
    curation: Curation
    audit: AuditRules
    feeds: tuple[Feed, ...]
    files: tuple[Taken, ...]
    key: Key
    redactor_version: str
    treatments: Treatments = PLACEHOLDERS
    own: OwnRules = NO_RULES
    canaries: int = 1  # planted for every reason to refuse
    inputs: Mapping[str, Any] = field(default_factory=dict)
    keys: tuple[Key, ...] = ()  # every live key; `key` is that of the version line

    @property
    def purpose(self) -> str:
        """What the data is to be used for."""
        return self.settings.purpose

    @property
    def cut(self) -> datetime:
        """T: the midnight that ends the night, UTC."""
        return datetime.combine(self.night + timedelta(days=1), time(), UTC)

    def known(self, table: Table) -> DataFrame:
        """The facts of a table that were delivered by this night."""
        return self.lake.read(table).where(F.col(DELIVERED_NIGHT) <= self.literal)

    @cached_property
    def directory(self) -> Directory:
        """Every address, handle and full name of the directory as known tonight."""
        names = [row[column] for row in self._entries for column in (2, 3)]
        return Directory([row[0] for row in self._entries], [row[1] for row in self._entries], names, ORDINARY)

    @cached_property
    def sought(self) -> Broadcast[Directory]:
        """The directory where the workers of a sweep find it."""
        return self.spark.sparkContext.broadcast(self.directory)

    @cached_property
    def handles(self) -> Broadcast[frozenset[str]]:
        """All @handles of the directory, in lower case, where the redactor finds them."""
        return self.spark.sparkContext.broadcast(frozenset(row[1].lower() for row in self._entries if row[1]))

    @cached_property
    def _entries(self) -> list[Row]:
        """E-mail, handle, name shown and full name of every member; collected once."""
        columns = (f.EMAIL, f.HANDLE, f.DISPLAY_NAME, F.concat_ws(" ", f.GIVEN_NAME, f.FAMILY_NAME))
        return directory(self.known(MEMBERS)).select(*columns).collect()

    @property
    def literal(self) -> Column:
        """The night as a column."""
        return F.lit(self.night)


@dataclass(frozen=True)
class Prepared:
    """What a stage wrote to staging: counts for the record, facts and a frame for the gate."""

    counts: Mapping[str, Any] = field(default_factory=dict)
    facts: Mapping[str, int | float] = field(default_factory=dict)
    audited: DataFrame | None = None
