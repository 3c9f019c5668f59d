"""calibration events."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from kamacademy.db import UtcDateTime

revision: str = "0018"
down_revision: str | None = "0017"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

QUARTERLY_ONLY = sa.text("kind = 'quarterly'")


def upgrade() -> None:
    """Events, the places kept for coaches, and what they gave."""
    op.create_table(
        "calibration_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=9), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("cases", sa.JSON(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("closed_at", UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('event', 'quarterly')", name=op.f("ck_calibration_event_kind_known")),
        sa.CheckConstraint("closes_on >= opens_on", name=op.f("ck_calibration_event_closes_after_opening")),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_calibration_event_made_by_id_person")),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_calibration_event_release_id_release")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calibration_event")),
    )
    op.create_index(op.f("ix_calibration_event_closed_at"), "calibration_event", ["closed_at"])
    op.create_index(
        "uq_calibration_event_quarter", "calibration_event", ["opens_on"], unique=True, sqlite_where=QUARTERLY_ONLY,
        postgresql_where=QUARTERLY_ONLY,
    )  # fmt: skip
    op.create_table(
        "calibration_seat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("cases", sa.JSON(), nullable=False),
        sa.Column("invited_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("finished_at", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"], ["calibration_event.id"], name=op.f("fk_calibration_seat_event_id_calibration_event")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_calibration_seat_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calibration_seat")),
        sa.UniqueConstraint("event_id", "person_id", name=op.f("uq_calibration_seat_event_id_person_id")),
    )
    op.create_index(op.f("ix_calibration_seat_person_id_finished_at"), "calibration_seat", ["person_id", "finished_at"])
    op.create_table(
        "case_rating",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("case", sa.String(length=60), nullable=False),
        sa.Column("indicator", sa.String(length=4), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=True),
        sa.Column("rated_at", UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("level IS NULL OR (level >= 1 AND level <= 5)", name=op.f("ck_case_rating_level_range")),
        sa.ForeignKeyConstraint(
            ["seat_id"], ["calibration_seat.id"], name=op.f("fk_case_rating_seat_id_calibration_seat")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_rating")),
        sa.UniqueConstraint("seat_id", "case", "indicator", name=op.f("uq_case_rating_seat_id_case_indicator")),
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_table("case_rating")
    op.drop_table("calibration_seat")
    op.drop_table("calibration_event")
