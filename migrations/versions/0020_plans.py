"""plans that live."""

from collections.abc import Sequence
from datetime import timedelta

import sqlalchemy as sa
from alembic import op

from kamacademy.db import UtcDateTime

revision: str = "0020"
down_revision: str | None = "0019"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

NOT_CONFIRMED = sa.text("confirmed_at IS NULL")
DAYS_TO_REVIEW = 90


def upgrade() -> None:
    """What is signed, evidence of actions, reviews and snapshots of closed plans."""
    with op.batch_alter_table("plan") as batch_op:
        batch_op.add_column(sa.Column("first_agreed_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("review_due_on", sa.Date(), nullable=True))
        batch_op.create_index(batch_op.f("ix_plan_review_due_on"), ["review_due_on"])
    with op.batch_alter_table("action") as batch_op:
        batch_op.add_column(sa.Column("origin_key", sa.String(length=130), nullable=True))
        batch_op.add_column(sa.Column("by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("stretch", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("handed_in_on", sa.Date(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_action_by_id_person"), "person", ["by_id"], ["id"])
        batch_op.drop_constraint(batch_op.f("ck_action_state"), type_="check")
        batch_op.create_check_constraint(
            batch_op.f("ck_action_state"), "state IN ('proposed', 'open', 'handed-in', 'done', 'dropped')"
        )
        batch_op.create_check_constraint(batch_op.f("ck_action_stretch"), "stretch BETWEEN 1 AND 3")
    keep_agreed_days()
    op.create_table(
        "action_evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=5), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("link", sa.String(length=500), nullable=True),
        sa.Column("file_name", sa.String(length=120), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("size_bytes", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(kind = 'words' AND words IS NOT NULL) OR (kind = 'link' AND link IS NOT NULL) "
            "OR (kind = 'file' AND digest IS NOT NULL AND file_name IS NOT NULL AND size_bytes IS NOT NULL)",
            name=op.f("ck_action_evidence_kind"),
        ),
        sa.ForeignKeyConstraint(["action_id"], ["action.id"], name=op.f("fk_action_evidence_action_id_action")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_action_evidence_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_evidence")),
    )
    op.create_index(op.f("ix_action_evidence_action_id"), "action_evidence", ["action_id"])
    op.create_index(op.f("ix_action_evidence_digest"), "action_evidence", ["digest"])
    op.create_table(
        "plan_agreement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("made_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_agreement_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_agreement")),
    )
    op.create_index(op.f("ix_plan_agreement_plan_id"), "plan_agreement", ["plan_id"])
    op.create_table(
        "plan_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("written_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("moved", sa.String(length=300), nullable=False),
        sa.Column("next_step", sa.String(length=300), nullable=False),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(confirmed_by_id IS NULL) = (confirmed_at IS NULL)", name=op.f("ck_plan_review_confirmed_whole")
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_review_plan_id_plan")),
        sa.ForeignKeyConstraint(["written_by_id"], ["person.id"], name=op.f("fk_plan_review_written_by_id_person")),
        sa.ForeignKeyConstraint(["confirmed_by_id"], ["person.id"], name=op.f("fk_plan_review_confirmed_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_review")),
    )
    op.create_index(op.f("ix_plan_review_plan_id"), "plan_review", ["plan_id"])
    op.create_index(
        "uq_plan_review_waiting", "plan_review", ["plan_id"], unique=True, sqlite_where=NOT_CONFIRMED,
        postgresql_where=NOT_CONFIRMED,
    )  # fmt: skip
    op.create_table(
        "review_verdict",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(length=7), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.CheckConstraint("verdict IN ('kept', 'changed', 'done', 'dropped')", name=op.f("ck_review_verdict_verdict")),
        sa.CheckConstraint(
            "(verdict = 'changed') = (due_on IS NOT NULL)", name=op.f("ck_review_verdict_changed_has_day")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["plan_review.id"], name=op.f("fk_review_verdict_review_id_plan_review")
        ),
        sa.ForeignKeyConstraint(["action_id"], ["action.id"], name=op.f("fk_review_verdict_action_id_action")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_verdict")),
        sa.UniqueConstraint("review_id", "action_id", name=op.f("uq_review_verdict_review_id_action_id")),
    )
    op.create_index(op.f("ix_review_verdict_action_id"), "review_verdict", ["action_id"])
    op.create_table(
        "plan_snapshot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("taken_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_snapshot_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_snapshot")),
        sa.UniqueConstraint("plan_id", name=op.f("uq_plan_snapshot_plan_id")),
    )


def keep_agreed_days() -> None:
    """Plans agreed before signatures were asked for are reviewed like the others."""
    plan = sa.table(
        "plan",
        sa.column("id", sa.Integer),
        sa.column("learner_agreed_at", UtcDateTime),
        sa.column("coach_agreed_at", UtcDateTime),
        sa.column("first_agreed_on", sa.Date),
        sa.column("review_due_on", sa.Date),
    )
    connection = op.get_bind()
    for key, learner_at, coach_at in connection.execute(
        sa.select(plan.c.id, plan.c.learner_agreed_at, plan.c.coach_agreed_at).where(
            plan.c.learner_agreed_at.is_not(None), plan.c.coach_agreed_at.is_not(None)
        )
    ).all():
        agreed_on = max(learner_at, coach_at).date()
        connection.execute(
            sa.update(plan)
            .where(plan.c.id == key)
            .values(first_agreed_on=agreed_on, review_due_on=agreed_on + timedelta(days=DAYS_TO_REVIEW))
        )


def downgrade() -> None:
    """Take them away; what was handed in is open again."""
    for table in ("plan_snapshot", "review_verdict", "plan_review", "plan_agreement", "action_evidence"):
        op.drop_table(table)
    op.execute("UPDATE action SET state = 'open' WHERE state = 'handed-in'")
    with op.batch_alter_table("action") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_action_stretch"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_action_state"), type_="check")
        batch_op.create_check_constraint(
            batch_op.f("ck_action_state"), "state IN ('proposed', 'open', 'done', 'dropped')"
        )
        batch_op.drop_constraint(batch_op.f("fk_action_by_id_person"), type_="foreignkey")
        for name in ("handed_in_on", "stretch", "by_id", "origin_key"):
            batch_op.drop_column(name)
    with op.batch_alter_table("plan") as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_review_due_on"))
        batch_op.drop_column("review_due_on")
        batch_op.drop_column("first_agreed_on")
