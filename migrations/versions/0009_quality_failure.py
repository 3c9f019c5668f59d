"""whether a computation of figures failed."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """What was asked for so far has not failed."""
    with op.batch_alter_table("quality_run") as batch_op:
        batch_op.add_column(sa.Column("has_failed", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    """Forget it."""
    with op.batch_alter_table("quality_run") as batch_op:
        batch_op.drop_column("has_failed")
