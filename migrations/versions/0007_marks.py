"""marks."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from kamacademy.db import UtcDateTime

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

ORIGINAL = sa.text("turn <> 'correction'")
BLIND = sa.text("turn IN ('first', 'second')")


def upgrade() -> None:
    """Works on their way through marking, drafts of marks, and marks."""
    op.create_table(
        "marking",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("work_key", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=250), nullable=False),
        sa.Column("rubric", sa.String(length=60), nullable=False),
        sa.Column("rubric_revision_id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("handed_in_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("opened_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("claimed_by_id", sa.Integer(), nullable=True),
        sa.Column("claimed_until", UtcDateTime(timezone=True), nullable=True),
        sa.Column("is_double", sa.Boolean(), nullable=False),
        sa.Column("is_disputed", sa.Boolean(), nullable=False),
        sa.Column("settled_at", UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(claimed_by_id IS NULL) = (claimed_until IS NULL)", name=op.f("ck_marking_claim_is_whole")),
        sa.CheckConstraint("kind IN ('answer', 'exercise')", name=op.f("ck_marking_kind_known")),
        sa.ForeignKeyConstraint(["claimed_by_id"], ["person.id"], name=op.f("fk_marking_claimed_by_id_person")),
        sa.ForeignKeyConstraint(["learner_id"], ["person.id"], name=op.f("fk_marking_learner_id_person")),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_marking_release_id_release")),
        sa.ForeignKeyConstraint(
            ["rubric_revision_id"], ["revision.id"], name=op.f("fk_marking_rubric_revision_id_revision")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_marking")),
        sa.UniqueConstraint("kind", "work_key", name=op.f("uq_marking_kind_work_key")),
    )
    op.create_index(op.f("ix_marking_learner_id"), "marking", ["learner_id"])
    op.create_index(op.f("ix_marking_rubric"), "marking", ["rubric"])
    op.create_index(op.f("ix_marking_settled_at"), "marking", ["settled_at"])
    op.create_table(
        "mark_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("marking_id", sa.Integer(), nullable=False),
        sa.Column("marker_id", sa.Integer(), nullable=False),
        sa.Column("kept", sa.JSON(), nullable=False),
        sa.Column("saved_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["marking_id"], ["marking.id"], name=op.f("fk_mark_draft_marking_id_marking")),
        sa.ForeignKeyConstraint(["marker_id"], ["person.id"], name=op.f("fk_mark_draft_marker_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mark_draft")),
        sa.UniqueConstraint("marking_id", "marker_id", name=op.f("uq_mark_draft_marking_id_marker_id")),
    )
    op.create_index(op.f("ix_mark_draft_marker_id"), "mark_draft", ["marker_id"])
    op.create_table(
        "mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("marking_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("turn", sa.String(length=10), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("rubric_revision_id", sa.Integer(), nullable=False),
        sa.Column("decision", sa.String(length=10), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("points_max", sa.Integer(), nullable=False),
        sa.Column("grade", sa.String(length=12), nullable=True),
        sa.Column("strength", sa.Text(), nullable=False),
        sa.Column("improve", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_mark_number_range")),
        sa.CheckConstraint("points >= 0 AND points <= points_max", name=op.f("ck_mark_points_range")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_mark_by_id_person")),
        sa.ForeignKeyConstraint(["marking_id"], ["marking.id"], name=op.f("fk_mark_marking_id_marking")),
        sa.ForeignKeyConstraint(
            ["rubric_revision_id"], ["revision.id"], name=op.f("fk_mark_rubric_revision_id_revision")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mark")),
        sa.UniqueConstraint("marking_id", "number", name=op.f("uq_mark_marking_id_number")),
    )
    for name, columns, where in (
        ("uq_mark_turn", ["marking_id", "turn"], ORIGINAL),
        ("uq_mark_blind", ["marking_id", "by_id"], BLIND),
    ):
        op.create_index(name, "mark", columns, unique=True, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    """Take the tables away."""
    for table in ("mark", "mark_draft", "marking"):
        op.drop_table(table)
