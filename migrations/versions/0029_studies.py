"""studies of effect."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0029"
down_revision: str | None = "0028"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

CHECKS = (
    ("worth_while_range", "worth_while > 0"),
    ("starts_known", "starts IN ('rollout', 'completed')"),
    ("state_known", "state IN ('asked', 'working', 'done', 'failed')"),
    ("method_known", "method IN ('staggered', 'interrupted', 'before-after')"),
    ("has_rollout", "(starts = 'rollout') = (rollout_id IS NOT NULL)"),
    ("done_is_whole", "state <> 'done' OR (worked_at IS NOT NULL AND fingerprint IS NOT NULL)"),
)
POINTS_TO = (
    ("kpi_revision_id", "revision"),
    ("rollout_id", "rollout"),
    ("asked_by_id", "person"),
    ("release_id", "release"),
)


def upgrade() -> None:
    """Studies, and chains as they were counted."""
    op.create_table(
        "effect_study",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("kpi", sa.String(length=3), nullable=False),
        sa.Column("kpi_revision_id", sa.Integer(), nullable=False),
        sa.Column("rollout_id", sa.Integer(), nullable=True),
        sa.Column("starts", sa.String(length=9), nullable=False),
        sa.Column("worth_while", sa.Numeric(precision=12, scale=3, asdecimal=False), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=True),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("worked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fingerprint", sa.String(length=64), nullable=True),
        sa.Column("state", sa.String(length=7), nullable=False),
        sa.Column("method", sa.String(length=12), nullable=True),
        sa.Column("result", sa.JSON(), nullable=True),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_effect_study_{name}")) for name, rule in CHECKS),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_effect_study_{column}_{table}"))
            for column, table in POINTS_TO
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_effect_study")),
    )
    op.create_index(op.f("ix_effect_study_subject_kpi_asked_at"), "effect_study", ["subject", "kpi", "asked_at"])
    op.create_index(op.f("ix_effect_study_state_asked_at"), "effect_study", ["state", "asked_at"])
    op.create_table(
        "effect_chain",
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_effect_chain_release_id_release")),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_effect_chain")),
    )


def downgrade() -> None:
    """Studies and chains are forgotten."""
    op.drop_table("effect_chain")
    op.drop_table("effect_study")
