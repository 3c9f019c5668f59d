"""Changing plans: beginning, proposing, agreeing, checking in, re-dating, completing, dropping and closing."""

from dataclasses import asdict
from datetime import date, datetime

from sqlalchemy import select

from kamacademy.content.library import Library
from kamacademy.db import db
from kamacademy.development.action_library import Entry, entries_by_competency, find_entry
from kamacademy.development.details import LONGEST_TITLE, Details
from kamacademy.development.models import Action, CheckIn, Plan, PlanEvent
from kamacademy.development.plan import Origin, State, default_due, is_in_reach, may_become, places_free
from kamacademy.development.queries import module_for, suggestions_for
from kamacademy.development.rules import (
    DueDateOutOfReach,
    KpiNotCarried,
    NothingProposed,
    NotInThisState,
    PlanClosed,
    SameDate,
    StillOpen,
    ThreeOpenAlready,
)
from kamacademy.kpi.documents import Kpi
from kamacademy.kpi.rules import may_carry, why_not_for_role
from kamacademy.people.models import Person
from kamacademy.records.operations import note

SEEN_ON_A_VISIT = "Seen by the coach on a visit, with one line of what was said or done."


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
    """How many of the plan's actions are open."""
    return sum(1 for one in plan.actions if one.state == State.OPEN)


def agree_action(
    learner: Person,
    *,
    title: str,
    indicator: str,
    due_on: date,
    by: Person,
    at: datetime,
    origin: tuple[str, int],
    library: Library,
    kpi: str | None = None,
    library_id: str | None = None,
    how: str | None = None,
    where_tried: str | None = None,
    evidence_expected: str | None = None,
) -> Action:
    """An action agreed in coaching: open at once while a place is free, else proposed until one is.

    Refuses nothing. What is not given comes from the library action; for own words, the KPI is the one that library
    actions of the indicator should move, as far as the learner's job role may carry it. The plan's agreement stands,
    since both have said yes to this action already.
    """
    plan = begin_plan(learner, by=by, at=at)
    entry = find_entry(library, library_id)
    given = entry.action if entry else None
    action = Action(
        competency=indicator[:3],
        indicator=indicator,
        kind=given.kind if given else "job",
        title=title[:LONGEST_TITLE],
        how=how or (given.how if given else None),
        where_tried=where_tried,
        evidence_expected=evidence_expected or (given.evidence if given else SEEN_ON_A_VISIT),
        kpi=carried_kpi(kpi or (given.kpi if given else None), learner, library)
        or usual_kpi(indicator, learner, library),
        due_on=due_on,
        original_due_on=due_on,
        state=State.PROPOSED,
        origin_type=origin[0],
        origin_id=origin[1],
        library_id=given.id if given else None,
        revision_id=entry.revision_id if entry else None,
        module=module_for(learner, entry, library) if entry else None,
        created_at=at,
    )
    plan.actions.append(action)
    db.session.flush()
    tell(plan, "agreed-in-coaching", by=by, at=at, action=action)
    if places_free(count_open(plan)):
        open_action(action, plan=plan, by=by, at=at)
    note("development.action_agreed", by=by.id, at=at, subject=("action", action.id), plan=plan.id, state=action.state)
    return action


def carried_kpi(kpi: str | None, learner: Person, library: Library) -> str | None:
    """The KPI if it exists and the learner's job role may carry it, else None."""
    if kpi is None or not library.has("kpi", kpi.lower()):
        return None
    return kpi if may_carry(library.one(Kpi, "kpi", kpi.lower()), learner.job_role) else None


def usual_kpi(indicator: str, learner: Person, library: Library) -> str | None:
    """The KPI that library actions of the indicator, else of its competency, should move and the role may carry."""
    entries = entries_by_competency(library).get(indicator[:3], [])
    in_order = sorted(entries, key=lambda entry: entry.action.indicator != indicator)
    found = (carried_kpi(entry.action.kpi, learner, library) for entry in in_order)
    return next((kpi for kpi in found if kpi is not None), None)


def open_action(action: Action, *, plan: Plan, by: Person, at: datetime) -> None:
    """Begin an action. Raises ThreeOpenAlready, NotInThisState."""
    if not may_become(action.state, State.OPEN):
        raise NotInThisState(action.state)
    if not places_free(count_open(plan)):
        raise ThreeOpenAlready
    action.state = State.OPEN
    action.opened_on = at.date()
    tell(plan, "opened", by=by, at=at, action=action)


def draft_plan(learner: Person, *, by: Person, at: datetime, today: date, library: Library) -> Plan:
    """A plan drafted from the learner's known gaps: up to three library actions, counting what is in it already."""
    plan = begin_plan(learner, by=by, at=at)
    for one in suggestions_for(learner, plan, today=today, library=library):
        propose_from_library(plan, one.entry, module=one.module, by=by, at=at, library=library)
    return plan


def propose_from_library(
    plan: Plan, entry: Entry, *, by: Person, at: datetime, library: Library, module: str | None = None
) -> Action:
    """A library action put forward. Its KPI is left out where the learner's job role may not carry it."""
    action = entry.action
    details = Details(
        title=action.title,
        indicator=action.indicator,
        due_on=default_due(at.date(), action.days),
        kind=action.kind,
        kpi=carried_kpi(action.kpi, plan.learner, library),
        how=action.how,
        evidence_expected=action.evidence,
        module=module,
        library_id=action.id,
        revision_id=entry.revision_id,
    )
    return propose_action(plan, details, by=by, at=at, library=library)


def propose_action(plan: Plan, details: Details, *, by: Person, at: datetime, library: Library) -> Action:
    """An action put forward; it opens when both have agreed. Raises DueDateOutOfReach, KpiNotCarried, PlanClosed."""
    plan = hold_plan(plan)
    check_due(details.due_on, at.date())
    check_kpi(details.kpi, plan.learner, library)
    action = Action(
        **asdict(details),
        competency=details.competency,
        original_due_on=details.due_on,
        state=State.PROPOSED,
        origin_type=Origin.LIBRARY if details.library_id else Origin.OWN,
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


def agree(plan: Plan, *, by: Person, at: datetime) -> list[Action]:
    """The learner's or the coach's yes to all that is proposed; what opened with it, once both have said so.

    A yes by someone who no longer coaches the learner is taken as not given. Raises NothingProposed, PlanClosed.
    """
    plan = hold_plan(plan)
    if all(one.state != State.PROPOSED for one in plan.actions):
        raise NothingProposed
    if plan.agreed_coach is not None and not plan.learner.is_coached_by(plan.agreed_coach, at.date()):
        plan.coach_agreed_at = plan.agreed_coach_id = None
    side = "learner" if by.id == plan.learner_id else "coach"
    if side == "learner":
        plan.learner_agreed_at = plan.learner_agreed_at or at
    else:
        plan.coach_agreed_at = plan.coach_agreed_at or at
        plan.agreed_coach_id = by.id
    tell(plan, "agreed", by=by, at=at)
    note("development.agreed", by=by.id, at=at, subject=("plan", plan.id), side=side)
    return open_what_fits(plan, by=by, at=at)


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
    if action.state not in (State.PROPOSED, State.OPEN):
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
    before, action.due_on = action.due_on, due_on
    after = due_on.isoformat()
    tell(plan, "re-dated", by=by, at=at, action=action, before=before.isoformat(), after=after, reason=reason)
    note("development.redated", by=by.id, at=at, subject=("action", action.id), before=before.isoformat(), after=after)
    return action


def complete(action: Action, evidence: str, *, by: Person, at: datetime) -> list[Action]:
    """An open action done, with what shows it; the actions that opened in the place it left."""
    plan = finish(action, State.DONE)
    action.done_on, action.evidence_given = at.date(), evidence
    tell(plan, "completed", by=by, at=at, action=action)
    note("development.completed", by=by.id, at=at, subject=("action", action.id), plan=plan.id)
    return open_what_fits(plan, by=by, at=at)


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


def close(plan: Plan, *, by: Person, at: datetime) -> Plan:
    """The plan as history. What is still proposed is dropped with it. Raises StillOpen, PlanClosed."""
    plan = hold_plan(plan)
    if count_open(plan):
        raise StillOpen(count_open(plan))
    for one in plan.actions:
        if one.state == State.PROPOSED:
            one.state = State.DROPPED
            tell(plan, "dropped", by=by, at=at, action=one, reason="The plan was closed.")
    plan.closed_at = at
    tell(plan, "closed", by=by, at=at)
    note("development.closed", by=by.id, at=at, subject=("plan", plan.id))
    return plan
