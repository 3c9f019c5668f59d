"""what an effect was worth."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0030"
down_revision: str | None = "0029"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Statements of worth, each with its assumptions and what they give."""
    op.create_table(
        "worth",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("assumptions", sa.JSON(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.Column("stated_by_id", sa.Integer(), nullable=False),
        sa.Column("stated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("supersedes_id", sa.Integer(), nullable=True),
        sa.Column("correction_reason", sa.String(length=300), nullable=True),
        sa.CheckConstraint(
            "(supersedes_id IS NULL) = (correction_reason IS NULL)", name=op.f("ck_worth_correction_has_reason")
        ),
        sa.ForeignKeyConstraint(["stated_by_id"], ["person.id"], name=op.f("fk_worth_stated_by_id_person")),
        sa.ForeignKeyConstraint(["study_id"], ["effect_study.id"], name=op.f("fk_worth_study_id_effect_study")),
        sa.ForeignKeyConstraint(["supersedes_id"], ["worth.id"], name=op.f("fk_worth_supersedes_id_worth")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worth")),
        sa.UniqueConstraint("supersedes_id", name=op.f("uq_worth_supersedes_id")),
    )
    op.create_index(op.f("ix_worth_study_id"), "worth", ["study_id"])


def downgrade() -> None:
    """Take them back."""
    op.drop_table("worth")
