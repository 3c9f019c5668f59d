"""scenario runs."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

import kamacademy.db

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

FINISHED_WHOLE = "(finished_at IS NULL) = (ending IS NULL) AND (finished_at IS NULL) = (passed IS NULL)"


def upgrade() -> None:
    """Runs of scenarios and the steps taken in them."""
    op.create_table(
        "scenario_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("scenario", sa.String(length=60), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("started_at", kamacademy.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("finished_at", kamacademy.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("ending", sa.String(length=60), nullable=True),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.Column("is_practice", sa.Boolean(), nullable=False),
        sa.Column("return_to", sa.String(length=250), nullable=True),
        sa.CheckConstraint(FINISHED_WHOLE, name=op.f("ck_scenario_run_finished_whole")),
        sa.ForeignKeyConstraint(["learner_id"], ["person.id"], name=op.f("fk_scenario_run_learner_id_person")),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_scenario_run_release_id_release")),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name=op.f("fk_scenario_run_revision_id_revision")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scenario_run")),
    )
    op.create_index(op.f("ix_scenario_run_learner_id_scenario"), "scenario_run", ["learner_id", "scenario"])
    op.create_index(
        "uq_scenario_run_unfinished",
        "scenario_run",
        ["learner_id", "scenario", "release_id"],
        unique=True,
        sqlite_where=sa.text("finished_at IS NULL"),
        postgresql_where=sa.text("finished_at IS NULL"),
    )
    op.create_table(
        "scenario_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("node", sa.String(length=60), nullable=False),
        sa.Column("choice", sa.Integer(), nullable=False),
        sa.Column("at", kamacademy.db.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("choice >= 0", name=op.f("ck_scenario_step_choice_range")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_scenario_step_number_range")),
        sa.ForeignKeyConstraint(["run_id"], ["scenario_run.id"], name=op.f("fk_scenario_step_run_id_scenario_run")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scenario_step")),
        sa.UniqueConstraint("run_id", "number", name=op.f("uq_scenario_step_run_id_number")),
    )


def downgrade() -> None:
    """Without scenarios, runs of them mean nothing."""
    op.drop_table("scenario_step")
    op.drop_table("scenario_run")
