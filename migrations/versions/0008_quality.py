"""quality of items and papers, panels, signatures."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from kamacademy.db import UtcDateTime

revision: str = "0008"
down_revision: str | None = "0007"
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
    """Signatures; figures of questions and papers; panels that set pass marks, and what a pass mark rests on."""
    make_signatures()
    make_reports()
    make_panels()
    with op.batch_alter_table("cut_score") as batch_op:
        batch_op.alter_column("paper", existing_type=sa.String(length=60), type_=sa.String(length=80))
    op.create_table(
        "cut_basis",
        key("id"),
        key("cut_score_id"),
        key("panel_id", nullable=True),
        sa.Column("figures", sa.JSON(), nullable=False),
        points_at("cut_basis", "cut_score_id", "cut_score"),
        points_at("cut_basis", "panel_id", "panel"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cut_basis")),
        sa.UniqueConstraint("cut_score_id", name=op.f("uq_cut_basis_cut_score_id")),
        sa.UniqueConstraint("panel_id", name=op.f("uq_cut_basis_panel_id")),
    )


def make_signatures() -> None:
    """Who signed what."""
    op.create_table(
        "signature",
        key("id"),
        key("signer_id"),
        sa.Column("subject_type", sa.String(length=40), nullable=False),
        key("subject_id"),
        sa.Column("meaning", sa.Text(), nullable=False),
        sa.Column("algorithm", sa.String(length=40), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        points_at("signature", "signer_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signature")),
    )
    op.create_index(op.f("ix_signature_signer_id"), "signature", ["signer_id"])
    op.create_index(op.f("ix_signature_subject_type_subject_id"), "signature", ["subject_type", "subject_id"])


def make_reports() -> None:
    """Figures as they were computed, and who asked for them."""
    op.create_table(
        "quality_report",
        key("id"),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("subject", sa.String(length=60), nullable=False),
        key("revision"),
        sa.Column("computed_at", MOMENT, nullable=False),
        key("n"),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("flags", sa.JSON(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quality_report")),
        sa.UniqueConstraint("kind", "subject", "revision", name=op.f("uq_quality_report_kind_subject_revision")),
    )
    op.create_table(
        "quality_run",
        key("id"),
        key("asked_by_id", nullable=True),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("finished_at", MOMENT, nullable=True),
        points_at("quality_run", "asked_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quality_run")),
    )
    op.create_index(op.f("ix_quality_run_finished_at"), "quality_run", ["finished_at"])


def make_panels() -> None:
    """Panels, their judges and estimates."""
    op.create_table(
        "panel",
        key("id"),
        sa.Column("paper", sa.String(length=60), nullable=False),
        key("release_id"),
        sa.Column("portrait", sa.Text(), nullable=False),
        sa.Column("weights", sa.JSON(), nullable=False),
        key("opened_by_id"),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("round_one_closed_at", MOMENT, nullable=True),
        sa.Column("round_two_closed_at", MOMENT, nullable=True),
        sa.Column("set_at", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "round_two_closed_at IS NULL OR round_one_closed_at IS NOT NULL", name=op.f("ck_panel_rounds_in_order")
        ),
        sa.CheckConstraint("set_at IS NULL OR round_two_closed_at IS NOT NULL", name=op.f("ck_panel_set_after_rounds")),
        sa.CheckConstraint("set_at IS NULL OR ended_at IS NULL", name=op.f("ck_panel_one_end")),
        points_at("panel", "release_id", "release"),
        points_at("panel", "opened_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel")),
    )
    op.create_index(op.f("ix_panel_paper"), "panel", ["paper"])
    op.create_table(
        "panel_judge",
        key("id"),
        key("panel_id"),
        key("person_id"),
        sa.Column("invited_at", MOMENT, nullable=False),
        sa.Column("round_one_at", MOMENT, nullable=True),
        sa.Column("round_two_at", MOMENT, nullable=True),
        sa.Column("released_at", MOMENT, nullable=True),
        points_at("panel_judge", "panel_id", "panel"),
        points_at("panel_judge", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_judge")),
        sa.UniqueConstraint("panel_id", "person_id", name=op.f("uq_panel_judge_panel_id_person_id")),
    )
    op.create_index(op.f("ix_panel_judge_person_id"), "panel_judge", ["person_id"])
    op.create_table(
        "panel_estimate",
        key("id"),
        key("judge_id"),
        sa.Column("item_id", sa.String(length=60), nullable=False),
        key("round"),
        key("of_hundred"),
        sa.Column("given_at", MOMENT, nullable=False),
        sa.CheckConstraint("of_hundred >= 0 AND of_hundred <= 100", name=op.f("ck_panel_estimate_of_hundred_range")),
        sa.CheckConstraint("round IN (1, 2)", name=op.f("ck_panel_estimate_round_range")),
        points_at("panel_estimate", "judge_id", "panel_judge"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_estimate")),
        sa.UniqueConstraint("judge_id", "item_id", "round", name=op.f("uq_panel_estimate_judge_id_item_id_round")),
    )


def downgrade() -> None:
    """Take the tables away; pass marks stay, without what they rest on."""
    for table in (
        "cut_basis", "panel_estimate", "panel_judge", "panel", "quality_run", "quality_report", "signature",
    ):  # fmt: skip
        op.drop_table(table)
    with op.batch_alter_table("cut_score") as batch_op:
        batch_op.alter_column("paper", existing_type=sa.String(length=80), type_=sa.String(length=60))
