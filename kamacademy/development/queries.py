"""Reading plans and their actions."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from kamacademy.competency.queries import competencies_in, estimates_of, framework_in
from kamacademy.content.library import Library
from kamacademy.curriculum.documents import Module, Programme
from kamacademy.curriculum.queries import completions
from kamacademy.db import db
from kamacademy.development.action_library import Entry, entries_by_competency
from kamacademy.development.gaps import Guidance, gaps, unknowns
from kamacademy.development.models import Action, CheckIn, Plan, PlanEvent
from kamacademy.development.page import Earlier, KpiLink, Lexicon, ModuleLink
from kamacademy.development.plan import State, places_free
from kamacademy.development.shelves import Shelf, shelves
from kamacademy.development.suggestions import Suggestion, next_module, suggest
from kamacademy.kpi.cards import KpiCard, KpiResult, ReadingRow, kpi_card, kpi_result
from kamacademy.kpi.documents import Kpi
from kamacademy.kpi.models import Reading
from kamacademy.kpi.queries import (
    all_readings,
    current_among,
    kpis_for,
    kpis_in,
    rows_of,
    series_by_kpi,
    series_of,
)
from kamacademy.kpi.rules import is_kept_for_a_person, may_carry
from kamacademy.kpi.run_chart import Event
from kamacademy.people.models import Person
from kamacademy.wording import counted

UNKNOWN_SHOWN, GAPS_SHOWN = 3, 5
EARLIER_SHOWN = 20


@cache
def whole_plans() -> Select[Plan]:
    """Plans with their people, actions and check-ins: three statements however long the plan is."""
    return select(Plan).options(
        joinedload(Plan.learner),
        joinedload(Plan.agreed_coach),
        selectinload(Plan.actions).selectinload(Action.check_ins).joinedload(CheckIn.by).load_only(Person.name),
    )


def running_plan(learner_id: int) -> Plan | None:
    """The plan a person is working on, or None."""
    return db.session.scalar(whole_plans().where(Plan.learner_id == learner_id, Plan.closed_at.is_(None)))


def plan(plan_id: int) -> Plan:
    """A plan, running or closed, or 404."""
    found: Plan = db.one_or_404(whole_plans().where(Plan.id == plan_id))
    return found


def history(plan: Plan, most: int | None = None) -> list[PlanEvent]:
    """What happened to a plan, newest first; all of it, or the newest few."""
    newest_first = select(PlanEvent).where(PlanEvent.plan_id == plan.id).order_by(PlanEvent.id.desc()).limit(most)
    return list(db.session.scalars(newest_first.options(joinedload(PlanEvent.by).load_only(Person.name))))


def closed_plans(learner_id: int) -> list[Earlier]:
    """A person's earlier plans in one line each, newest first."""
    done = func.count(Action.id).filter(Action.state == State.DONE)
    rows = db.session.execute(
        select(Plan.id, Plan.created_at, Plan.closed_at, done, func.count(Action.id))
        .outerjoin(Action, Action.plan_id == Plan.id)
        .where(Plan.learner_id == learner_id, Plan.closed_at.is_not(None))
        .group_by(Plan.id, Plan.created_at, Plan.closed_at)
        .order_by(Plan.closed_at.desc())
        .limit(EARLIER_SHOWN)
    )
    return [
        Earlier(key, began.date(), closed.date(), f"{finished} of {counted(total, 'action')} done")
        for key, began, closed, finished, total in rows
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


def actions_for_kpi(learner_id: int, kpi: str) -> list[Action]:
    """The actions of any plan that should move a KPI and have been opened, oldest first."""
    return list(
        db.session.scalars(
            select(Action)
            .join(Action.plan)
            .where(Plan.learner_id == learner_id, Action.kpi == kpi, Action.opened_on.is_not(None))
            .order_by(Action.opened_on, Action.id)
        )
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
    seen: Reading | None
    guard: KpiCard | None


def results_of(learner: Person, library: Library, most: int | None = None) -> list[KpiCard]:
    """The KPIs that the learner's job role carries and that are kept for one person, or the first few of them."""
    kpis = [kpi for kpi in kpis_for(learner.job_role, library) if is_kept_for_a_person(kpi)][:most]
    series = series_by_kpi(learner.id, [kpi.code for kpi in kpis])
    return [kpi_card(kpi, [reading.figure for reading in series.get(kpi.code, ())]) for kpi in kpis]


def events_for(learner: Person, kpi: str, library: Library) -> list[Event]:
    """What should move a KPI and when: actions opened, modules completed."""
    actions = [
        Event(one.opened_on, f"plan action “{one.title}” begun")
        for one in actions_for_kpi(learner.id, kpi)
        if one.opened_on
    ]
    modules = library.all(Module, "module")
    done = [
        Event(on, f"module “{modules[slug].title}” completed")
        for slug, on in completions([learner.id])[learner.id].items()
        if slug in modules and modules[slug].kpi == kpi
    ]
    return sorted([*actions, *done], key=lambda one: one.on)


def result_page(learner: Person, kpi: Kpi, library: Library) -> ResultPage:
    """One KPI of one person with its table, and the guard beside it where the job role carries it."""
    readings = all_readings(learner.id, kpi.code)
    current = sorted(current_among(readings), key=lambda one: one.period_start)
    guard = kpis_in(library).get(kpi.guard.kpi or "")
    beside = guard is not None and is_kept_for_a_person(guard) and may_carry(guard, learner.job_role)
    series = [one.figure for one in series_of(learner.id, guard.code)] if guard and beside else None
    return ResultPage(
        found=kpi_result(kpi, [one.figure for one in current], events_for(learner, kpi.code, library)),
        rows=rows_of(kpi, readings),
        seen=next((one for one in reversed(current) if one.note), None),
        guard=kpi_card(guard, series) if guard and series is not None else None,
    )
