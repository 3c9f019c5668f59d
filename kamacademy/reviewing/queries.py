"""Reading reviews, those that wait and those that were held."""

from functools import cache

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import joinedload, selectinload

from kamacademy.db import db, rows_of
from kamacademy.development.models import Plan
from kamacademy.people.models import Person
from kamacademy.reviewing.held import KeptReview, KeptVerdict, WrittenReview
from kamacademy.reviewing.models import PlanReview, ReviewVerdict
from kamacademy.reviewing.review import VERDICT_WORDS, Verdict


def waiting_review(plan_id: int) -> PlanReview | None:
    """The review that is written and not confirmed, or None."""
    query = select(PlanReview).where(PlanReview.plan_id == plan_id, PlanReview.confirmed_at.is_(None))
    wanted = query.options(
        joinedload(PlanReview.written_by), selectinload(PlanReview.verdicts).joinedload(ReviewVerdict.action)
    )
    return db.session.scalar(wanted)


@cache
def review_waiting_in() -> Select[int, str]:
    """Who wrote the review of the `plan` that waits to be confirmed."""
    return (
        select(Person.id, Person.name)
        .join(PlanReview, PlanReview.written_by_id == Person.id)
        .where(PlanReview.plan_id == bindparam("plan"), PlanReview.confirmed_at.is_(None))
    )


def written_review(plan: Plan) -> WrittenReview | None:
    """Who wrote the review that waits to be confirmed, or None."""
    found = rows_of(review_waiting_in(), plan=plan.id)
    return WrittenReview(*found[0]) if found else None


def review(review_id: int) -> PlanReview:
    """A review with its plan and learner, or 404."""
    found: PlanReview = db.one_or_404(
        select(PlanReview)
        .where(PlanReview.id == review_id)
        .options(joinedload(PlanReview.plan).joinedload(Plan.learner))
    )
    return found


def held_reviews(plan: Plan) -> list[KeptReview]:
    """The reviews of a plan that both have held, newest first."""
    found = db.session.scalars(
        select(PlanReview)
        .where(PlanReview.plan_id == plan.id, PlanReview.confirmed_at.is_not(None))
        .order_by(PlanReview.id.desc())
        .options(
            joinedload(PlanReview.written_by),
            joinedload(PlanReview.confirmed_by),
            selectinload(PlanReview.verdicts).joinedload(ReviewVerdict.action),
        )
    ).unique()
    return [kept_review(one) for one in found]


def kept_review(held: PlanReview) -> KeptReview:
    """A held review in words."""
    assert held.confirmed_at is not None
    assert held.confirmed_by is not None
    return KeptReview(
        held_on=held.confirmed_at.date(),
        written_by=held.written_by.name,
        confirmed_by=held.confirmed_by.name,
        moved=held.moved,
        next_step=held.next_step,
        verdicts=tuple(
            KeptVerdict(one.action.title, VERDICT_WORDS[Verdict(one.verdict)], one.reason, one.due_on)
            for one in held.verdicts
        ),
    )
