"""Visits with two observers by one call, made through the operations that the pages use."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count

from sqlalchemy import select

from kamacademy.coaching import operations as coaching
from kamacademy.coaching.models import Observation
from kamacademy.competency.evidence import Context
from kamacademy.content.queries import current_release_id
from kamacademy.db import db
from kamacademy.guide.activity import Activity
from kamacademy.pairing import operations
from kamacademy.pairing.given import Given
from kamacademy.pairing.lot import is_drawn
from kamacademy.pairing.models import Pair
from kamacademy.people.job_roles import JobRole
from kamacademy.people.models import Person
from kamacademy.visit.models import PlannedVisit
from tests.intake.planned import planned
from tests.world import NOW, TODAY, World

DAY = timedelta(days=1)
FOCUS = ("C03a", "C09a")


@dataclass
class Three:
    """The learner, the coach and a colleague who may come along."""

    learner: Person
    coach: Person
    second: Person


def three(world: World, *, learner_role: JobRole = JobRole.SK) -> Three:
    """Three people who belong to one visit."""
    coach = world.coach("Mads Holm")
    return Three(world.learner("Lena Ek", coach=coach, job_role=learner_role), coach, world.coach("Kim Berg"))


def asked(of: Three, *, on: date = TODAY + 5 * DAY, focus: tuple[str, ...] = FOCUS, **changed: object) -> Pair:
    """A pair whose second observer is not chosen yet."""
    visit = planned(of.learner, of.coach, planned_on=on, focus=list(focus), **changed)
    return operations.draw(visit, at=NOW)


def chosen(of: Three, *, on: date = TODAY, focus: tuple[str, ...] = FOCUS, at: datetime | None = None) -> Pair:
    """A pair whose second observer comes along."""
    pair = asked(of, on=on, focus=focus)
    operations.choose(pair, of.second.id, at=at or NOW - max(TODAY - on, timedelta()))
    return pair


def given(levels: Mapping[str, int | None]) -> list[Given]:
    """What a second observer gives."""
    return [Given(one, level, f"Second line of {one}") for one, level in levels.items()]


def rated(pair: Pair, levels: Mapping[str, int | None], *, at: datetime = NOW) -> Pair:
    """The second rating is in."""
    operations.rate(pair, given(levels), at=at)
    return pair


def drafted(
    visit: PlannedVisit, levels: Mapping[str, int | None], *, names_visit: bool = True, at: datetime = NOW
) -> Observation:
    """The coach's draft of a visit, with everything rated."""
    made = coaching.begin(
        visit.learner, visit.coach, activity=Activity(visit.activity), complexity=Context.USUAL,
        observed_on=visit.planned_on, indicators=list(levels), release_id=current_release_id(),
        planned_visit=visit if names_visit else None, at=at,
    )  # fmt: skip
    for indicator, level in levels.items():
        coaching.rate(made, indicator, level=level, evidence_line=f"First line of {indicator}", at=at)
    return made


def noted(
    visit: PlannedVisit, levels: Mapping[str, int | None], *, names_visit: bool = True, at: datetime = NOW
) -> Observation:
    """The coach's shared note of a visit."""
    return coaching.share(drafted(visit, levels, names_visit=names_visit, at=at), at=at, today=at.date())


def both_in(of: Three, first: Mapping[str, int | None], second: Mapping[str, int | None]) -> Pair:
    """A pair of today in which the note is shared and the second has rated after it."""
    pair = chosen(of, focus=tuple(second))
    noted(pair.visit, first)
    return rated(pair, second)


def seed_that(*, draws: PlannedVisit | None = None, draws_not: PlannedVisit | None = None) -> int:
    """A seed by which one visit is drawn, or another is not."""
    return next(
        seed
        for seed in count(1)
        if (draws is None or is_drawn(seed, draws.id)) and (draws_not is None or not is_drawn(seed, draws_not.id))
    )


def pairs() -> list[Pair]:
    """Every pair, oldest first."""
    return list(db.session.scalars(select(Pair).order_by(Pair.id)))
