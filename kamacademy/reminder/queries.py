"""Reading what is due in plans, and who is told of it."""

from datetime import date, datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import contains_eager

from kamacademy.access import Function
from kamacademy.db import db
from kamacademy.development.models import Action, Plan
from kamacademy.development.plan import State
from kamacademy.people.models import CoachingRelation, Person
from kamacademy.reminder.due import EARLIEST, LATEST, ActionDue, Reader, ReviewDue
from kamacademy.reviewing.models import PlanReview


def reader(person: Person) -> Reader:
    """A person as somebody who is written to."""
    return Reader(person.id, person.first_name, person.email)


def learns(person: Person) -> bool:
    """Whether a person may open the plan that they once had as a learner."""
    return Function.LEARNER in person.functions


def actions_due(at: datetime) -> list[ActionDue]:
    """Open actions of active learners that may be due, today or in a week, on the day that it is somewhere."""
    today = at.date()
    found = db.session.scalars(
        select(Action)
        .join(Action.plan)
        .join(Plan.learner)
        .where(
            Action.state == State.OPEN.value,
            Action.due_on.between(today + EARLIEST, today + LATEST),
            Plan.closed_at.is_(None),
            Person.deactivated_at.is_(None),
        )
        .options(contains_eager(Action.plan).contains_eager(Plan.learner))
        .order_by(Action.id)
    )
    return [ActionDue(one.id, one.title, one.due_on, reader(one.learner)) for one in found if learns(one.learner)]


def plans_to_review(at: datetime) -> list[Plan]:
    """Running plans of active learners whose review may be due so and is not written yet, with who coached them."""
    today = at.date()
    is_written = exists().where(PlanReview.plan_id == Plan.id, PlanReview.confirmed_at.is_(None))
    return list(
        db.session.scalars(
            select(Plan)
            .join(Plan.learner)
            .where(
                Plan.review_due_on.between(today + EARLIEST, today + LATEST),
                Plan.closed_at.is_(None),
                Person.deactivated_at.is_(None),
                ~is_written,
            )
            .options(contains_eager(Plan.learner).selectinload(Person.coached_by).joinedload(CoachingRelation.coach))
            .order_by(Plan.id)
        )
    )


def reviews_due(at: datetime) -> list[ReviewDue]:
    """Those reviews, for the learner and for who coaches the learner now."""
    return [one for plan in plans_to_review(at) for one in told_of(plan, at.date())]


def told_of(plan: Plan, today: date) -> list[ReviewDue]:
    """A plan's review as both are told of it."""
    assert plan.review_due_on is not None
    learner, due_on = plan.learner, plan.review_due_on
    found = [ReviewDue(plan.id, learner.id, None, due_on, reader(learner))] if learns(learner) else []
    relation = learner.coaching_on(today)
    if relation is not None and relation.coach.is_active and Function.COACH in relation.coach.functions:
        found.append(ReviewDue(plan.id, learner.id, learner.name, due_on, reader(relation.coach)))
    return found
