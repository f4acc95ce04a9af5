"""The tables of the registry. A change here needs a migration in `migrations/versions`; a test compares the two.

No value of a person enters them. The one exception is `suppressions.subject_key`, an HMAC that only the
holder of the key of its epoch can make again.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Float,
    ForeignKeyConstraint,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

REVISION = "0005"  # of the schema below; a test holds it against the newest migration


class Instant(TypeDecorator[datetime]):
    """An aware UTC datetime; SQLite, which knows no zones, holds the UTC wall time."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """What the database gets."""
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """What the caller gets."""
        return value and (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC)


metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
    }
)

STATUSES = "status in ('running', 'done', 'refused', 'failed')"


def _run_key() -> tuple[Column[Any], Column[Any]]:
    return Column("night", Date, primary_key=True), Column("purpose", Text, primary_key=True)


def _of_a_run() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["night", "purpose"], ["runs.night", "runs.purpose"])


deliveries = Table(
    "deliveries",
    metadata,
    Column("path", Text, primary_key=True),
    Column("sha256", Text, primary_key=True),
    Column("purpose", Text, primary_key=True),
    Column("feed", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("night", Date, nullable=False),
    Column("file_name", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("modified_ns", BigInteger),
    Column("run_night", Date, nullable=False),
    Column("taken_at", Instant, nullable=False),
)

runs = Table(
    "runs",
    metadata,
    *_run_key(),
    Column("status", Text, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("inputs", JSON, nullable=False),
    Column("inputs_hash", Text, nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("finished_at", Instant),
    Column("error_code", Text),
    CheckConstraint(STATUSES, name="status"),
)

stages = Table(
    "stages",
    metadata,
    *_run_key(),
    Column("stage", Text, primary_key=True),
    Column("status", Text, nullable=False),
    Column("inputs_hash", Text, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("counts", JSON, nullable=False),
    Column("table_versions", JSON, nullable=False),
    Column("finished_at", Instant, nullable=False),
    CheckConstraint(STATUSES, name="status"),
    _of_a_run(),
)

gates = Table(
    "gates",
    metadata,
    *_run_key(),
    Column("gate", Text, primary_key=True),
    Column("attempt", Integer, primary_key=True, autoincrement=False),
    Column("results", JSON, nullable=False),
    Column("refused", Boolean, nullable=False),
    Column("at", Instant, nullable=False),
    _of_a_run(),
)

leases = Table(
    "leases",
    metadata,
    Column("name", Text, primary_key=True),
    Column("holder", Text),  # host:pid:start:machine; null when free
    Column("attempt", Integer, nullable=False),  # fencing token: only ever grows
    Column("acquired_at", Instant, nullable=False),
    Column("heartbeat_at", Instant, nullable=False),
    Column("ttl_seconds", Integer, nullable=False),
)

versions = Table(
    "versions",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("night", Date, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("documents_version", BigInteger, nullable=False),
    Column("manifest", JSON, nullable=False),
    Column("manifest_sha256", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("night", "purpose"),
    _of_a_run(),
)

suppressions = Table(
    "suppressions",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("key_epoch", Integer, primary_key=True, autoincrement=False),
    Column("subject_key", Text, primary_key=True),
    Column("since_night", Date, nullable=False),
    Column("added_at", Instant, nullable=False),
    CheckConstraint("kind in ('member', 'content')", name="kind"),
)

key_epochs = Table(
    "key_epochs",
    metadata,
    Column("epoch", Integer, primary_key=True, autoincrement=False),
    Column("check_value", Text, nullable=False),
    Column("added_at", Instant, nullable=False),
)

releases = Table(
    "releases",
    metadata,
    Column("name", Text, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    ForeignKeyConstraint(["version"], ["versions.version"]),
)

# What a version or a release holds after the first time; append only. The first revision of a version is its own row.
revisions = Table(
    "revisions",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("table_version", BigInteger, nullable=False),
    Column("manifest", JSON, nullable=False),
    Column("manifest_sha256", Text, nullable=False),
    Column("cause", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    CheckConstraint("kind in ('version', 'release')", name="kind"),
)

release_uses = Table(
    "release_uses",
    metadata,
    Column("release", Text, primary_key=True),
    Column("model", Text, primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("registered_at", Instant, nullable=False),
    ForeignKeyConstraint(["release"], ["releases.name"]),
)

# Whose records are refused when they come again, as keyed hashes: they outlive the ids.
erased = Table(
    "erased",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("key_epoch", Integer, primary_key=True, autoincrement=False),
    Column("subject_key", Text, primary_key=True),
    Column("erasure", Integer, nullable=False),
    Column("added_at", Instant, nullable=False),
    CheckConstraint("kind in ('member', 'content', 'words')", name="kind"),
)

proofs = Table(
    "proofs",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("bundle", JSON, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("previous_sha256", Text),
    Column("created_at", Instant, nullable=False),
)
