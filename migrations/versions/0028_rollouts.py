"""staggered roll-outs."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0028"
down_revision: str | None = "0027"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """The agreed order, its teams, and every lot that was drawn."""
    op.create_table(
        "rollout",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("kpi", sa.String(length=3), nullable=False),
        sa.Column("first_month", sa.Date(), nullable=False),
        sa.Column("step_months", sa.Integer(), nullable=False),
        sa.Column("steps", sa.Integer(), nullable=False),
        sa.Column("is_by_lot", sa.Boolean(), nullable=False),
        sa.Column("seed", sa.String(length=32), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=True),
        sa.Column("forecast", sa.JSON(), nullable=True),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("archived_by_id", sa.Integer(), nullable=True),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("archived_why", sa.String(length=300), nullable=True),
        sa.CheckConstraint("step_months >= 0 AND steps >= 1", name=op.f("ck_rollout_steps_range")),
        sa.CheckConstraint(
            "seed IS NULL OR (is_by_lot AND drawn_at IS NOT NULL)", name=op.f("ck_rollout_drawn_by_lot")
        ),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_rollout_made_by_id_person")),
        sa.ForeignKeyConstraint(["archived_by_id"], ["person.id"], name=op.f("fk_rollout_archived_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rollout")),
    )
    op.create_index(op.f("ix_rollout_subject"), "rollout", ["subject"])
    op.create_table(
        "rollout_team",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rollout_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("block", sa.Integer(), nullable=True),
        sa.Column("step", sa.Integer(), nullable=True),
        sa.Column("begins", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["rollout_id"], ["rollout.id"], name=op.f("fk_rollout_team_rollout_id_rollout")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_rollout_team_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rollout_team")),
        sa.UniqueConstraint("rollout_id", "team_id", name=op.f("uq_rollout_team_rollout_id_team_id")),
    )
    op.create_index(op.f("ix_rollout_team_team_id"), "rollout_team", ["team_id"])
    op.create_table(
        "rollout_draw",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rollout_id", sa.Integer(), nullable=False),
        sa.Column("seed", sa.String(length=32), nullable=False),
        sa.Column("software", sa.String(length=40), nullable=False),
        sa.Column("drawn_by_id", sa.Integer(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=True),
        sa.ForeignKeyConstraint(["rollout_id"], ["rollout.id"], name=op.f("fk_rollout_draw_rollout_id_rollout")),
        sa.ForeignKeyConstraint(["drawn_by_id"], ["person.id"], name=op.f("fk_rollout_draw_drawn_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rollout_draw")),
    )
    op.create_index(op.f("ix_rollout_draw_rollout_id"), "rollout_draw", ["rollout_id"])


def downgrade() -> None:
    """Take them back."""
    for table in ("rollout_draw", "rollout_team", "rollout"):
        op.drop_table(table)
