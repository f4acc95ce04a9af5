"""The first tables."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

STATUSES = "status in ('running', 'done', 'refused', 'failed')"


def upgrade() -> None:
    """Makes all tables. There is no way back: a registry of an older program is restored from its backup."""
    _deliveries()
    _runs()
    _stages()
    _gates()
    _leases()
    _versions()
    _suppressions()


def _text(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), nullable=nullable)


def _date(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Date(), nullable=False)


def _instant(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _integer(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _json(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.JSON(), nullable=False)


def _of_a_run(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["night", "purpose"], ["runs.night", "runs.purpose"], name=f"fk_{table}_runs")


def _deliveries() -> None:
    op.create_table(
        "deliveries",
        _text("path"),
        _text("sha256"),
        _text("purpose"),
        _text("feed"),
        _text("source"),
        _date("night"),
        _text("file_name"),
        sa.Column("size", sa.BigInteger(), nullable=False),
        _date("run_night"),
        _instant("taken_at"),
        sa.PrimaryKeyConstraint("path", "sha256", "purpose", name="pk_deliveries"),
    )


def _runs() -> None:
    op.create_table(
        "runs",
        _date("night"),
        _text("purpose"),
        _text("status"),
        _integer("attempt"),
        _json("inputs"),
        _text("inputs_hash"),
        _instant("started_at"),
        _instant("finished_at", nullable=True),
        _text("error_code", nullable=True),
        sa.PrimaryKeyConstraint("night", "purpose", name="pk_runs"),
        sa.CheckConstraint(STATUSES, name=op.f("ck_runs_status")),
    )


def _stages() -> None:
    op.create_table(
        "stages",
        _date("night"),
        _text("purpose"),
        _text("stage"),
        _text("status"),
        _text("inputs_hash"),
        _integer("attempt"),
        sa.Column("seconds", sa.Float(), nullable=False),
        _json("counts"),
        _json("table_versions"),
        _instant("finished_at"),
        sa.PrimaryKeyConstraint("night", "purpose", "stage", name="pk_stages"),
        sa.CheckConstraint(STATUSES, name=op.f("ck_stages_status")),
        _of_a_run("stages"),
    )


def _gates() -> None:
    op.create_table(
        "gates",
        _date("night"),
        _text("purpose"),
        _text("gate"),
        _integer("attempt"),
        _json("results"),
        sa.Column("refused", sa.Boolean(), nullable=False),
        _instant("at"),
        sa.PrimaryKeyConstraint("night", "purpose", "gate", "attempt", name="pk_gates"),
        _of_a_run("gates"),
    )


def _leases() -> None:
    op.create_table(
        "leases",
        _text("name"),
        _text("holder", nullable=True),
        _integer("attempt"),
        _instant("acquired_at"),
        _instant("heartbeat_at"),
        _integer("ttl_seconds"),
        sa.PrimaryKeyConstraint("name", name="pk_leases"),
    )


def _versions() -> None:
    op.create_table(
        "versions",
        _integer("version"),
        _date("night"),
        _text("purpose"),
        sa.Column("documents_version", sa.BigInteger(), nullable=False),
        _json("manifest"),
        _text("manifest_sha256"),
        _instant("created_at"),
        sa.PrimaryKeyConstraint("version", name="pk_versions"),
        sa.UniqueConstraint("night", "purpose", name="uq_versions_night"),
        _of_a_run("versions"),
    )


def _suppressions() -> None:
    op.create_table(
        "suppressions",
        _text("kind"),
        _integer("key_epoch"),
        _text("subject_key"),
        _date("since_night"),
        _instant("added_at"),
        sa.PrimaryKeyConstraint("kind", "key_epoch", "subject_key", name="pk_suppressions"),
        sa.CheckConstraint("kind in ('member', 'content')", name=op.f("ck_suppressions_kind")),
    )
