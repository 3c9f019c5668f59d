"""what people are written about, and when."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from kamacademy.db import UtcDateTime

revision: str = "0022"
down_revision: str | None = "0021"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Which letters a person does not want, and when they want others. Who refused practice letters still does."""
    op.create_table(
        "switched_off",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("since", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_switched_off_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", "kind", name=op.f("pk_switched_off")),
    )
    op.create_table(
        "letter_hours",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("time_zone", sa.String(length=64), nullable=True),
        sa.Column("quiet_from", sa.Time(), nullable=True),
        sa.Column("quiet_until", sa.Time(), nullable=True),
        sa.Column("digest_weekday", sa.Integer(), nullable=False),
        sa.CheckConstraint("(quiet_from IS NULL) = (quiet_until IS NULL)", name=op.f("ck_letter_hours_quiet_whole")),
        sa.CheckConstraint("digest_weekday BETWEEN 0 AND 6", name=op.f("ck_letter_hours_weekday_known")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_letter_hours_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_letter_hours")),
    )
    op.execute(
        "INSERT INTO switched_off (person_id, kind, since) "
        "SELECT id, 'practice', CURRENT_TIMESTAMP FROM person WHERE NOT wants_practice_letters"
    )
    with op.batch_alter_table("person") as batch_op:
        batch_op.drop_column("wants_practice_letters")


def downgrade() -> None:
    """Only whether letters about practice are wanted."""
    with op.batch_alter_table("person") as batch_op:
        batch_op.add_column(sa.Column("wants_practice_letters", sa.Boolean(), server_default=sa.true(), nullable=False))
    op.execute(
        "UPDATE person SET wants_practice_letters = false "
        "WHERE id IN (SELECT person_id FROM switched_off WHERE kind = 'practice')"
    )
    op.drop_table("letter_hours")
    op.drop_table("switched_off")
