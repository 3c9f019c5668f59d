"""planned visits."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from kamacademy.db import UtcDateTime

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Visits that coach and learner mean to make."""
    op.create_table(
        "planned_visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("coach_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("begins", sa.String(length=5), nullable=True),
        sa.Column("activity", sa.String(length=30), nullable=False),
        sa.Column("focus", sa.JSON(), nullable=False),
        sa.Column("account_alias", sa.String(length=80), nullable=True),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("changed_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("cancelled_by_id", sa.Integer(), nullable=True),
        sa.Column("cancel_reason", sa.String(length=250), nullable=True),
        sa.ForeignKeyConstraint(["learner_id"], ["person.id"], name=op.f("fk_planned_visit_learner_id_person")),
        sa.ForeignKeyConstraint(["coach_id"], ["person.id"], name=op.f("fk_planned_visit_coach_id_person")),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_planned_visit_made_by_id_person")),
        sa.ForeignKeyConstraint(
            ["cancelled_by_id"], ["person.id"], name=op.f("fk_planned_visit_cancelled_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planned_visit")),
    )
    op.create_index(op.f("ix_planned_visit_learner_id_planned_on"), "planned_visit", ["learner_id", "planned_on"])
    op.create_index(op.f("ix_planned_visit_coach_id_planned_on"), "planned_visit", ["coach_id", "planned_on"])


def downgrade() -> None:
    """Forget them."""
    op.drop_table("planned_visit")
