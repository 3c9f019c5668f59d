"""applied exercises."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from kamacademy.db import UtcDateTime

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Work on exercises, its versions and what was decided on them; reactions at the end of a module."""
    op.create_table(
        "submission",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("exercise", sa.String(length=60), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("module", sa.String(length=60), nullable=True),
        sa.Column("attempt_key", sa.Integer(), nullable=True),
        sa.Column("return_to", sa.String(length=250), nullable=True),
        sa.Column("draft", sa.JSON(), nullable=False),
        sa.Column("draft_number", sa.Integer(), nullable=False),
        sa.Column("draft_page", sa.String(length=32), nullable=True),
        sa.Column("draft_saved_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("account_alias", sa.String(length=80), nullable=True),
        sa.Column("started_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("returned_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("accepted_at", UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "returned_at IS NULL OR submitted_at IS NOT NULL", name=op.f("ck_submission_returned_after_submitted")
        ),
        sa.CheckConstraint(
            "accepted_at IS NULL OR submitted_at IS NOT NULL", name=op.f("ck_submission_accepted_after_submitted")
        ),
        sa.CheckConstraint("accepted_at IS NULL OR returned_at IS NULL", name=op.f("ck_submission_one_decision")),
        sa.ForeignKeyConstraint(["learner_id"], ["person.id"], name=op.f("fk_submission_learner_id_person")),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name=op.f("fk_submission_revision_id_revision")),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_submission_release_id_release")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
    )
    op.create_index(op.f("ix_submission_submitted_at"), "submission", ["submitted_at"])
    op.create_index(
        "uq_submission_unaccepted",
        "submission",
        ["learner_id", "exercise"],
        unique=True,
        sqlite_where=sa.text("accepted_at IS NULL"),
        postgresql_where=sa.text("accepted_at IS NULL"),
    )
    op.create_table(
        "submission_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("frozen", sa.JSON(), nullable=False),
        sa.Column("submitted_at", UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_submission_version_number_range")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_submission_version_submission_id_submission")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission_version")),
        sa.UniqueConstraint("submission_id", "number", name=op.f("uq_submission_version_submission_id_number")),
    )
    op.create_table(
        "submission_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("is_accepted", sa.Boolean(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("points", sa.JSON(), nullable=False),
        sa.Column("grade", sa.String(length=12), nullable=True),
        sa.ForeignKeyConstraint(
            ["version_id"], ["submission_version.id"], name=op.f("fk_submission_decision_version_id_submission_version")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_submission_decision_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission_decision")),
        sa.UniqueConstraint("version_id", name=op.f("uq_submission_decision_version_id")),
    )
    op.create_table(
        "reaction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("usable", sa.Integer(), nullable=False),
        sa.Column("better", sa.Text(), nullable=True),
        sa.Column("answered_at", UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("usable >= 1 AND usable <= 5", name=op.f("ck_reaction_usable_range")),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["module_attempt.id"], name=op.f("fk_reaction_attempt_id_module_attempt")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reaction")),
        sa.UniqueConstraint("attempt_id", name=op.f("uq_reaction_attempt_id")),
    )


def downgrade() -> None:
    """Take the tables away."""
    for table in ("reaction", "submission_decision", "submission_version", "submission"):
        op.drop_table(table)
