"""Reading planned visits."""

from collections.abc import Collection
from datetime import date, timedelta
from functools import cache

from sqlalchemy import Select, bindparam, or_, select
from sqlalchemy.orm import joinedload

from kamacademy.competency.queries import competencies_in, framework_in
from kamacademy.content.queries import library
from kamacademy.db import db
from kamacademy.development.models import Action, Plan
from kamacademy.development.plan import State
from kamacademy.guide.activity import Activity
from kamacademy.guide.queries import activities_in
from kamacademy.guide.rights import open_competencies
from kamacademy.people.models import CoachingRelation, Person
from kamacademy.visit.focus import FocusOption, focus_options
from kamacademy.visit.models import PlannedVisit
from kamacademy.visit.rules import DAYS_SHOWN_AHEAD

VISITS_SHOWN = 50


def visit(visit_id: int) -> PlannedVisit:
    """A planned visit with its two people, or 404; a cancelled one too."""
    found: PlannedVisit = db.one_or_404(
        select(PlannedVisit).where(PlannedVisit.id == visit_id).options(joinedload(PlannedVisit.made_by))
    )
    return found


@cache
def ahead() -> Select[PlannedVisit]:
    """Visits of the `person`, as learner or as coach, from the day `first` to the day `last`, soonest first.

    Without cancelled ones, and only while coach and learner belong together and both are active on the first day.
    """
    together = (
        select(CoachingRelation.id)
        .where(
            CoachingRelation.learner_id == PlannedVisit.learner_id,
            CoachingRelation.coach_id == PlannedVisit.coach_id,
            CoachingRelation.starts_on <= bindparam("first"),
            or_(CoachingRelation.ends_on.is_(None), CoachingRelation.ends_on >= bindparam("first")),
        )
        .exists()
    )
    return (
        select(PlannedVisit)
        .where(
            or_(PlannedVisit.learner_id == bindparam("person"), PlannedVisit.coach_id == bindparam("person")),
            PlannedVisit.planned_on.between(bindparam("first"), bindparam("last")),
            PlannedVisit.cancelled_at.is_(None),
            PlannedVisit.learner.has(Person.deactivated_at.is_(None)),
            together,
        )
        .order_by(PlannedVisit.planned_on, PlannedVisit.begins.nulls_last(), PlannedVisit.id)
    )


def visits_ahead(person: Person, today: date, days: int = DAYS_SHOWN_AHEAD) -> list[PlannedVisit]:
    """A person's visits of today and the days ahead, as learner or as coach, soonest first. One statement."""
    given = {"person": person.id, "first": today, "last": today + timedelta(days=days)}
    return list(db.session.scalars(ahead(), given))


def visits_of(learner: Person, limit: int = VISITS_SHOWN) -> list[PlannedVisit]:
    """A learner's planned visits, cancelled ones too, newest day first."""
    query = select(PlannedVisit).where(PlannedVisit.learner_id == learner.id)
    newest = query.order_by(PlannedVisit.planned_on.desc(), PlannedVisit.id.desc()).limit(limit)
    return list(db.session.scalars(newest))


def same_visit(
    learner: Person, coach: Person, planned_on: date, begins: str | None, activity: Activity
) -> PlannedVisit | None:
    """The visit that these two have planned already for that day, hour and activity, or None."""
    return db.session.scalar(
        select(PlannedVisit)
        .where(
            PlannedVisit.learner_id == learner.id,
            PlannedVisit.coach_id == coach.id,
            PlannedVisit.planned_on == planned_on,
            PlannedVisit.begins.is_(None) if begins is None else PlannedVisit.begins == begins,
            PlannedVisit.activity == activity.value,
            PlannedVisit.cancelled_at.is_(None),
        )
        .limit(1)
    )


@cache
def planned_indicators() -> Select[str]:
    """The indicators of the open actions of the `learner`'s running plan, soonest due first."""
    return (
        select(Action.indicator)
        .join(Plan, Plan.id == Action.plan_id)
        .where(Plan.learner_id == bindparam("learner"), Plan.closed_at.is_(None), Action.state == State.OPEN.value)
        .order_by(Action.due_on, Action.id)
    )


def focus_of_plan(learner: Person) -> list[str]:
    """The indicators that the learner's open plan actions are about, soonest due first, each once."""
    return list(dict.fromkeys(db.session.scalars(planned_indicators(), {"learner": learner.id})))


def focus_for(learner: Person, coach: Person, activity: Activity) -> tuple[FocusOption, ...]:
    """What a visit may look at: shown by the activity and open to the coach; those of the plan first."""
    release = library()
    return focus_options(
        activities_in(release).of(activity),
        competencies_in(release),
        open_to_coach=open_competencies(framework_in(release), learner.job_role, coach.job_role),
        in_plan=focus_of_plan(learner),
    )


def activities_to_plan(wanted: Collection[str] = ()) -> set[str]:
    """The activities that can be planned as a visit: all but simulations; only those that show a wanted indicator.

    Where none shows one, all of them.
    """
    guide = activities_in(library())
    real = [guide.of(one) for one in Activity if not guide.of(one).is_simulation]
    fitting = {one.code for one in real if set(one.indicator_ids) & set(wanted)}
    return fitting or {one.code for one in real}
