"""versions of notes, what is said about them, the pulse, and notes opened to a later coach."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from kamacademy.db import UtcDateTime

revision: str = "0013"
down_revision: str | None = "0012"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

MOMENT = UtcDateTime(timezone=True)


def key(name: str, *, nullable: bool = False) -> sa.Column[int]:
    """A column of keys."""
    return sa.Column(name, sa.Integer(), nullable=nullable)


def points_at(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    """A foreign key, named by the convention."""
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def upgrade() -> None:
    """What follows a shared note."""
    make_versions()
    make_messages()
    make_pulses()
    make_grants()


def make_versions() -> None:
    """Notes as they were before a change."""
    op.create_table(
        "observation_version",
        key("id"),
        key("observation_id"),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        key("by_id"),
        sa.Column("at", MOMENT, nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_observation_version_number_range")),
        points_at("observation_version", "observation_id", "observation"),
        points_at("observation_version", "by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observation_version")),
        sa.UniqueConstraint("observation_id", "number", name=op.f("uq_observation_version_observation_id_number")),
    )


def make_messages() -> None:
    """Answers, disputes and replies."""
    op.create_table(
        "note_message",
        key("id"),
        key("observation_id"),
        key("opener_id", nullable=True),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        key("by_id"),
        sa.Column("at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "kind IN ('answer', 'dispute', 'reply', 'settled')", name=op.f("ck_note_message_kind_known")
        ),
        sa.CheckConstraint(
            "(opener_id IS NULL) = (kind IN ('answer', 'dispute'))", name=op.f("ck_note_message_opener_fits")
        ),
        sa.CheckConstraint("words IS NOT NULL OR kind = 'settled'", name=op.f("ck_note_message_has_words")),
        points_at("note_message", "observation_id", "observation"),
        points_at("note_message", "opener_id", "note_message"),
        points_at("note_message", "by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note_message")),
    )
    op.create_index(op.f("ix_note_message_observation_id"), "note_message", ["observation_id"])
    op.create_index(
        "uq_note_message_settled",
        "note_message",
        ["opener_id"],
        unique=True,
        sqlite_where=sa.text("kind = 'settled'"),
        postgresql_where=sa.text("kind = 'settled'"),
    )


def make_pulses() -> None:
    """Two answers about the coaching."""
    op.create_table(
        "note_pulse",
        key("id"),
        key("observation_id"),
        key("learner_id"),
        key("coach_id"),
        sa.Column("was_specific", sa.Integer(), nullable=False),
        sa.Column("can_use", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.CheckConstraint("was_specific >= 1 AND was_specific <= 5", name=op.f("ck_note_pulse_was_specific_range")),
        sa.CheckConstraint("can_use >= 1 AND can_use <= 5", name=op.f("ck_note_pulse_can_use_range")),
        points_at("note_pulse", "observation_id", "observation"),
        points_at("note_pulse", "learner_id", "person"),
        points_at("note_pulse", "coach_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note_pulse")),
        sa.UniqueConstraint("observation_id", name=op.f("uq_note_pulse_observation_id")),
    )
    op.create_index(op.f("ix_note_pulse_coach_id"), "note_pulse", ["coach_id"])


def make_grants() -> None:
    """Notes opened to a later coach."""
    op.create_table(
        "note_grant",
        key("id"),
        key("observation_id"),
        key("coach_id"),
        sa.Column("granted_at", MOMENT, nullable=False),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        points_at("note_grant", "observation_id", "observation"),
        points_at("note_grant", "coach_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note_grant")),
    )
    op.create_index(op.f("ix_note_grant_coach_id"), "note_grant", ["coach_id"])
    op.create_index(
        "uq_note_grant_open",
        "note_grant",
        ["observation_id", "coach_id"],
        unique=True,
        sqlite_where=sa.text("withdrawn_at IS NULL"),
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )


def downgrade() -> None:
    """Forget it."""
    for table in ("note_grant", "note_pulse", "note_message", "observation_version"):
        op.drop_table(table)
