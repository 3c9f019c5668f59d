"""changes of job role, aspirations and buddies."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from kamacademy.db import UtcDateTime

revision: str = "0024"
down_revision: str | None = "0023"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Changes of job role with their history, and the role somebody has in mind."""
    running, named = sa.text("state IN ('proposed', 'planned')"), sa.text("ended_at IS NULL")
    op.create_table(
        "transition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("from_role", sa.String(length=8), nullable=False),
        sa.Column("to_role", sa.String(length=8), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("first_starts_on", sa.Date(), nullable=False),
        sa.Column("buddy_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("proposed_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("switched_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('proposed', 'planned', 'in-force', 'cancelled')", name=op.f("ck_transition_state_known")
        ),
        sa.CheckConstraint("from_role <> to_role", name=op.f("ck_transition_another_role")),
        sa.CheckConstraint("buddy_id IS NULL OR buddy_id <> learner_id", name=op.f("ck_transition_not_own_buddy")),
        sa.CheckConstraint(
            "(confirmed_by_id IS NULL) = (confirmed_at IS NULL)", name=op.f("ck_transition_confirmed_whole")
        ),
        sa.CheckConstraint(
            "state NOT IN ('planned', 'in-force') OR confirmed_at IS NOT NULL",
            name=op.f("ck_transition_confirmed_first"),
        ),
        sa.CheckConstraint(
            "(state = 'in-force') = (switched_at IS NOT NULL)", name=op.f("ck_transition_switched_whole")
        ),
        sa.CheckConstraint(
            "(state = 'cancelled') = (cancelled_at IS NOT NULL)", name=op.f("ck_transition_cancelled_whole")
        ),
        sa.ForeignKeyConstraint(["learner_id"], ["person.id"], name=op.f("fk_transition_learner_id_person")),
        sa.ForeignKeyConstraint(["buddy_id"], ["person.id"], name=op.f("fk_transition_buddy_id_person")),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["person.id"], name=op.f("fk_transition_proposed_by_id_person")),
        sa.ForeignKeyConstraint(["confirmed_by_id"], ["person.id"], name=op.f("fk_transition_confirmed_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transition")),
    )
    op.create_index(op.f("ix_transition_learner_id"), "transition", ["learner_id"])
    op.create_index(op.f("ix_transition_buddy_id"), "transition", ["buddy_id"])
    op.create_index(op.f("ix_transition_state_starts_on"), "transition", ["state", "starts_on"])
    op.create_index(
        "uq_transition_running", "transition", ["learner_id"], unique=True, sqlite_where=running,
        postgresql_where=running,
    )  # fmt: skip
    op.create_table(
        "transition_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("transition_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("what", sa.String(length=10), nullable=False),
        sa.Column("before", sa.String(length=20), nullable=True),
        sa.Column("after", sa.String(length=20), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=True),
        sa.ForeignKeyConstraint(
            ["transition_id"], ["transition.id"], name=op.f("fk_transition_event_transition_id_transition")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_transition_event_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transition_event")),
    )
    op.create_index(op.f("ix_transition_event_transition_id"), "transition_event", ["transition_id"])
    op.create_table(
        "aspiration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("to_role", sa.String(length=8), nullable=False),
        sa.Column("named_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("ended_at IS NULL OR ended_at >= named_at", name=op.f("ck_aspiration_ends_after_naming")),
        sa.ForeignKeyConstraint(["learner_id"], ["person.id"], name=op.f("fk_aspiration_learner_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_aspiration")),
    )
    op.create_index(op.f("ix_aspiration_learner_id"), "aspiration", ["learner_id"])
    op.create_index(
        "uq_aspiration_named", "aspiration", ["learner_id"], unique=True, sqlite_where=named, postgresql_where=named
    )


def downgrade() -> None:
    """Forget them."""
    op.drop_table("aspiration")
    op.drop_table("transition_event")
    op.drop_table("transition")
