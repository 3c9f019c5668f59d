"""Changing plans and their actions: beginning, proposing, opening, checking in, moving, dropping."""

from dataclasses import asdict
from datetime import date, datetime

from sqlalchemy import select

from kamacademy.content.library import Library
from kamacademy.db import db
from kamacademy.development.details import Details, Source
from kamacademy.development.models import Action, CheckIn, Plan, PlanEvent
from kamacademy.development.plan import RUNNING, Origin, State, is_in_reach, may_become, places_free
from kamacademy.development.rules import (
    DueDateOutOfReach,
    KpiNotCarried,
    NotInThisState,
    PlanClosed,
    SameDate,
    ThreeOpenAlready,
)
from kamacademy.kpi.documents import Kpi
from kamacademy.kpi.rules import why_not_for_role
from kamacademy.people.models import Person
from kamacademy.records.operations import note


def hold(learner_id: int) -> Plan | None:
    """The running plan, read anew and locked with its owner, so that two requests cannot both take the last place.

    No stronger than evidence holds the owner: who has it and wants more would wait for a row that waits for it.
    """
    db.session.flush()
    db.session.execute(select(Person.id).where(Person.id == learner_id).with_for_update(key_share=True))
    query = select(Plan).where(Plan.learner_id == learner_id, Plan.closed_at.is_(None))
    found = db.session.scalar(query.execution_options(populate_existing=True))
    if found is not None:
        actions = select(Action).where(Action.plan_id == found.id).order_by(Action.id)
        db.session.scalars(actions.execution_options(populate_existing=True)).all()
    return found


def hold_action(action: Action) -> Plan:
    """The action's plan, read anew and locked. Raises PlanClosed."""
    return hold_plan(action.plan)


def hold_plan(plan: Plan) -> Plan:
    """The plan, read anew and locked. Raises PlanClosed."""
    held = hold(plan.learner_id)
    if held is None or held.id != plan.id:
        raise PlanClosed
    return held


def begin_plan(learner: Person, *, by: Person, at: datetime) -> Plan:
    """The running plan, made if there is none."""
    running = hold(learner.id)
    if running is not None:
        return running
    plan = Plan(learner=learner, created_at=at)
    db.session.add(plan)
    db.session.flush()
    tell(plan, "begun", by=by, at=at)
    note("development.begun", by=by.id, at=at, subject=("plan", plan.id), learner=learner.id)
    return plan


def tell(
    plan: Plan,
    what: str,
    *,
    by: Person,
    at: datetime,
    action: Action | None = None,
    before: str | None = None,
    after: str | None = None,
    reason: str | None = None,
) -> None:
    """Add a line to the plan's history."""
    db.session.add(
        PlanEvent(plan=plan, by=by, at=at, what=what, action=action, before=before, after=after, reason=reason)
    )


def count_open(plan: Plan) -> int:
    """How many of the plan's three places are in use: what is handed in still takes one."""
    return sum(1 for one in plan.actions if one.state in RUNNING)


def open_action(action: Action, *, plan: Plan, by: Person, at: datetime) -> None:
    """Begin an action. Raises ThreeOpenAlready, NotInThisState."""
    if not may_become(action.state, State.OPEN):
        raise NotInThisState(action.state)
    if not places_free(count_open(plan)):
        raise ThreeOpenAlready
    action.state = State.OPEN
    action.opened_on = at.date()
    tell(plan, "opened", by=by, at=at, action=action)


def propose_action(
    plan: Plan, details: Details, *, by: Person, at: datetime, library: Library, source: Source | None = None
) -> Action:
    """An action put forward; it opens when both have agreed. Raises DueDateOutOfReach, KpiNotCarried, PlanClosed.

    `source` is where the thought came from: a lesson, a sitting, a KPI or a transition.
    """
    plan = hold_plan(plan)
    check_due(details.due_on, at.date())
    check_kpi(details.kpi, plan.learner, library)
    action = Action(
        **asdict(details),
        competency=details.competency,
        original_due_on=details.due_on,
        state=State.PROPOSED,
        origin_type=source.origin if source else Origin.LIBRARY if details.library_id else Origin.OWN,
        origin_id=source.key if source else None,
        origin_key=source.name if source else None,
        by_id=by.id,
        created_at=at,
    )
    plan.actions.append(action)
    db.session.flush()
    tell(plan, "proposed", by=by, at=at, action=action)
    unsettle(plan)
    note("development.proposed", by=by.id, at=at, subject=("action", action.id), plan=plan.id)
    return action


def change_action(action: Action, details: Details, *, by: Person, at: datetime, library: Library) -> Action:
    """A proposed action in other words, or for another day; both agree anew.

    Of an open action only what nobody has said yet is filled in; its date is moved by `redate`.
    """
    plan = hold_action(action)
    if not action.changeable:
        raise NotInThisState(action.state)
    changed = [name for name in action.changeable if getattr(action, name) != getattr(details, name)]
    if not changed:
        return action
    if "due_on" in changed:
        check_due(details.due_on, at.date())
    if "kpi" in changed:
        check_kpi(details.kpi, plan.learner, library)
    for name in changed:
        setattr(action, name, getattr(details, name))
    tell(plan, "changed", by=by, at=at, action=action, after=",".join(changed))
    if action.state == State.PROPOSED:
        action.original_due_on = action.due_on
        unsettle(plan)
    note("development.changed", by=by.id, at=at, subject=("action", action.id), fields=",".join(changed))
    return action


def check_due(due_on: date, today: date) -> None:
    """Raise DueDateOutOfReach unless the day lies ahead and within reach."""
    if not is_in_reach(due_on, today):
        raise DueDateOutOfReach(today)


def check_kpi(kpi: str | None, learner: Person, library: Library) -> None:
    """Raise KpiNotCarried where the learner's job role may not carry the KPI."""
    reason = why_not_for_role(library.one(Kpi, "kpi", kpi.lower()), learner.job_role) if kpi else None
    if reason:
        raise KpiNotCarried(reason)


def unsettle(plan: Plan) -> None:
    """Ask both again: what is proposed has changed since they agreed."""
    plan.learner_agreed_at = plan.coach_agreed_at = plan.agreed_coach_id = None


def open_what_fits(plan: Plan, *, by: Person, at: datetime) -> list[Action]:
    """Open what both have agreed to, oldest first, while places are free; the rest wait for one."""
    opened: list[Action] = []
    for one in plan.actions:
        if one.state == State.PROPOSED and is_agreed(one, plan) and places_free(count_open(plan)):
            open_action(one, plan=plan, by=by, at=at)
            opened.append(one)
    return opened


def is_agreed(action: Action, plan: Plan) -> bool:
    """Whether both have said yes: to the plan as it stands, or in coaching to an action left as it was."""
    if plan.is_agreed:
        return True
    changed = any(event.what == "changed" and event.action_id == action.id for event in plan.history)
    return action.origin_type == Origin.OBSERVATION and not changed


def check_in(action: Action, words: str, *, by: Person, at: datetime) -> CheckIn:
    """A remark on how it is going. Raises NotInThisState once the action is over."""
    hold_action(action)
    if action.state not in (State.PROPOSED, *RUNNING):
        raise NotInThisState(action.state)
    remark = CheckIn(action=action, by=by, at=at, words=words)
    db.session.add(remark)
    db.session.flush()
    note("development.checked_in", by=by.id, at=at, subject=("action", action.id))
    return remark


def redate(action: Action, due_on: date, *, reason: str, by: Person, at: datetime) -> Action:
    """Another due date for an open action; the first one stays visible. Raises DueDateOutOfReach, SameDate."""
    plan = hold_action(action)
    if action.state != State.OPEN:
        raise NotInThisState(action.state)
    if due_on == action.due_on:
        raise SameDate
    check_due(due_on, at.date())
    return move(action, due_on, plan=plan, reason=reason, by=by, at=at)


def move(action: Action, due_on: date, *, plan: Plan, reason: str, by: Person, at: datetime) -> Action:
    """Put an action to another day, in the history with its reason."""
    before, action.due_on = action.due_on, due_on
    after = due_on.isoformat()
    tell(plan, "re-dated", by=by, at=at, action=action, before=before.isoformat(), after=after, reason=reason)
    note("development.redated", by=by.id, at=at, subject=("action", action.id), before=before.isoformat(), after=after)
    return action


def drop(action: Action, *, reason: str, by: Person, at: datetime) -> list[Action]:
    """An action given up, with the reason; the actions that opened in the place it left."""
    was_proposed = action.state == State.PROPOSED
    plan = finish(action, State.DROPPED)
    tell(plan, "dropped", by=by, at=at, action=action, reason=reason)
    note("development.dropped", by=by.id, at=at, subject=("action", action.id), plan=plan.id)
    if was_proposed:
        unsettle(plan)
        return []
    return open_what_fits(plan, by=by, at=at)


def finish(action: Action, state: State) -> Plan:
    """Put an action in its last state. Raises NotInThisState, PlanClosed."""
    plan = hold_action(action)
    if not may_become(action.state, state):
        raise NotInThisState(action.state)
    action.state = state
    return plan
