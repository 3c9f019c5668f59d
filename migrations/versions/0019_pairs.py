"""two ratings of one visit."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from kamacademy.db import UtcDateTime

revision: str = "0019"
down_revision: str | None = "0018"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """The seed of the lot, visits with two observers, second ratings, and words on differences."""
    op.create_table(
        "pair_lot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("made_at", UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_pair_lot_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pair_lot")),
    )
    op.create_table(
        "pair",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("drawn_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("instead_of_id", sa.Integer(), nullable=True),
        sa.Column("second_id", sa.Integer(), nullable=True),
        sa.Column("chosen_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("told_of", sa.String(length=120), nullable=True),
        sa.Column("release_id", sa.Integer(), nullable=True),
        sa.Column("declined_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("finished_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("opened_at", UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(second_id IS NULL) = (chosen_at IS NULL)", name=op.f("ck_pair_chosen_whole")),
        sa.CheckConstraint(
            "finished_at IS NULL OR (second_id IS NOT NULL AND release_id IS NOT NULL)", name=op.f("ck_pair_rated_by")
        ),
        sa.CheckConstraint("opened_at IS NULL OR finished_at IS NOT NULL", name=op.f("ck_pair_opened_after_rating")),
        sa.CheckConstraint("declined_at IS NULL OR finished_at IS NULL", name=op.f("ck_pair_declined_before_rating")),
        sa.ForeignKeyConstraint(["visit_id"], ["planned_visit.id"], name=op.f("fk_pair_visit_id_planned_visit")),
        sa.ForeignKeyConstraint(["instead_of_id"], ["pair.id"], name=op.f("fk_pair_instead_of_id_pair")),
        sa.ForeignKeyConstraint(["second_id"], ["person.id"], name=op.f("fk_pair_second_id_person")),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_pair_release_id_release")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pair")),
        sa.UniqueConstraint("visit_id", name=op.f("uq_pair_visit_id")),
        sa.UniqueConstraint("instead_of_id", name=op.f("uq_pair_instead_of_id")),
    )
    op.create_index(op.f("ix_pair_second_id"), "pair", ["second_id"])
    op.create_index(op.f("ix_pair_opened_at_finished_at"), "pair", ["opened_at", "finished_at"])
    op.create_table(
        "pair_rating",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pair_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.String(length=4), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("line", sa.String(length=400), nullable=True),
        sa.Column("first_level", sa.Integer(), nullable=True),
        sa.CheckConstraint("level IS NULL OR (level >= 1 AND level <= 5)", name=op.f("ck_pair_rating_level_range")),
        sa.CheckConstraint(
            "first_level IS NULL OR (first_level >= 1 AND first_level <= 5)",
            name=op.f("ck_pair_rating_first_level_range"),
        ),
        sa.ForeignKeyConstraint(["pair_id"], ["pair.id"], name=op.f("fk_pair_rating_pair_id_pair")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pair_rating")),
        sa.UniqueConstraint("pair_id", "indicator", name=op.f("uq_pair_rating_pair_id_indicator")),
    )
    op.create_table(
        "pair_word",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pair_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=400), nullable=False),
        sa.Column("written_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("talked_at", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["pair_id"], ["pair.id"], name=op.f("fk_pair_word_pair_id_pair")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_pair_word_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pair_word")),
        sa.UniqueConstraint("pair_id", "person_id", name=op.f("uq_pair_word_pair_id_person_id")),
    )


def downgrade() -> None:
    """Forget them."""
    op.drop_table("pair_word")
    op.drop_table("pair_rating")
    op.drop_table("pair")
    op.drop_table("pair_lot")
