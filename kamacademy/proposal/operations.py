"""Putting actions forward: drafted from gaps, from the library, from a thought, or agreed in coaching."""

from datetime import date, datetime

from kamacademy.content.library import Library
from kamacademy.db import db
from kamacademy.development.action_library import Entry, entries_by_competency, find_entry
from kamacademy.development.details import LONGEST_TITLE, Details, Source
from kamacademy.development.models import Action, Plan
from kamacademy.development.operations import begin_plan, count_open, open_action, propose_action, tell
from kamacademy.development.plan import State, default_due, places_free
from kamacademy.kpi.documents import Kpi
from kamacademy.kpi.rules import may_carry
from kamacademy.people.models import Person
from kamacademy.proposal.queries import module_for, suggestions_for
from kamacademy.records.operations import note

SEEN_ON_A_VISIT = "Seen by the coach on a visit, with one line of what was said or done."


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
        by_id=by.id,
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


def draft_plan(learner: Person, *, by: Person, at: datetime, today: date, library: Library) -> Plan:
    """A plan drafted from the learner's known gaps: up to three library actions, counting what is in it already."""
    plan = begin_plan(learner, by=by, at=at)
    for one in suggestions_for(learner, plan, today=today, library=library):
        propose_from_library(plan, one.entry, module=one.module, by=by, at=at, library=library)
    return plan


def propose_from_library(
    plan: Plan,
    entry: Entry,
    *,
    by: Person,
    at: datetime,
    library: Library,
    module: str | None = None,
    source: Source | None = None,
    due_on: date | None = None,
) -> Action:
    """A library action put forward, due when its library says unless told otherwise.

    Its KPI is left out where the learner's job role may not carry it.
    """
    action = entry.action
    details = Details(
        title=action.title,
        indicator=action.indicator,
        due_on=due_on or default_due(at.date(), action.days),
        kind=action.kind,
        kpi=carried_kpi(action.kpi, plan.learner, library),
        how=action.how,
        evidence_expected=action.evidence,
        module=module,
        library_id=action.id,
        revision_id=entry.revision_id,
    )
    return propose_action(plan, details, by=by, at=at, library=library, source=source)


def take_thought(
    learner: Person,
    source: Source,
    *,
    by: Person,
    at: datetime,
    library: Library,
    entry: Entry | None = None,
    details: Details | None = None,
) -> Action:
    """A library action or one in own words put forward for where the thought of it came up; the plan begins with it.

    Raises DueDateOutOfReach, KpiNotCarried.
    """
    plan = begin_plan(learner, by=by, at=at)
    if entry is not None:
        module = module_for(learner, entry, library)
        return propose_from_library(plan, entry, module=module, by=by, at=at, library=library, source=source)
    assert details is not None, "a library action or own words"
    return propose_action(plan, details, by=by, at=at, library=library, source=source)
