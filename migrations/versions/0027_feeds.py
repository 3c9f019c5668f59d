"""readings that arrive in files."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0027"
down_revision: str | None = "0026"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

STATES = "state IN ('columns', 'check', 'checked', 'take', 'taken', 'undo', 'undone', 'dropped', 'failed')"
HOLDS = sa.text("withdrawn_at IS NULL AND supersedes_id IS NOT NULL")


def moment(name: str) -> "sa.Column[sa.DateTime]":
    """A moment that may not have come yet."""
    return sa.Column(name, sa.DateTime(timezone=True), nullable=True)


def upgrade() -> None:
    """Sources, runs, what waits to be taken over; a reading names its run and can be withdrawn with it."""
    op.create_table(
        "feed_source",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("headings", sa.JSON(), nullable=False),
        sa.Column("decimals", sa.String(length=5), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed_source")),
        sa.UniqueConstraint("name", name=op.f("uq_feed_source_name")),
    )
    create_runs()
    create_staged()
    op.create_table(
        "feed_problem",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("column", sa.String(length=60), nullable=False),
        sa.Column("given", sa.String(length=80), nullable=False),
        sa.Column("words", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["feed_run.id"], name=op.f("fk_feed_problem_run_id_feed_run")),
        sa.PrimaryKeyConstraint("run_id", "place", name=op.f("pk_feed_problem")),
    )
    with op.batch_alter_table("reading") as batch_op:
        batch_op.add_column(sa.Column("feed_run_id", sa.Integer(), nullable=True))
        batch_op.add_column(moment("withdrawn_at"))
        batch_op.add_column(sa.Column("is_arriving", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.create_foreign_key(batch_op.f("fk_reading_feed_run_id_feed_run"), "feed_run", ["feed_run_id"], ["id"])
        batch_op.drop_constraint(batch_op.f("uq_reading_supersedes_id"), type_="unique")
    op.create_index(op.f("ix_reading_feed_run_id"), "reading", ["feed_run_id"])
    op.create_index(
        op.f("ix_reading_supersedes_id"), "reading", ["supersedes_id"], unique=True, sqlite_where=HOLDS,
        postgresql_where=HOLDS,
    )  # fmt: skip


def create_runs() -> None:
    """The table of runs."""
    op.create_table(
        "feed_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("file", sa.String(length=60), nullable=True),
        moment("expires_at"),
        sa.Column("letters", sa.String(length=12), nullable=False),
        sa.Column("is_sure", sa.Boolean(), nullable=False),
        sa.Column("delimiter", sa.String(length=1), nullable=False),
        sa.Column("is_workbook", sa.Boolean(), nullable=False),
        sa.Column("header", sa.JSON(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("decimals", sa.String(length=5), nullable=True),
        sa.Column("question", sa.String(length=300), nullable=True),
        moment("begun_at"),
        moment("alive_at"),
        sa.Column("made", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        moment("checked_at"),
        sa.Column("checked_to", sa.Integer(), nullable=True),
        sa.Column("release_id", sa.Integer(), nullable=True),
        sa.Column("new", sa.Integer(), nullable=False),
        sa.Column("corrected", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("problems", sa.Integer(), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=True),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        moment("confirmed_at"),
        moment("taken_at"),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        moment("undone_at"),
        sa.Column("undone_why", sa.String(length=300), nullable=True),
        sa.Column("withdrawn", sa.Integer(), nullable=False),
        sa.CheckConstraint(STATES, name=op.f("ck_feed_run_state_known")),
        sa.ForeignKeyConstraint(["source_id"], ["feed_source.id"], name=op.f("fk_feed_run_source_id_feed_source")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_feed_run_person_id_person")),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_feed_run_release_id_release")),
        sa.ForeignKeyConstraint(["confirmed_by_id"], ["person.id"], name=op.f("fk_feed_run_confirmed_by_id_person")),
        sa.ForeignKeyConstraint(["undone_by_id"], ["person.id"], name=op.f("fk_feed_run_undone_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed_run")),
    )
    op.create_index(op.f("ix_feed_run_sha256"), "feed_run", ["sha256"])
    op.create_index(op.f("ix_feed_run_state_alive_at"), "feed_run", ["state", "alive_at"])


def create_staged() -> None:
    """The table in which the rows of a file wait."""
    op.create_table(
        "staged_reading",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=True),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("programme", sa.String(length=60), nullable=True),
        sa.Column("kpi", sa.String(length=3), nullable=False),
        sa.Column("kpi_revision_id", sa.Integer(), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("numerator", sa.Numeric(precision=12, scale=2, asdecimal=False), nullable=True),
        sa.Column("denominator", sa.Integer(), nullable=True),
        sa.Column("value", sa.Numeric(precision=12, scale=3, asdecimal=False), nullable=True),
        sa.Column("n", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("seen_on", sa.Date(), nullable=True),
        sa.Column("seen_by", sa.String(length=120), nullable=True),
        sa.Column("there_id", sa.Integer(), nullable=True),
        sa.Column("is_unchanged", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["feed_run.id"], name=op.f("fk_staged_reading_run_id_feed_run")),
        sa.PrimaryKeyConstraint("run_id", "row", name=op.f("pk_staged_reading")),
    )
    op.create_index(
        "ix_staged_reading_series",
        "staged_reading",
        ["run_id", "kpi", "learner_id", "team_id", "programme", "period_start", "row"],
    )


def downgrade() -> None:
    """Runs and what they withdrew are forgotten; what they brought stays."""
    op.execute("UPDATE reading SET supersedes_id = NULL WHERE withdrawn_at IS NOT NULL")
    op.execute("DELETE FROM reading WHERE withdrawn_at IS NOT NULL")
    op.drop_index(op.f("ix_reading_supersedes_id"), "reading")
    op.drop_index(op.f("ix_reading_feed_run_id"), "reading")
    with op.batch_alter_table("reading") as batch_op:
        batch_op.create_unique_constraint(batch_op.f("uq_reading_supersedes_id"), ["supersedes_id"])
        batch_op.drop_constraint(batch_op.f("fk_reading_feed_run_id_feed_run"), type_="foreignkey")
        batch_op.drop_column("is_arriving")
        batch_op.drop_column("withdrawn_at")
        batch_op.drop_column("feed_run_id")
    for table in ("feed_problem", "staged_reading", "feed_run", "feed_source"):
        op.drop_table(table)
