"""devices that must forget."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from kamacademy.db import UtcDateTime

revision: str = "0014"
down_revision: str | None = "0013"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Whose phones are to empty themselves."""
    op.create_table(
        "device_order",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("forget_before", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_device_order_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_device_order")),
    )


def downgrade() -> None:
    """Forget it."""
    op.drop_table("device_order")
