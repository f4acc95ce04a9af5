"""Brings a database to the schema of this program, once, however many processes open it at the same time."""

from __future__ import annotations

import logging
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from jobs.errors import UsageError
from jobs.registry.database import Database
from jobs.registry.tables import REVISION

MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK = 0x41535345  # PostgreSQL's advisory lock of this work: "ASSE"


def upgrade(db: Database) -> None:
    """Runs the migrations that are missing, all in one transaction.

    Raises:
        UsageError: the registry was written by a newer program.
    """
    with db.read() as connection:
        if _revision(connection) == REVISION:
            return
    with db.write() as connection:
        if db.postgres:
            connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        if (found := _revision(connection)) != REVISION:
            _migrate(connection, found, db.place)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("select version_num from alembic_version")).scalar()


def _migrate(connection: Connection, found: str | None, place: str) -> None:
    # Here, because Alembic takes longer to import than all else in the registry and is needed once.
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    logging.getLogger("alembic").setLevel(logging.WARNING)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if found and found not in known:
        raise UsageError("the registry was written by a newer assent", where=place, next_step="update this program")
    command.upgrade(config, "head")
