"""outbox."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

import kamacademy.db

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """The letters that wait to be sent, and what became of the others."""
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("to_person_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("is_secret", sa.Boolean(), nullable=False),
        sa.Column("once", sa.String(length=80), nullable=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("posted_at", kamacademy.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("useful_until", kamacademy.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("next_try_at", kamacademy.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("claimed_at", kamacademy.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("sent_at", kamacademy.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(length=200), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'sending', 'sent', 'failed', 'unsure')", name=op.f("ck_outbox_state_known")
        ),
        sa.CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name=op.f("ck_outbox_sent_whole")),
        sa.CheckConstraint(
            "state NOT IN ('waiting', 'sending') OR body IS NOT NULL", name=op.f("ck_outbox_body_until_sent")
        ),
        sa.CheckConstraint("tries >= 0", name=op.f("ck_outbox_tries_range")),
        sa.ForeignKeyConstraint(["to_person_id"], ["person.id"], name=op.f("fk_outbox_to_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("once", name=op.f("uq_outbox_once")),
    )
    op.create_index(op.f("ix_outbox_to_person_id"), "outbox", ["to_person_id"])
    op.create_index(op.f("ix_outbox_state_next_try_at"), "outbox", ["state", "next_try_at"])


def downgrade() -> None:
    """Forget the letters."""
    op.drop_table("outbox")
