"""readings of teams and programmes."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0026"
down_revision: str | None = "0025"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

ONE_SUBJECT = (
    "(CASE WHEN learner_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN team_id IS NULL THEN 0 ELSE 1 END)"
    " + (CASE WHEN programme IS NULL THEN 0 ELSE 1 END) = 1"
)


def upgrade() -> None:
    """A reading is about a person, a team or a programme; how it came in, and what is read beside it."""
    with op.batch_alter_table("reading") as batch_op:
        batch_op.add_column(sa.Column("team_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("programme", sa.String(length=60), nullable=True))
        batch_op.add_column(sa.Column("beside", sa.String(length=300), nullable=True))
        batch_op.add_column(sa.Column("seen_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("seen_by", sa.String(length=120), nullable=True))
        batch_op.add_column(sa.Column("collected", sa.String(length=10), server_default="form", nullable=False))
        batch_op.alter_column("learner_id", existing_type=sa.Integer(), nullable=True)
        batch_op.alter_column("entered_by_id", existing_type=sa.Integer(), nullable=True)
        batch_op.create_foreign_key(batch_op.f("fk_reading_team_id_team"), "team", ["team_id"], ["id"])
        batch_op.create_check_constraint(batch_op.f("ck_reading_one_subject"), ONE_SUBJECT)
        batch_op.create_check_constraint(
            batch_op.f("ck_reading_collected_known"), "collected IN ('form', 'import', 'calculated')"
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_reading_entered_by_somebody"), "entered_by_id IS NOT NULL OR collected = 'calculated'"
        )
        batch_op.create_index(batch_op.f("ix_reading_team_id_kpi_period_end"), ["team_id", "kpi", "period_end"])
        batch_op.create_index(batch_op.f("ix_reading_programme_kpi_period_end"), ["programme", "kpi", "period_end"])
        batch_op.create_index(batch_op.f("ix_reading_kpi_period_end"), ["kpi", "period_end"])


def downgrade() -> None:
    """Readings of people alone; those of teams, of programmes and calculated ones are forgotten."""
    op.execute("DELETE FROM reading WHERE learner_id IS NULL OR entered_by_id IS NULL")
    with op.batch_alter_table("reading") as batch_op:
        for columns in ("team_id_kpi_period_end", "programme_kpi_period_end", "kpi_period_end"):
            batch_op.drop_index(batch_op.f(f"ix_reading_{columns}"))
        for check in ("one_subject", "collected_known", "entered_by_somebody"):
            batch_op.drop_constraint(batch_op.f(f"ck_reading_{check}"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_reading_team_id_team"), type_="foreignkey")
        batch_op.alter_column("learner_id", existing_type=sa.Integer(), nullable=False)
        batch_op.alter_column("entered_by_id", existing_type=sa.Integer(), nullable=False)
        for column in ("team_id", "programme", "beside", "seen_on", "seen_by", "collected"):
            batch_op.drop_column(column)
