"""Which planned visits are drawn, once, and which takes the place of one whose learner said no."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from kamacademy.db import db
from kamacademy.mail.models import Letter
from kamacademy.pairing import operations
from kamacademy.pairing.models import Pair, PairLot
from kamacademy.people import operations as people
from kamacademy.people.job_roles import JobRole
from kamacademy.visit import operations as visits
from kamacademy.visit.models import PlannedVisit
from tests.intake.planned import planned
from tests.pairing.pairs import DAY, FOCUS, Three, pairs, seed_that, three
from tests.world import NOW, TODAY, World


def ahead(of: Three, days: int = 5, **changed: object) -> PlannedVisit:
    """A visit planned so many days ahead."""
    return planned(of.learner, of.coach, **{"planned_on": TODAY + days * DAY, "focus": list(FOCUS)} | changed)


def draw_surely(visit: PlannedVisit) -> list[Pair]:
    """Draw with a seed by which the visit is drawn, if it may be."""
    return operations.draw_due(fresh_seed=seed_that(draws=visit), at=NOW)


def test_a_visit_in_the_lot_is_drawn_once_and_its_coach_gets_a_letter(world: World) -> None:
    of = three(world)
    visit = ahead(of)
    drawn = draw_surely(visit)
    assert [one.visit_id for one in drawn] == [visit.id]
    assert operations.draw_due(fresh_seed=1, at=NOW) == []
    assert len(pairs()) == 1
    letters = list(db.session.scalars(select(Letter)))
    assert [(one.to_person_id, one.kind) for one in letters] == [(of.coach.id, "pair-drawn")]
    assert f"/pairs/{drawn[0].id}/choose" in (letters[0].body or "")


def test_a_visit_outside_the_lot_is_not_drawn(world: World) -> None:
    visit = ahead(three(world))
    assert operations.draw_due(fresh_seed=seed_that(draws_not=visit), at=NOW) == []


def test_the_first_seed_stays(world: World) -> None:
    visit = ahead(three(world))
    operations.draw_due(fresh_seed=seed_that(draws_not=visit), at=NOW)
    # A seed by which the visit would be drawn comes too late.
    assert operations.draw_due(fresh_seed=seed_that(draws=visit), at=NOW) == []
    assert db.session.scalar(select(func.count()).select_from(PairLot)) == 1


def test_an_attestation_can_be_drawn_too(world: World) -> None:
    visit = ahead(three(world), purpose="attestation")
    assert len(draw_surely(visit)) == 1


def cancelled(of: Three) -> PlannedVisit:
    visit = ahead(of)
    visits.cancel(visit, "The customer moved it", of.coach, NOW)
    return visit


def of_somebody_else_now(world: World, of: Three) -> PlannedVisit:
    visit = ahead(of)
    people.set_coach(of.learner, world.coach(), starts_on=TODAY, by=None, at=NOW)
    return visit


def of_somebody_else_by_then(world: World, of: Three) -> PlannedVisit:
    visit = ahead(of)
    people.set_coach(of.learner, world.coach(), starts_on=TODAY + 4 * DAY, by=None, at=NOW)
    return visit


NOT_DRAWN: dict[str, Callable[[World, Three], PlannedVisit]] = {
    "tomorrow": lambda world, of: ahead(of, days=1),
    "past": lambda world, of: ahead(of, days=-3),
    "without a focus": lambda world, of: ahead(of, focus=[]),
    "cancelled": lambda world, of: cancelled(of),
    "of a former coach": of_somebody_else_now,
    "of somebody who is a former coach by then": of_somebody_else_by_then,
}


@pytest.mark.parametrize("name", NOT_DRAWN)
def test_what_cannot_be_rated_by_two_is_not_drawn(world: World, name: str) -> None:
    visit = NOT_DRAWN[name](world, three(world))
    db.session.flush()
    assert draw_surely(visit) == []


def test_a_visit_two_days_ahead_is_drawn(world: World) -> None:
    assert len(draw_surely(ahead(three(world), days=2))) == 1


def test_a_visit_to_which_nobody_may_come_is_not_drawn(world: World) -> None:
    coach = world.coach(job_role=JobRole.MSL)
    learner = world.learner(coach=coach, job_role=JobRole.MSL)
    world.coach("Only commercial")
    of = Three(learner, coach, coach)
    assert draw_surely(ahead(of, focus=["C06a"])) == []
    world.coach("Of the own function", job_role=JobRole.MSL)
    assert len(operations.draw_due(fresh_seed=1, at=NOW)) == 1


def test_when_a_learner_says_no_another_visit_of_the_same_coach_is_drawn_once(world: World) -> None:
    of = three(world)
    others = Three(world.learner(coach=of.coach), of.coach, of.second)
    strangers = Three(world.learner(coach=of.second), of.second, of.coach)
    visit, instead, same_learner, elsewhere = ahead(of), ahead(others), ahead(of, days=9), ahead(strangers)
    (declined,) = [operations.draw(visit, at=NOW)]
    operations.decline(declined, at=NOW)
    quiet = next(
        seed
        for seed in range(1, 10_000)
        if not any(operations.is_drawn(seed, one.id) for one in (instead, same_learner, elsewhere))
    )
    drawn = operations.draw_due(fresh_seed=quiet, at=NOW)
    assert [(one.visit_id, one.instead_of_id) for one in drawn] == [(instead.id, declined.id)]
    assert operations.draw_due(fresh_seed=quiet, at=NOW) == []


def test_what_is_owed_waits_for_the_next_visit_and_not_for_ever(world: World) -> None:
    of = three(world)
    declined = operations.draw(ahead(of), at=NOW)
    operations.decline(declined, at=NOW)
    others = Three(world.learner(coach=of.coach), of.coach, of.second)
    late = NOW + 96 * DAY
    later = planned(others.learner, of.coach, planned_on=TODAY + 100 * DAY, focus=list(FOCUS))
    quiet = seed_that(draws_not=later)
    assert operations.draw_due(fresh_seed=quiet, at=late) == []
    assert [one.instead_of_id for one in operations.draw_due(fresh_seed=quiet, at=late - 2 * DAY)] == [declined.id]
