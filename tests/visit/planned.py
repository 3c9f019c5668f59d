"""Planned visits by one call, made through the operation that the pages use."""

from datetime import date, datetime

from kamacademy.competency.evidence import Purpose
from kamacademy.guide.activity import Activity
from kamacademy.people.models import Person
from kamacademy.visit.models import PlannedVisit
from kamacademy.visit.operations import plan
from tests.world import NOW


def planned(
    learner: Person,
    coach: Person,
    *,
    day: date = NOW.date(),
    focus: tuple[str, ...] = ("C03a",),
    activity: Activity = Activity.DISCOVERY,
    begins: str | None = None,
    by: Person | None = None,
    purpose: Purpose = Purpose.DEVELOPMENT,
    at: datetime = NOW,
) -> PlannedVisit:
    """A visit, by default a discovery meeting today, planned by the coach."""
    return plan(
        learner, coach, planned_on=day, activity=activity, focus=focus, by=by or coach, at=at, begins=begins,
        account_alias="North 11", purpose=purpose,
    )  # fmt: skip
