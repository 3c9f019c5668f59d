"""sittings of many kinds."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

import kamacademy.db

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

MOMENT = kamacademy.db.UtcDateTime(timezone=True)


def upgrade() -> None:
    """New tables, wider sittings, and every answer so far as a question of its sitting."""
    make_cut_score()
    widen_sitting()
    make_sitting_item()
    make_time_allowance()
    make_corrections()
    move_answers(op.get_bind())
    op.drop_table("sitting_answer")
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.alter_column("score", existing_type=sa.Integer(), type_=sa.Double(), existing_nullable=True)
        batch_op.alter_column("score_max", existing_type=sa.Integer(), type_=sa.Double(), existing_nullable=True)
        batch_op.add_column(sa.Column("valid_until", sa.Date(), nullable=True))


def make_cut_score() -> None:
    """Pass marks set by a method."""
    op.create_table(
        "cut_score",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("paper", sa.String(length=60), nullable=False),
        sa.Column("percent", sa.Double(), nullable=False),
        sa.Column("standard_error", sa.Double(), nullable=True),
        sa.Column("method", sa.String(length=40), nullable=False),
        sa.Column("from_release_id", sa.Integer(), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=False),
        sa.Column("set_at", MOMENT, nullable=False),
        sa.CheckConstraint("percent > 0 AND percent <= 100", name=op.f("ck_cut_score_percent_range")),
        sa.ForeignKeyConstraint(["from_release_id"], ["release.id"], name=op.f("fk_cut_score_from_release_id_release")),
        sa.ForeignKeyConstraint(["set_by_id"], ["person.id"], name=op.f("fk_cut_score_set_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cut_score")),
    )
    op.create_index(op.f("ix_cut_score_paper"), "cut_score", ["paper"])


def widen_sitting() -> None:
    """What decides is kept with the sitting; old sittings get what held for them."""
    with op.batch_alter_table("sitting", schema=None) as batch_op:
        batch_op.add_column(sa.Column("purpose", sa.String(length=10), nullable=False, server_default="check"))
        batch_op.add_column(sa.Column("time_limit_seconds", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("closes_at", MOMENT, nullable=True))
        batch_op.add_column(sa.Column("marked_at", MOMENT, nullable=True))
        batch_op.add_column(sa.Column("pass_rule", sa.String(length=20), nullable=False, server_default="compensatory"))
        batch_op.add_column(sa.Column("pass_percent", sa.Double(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("each_percent", sa.Double(), nullable=True))
        batch_op.add_column(sa.Column("points_needed", sa.Double(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("cut_score_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("valid_until", sa.Date(), nullable=True))
        batch_op.alter_column("points", existing_type=sa.Integer(), type_=sa.Double(), existing_nullable=True)
        batch_op.alter_column("points_max", existing_type=sa.Integer(), type_=sa.Double(), existing_nullable=True)
        batch_op.create_foreign_key(
            batch_op.f("fk_sitting_cut_score_id_cut_score"), "cut_score", ["cut_score_id"], ["id"]
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_sitting_points_range"), "points IS NULL OR (points >= 0 AND points <= points_max)"
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_sitting_passed_when_submitted"), "passed IS NULL OR submitted_at IS NOT NULL"
        )
        batch_op.create_index(batch_op.f("ix_sitting_closes_at"), ["closes_at"])
    with op.batch_alter_table("sitting", schema=None) as batch_op:
        for name in ("purpose", "pass_rule", "pass_percent", "points_needed"):
            batch_op.alter_column(name, server_default=None)


def make_sitting_item() -> None:
    """One row for every question of a sitting."""
    op.create_table(
        "sitting_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.String(length=60), nullable=False),
        sa.Column("case_id", sa.String(length=60), nullable=True),
        sa.Column("bank_revision_id", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.String(length=4), nullable=False),
        sa.Column("is_hard_stop", sa.Boolean(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("variant", sa.JSON(), nullable=False),
        sa.Column("key", sa.JSON(), nullable=False),
        sa.Column("points_max", sa.Double(), nullable=False),
        sa.Column("given", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("seconds", sa.Double(), nullable=True),
        sa.Column("saves", sa.Integer(), nullable=False),
        sa.Column("saved_from", sa.String(length=16), nullable=True),
        sa.Column("flagged", sa.Boolean(), nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("share", sa.Double(), nullable=True),
        sa.Column("is_right", sa.Boolean(), nullable=True),
        sa.Column("choice", sa.String(length=120), nullable=True),
        sa.Column("marked_by_id", sa.Integer(), nullable=True),
        sa.Column("marked_at", MOMENT, nullable=True),
        sa.Column("voided", sa.Boolean(), nullable=False),
        sa.Column("corrected_revision_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("share IS NULL OR (share >= -1 AND share <= 1)", name=op.f("ck_sitting_item_share_range")),
        sa.CheckConstraint("points_max > 0", name=op.f("ck_sitting_item_points_max_above_zero")),
        sa.ForeignKeyConstraint(["sitting_id"], ["sitting.id"], name=op.f("fk_sitting_item_sitting_id_sitting")),
        sa.ForeignKeyConstraint(
            ["bank_revision_id"], ["revision.id"], name=op.f("fk_sitting_item_bank_revision_id_revision")
        ),
        sa.ForeignKeyConstraint(["marked_by_id"], ["person.id"], name=op.f("fk_sitting_item_marked_by_id_person")),
        sa.ForeignKeyConstraint(
            ["corrected_revision_id"], ["revision.id"], name=op.f("fk_sitting_item_corrected_revision_id_revision")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sitting_item")),
        sa.UniqueConstraint("sitting_id", "place", name=op.f("uq_sitting_item_sitting_id_place")),
        sa.UniqueConstraint("sitting_id", "item_id", name=op.f("uq_sitting_item_sitting_id_item_id")),
    )
    op.create_index(op.f("ix_sitting_item_item_id"), "sitting_item", ["item_id"])


def make_time_allowance() -> None:
    """Extra time of persons."""
    op.create_table(
        "time_allowance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("percent_extra", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=30), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        sa.Column("entered_at", MOMENT, nullable=False),
        sa.CheckConstraint("percent_extra > 0 AND percent_extra <= 200", name=op.f("ck_time_allowance_percent_range")),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_time_allowance_ends_after_start")),
        sa.ForeignKeyConstraint(["learner_id"], ["person.id"], name=op.f("fk_time_allowance_learner_id_person")),
        sa.ForeignKeyConstraint(["entered_by_id"], ["person.id"], name=op.f("fk_time_allowance_entered_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_time_allowance")),
    )
    op.create_index(op.f("ix_time_allowance_learner_id"), "time_allowance", ["learner_id"])


def make_corrections() -> None:
    """Corrections of questions after use, and what they did to each sitting."""
    op.create_table(
        "item_correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.String(length=60), nullable=False),
        sa.Column("act", sa.String(length=10), nullable=False),
        sa.Column("bank_revision_id", sa.Integer(), nullable=False),
        sa.Column("new_revision_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["bank_revision_id"], ["revision.id"], name=op.f("fk_item_correction_bank_revision_id_revision")
        ),
        sa.ForeignKeyConstraint(
            ["new_revision_id"], ["revision.id"], name=op.f("fk_item_correction_new_revision_id_revision")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_item_correction_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_correction")),
    )
    op.create_index(op.f("ix_item_correction_item_id"), "item_correction", ["item_id"])
    op.create_table(
        "sitting_correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("correction_id", sa.Integer(), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("old_points", sa.Double(), nullable=True),
        sa.Column("old_points_max", sa.Double(), nullable=True),
        sa.Column("old_passed", sa.Boolean(), nullable=True),
        sa.Column("new_points", sa.Double(), nullable=True),
        sa.Column("new_points_max", sa.Double(), nullable=True),
        sa.Column("new_passed", sa.Boolean(), nullable=True),
        sa.Column("old_share", sa.Double(), nullable=True),
        sa.Column("new_share", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(
            ["correction_id"], ["item_correction.id"], name=op.f("fk_sitting_correction_correction_id_item_correction")
        ),
        sa.ForeignKeyConstraint(["sitting_id"], ["sitting.id"], name=op.f("fk_sitting_correction_sitting_id_sitting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sitting_correction")),
        sa.UniqueConstraint("correction_id", "sitting_id", name=op.f("uq_sitting_correction_correction_id_sitting_id")),
    )
    op.create_index(op.f("ix_sitting_correction_sitting_id"), "sitting_correction", ["sitting_id"])


def table(name: str, *columns: str) -> sa.TableClause:
    """A table as far as this migration needs it, independent of today's models."""
    moments = {"answered_at", "submitted_at", "marked_at"}
    documents = {"variant", "key", "given"}
    return sa.table(
        name,
        *(
            sa.column(one, MOMENT if one in moments else sa.JSON(none_as_null=True) if one in documents else None)
            for one in columns
        ),
    )


def move_answers(connection: sa.Connection) -> None:
    """Give every sitting so far the questions of its paper, with the answers given. Every question was single choice.

    A choice stays the option's position in the file; points stay what they were.
    """
    sitting = table(
        "sitting", "id", "paper_revision_id", "release_id", "seed", "submitted_at", "marked_at", "pass_percent",
        "points_needed",
    )  # fmt: skip
    answer = table("sitting_answer", "sitting_id", "item_id", "choice", "answered_at")
    given: dict[int, dict[str, tuple[int, Any]]] = defaultdict(dict)
    for sitting_id, item_id, choice, answered_at in connection.execute(sa.select(answer)):
        given[sitting_id][item_id] = (choice, answered_at)
    papers: dict[int, Any] = {}
    banks: dict[int, Mapping[str, tuple[int, Any]]] = {}
    rows = connection.execute(
        sa.select(
            sitting.c.id, sitting.c.paper_revision_id, sitting.c.release_id, sitting.c.seed, sitting.c.submitted_at
        )
    ).all()
    for sitting_id, paper_revision_id, release_id, seed, submitted_at in rows:
        if paper_revision_id not in papers:
            papers[paper_revision_id] = document(connection, paper_revision_id)
        if release_id not in banks:
            banks[release_id] = questions_of(connection, release_id)
        paper = papers[paper_revision_id]
        asked = [(item_id, *banks[release_id][item_id]) for item_id in paper["items"]]
        connection.execute(
            sa.update(sitting)
            .where(sitting.c.id == sitting_id)
            .values(
                pass_percent=float(paper["pass_percent"]),
                points_needed=float(-(-len(asked) * paper["pass_percent"] // 100)),
                marked_at=submitted_at,
            )
        )
        connection.execute(
            sa.insert(sitting_item()),
            [
                question(sitting_id, place, one, seed, given[sitting_id].get(one[0]), submitted_at)
                for place, one in enumerate(asked, 1)
            ],
        )


def sitting_item() -> sa.TableClause:
    """The new table as far as old sittings fill it."""
    return table(
        "sitting_item", "sitting_id", "place", "item_id", "bank_revision_id", "indicator", "is_hard_stop", "seed",
        "variant", "key", "points_max", "given", "answered_at", "saves", "flagged", "share", "is_right", "choice",
        "marked_at", "voided",
    )  # fmt: skip


def question(
    sitting_id: int,
    place: int,
    asked: tuple[str, int, Any],
    seed: int,
    answered: tuple[int, Any] | None,
    submitted_at: Any,
) -> dict[str, Any]:
    """One question of an old sitting; marked where the sitting was submitted."""
    item_id, bank_revision_id, item = asked
    right = next(number for number, option in enumerate(item["options"]) if option.get("correct"))
    choice, answered_at = answered if answered else (None, None)
    is_right = choice == right if submitted_at is not None else None
    return {
        "sitting_id": sitting_id,
        "place": place,
        "item_id": item_id,
        "bank_revision_id": bank_revision_id,
        "indicator": item["indicator"],
        "is_hard_stop": False,
        "seed": seed,
        "variant": {},
        "key": {"right": right},
        "points_max": 1.0,
        "given": None if choice is None else {"choice": choice},
        "answered_at": answered_at,
        "saves": 0 if choice is None else 1,
        "flagged": False,
        "share": None if is_right is None else float(is_right),
        "is_right": is_right,
        "choice": None if is_right is None or choice is None else "abcde"[choice],
        "marked_at": submitted_at,
        "voided": False,
    }


def document(connection: sa.Connection, revision_id: int) -> Any:
    """A published document as plain values."""
    published = table("revision", "id", "checked")
    return json.loads(
        connection.execute(sa.select(published.c.checked).where(published.c.id == revision_id)).scalar_one()
    )


def questions_of(connection: sa.Connection, release_id: int) -> dict[str, tuple[int, Any]]:
    """Every question of a release by id, with its bank's revision."""
    published, listed = (
        table("revision", "id", "kind", "checked"),
        table("release_revision", "release_id", "revision_id"),
    )
    rows = connection.execute(
        sa.select(published.c.id, published.c.checked)
        .join(listed, listed.c.revision_id == published.c.id)
        .where(listed.c.release_id == release_id, published.c.kind == "bank")
    )
    return {item["id"]: (key, item) for key, checked in rows for item in json.loads(checked)["items"]}


def downgrade() -> None:
    """Back to single choices. What only the new tables can hold is lost: other kinds, corrections, allowances, cuts.

    Points become whole again, rounded down.
    """
    op.create_table(
        "sitting_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.String(length=60), nullable=False),
        sa.Column("choice", sa.Integer(), nullable=False),
        sa.Column("answered_at", MOMENT, nullable=False),
        sa.CheckConstraint("choice >= 0", name=op.f("ck_sitting_answer_choice_range")),
        sa.ForeignKeyConstraint(["sitting_id"], ["sitting.id"], name=op.f("fk_sitting_answer_sitting_id_sitting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sitting_answer")),
        sa.UniqueConstraint("sitting_id", "item_id", name=op.f("uq_sitting_answer_sitting_id_item_id")),
    )
    connection = op.get_bind()
    asked = table("sitting_item", "id", "sitting_id", "item_id", "given", "answered_at")
    answers = [
        {"sitting_id": sitting_id, "item_id": item_id, "choice": given["choice"], "answered_at": answered_at}
        for sitting_id, item_id, given, answered_at in connection.execute(
            sa.select(asked.c.sitting_id, asked.c.item_id, asked.c.given, asked.c.answered_at).order_by(asked.c.id)
        )
        if given is not None and isinstance(given.get("choice"), int)
    ]
    if answers:
        connection.execute(
            sa.insert(table("sitting_answer", "sitting_id", "item_id", "choice", "answered_at")), answers
        )
    for name in ("sitting_correction", "item_correction", "time_allowance", "sitting_item"):
        op.drop_table(name)
    whole_numbers_again(connection)
    op.drop_table("cut_score")


def whole_numbers_again(connection: sa.Connection) -> None:
    """Sittings and evidence in whole points, without what the new rules needed."""
    for name, points, points_max in (("sitting", "points", "points_max"), ("evidence", "score", "score_max")):
        held = table(name, points, points_max)
        whole = {points: sa.func.floor(held.c[points]), points_max: sa.func.floor(held.c[points_max])}
        connection.execute(sa.update(held).where(held.c[points].is_not(None)).values(whole))
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.drop_column("valid_until")
        batch_op.alter_column("score", existing_type=sa.Double(), type_=sa.Integer(), existing_nullable=True)
        batch_op.alter_column("score_max", existing_type=sa.Double(), type_=sa.Integer(), existing_nullable=True)
    with op.batch_alter_table("sitting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sitting_closes_at"))
        batch_op.drop_constraint(batch_op.f("ck_sitting_points_range"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_sitting_passed_when_submitted"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_sitting_cut_score_id_cut_score"), type_="foreignkey")
        batch_op.alter_column("points", existing_type=sa.Double(), type_=sa.Integer(), existing_nullable=True)
        batch_op.alter_column("points_max", existing_type=sa.Double(), type_=sa.Integer(), existing_nullable=True)
        for name in (
            "purpose", "time_limit_seconds", "closes_at", "marked_at", "pass_rule", "pass_percent", "each_percent",
            "points_needed", "cut_score_id", "valid_until",
        ):  # fmt: skip
            batch_op.drop_column(name)
