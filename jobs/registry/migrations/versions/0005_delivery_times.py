"""When a delivered file was last modified, so that it need not be read again to be known."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the column; of older deliveries the time is not known, and they are read as before."""
    op.add_column("deliveries", sa.Column("modified_ns", sa.BigInteger(), nullable=True))
