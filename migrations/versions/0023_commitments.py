"""commitments after a module and how they were kept."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from kamacademy.db import UtcDateTime

revision: str = "0023"
down_revision: str | None = "0022"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """What somebody committed to after a module, line by line, and the answers after 30, 60 and 90 days."""
    op.create_table(
        "pledge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("module", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=250), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("made_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["learner_id"], ["person.id"], name=op.f("fk_pledge_learner_id_person")),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["module_attempt.id"], name=op.f("fk_pledge_attempt_id_module_attempt")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pledge")),
        sa.UniqueConstraint("attempt_id", name=op.f("uq_pledge_attempt_id")),
    )
    op.create_index(op.f("ix_pledge_learner_id"), "pledge", ["learner_id"])
    op.create_index(op.f("ix_pledge_made_on"), "pledge", ["made_on"])
    op.create_index(op.f("ix_pledge_module"), "pledge", ["module"])
    op.create_table(
        "commitment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pledge_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("hours", sa.Double(), nullable=True),
        sa.Column("shared_with_id", sa.Integer(), nullable=True),
        sa.Column("action_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("kind IN ('stop', 'start', 'continue')", name=op.f("ck_commitment_kind_known")),
        sa.CheckConstraint(
            "hours IS NULL OR (kind = 'stop' AND hours >= 0.5 AND hours <= 80)",
            name=op.f("ck_commitment_hours_range"),
        ),
        sa.ForeignKeyConstraint(["pledge_id"], ["pledge.id"], name=op.f("fk_commitment_pledge_id_pledge")),
        sa.ForeignKeyConstraint(["shared_with_id"], ["person.id"], name=op.f("fk_commitment_shared_with_id_person")),
        sa.ForeignKeyConstraint(["action_id"], ["action.id"], name=op.f("fk_commitment_action_id_action")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment")),
        sa.UniqueConstraint("pledge_id", "kind", name=op.f("uq_commitment_pledge_id_kind")),
        sa.UniqueConstraint("action_id", name=op.f("uq_commitment_action_id")),
    )
    op.create_index(op.f("ix_commitment_shared_with_id"), "commitment", ["shared_with_id"])
    op.create_table(
        "commitment_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("after_days", sa.Integer(), nullable=False),
        sa.Column("kept", sa.String(length=6), nullable=False),
        sa.Column("hours", sa.Double(), nullable=True),
        sa.Column("words", sa.String(length=300), nullable=True),
        sa.Column("answered_at", UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("after_days IN (30, 60, 90)", name=op.f("ck_commitment_answer_after_days_known")),
        sa.CheckConstraint("kept IN ('kept', 'partly', 'not')", name=op.f("ck_commitment_answer_kept_known")),
        sa.CheckConstraint(
            "hours IS NULL OR (hours >= 0 AND hours <= 80)", name=op.f("ck_commitment_answer_hours_range")
        ),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitment.id"], name=op.f("fk_commitment_answer_commitment_id_commitment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment_answer")),
        sa.UniqueConstraint("commitment_id", "after_days", name=op.f("uq_commitment_answer_commitment_id_after_days")),
    )


def downgrade() -> None:
    """Forget them."""
    op.drop_table("commitment_answer")
    op.drop_table("commitment")
    op.drop_table("pledge")
