"""retrieval practice."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

import kamacademy.db

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Questions that come back, their answers, and whether a person wants letters about them."""
    op.create_table(
        "retrieval_card",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("module", sa.String(length=60), nullable=False),
        sa.Column("lesson", sa.String(length=60), nullable=False),
        sa.Column("question", sa.String(length=60), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("finished_at", kamacademy.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.Column("state", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(["learner_id"], ["person.id"], name=op.f("fk_retrieval_card_learner_id_person")),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_retrieval_card_release_id_release")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retrieval_card")),
        sa.UniqueConstraint(
            "learner_id",
            "module",
            "lesson",
            "question",
            name=op.f("uq_retrieval_card_learner_id_module_lesson_question"),
        ),
    )
    op.create_table(
        "retrieval_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("card_id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("choice", sa.Integer(), nullable=False),
        sa.Column("is_right", sa.Boolean(), nullable=False),
        sa.Column("right_at_first", sa.Boolean(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("days_after", sa.Integer(), nullable=False),
        sa.Column("answered_at", kamacademy.db.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("choice >= 0", name=op.f("ck_retrieval_answer_choice_range")),
        sa.CheckConstraint("day >= 0 AND days_after >= 0", name=op.f("ck_retrieval_answer_days_range")),
        sa.ForeignKeyConstraint(
            ["card_id"], ["retrieval_card.id"], name=op.f("fk_retrieval_answer_card_id_retrieval_card")
        ),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_retrieval_answer_release_id_release")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retrieval_answer")),
        sa.UniqueConstraint("card_id", "due_on", name=op.f("uq_retrieval_answer_card_id_due_on")),
    )
    op.create_index(op.f("ix_retrieval_answer_answered_at"), "retrieval_answer", ["answered_at"])
    with op.batch_alter_table("person") as person:
        person.add_column(sa.Column("wants_practice_letters", sa.Boolean(), nullable=False, server_default=sa.true()))


def downgrade() -> None:
    """Forget the practice; what was shown by it stays in the ledger."""
    with op.batch_alter_table("person") as person:
        person.drop_column("wants_practice_letters")
    op.drop_table("retrieval_answer")
    op.drop_table("retrieval_card")
