"""Closing a plan."""

from datetime import datetime

from kamacademy.competency.estimation import RULE
from kamacademy.content.library import Library
from kamacademy.db import db
from kamacademy.development.models import Plan
from kamacademy.development.operations import count_open, hold_plan, tell
from kamacademy.development.plan import State
from kamacademy.development.rules import StillOpen
from kamacademy.people.models import Person
from kamacademy.plan import queries
from kamacademy.plan.models import PlanSnapshot
from kamacademy.plan.snapshot import frozen
from kamacademy.records.operations import note
from kamacademy.reviewing.queries import waiting_review


def close(plan: Plan, *, by: Person, at: datetime, library: Library) -> Plan:
    """The plan as history, frozen as it is shown on its last day. What is still proposed is dropped with it.

    Raises StillOpen, PlanClosed.
    """
    plan = hold_plan(plan)
    if count_open(plan):
        raise StillOpen(count_open(plan))
    for one in plan.actions:
        if one.state == State.PROPOSED:
            one.state = State.DROPPED
            tell(plan, "dropped", by=by, at=at, action=one, reason="The plan was closed.")
    waiting = waiting_review(plan.id)
    if waiting is not None:
        db.session.delete(waiting)
    plan.closed_at, plan.review_due_on = at, None
    tell(plan, "closed", by=by, at=at)
    db.session.flush()
    kept = frozen(queries.kept_plan(plan, at.date(), library, closed_by=by.name))
    db.session.add(PlanSnapshot(plan_id=plan.id, taken_at=at, rule=RULE, content=kept))
    note("development.closed", by=by.id, at=at, subject=("plan", plan.id))
    return plan
