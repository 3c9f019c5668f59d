"""From a plan to an agreed order: drawn once, kept for good."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from kamacademy.db import WrittenOnce, db
from kamacademy.kpi.periods import add_months
from kamacademy.people.job_roles import JobRole
from kamacademy.records.models import AuditEvent
from kamacademy.rollout import operations, queries
from kamacademy.rollout.agreed import Placed
from kamacademy.rollout.forecast import forecast_from
from kamacademy.rollout.models import Rollout
from kamacademy.rollout.operations import draw_order, plan_given, plan_rollout
from kamacademy.rollout.rules import RolloutRule
from tests.rollout.plans import FIRST, KPI, SUBJECT, planned, readings, teams
from tests.world import NOW, World

SEED = "00112233445566778899aabbccddeeff"
OTHER = "ffeeddccbbaa99887766554433221100"


def placed(rollout: Rollout) -> list[Placed]:
    """The teams as the page has them."""
    return [
        Placed(one.team_id, one.team.name, one.people, one.step, one.begins, one.block)
        for one in queries.teams_in(rollout.id)
    ]


def acts(rollout: Rollout) -> list[str]:
    """What the audit trail says of it."""
    return list(
        db.session.scalars(
            select(AuditEvent.act)
            .where(AuditEvent.subject_type == "rollout", AuditEvent.subject_id == rollout.id)
            .order_by(AuditEvent.id)
        )
    )


def test_a_plan_has_no_order_before_the_lot_and_one_after_it(world: World) -> None:
    some = teams(world, 6)
    rollout = planned(world, some, steps=3)
    assert (rollout.is_agreed, rollout.seed, queries.begins_of(rollout.id)) == (False, None, {})
    draw_order(rollout, SEED, rollout.made_by, NOW)
    begins = queries.begins_of(rollout.id)
    assert set(begins) == {one.id for one in some}
    assert set(begins.values()) == {add_months(FIRST, 2 * step) for step in range(3)}
    assert (rollout.is_agreed, rollout.seed, rollout.drawn_at) == (True, SEED, NOW)
    assert set(queries.blocks_of(rollout.id).values()) == {1, 2}
    assert acts(rollout) == ["rollout.planned", "rollout.drawn"]


def test_anybody_can_draw_the_order_again_from_the_seed(world: World) -> None:
    rollout = planned(world, teams(world, 8))
    draw_order(rollout, SEED, rollout.made_by, NOW)
    assert operations.is_drawn_again(SEED, placed(rollout), rollout.steps)
    assert not operations.is_drawn_again(OTHER, placed(rollout), rollout.steps)


def test_who_joins_a_team_later_does_not_change_the_draw(world: World) -> None:
    some = teams(world, 8)
    rollout = planned(world, some)
    draw_order(rollout, SEED, rollout.made_by, NOW)
    for _ in range(9):
        world.person(team=some[0].name)
    assert operations.is_drawn_again(SEED, placed(rollout), rollout.steps)


def test_the_lot_is_drawn_again_only_with_a_reason_and_both_stay(world: World) -> None:
    rollout = planned(world, teams(world, 8))
    draw_order(rollout, SEED, rollout.made_by, NOW)
    with pytest.raises(RolloutRule, match="Say why") as broken:
        draw_order(rollout, OTHER, rollout.made_by, NOW)
    assert broken.value.field == "reason"
    assert rollout.seed == SEED
    draw_order(rollout, OTHER, rollout.made_by, NOW + timedelta(days=1), "Two teams were merged")
    assert [(one.seed, one.reason) for one in queries.draws_of(rollout.id)] == [
        (OTHER, "Two teams were merged"), (SEED, None),
    ]  # fmt: skip
    assert operations.is_drawn_again(OTHER, placed(rollout), rollout.steps)
    assert acts(rollout)[-1] == "rollout.redrawn"


def test_a_lot_is_written_once(world: World) -> None:
    rollout = planned(world, teams(world, 8))
    draw_order(rollout, SEED, rollout.made_by, NOW)
    queries.draws_of(rollout.id)[0].seed = OTHER
    with pytest.raises(WrittenOnce):
        db.session.flush()
    db.session.rollback()


@pytest.mark.parametrize("was_drawn", [True, False])
def test_from_the_first_start_on_nothing_is_drawn(world: World, was_drawn: bool) -> None:
    rollout = planned(world, teams(world, 8))
    if was_drawn:
        draw_order(rollout, SEED, rollout.made_by, NOW)
    begun = datetime(FIRST.year, FIRST.month, FIRST.day, tzinfo=UTC)
    assert operations.may_be_drawn(rollout, begun.date() - timedelta(days=1))
    assert not operations.may_be_drawn(rollout, begun.date())
    with pytest.raises(RolloutRule, match="The first teams began in Jan 2027"):
        draw_order(rollout, OTHER, rollout.made_by, begun, "A good reason")
    assert rollout.seed == (SEED if was_drawn else None)


def test_the_noise_is_that_of_the_readings_before_the_first_month(world: World) -> None:
    some = teams(world, 6)
    shares = [[40.0 + 3 * ((team * 7 + month * 5) % 4) for month in range(8)] for team in range(6)]
    readings(world, some, shares)
    found = forecast_from(planned(world, some, steps=3, assumed=None).forecast or {})
    assert (found.periods, found.history_teams, found.is_assumed) == (8, 6, False)
    import numpy as np

    from kamacademy.effect.rollout import noise

    wanted = noise(np.array(shares))
    assert found.sd == pytest.approx(wanted.sd)
    assert found.smallest is not None


def test_readings_from_the_first_month_on_say_nothing(world: World) -> None:
    some = teams(world, 6)
    readings(world, some, [[50.0 + team + month for month in range(8)] for team in range(6)], add_months(FIRST, 9))
    found = forecast_from(planned(world, some, steps=3, assumed=None).forecast or {})
    assert (found.periods, found.smallest) == (0, None)


def test_drawing_works_the_forecast_out_for_the_very_order(world: World) -> None:
    from kamacademy.rollout.drawing import foresee, order_from

    some = teams(world, 9, people=1)
    rollout = planned(world, some, steps=4, apart=1)
    before = rollout.forecast
    draw_order(rollout, SEED, rollout.made_by, NOW)
    sizes = [one.people for one in queries.teams_in(rollout.id)]
    drawn = [one.step for one in order_from(SEED, sizes, 4)]
    assert forecast_from(rollout.forecast or {}) == foresee(sizes, 4, 1, {}, (4.0, 0.5), drawn)
    assert rollout.forecast != before


def test_given_months_are_kept_without_a_lot(world: World) -> None:
    some = teams(world, 4)
    months = [date(2026, 3, 1), date(2026, 5, 1), date(2026, 5, 1), date(2026, 9, 1)]
    begins = {team.id: month for team, month in zip(some, months, strict=True)}
    rollout = plan_given("As it was", SUBJECT, KPI, begins, by=world.learning_team(), at=NOW)
    assert queries.begins_of(rollout.id) == begins
    assert (rollout.steps, rollout.step_months, rollout.seed, rollout.forecast) == (3, 0, None, None)
    assert rollout.is_agreed
    with pytest.raises(RolloutRule, match="were given"):
        draw_order(rollout, SEED, rollout.made_by, NOW)


def test_an_archived_one_is_read_and_gives_its_teams_free(world: World) -> None:
    some = teams(world, 8)
    rollout = planned(world, some)
    with pytest.raises(RolloutRule, match=r"North 01 begins by the roll-out “Formulary plans” already"):
        planned(world, some, name="Once more")
    operations.archive(rollout, "Another module comes first", by=rollout.made_by, at=NOW)
    operations.archive(rollout, "Again", by=rollout.made_by, at=NOW)
    assert rollout.archived_why == "Another module comes first"
    assert acts(rollout) == ["rollout.planned", "rollout.archived"]
    with pytest.raises(RolloutRule, match="archived"):
        draw_order(rollout, SEED, rollout.made_by, NOW)
    again = planned(world, some, name="Once more")
    assert queries.rollouts_of(SUBJECT) == [again]
    assert [one.rollout for one in queries.listed()] == [again, rollout]


@pytest.mark.parametrize(
    ("change", "words", "field"),
    [
        ({"subject": "module:m99"}, "of the present release", "subject"),
        ({"subject": "m07"}, "of the present release", "subject"),
        ({"kpi": "K25"}, "kept for people or teams", "kpi"),
        ({"kpi": "K99"}, "kept for people or teams", "kpi"),
        ({"steps": 1}, "2 to 12 steps", "steps"),
        ({"steps": 7}, "need at least 7 teams", "teams"),
        ({"step_months": 0}, "1 to 12 months", "step_months"),
        ({"kpi": "K04", "step_months": 2}, "one figure a quarter: leave 3 months", "step_months"),
        ({"kpi": "K04", "step_months": 3, "first_month": date(2027, 2, 1)}, "first month of one", "first_month"),
        ({"first_month": date(2026, 11, 1)}, "has not begun", "first_month"),
    ],
)
def test_what_cannot_be_planned_is_said(world: World, change: dict[str, object], words: str, field: str) -> None:
    some = teams(world, 6)
    asked: dict[str, object] = {
        "name": "Plans", "subject": SUBJECT, "kpi": KPI, "team_ids": [one.id for one in some], "first_month": FIRST,
        "step_months": 2, "steps": 3, **change,
    }  # fmt: skip
    with pytest.raises(RolloutRule, match=words) as broken:
        plan_rollout(**asked, by=world.learning_team(), at=NOW)  # type: ignore[arg-type]  # changed by the table
    assert broken.value.field == field
    assert db.session.scalars(select(Rollout)).all() == []


def test_a_team_in_which_nobody_carries_the_kpi_is_left_out_by_name(world: World) -> None:
    some = teams(world, 5)
    world.person(team="Medical", job_role=JobRole.MSL)
    medical = next(one for one in queries.teams_to_choose() if one.name == "Medical")
    with pytest.raises(RolloutRule, match="Nobody in Medical carries K01"):
        plan_rollout(
            "Plans",
            SUBJECT,
            KPI,
            [*(one.id for one in some), medical.id],
            FIRST,
            2,
            3,
            by=world.learning_team(),
            at=NOW,
        )


def test_given_months_must_differ_and_suit_the_kpi(world: World) -> None:
    some = teams(world, 3)
    team = world.learning_team()
    with pytest.raises(RolloutRule, match="at least two different months"):
        plan_given("P", SUBJECT, KPI, {one.id: FIRST for one in some}, by=team, at=NOW)
    begins = {one.id: add_months(FIRST, number) for number, one in enumerate(some)}
    with pytest.raises(RolloutRule, match="first month of one"):
        plan_given("P", SUBJECT, "K04", begins, by=team, at=NOW)
