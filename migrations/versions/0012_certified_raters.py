"""certified raters and consent to copy a note."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from kamacademy.db import UtcDateTime

revision: str = "0012"
down_revision: str | None = "0011"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

MOMENT = UtcDateTime(timezone=True)


def points_at(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    """A foreign key, named by the convention."""
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def upgrade() -> None:
    """Who may attest; and whether a learner agreed that a coaching note counts as an attestation."""
    op.create_table(
        "certification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("basis", sa.String(length=250), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        sa.Column("entered_at", MOMENT, nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("valid_until >= valid_from", name=op.f("ck_certification_ends_after_start")),
        points_at("certification", "person_id", "person"),
        points_at("certification", "entered_by_id", "person"),
        points_at("certification", "ended_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certification")),
    )
    op.create_index(op.f("ix_certification_person_id_valid_from"), "certification", ["person_id", "valid_from"])
    op.create_table(
        "note_copy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("observation_id", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("reason", sa.String(length=250), nullable=False),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("is_agreed", sa.Boolean(), nullable=True),
        sa.CheckConstraint("(answered_at IS NULL) = (is_agreed IS NULL)", name=op.f("ck_note_copy_answered_whole")),
        points_at("note_copy", "observation_id", "observation"),
        points_at("note_copy", "asked_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note_copy")),
        sa.UniqueConstraint("observation_id", name=op.f("uq_note_copy_observation_id")),
    )


def downgrade() -> None:
    """Forget them."""
    op.drop_table("note_copy")
    op.drop_table("certification")
