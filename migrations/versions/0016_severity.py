"""runs of the rater model."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from kamacademy.db import UtcDateTime

revision: str = "0016"
down_revision: str | None = "0015"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Runs, what each found of every rater, and who asked for one."""
    op.create_table(
        "severity_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=20), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("ratings", sa.Integer(), nullable=False),
        sa.Column("raters", sa.Integer(), nullable=False),
        sa.Column("subsets", sa.Integer(), nullable=False),
        sa.Column("difficulties", sa.JSON(), nullable=False),
        sa.Column("design_effect", sa.Double(), nullable=False),
        sa.Column("spread_squares", sa.Double(), nullable=False),
        sa.Column("spread_freedom", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_severity_run_asked_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_severity_run")),
    )
    op.create_index(op.f("ix_severity_run_at"), "severity_run", ["at"])
    op.create_table(
        "rater_severity",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("rater_id", sa.Integer(), nullable=False),
        sa.Column("mean", sa.Double(), nullable=False),
        sa.Column("sd", sa.Double(), nullable=False),
        sa.Column("infit", sa.Double(), nullable=False),
        sa.Column("outfit", sa.Double(), nullable=False),
        sa.Column("ratings", sa.Integer(), nullable=False),
        sa.Column("visits", sa.Integer(), nullable=False),
        sa.Column("subset", sa.Integer(), nullable=False),
        sa.Column("observes", sa.Boolean(), nullable=False),
        sa.Column("signs", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["rater_id"], ["person.id"], name=op.f("fk_rater_severity_rater_id_person")),
        sa.ForeignKeyConstraint(["run_id"], ["severity_run.id"], name=op.f("fk_rater_severity_run_id_severity_run")),
        sa.PrimaryKeyConstraint("run_id", "rater_id", name=op.f("pk_rater_severity")),
    )
    op.create_table(
        "severity_run_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("finished_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("has_failed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["person.id"], name=op.f("fk_severity_run_request_asked_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_severity_run_request")),
    )
    op.create_index(op.f("ix_severity_run_request_finished_at"), "severity_run_request", ["finished_at"])


def downgrade() -> None:
    """Take all away."""
    op.drop_index(op.f("ix_severity_run_request_finished_at"), table_name="severity_run_request")
    op.drop_table("severity_run_request")
    op.drop_table("rater_severity")
    op.drop_index(op.f("ix_severity_run_at"), table_name="severity_run")
    op.drop_table("severity_run")
