"""Gathering a plan for its page, its history and its frozen copy."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, func, select

from kamacademy.agreeing.queries import newest_signatures
from kamacademy.competency.estimation import RULE, Estimate
from kamacademy.competency.queries import estimates_of
from kamacademy.content.library import Library
from kamacademy.db import db, rows_of
from kamacademy.development.gaps import Guidance
from kamacademy.development.lexicon import Lexicon
from kamacademy.development.models import Action, CheckIn, Plan, PlanEvent
from kamacademy.development.plan import State
from kamacademy.development.queries import lexicon_in
from kamacademy.development.words import event_words
from kamacademy.people.models import Person, initials
from kamacademy.plan.cards import Remark
from kamacademy.plan.keeping import kept_plan_of
from kamacademy.plan.models import PlanSnapshot
from kamacademy.plan.page import Earlier, HistoryLine, PlanPage, plan_page
from kamacademy.plan.snapshot import KeptPlan, thawed
from kamacademy.proof.queries import evidence_by_action
from kamacademy.reviewing.queries import held_reviews, written_review
from kamacademy.wording import counted

EARLIER_SHOWN = 20


@cache
def check_ins_of_plan() -> Select[int, str, datetime, str]:
    """The check-ins on every action of the `plan`, oldest first."""
    return (
        select(CheckIn.action_id, Person.name, CheckIn.at, CheckIn.words)
        .join(Person, Person.id == CheckIn.by_id)
        .join(Action, Action.id == CheckIn.action_id)
        .where(Action.plan_id == bindparam("plan"))
        .order_by(CheckIn.id)
    )


def check_ins(plan: Plan) -> dict[int, list[Remark]]:
    """The check-ins of a plan by action, oldest first."""
    found: dict[int, list[Remark]] = defaultdict(list)
    for action_id, name, at, words in rows_of(check_ins_of_plan(), plan=plan.id):
        found[action_id].append(Remark(name, initials(name), at, words))
    return found


@cache
def returns_of_plan() -> Select[int | None, str | None]:
    """Why actions of the `plan` were returned, oldest first."""
    return (
        select(PlanEvent.action_id, PlanEvent.reason)
        .where(PlanEvent.plan_id == bindparam("plan"), PlanEvent.what == "returned")
        .order_by(PlanEvent.id)
    )


def returned(plan: Plan) -> dict[int, str]:
    """The newest reason for which each action was returned."""
    rows = rows_of(returns_of_plan(), plan=plan.id)
    return {action_id: reason for action_id, reason in rows if action_id is not None and reason is not None}


def page_of(found: Plan, reader: Person, known: Guidance, lexicon: Lexicon, today: date) -> PlanPage:
    """A running plan as its page shows it."""
    return plan_page(
        found, check_ins(found), reader, known, lexicon, today, evidence=evidence_by_action(found),
        returned=returned(found), signatures=newest_signatures(found),
        written=written_review(found),
    )  # fmt: skip


def kept_plan(found: Plan, today: date, library: Library, *, closed_by: str | None) -> KeptPlan:
    """A plan with everything in it, and the estimates of the day on which it is closed."""
    estimates = estimates_of([found.learner], today, library)[found.learner_id]
    return kept(found, library, closed_by=closed_by, guidance_of_day=(RULE, estimates))


def kept(
    found: Plan,
    library: Library,
    *,
    closed_by: str | None,
    guidance_of_day: tuple[str, Mapping[str, Estimate]] | None,
) -> KeptPlan:
    """A plan with everything in it, in the words of a release."""
    return kept_plan_of(
        found,
        lexicon=lexicon_in(library),
        remarks=check_ins(found),
        evidence=evidence_by_action(found),
        signatures=newest_signatures(found),
        reviews=held_reviews(found),
        history=history(found),
        closed_by=closed_by,
        guidance_of_day=guidance_of_day,
    )


def find_snapshot(plan_id: int) -> KeptPlan | None:
    """The frozen plan; None for one closed before plans were frozen."""
    content = db.session.scalar(select(PlanSnapshot.content).where(PlanSnapshot.plan_id == plan_id))
    return thawed(content) if content is not None else None


def closed_plan(found: Plan, library: Library) -> KeptPlan:
    """A closed plan as it was frozen; one closed before plans were frozen is put together from its rows."""
    return find_snapshot(found.id) or kept(found, library, closed_by=None, guidance_of_day=None)


@cache
def events_of_plan() -> Select[*tuple[Any, ...]]:
    """What happened to the `plan`, newest first. Any: the columns' own types."""
    return (
        select(
            PlanEvent.at, PlanEvent.what, PlanEvent.before, PlanEvent.after, PlanEvent.reason,
            Person.name.label("who"), Action.title,
        )
        .join(Person, Person.id == PlanEvent.by_id)
        .outerjoin(Action, Action.id == PlanEvent.action_id)
        .where(PlanEvent.plan_id == bindparam("plan"))
        .order_by(PlanEvent.id.desc())
    )  # fmt: skip


def history(plan: Plan) -> list[HistoryLine]:
    """What happened to a plan in words, newest first."""
    events = rows_of(events_of_plan(), plan=plan.id)
    return [
        HistoryLine(at, event_words(what, who=who, title=title, before=before, after=after, reason=reason))
        for at, what, before, after, reason, who, title in events
    ]


@cache
def closed_plans_of() -> Select[int, datetime, datetime | None, int, int]:
    """The `learner`'s closed plans with how many actions they had and how many of these were done, newest first."""
    done = func.count(Action.id).filter(Action.state == State.DONE)
    return (
        select(Plan.id, Plan.created_at, Plan.closed_at, done, func.count(Action.id))
        .outerjoin(Action, Action.plan_id == Plan.id)
        .where(Plan.learner_id == bindparam("learner"), Plan.closed_at.is_not(None))
        .group_by(Plan.id, Plan.created_at, Plan.closed_at)
        .order_by(Plan.closed_at.desc())
        .limit(EARLIER_SHOWN)
    )


def closed_plans(learner_id: int) -> list[Earlier]:
    """A person's earlier plans in one line each, newest first."""
    return [
        Earlier(key, began.date(), closed.date(), f"{finished} of {counted(total, 'action')} done")
        for key, began, closed, finished, total in rows_of(closed_plans_of(), learner=learner_id)
        if closed is not None
    ]
