"""observations made on a device, of a planned visit, and own views given beforehand."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from kamacademy.db import UtcDateTime

revision: str = "0011"
down_revision: str | None = "0010"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

ADDED = (
    "planned_visit_id", "proposition_fit", "edition", "device_key", "device_at", "conflict_of_id", "amended_at",
)  # fmt: skip


def upgrade() -> None:
    """What a phone knows of an observation, the learner's view before the note, and what arrived when."""
    with op.batch_alter_table("observation") as batch_op:
        batch_op.add_column(sa.Column("planned_visit_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("proposition_fit", sa.String(length=10), nullable=True))
        batch_op.add_column(sa.Column("edition", sa.Integer(), server_default=sa.text("1"), nullable=False))
        batch_op.add_column(sa.Column("device_key", sa.String(length=36), nullable=True))
        batch_op.add_column(sa.Column("device_at", UtcDateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("conflict_of_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("amended_at", UtcDateTime(timezone=True), nullable=True))
        batch_op.create_unique_constraint(op.f("uq_observation_device_key"), ["device_key"])
        batch_op.create_index(op.f("ix_observation_planned_visit_id"), ["planned_visit_id"])
        batch_op.create_index(op.f("ix_observation_conflict_of_id"), ["conflict_of_id"])
        batch_op.create_foreign_key(
            op.f("fk_observation_planned_visit_id_planned_visit"), "planned_visit", ["planned_visit_id"], ["id"]
        )
        batch_op.create_foreign_key(
            op.f("fk_observation_conflict_of_id_observation"), "observation", ["conflict_of_id"], ["id"]
        )
    op.create_table(
        "own_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("coach_id", sa.Integer(), nullable=False),
        sa.Column("planned_visit_id", sa.Integer(), nullable=True),
        sa.Column("observation_id", sa.Integer(), nullable=True),
        sa.Column("viewed_on", sa.Date(), nullable=False),
        sa.Column("levels", sa.JSON(), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("given_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("device_key", sa.String(length=36), nullable=True),
        sa.Column("device_at", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["learner_id"], ["person.id"], name=op.f("fk_own_view_learner_id_person")),
        sa.ForeignKeyConstraint(["coach_id"], ["person.id"], name=op.f("fk_own_view_coach_id_person")),
        sa.ForeignKeyConstraint(
            ["planned_visit_id"], ["planned_visit.id"], name=op.f("fk_own_view_planned_visit_id_planned_visit")
        ),
        sa.ForeignKeyConstraint(
            ["observation_id"], ["observation.id"], name=op.f("fk_own_view_observation_id_observation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_view")),
        sa.UniqueConstraint("device_key", name=op.f("uq_own_view_device_key")),
        sa.UniqueConstraint("observation_id", name=op.f("uq_own_view_observation_id")),
        sa.UniqueConstraint("planned_visit_id", name=op.f("uq_own_view_planned_visit_id")),
    )
    op.create_index(
        op.f("ix_own_view_learner_id_coach_id_viewed_on"), "own_view", ["learner_id", "coach_id", "viewed_on"]
    )
    op.create_table(
        "arrival",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("device_key", sa.String(length=36), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("device_edition", sa.Integer(), nullable=False),
        sa.Column("device", sa.String(length=64), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("observation_id", sa.Integer(), nullable=True),
        sa.Column("own_view_id", sa.Integer(), nullable=True),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("device_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_arrival_person_id_person")),
        sa.ForeignKeyConstraint(
            ["observation_id"], ["observation.id"], name=op.f("fk_arrival_observation_id_observation")
        ),
        sa.ForeignKeyConstraint(["own_view_id"], ["own_view.id"], name=op.f("fk_arrival_own_view_id_own_view")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_arrival")),
        sa.UniqueConstraint("device_key", "digest", name=op.f("uq_arrival_device_key_digest")),
    )
    op.create_index(op.f("ix_arrival_person_id"), "arrival", ["person_id"])


def downgrade() -> None:
    """Forget it."""
    op.drop_table("arrival")
    op.drop_table("own_view")
    with op.batch_alter_table("observation") as batch_op:
        batch_op.drop_constraint(op.f("fk_observation_planned_visit_id_planned_visit"), type_="foreignkey")
        batch_op.drop_constraint(op.f("fk_observation_conflict_of_id_observation"), type_="foreignkey")
        batch_op.drop_constraint(op.f("uq_observation_device_key"), type_="unique")
        batch_op.drop_index(op.f("ix_observation_planned_visit_id"))
        batch_op.drop_index(op.f("ix_observation_conflict_of_id"))
        for name in ADDED:
            batch_op.drop_column(name)
