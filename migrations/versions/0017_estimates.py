"""estimates, kept."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0017"
down_revision: str | None = "0016"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """What the rule makes of the ledger."""
    op.create_table(
        "estimate",
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("competency", sa.String(length=3), nullable=False),
        sa.Column("view", sa.String(length=11), nullable=False),
        sa.Column("panel", sa.String(length=5), nullable=False),
        sa.Column("rule", sa.String(length=20), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.Column("belief", sa.LargeBinary(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("chances", sa.JSON(), nullable=False),
        sa.Column("held", sa.Integer(), nullable=True),
        sa.Column("visits", sa.Integer(), nullable=False),
        sa.Column("raters", sa.Integer(), nullable=False),
        sa.Column("certified", sa.Integer(), nullable=False),
        sa.Column("passes", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["learner_id"], ["person.id"], name=op.f("fk_estimate_learner_id_person")),
        sa.ForeignKeyConstraint(["run_id"], ["severity_run.id"], name=op.f("fk_estimate_run_id_severity_run")),
        sa.PrimaryKeyConstraint("learner_id", "competency", "view", "panel", name=op.f("pk_estimate")),
    )


def downgrade() -> None:
    """Take them away; they are made again from the ledger."""
    op.drop_table("estimate")
