"""Alembic's entry: `jobs.registry.upgrade` gives a connection with its transaction open, and commits it."""

from __future__ import annotations

from alembic import context

from jobs.registry.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
