"""peer feedback."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from kamacademy.db import UtcDateTime

revision: str = "0015"
down_revision: str | None = "0014"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Rounds, the colleagues asked, and their answers."""
    op.create_table(
        "peer_round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("opened_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("choose_by", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("chosen_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("chosen_by_id", sa.Integer(), nullable=True),
        sa.Column("closed_at", UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("size >= 3 AND size <= 6", name=op.f("ck_peer_round_size_range")),
        sa.CheckConstraint("due_on > choose_by", name=op.f("ck_peer_round_due_after_choosing")),
        sa.ForeignKeyConstraint(["learner_id"], ["person.id"], name=op.f("fk_peer_round_learner_id_person")),
        sa.ForeignKeyConstraint(["chosen_by_id"], ["person.id"], name=op.f("fk_peer_round_chosen_by_id_person")),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_peer_round_release_id_release")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_peer_round")),
    )
    op.create_index(op.f("ix_peer_round_learner_id"), "peer_round", ["learner_id"])
    op.create_index(op.f("ix_peer_round_closed_at_due_on"), "peer_round", ["closed_at", "due_on"])
    op.create_index(
        "uq_peer_round_open",
        "peer_round",
        ["learner_id"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "peer_asked",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("chosen_by", sa.String(length=8), nullable=False),
        sa.Column("asked_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("answered_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("declined_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("job_role_code", sa.String(length=8), nullable=True),
        sa.CheckConstraint("chosen_by IN ('learner', 'coach', 'lot')", name=op.f("ck_peer_asked_chosen_by_known")),
        sa.CheckConstraint("answered_at IS NULL OR declined_at IS NULL", name=op.f("ck_peer_asked_one_answer")),
        sa.ForeignKeyConstraint(["round_id"], ["peer_round.id"], name=op.f("fk_peer_asked_round_id_peer_round")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_peer_asked_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_peer_asked")),
        sa.UniqueConstraint("round_id", "person_id", name=op.f("uq_peer_asked_round_id_person_id")),
    )
    op.create_index(op.f("ix_peer_asked_person_id_answered_at"), "peer_asked", ["person_id", "answered_at"])
    op.create_table(
        "peer_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("asked_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(length=40), nullable=False),
        sa.Column("choice", sa.Integer(), nullable=True),
        sa.Column("example", sa.Text(), nullable=True),
        sa.CheckConstraint("choice IS NULL OR (choice >= 1 AND choice <= 5)", name=op.f("ck_peer_mark_choice_range")),
        sa.CheckConstraint(
            "choice IS NULL OR choice NOT IN (1, 5) OR example IS NOT NULL",
            name=op.f("ck_peer_mark_ends_have_example"),
        ),
        sa.ForeignKeyConstraint(["asked_id"], ["peer_asked.id"], name=op.f("fk_peer_mark_asked_id_peer_asked")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_peer_mark")),
        sa.UniqueConstraint("asked_id", "item", name=op.f("uq_peer_mark_asked_id_item")),
    )


def downgrade() -> None:
    """Forget them."""
    op.drop_table("peer_mark")
    op.drop_table("peer_asked")
    op.drop_index("uq_peer_round_open", table_name="peer_round")
    op.drop_table("peer_round")
