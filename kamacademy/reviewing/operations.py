"""Writing a review down and confirming that it was held."""

from collections.abc import Mapping
from datetime import date, datetime

from kamacademy.agreeing.agreement import side_of
from kamacademy.db import db
from kamacademy.development.models import Action, Plan
from kamacademy.development.operations import hold_plan, move, open_what_fits, tell
from kamacademy.development.plan import RUNNING, State, next_review_on
from kamacademy.development.rules import ChangedSinceRead, NoReviewYet, NotForTheSameHand, NotHeldWithTheCoach
from kamacademy.people.models import Person
from kamacademy.records.operations import note
from kamacademy.reviewing import queries
from kamacademy.reviewing.models import PlanReview, ReviewVerdict
from kamacademy.reviewing.review import Said, Verdict, refuse_incomplete


def write_review(
    plan: Plan, said: Mapping[int, Said], *, moved: str, next_step: str, by: Person, at: datetime
) -> PlanReview:
    """A review as one of the two writes it down; it takes effect once the other confirms that it was held.

    `said` is by action. Written again, it takes the place of what waited. Raises NoReviewYet, NotEveryActionReviewed,
    DueDateOutOfReach, PlanClosed.
    """
    plan = hold_plan(plan)
    if plan.first_agreed_on is None:
        raise NoReviewYet
    refuse_incomplete(said, running_ids(plan), at.date())
    review = queries.waiting_review(plan.id)
    if review is None:
        review = PlanReview(plan=plan, edition=0)
        db.session.add(review)
    review.edition += 1
    review.written_by, review.written_at, review.moved, review.next_step = by, at, moved, next_step
    review.verdicts.clear()
    db.session.flush()
    review.verdicts.extend(
        ReviewVerdict(action_id=key, verdict=one.verdict, reason=one.reason, due_on=one.due_on)
        for key, one in said.items()
    )
    db.session.flush()
    note("development.review-written", by=by.id, at=at, subject=("plan", plan.id), review=review.id)
    return review


def running_ids(plan: Plan) -> set[int]:
    """The actions that take a place."""
    return {one.id for one in plan.actions if one.state in RUNNING}


def confirm_review(review: PlanReview, *, edition: int, by: Person, at: datetime) -> list[Action]:
    """The other's word that the review was held as written: its verdicts take effect; the actions that opened with it.

    `edition` is the one that was read. Confirmed twice, it is confirmed once. Raises ChangedSinceRead,
    NotForTheSameHand, NotHeldWithTheCoach, NotEveryActionReviewed, DueDateOutOfReach, PlanClosed.
    """
    plan = hold_plan(review.plan)
    db.session.refresh(review)
    if review.confirmed_at is not None:
        return []
    refuse_stale(review, plan, edition=edition, by=by, today=at.date())
    review.confirmed_by, review.confirmed_at = by, at
    for one in review.verdicts:
        apply_verdict(one, plan=plan, by=by, at=at)
    plan.review_due_on = next_review_on(at.date())
    tell(plan, "reviewed", by=by, at=at)
    note("development.reviewed", by=by.id, at=at, subject=("plan", plan.id), review=review.id)
    return open_what_fits(plan, by=by, at=at)


def refuse_stale(review: PlanReview, plan: Plan, *, edition: int, by: Person, today: date) -> None:
    """Raise unless it is the other of the two who confirms, and what was written still fits the plan."""
    if review.edition != edition:
        raise ChangedSinceRead
    if side_of(by.id, plan.learner_id) is side_of(review.written_by_id, plan.learner_id):
        raise NotForTheSameHand
    if review.written_by_id != plan.learner_id and not plan.learner.is_coached_by(review.written_by, today):
        raise NotHeldWithTheCoach
    said = {one.action_id: Said(Verdict(one.verdict), one.reason, one.due_on) for one in review.verdicts}
    refuse_incomplete(said, running_ids(plan), today)


def apply_verdict(said: ReviewVerdict, *, plan: Plan, by: Person, at: datetime) -> None:
    """What a held review does to one action."""
    action = next(one for one in plan.actions if one.id == said.action_id)
    verdict, reason = Verdict(said.verdict), said.reason
    if verdict is Verdict.DONE:
        action.state, action.evidence_given = State.DONE, reason
        action.done_on = action.handed_in_on or at.date()
        tell(plan, "completed", by=by, at=at, action=action)
    elif verdict is Verdict.DROPPED:
        action.state = State.DROPPED
        tell(plan, "dropped", by=by, at=at, action=action, reason=reason)
    elif verdict is Verdict.CHANGED:
        assert said.due_on is not None
        action.state, action.handed_in_on = State.OPEN, None
        if said.due_on != action.due_on:
            move(action, said.due_on, plan=plan, reason=reason, by=by, at=at)
