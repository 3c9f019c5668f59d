"""Signing a plan."""

from datetime import date, datetime

from kamacademy.agreeing import queries
from kamacademy.agreeing.agreement import MEANING, SUBJECT, Side, content_of, mark_of, may_be_signed, side_of
from kamacademy.agreeing.models import PlanAgreement
from kamacademy.db import db
from kamacademy.development.models import Action, Plan
from kamacademy.development.operations import hold_plan, open_what_fits, tell, unsettle
from kamacademy.development.plan import next_review_on
from kamacademy.development.rules import ChangedSinceRead, NothingProposed
from kamacademy.people.models import Person
from kamacademy.records.operations import note, sign


def agree(plan: Plan, *, by: Person, at: datetime, read: str | None = None) -> list[Action]:
    """The learner's or the coach's signature under the plan; what opened with it, once both have signed.

    Whoever calls has asked for the password; `read` is the mark of what the person read, where a page showed it. Both
    sign one content, which is kept. A yes by someone who no longer coaches the learner is taken as not given. Raises
    NothingProposed, ChangedSinceRead, PlanClosed.
    """
    plan = hold_plan(plan)
    forget_former_coach(plan, at.date())
    side = side_of(by.id, plan.learner_id)
    if (plan.learner_agreed_at if side is Side.LEARNER else plan.coach_agreed_at) is None:
        if not may_be_signed(plan):
            raise NothingProposed
        put_name_under(plan, side, by=by, at=at, read=read)
    return open_what_fits(plan, by=by, at=at)


def forget_former_coach(plan: Plan, today: date) -> None:
    """Take back the yes of somebody who no longer coaches the learner, while the learner's is still missing."""
    if plan.is_agreed or plan.agreed_coach is None:
        return
    if not plan.learner.is_coached_by(plan.agreed_coach, today):
        plan.coach_agreed_at = plan.agreed_coach_id = None


def put_name_under(plan: Plan, side: Side, *, by: Person, at: datetime, read: str | None) -> None:
    """Sign for one side, under what the other has signed already or under the plan as it stands."""
    agreement = queries.current_agreement(plan)
    if agreement is None:
        # A yes from before signatures were asked for stands under nothing, so it is asked again.
        unsettle(plan)
        agreement = PlanAgreement(plan_id=plan.id, made_at=at, content=content_of(plan))
    if read is not None and read != mark_of(agreement.content):
        raise ChangedSinceRead
    db.session.add(agreement)
    db.session.flush()
    sign(agreement.content, meaning=MEANING[side], subject=(SUBJECT, agreement.id), by=by.id, at=at)
    if side is Side.LEARNER:
        plan.learner_agreed_at = at
    else:
        plan.coach_agreed_at, plan.agreed_coach_id = at, by.id
    if plan.is_agreed and plan.first_agreed_on is None:
        plan.first_agreed_on, plan.review_due_on = at.date(), next_review_on(at.date())
    tell(plan, "agreed", by=by, at=at)
    note("development.agreed", by=by.id, at=at, subject=("plan", plan.id), side=side, agreement=agreement.id)
