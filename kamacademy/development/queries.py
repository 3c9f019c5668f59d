"""Reading plans and their actions."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from flask import abort
from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import contains_eager, joinedload

from kamacademy.competency.queries import competencies_in, estimates_of, framework_in
from kamacademy.content.library import Library
from kamacademy.curriculum.documents import Module, Programme
from kamacademy.curriculum.queries import completions, first_completions
from kamacademy.db import db
from kamacademy.development.action_library import Entry, entries_by_competency
from kamacademy.development.gaps import Guidance, gaps, unknowns
from kamacademy.development.models import Action, CheckIn, Plan, PlanEvent
from kamacademy.development.page import Earlier, HistoryLine, KpiLink, Lexicon, ModuleLink, Remark
from kamacademy.development.plan import State, places_free
from kamacademy.development.shelves import Shelf, shelves
from kamacademy.development.suggestions import Suggestion, next_module, suggest
from kamacademy.development.words import event_words
from kamacademy.kpi.cards import KpiCard, KpiResult, ReadingRow, kpi_card, kpi_result
from kamacademy.kpi.documents import Kpi
from kamacademy.kpi.queries import (
    kpis_for,
    kpis_in,
    readings_of,
    series_by_kpi,
)
from kamacademy.kpi.rules import is_kept_for_a_person, may_carry
from kamacademy.kpi.run_chart import Event
from kamacademy.people.models import Person, initials
from kamacademy.wording import counted

UNKNOWN_SHOWN, GAPS_SHOWN = 3, 5
EARLIER_SHOWN = 20


@cache
def whole_plans() -> Select[Plan]:
    """Plans with their actions and the coach who agreed, in one statement."""
    return select(Plan).options(joinedload(Plan.agreed_coach).load_only(Person.name), joinedload(Plan.actions))


@cache
def running_plans() -> Select[Plan]:
    """The plan that the `learner` is working on."""
    return whole_plans().where(Plan.learner_id == bindparam("learner"), Plan.closed_at.is_(None))


def running_plan(learner_id: int) -> Plan | None:
    """The plan a person is working on, or None."""
    return db.session.scalars(running_plans(), {"learner": learner_id}).unique().one_or_none()


def plan(plan_id: int) -> Plan:
    """A plan with its learner, running or closed, or 404."""
    wanted = whole_plans().where(Plan.id == plan_id).options(joinedload(Plan.learner))
    return db.session.scalars(wanted).unique().one_or_none() or abort(404)


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
    for action_id, name, at, words in db.session.execute(check_ins_of_plan(), {"plan": plan.id}):
        found[action_id].append(Remark(name, initials(name), at, words))
    return found


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
    events = db.session.execute(events_of_plan(), {"plan": plan.id})
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
        for key, began, closed, finished, total in db.session.execute(closed_plans_of(), {"learner": learner_id})
        if closed is not None
    ]


def action(action_id: int) -> Action:
    """An action with its plan, or 404."""
    found: Action = db.one_or_404(
        select(Action)
        .where(Action.id == action_id)
        .options(
            joinedload(Action.plan).joinedload(Plan.learner),
            joinedload(Action.plan).selectinload(Plan.actions),
        )
    )
    return found


def open_actions(learner_ids: Collection[int]) -> dict[int, list[Action]]:
    """The open actions of several people, soonest due first, in one statement."""
    found = db.session.scalars(
        select(Action)
        .join(Action.plan)
        .where(Plan.learner_id.in_(learner_ids), Plan.closed_at.is_(None), Action.state == State.OPEN)
        .options(contains_eager(Action.plan))
        .order_by(Action.due_on, Action.id)
    )
    by_learner: dict[int, list[Action]] = defaultdict(list)
    for one in found:
        by_learner[one.plan.learner_id].append(one)
    return {learner_id: by_learner.get(learner_id, []) for learner_id in learner_ids}


@cache
def actions_for_a_kpi() -> Select[date | None, str]:
    """When the actions of any plan of the `learner` that should move the `kpi` were opened, and their titles."""
    return (
        select(Action.opened_on, Action.title)
        .join(Action.plan)
        .where(Plan.learner_id == bindparam("learner"), Action.kpi == bindparam("kpi"), Action.opened_on.is_not(None))
        .order_by(Action.opened_on, Action.id)
    )


def guidance(learner: Person, today: date, library: Library) -> Guidance:
    """Gaps and unknowns of a person in the order a plan takes them."""
    framework = framework_in(library)
    estimates = estimates_of([learner], today, library)[learner.id]
    gate, priorities = framework.gate.competency, framework.role(learner.job_role).priorities
    return Guidance(
        estimates,
        gaps(estimates, gate=gate, priorities=priorities),
        unknowns(estimates, gate=gate, priorities=priorities),
    )


def suggestions_for(learner: Person, plan: Plan, *, today: date, library: Library) -> list[Suggestion]:
    """Library actions for the learner's known gaps, as many as the plan has places for."""
    running = [one for one in plan.actions if one.state in (State.PROPOSED, State.OPEN)]
    return suggest(
        guidance(learner, today, library).gaps,
        entries_by_competency(library),
        places=places_free(len(running)),
        carried={kpi.code for kpi in kpis_for(learner.job_role, library)},
        taken={one.library_id for one in plan.actions if one.library_id},
        covered={one.competency for one in running},
        modules=modules_to_take(learner, library),
    )


def modules_to_take(learner: Person, library: Library) -> dict[str, list[str]]:
    """The modules that a person has not completed, by each competency they build."""
    completed = completions([learner.id])[learner.id]
    modules: dict[str, list[str]] = defaultdict(list)
    for slug, module in library.all(Module, "module").items():
        for builds in module.builds:
            if slug not in completed:
                modules[builds.competency].append(slug)
    return modules


def module_for(learner: Person, entry: Entry, library: Library) -> str | None:
    """The module to take with a library action, or None where there is none or it is completed."""
    return next_module(entry, modules_to_take(learner, library).get(entry.competency, ()))


def lexicon_in(library: Library) -> Lexicon:
    """What the codes of a plan mean in a release."""
    homes = {
        one.module: slug
        for slug, programme in reversed(library.all(Programme, "programme").items())
        for one in programme.modules
    }
    return Lexicon(
        framework=framework_in(library),
        competencies=competencies_in(library),
        kpis={code: KpiLink(code, kpi.name, is_kept_for_a_person(kpi)) for code, kpi in kpis_in(library).items()},
        modules={
            slug: ModuleLink(slug, module.title, homes.get(slug))
            for slug, module in library.all(Module, "module").items()
        },
    )


def shelves_for(plan: Plan, today: date, library: Library) -> list[Shelf]:
    """The action library for the plan's learner, known gaps first."""
    return shelves(
        guidance(plan.learner, today, library).gaps,
        entries_by_competency(library),
        competencies=competencies_in(library),
        carried={kpi.code: kpi for kpi in kpis_for(plan.learner.job_role, library)},
        running={one.library_id for one in plan.actions if one.state in (State.PROPOSED, State.OPEN)},
    )


@dataclass(frozen=True, slots=True)
class ResultPage:
    """A KPI of one person as its page shows it. `seen` is the latest reading with a note."""

    found: KpiResult
    rows: list[ReadingRow]
    seen: ReadingRow | None
    guard: KpiCard | None


def results_of(learner: Person, library: Library, most: int | None = None) -> list[KpiCard]:
    """The KPIs that the learner's job role carries and that are kept for one person, or the first few of them."""
    kpis = [kpi for kpi in kpis_for(learner.job_role, library) if is_kept_for_a_person(kpi)][:most]
    series = series_by_kpi(learner.id, [kpi.code for kpi in kpis])
    return [kpi_card(kpi, series.get(kpi.code, ())) for kpi in kpis]


def events_for(learner: Person, kpi: str, library: Library) -> list[Event]:
    """What should move a KPI and when: actions opened, modules completed."""
    actions = [
        Event(opened_on, f"plan action “{title}” begun")
        for opened_on, title in db.session.execute(actions_for_a_kpi(), {"learner": learner.id, "kpi": kpi})
        if opened_on is not None
    ]
    modules = {slug: one for slug, one in library.all(Module, "module").items() if one.kpi == kpi}
    completed = first_completions(learner.id, modules)
    done = [
        Event(completed[slug], f"module “{one.title}” completed") for slug, one in modules.items() if slug in completed
    ]
    return sorted([*actions, *done], key=lambda one: one.on)


def result_page(learner: Person, kpi: Kpi, library: Library) -> ResultPage:
    """One KPI of one person with its table, and the guard beside it where the job role carries it."""
    guard = kpis_in(library).get(kpi.guard.kpi or "")
    if guard is not None and not (is_kept_for_a_person(guard) and may_carry(guard, learner.job_role)):
        guard = None
    readings = readings_of(learner.id, [kpi, guard] if guard else [kpi])
    series = {code: [figure for figure, row in reversed(found) if row.is_current] for code, found in readings.items()}
    rows = [row for _, row in readings[kpi.code]]
    return ResultPage(
        found=kpi_result(kpi, series[kpi.code], events_for(learner, kpi.code, library)),
        rows=rows,
        seen=next((row for row in rows if row.is_current and row.note), None),
        guard=kpi_card(guard, series[guard.code]) if guard else None,
    )
