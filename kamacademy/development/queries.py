"""Reading plans and their actions."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from kamacademy.competency.estimation import Estimate
from kamacademy.competency.queries import competencies_in, estimates_of, framework_in
from kamacademy.content.library import Library
from kamacademy.curriculum.documents import Module, Programme
from kamacademy.curriculum.queries import completions
from kamacademy.db import db
from kamacademy.development.action_library import KIND_WORDS, Entry, entries_by_competency
from kamacademy.development.gaps import Gap, Unknown, gaps, unknowns
from kamacademy.development.models import Action, Plan
from kamacademy.development.page import (
    ActionCard,
    Earlier,
    HistoryLine,
    KpiLink,
    LibraryCard,
    ModuleLink,
    NextEvidence,
    PlanPage,
    Remark,
    Shelf,
    agreement_words,
    event_words,
    gap_words,
    lede_words,
    next_evidence_words,
    origin_words,
    why_words,
)
from kamacademy.development.plan import State, is_overdue, places_free
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
from kamacademy.wording import counted, day

UNKNOWN_SHOWN, GAPS_SHOWN = 3, 5
EARLIER_SHOWN = 20


def whole_plans() -> Select[Plan]:
    """Plans with their people, actions, check-ins and history: five statements however long the plan is."""
    return select(Plan).options(
        joinedload(Plan.learner).selectinload(Person.coached_by),
        joinedload(Plan.agreed_coach),
        selectinload(Plan.actions).selectinload(Action.check_ins),
        selectinload(Plan.history),
    )


def running_plan(learner_id: int) -> Plan | None:
    """The plan a person is working on, or None."""
    return db.session.scalar(whole_plans().where(Plan.learner_id == learner_id, Plan.closed_at.is_(None)))


def plan(plan_id: int) -> Plan:
    """A plan, running or closed, or 404."""
    found: Plan = db.one_or_404(whole_plans().where(Plan.id == plan_id))
    return found


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
            joinedload(Action.plan).joinedload(Plan.learner).selectinload(Person.coached_by),
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


@dataclass(frozen=True, slots=True)
class Guidance:
    """What the evidence says a person should work on, and where it says too little."""

    estimates: Mapping[str, Estimate]
    gaps: list[Gap]
    unknown: list[Unknown]


def guidance(learner: Person, today: date, library: Library) -> Guidance:
    """Gaps and unknowns of a person in the order a plan takes them."""
    framework = framework_in(library)
    estimates = estimates_of([learner.id], today, library)[learner.id]
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


def plan_page(plan: Plan, reader: Person, today: date, library: Library) -> PlanPage:
    """A plan with every code in words, for the learner or the coach who reads it."""
    known = guidance(plan.learner, today, library)
    cards = [card_of(action, plan, known, today, library) for action in plan.actions]
    proposed, running, done, dropped = (
        tuple(card for card in cards if card.state is state)
        for state in (State.PROPOSED, State.OPEN, State.DONE, State.DROPPED)
    )
    coach, is_own = coach_for(plan, today), reader.id == plan.learner_id
    learner_on = plan.learner_agreed_at.date() if plan.learner_agreed_at else None
    coach_on = plan.coach_agreed_at.date() if plan.coach_agreed_at else None
    agreed = ""
    if learner_on and coach_on and coach:
        agreed = f"Agreed by {plan.learner.name} and {coach.name} on {day(max(learner_on, coach_on))}. "
    return PlanPage(
        plan_id=plan.id,
        began_on=plan.created_at.date(),
        closed_on=plan.closed_at.date() if plan.closed_at else None,
        lede=lede_words(len(running), len(proposed), agreed),
        proposed=proposed,
        open=tuple(sorted(running, key=lambda card: (card.due_on, card.id))),
        finished=(*sorted(done, key=lambda card: card.done_on or today, reverse=True), *dropped),
        free=places_free(len(running)),
        has_agreed=(learner_on if is_own else coach_on) is not None,
        agreement_words=agreement_words(
            learner=plan.learner.name,
            coach=coach.name if coach else None,
            learner_on=learner_on,
            coach_on=coach_on,
            is_own=is_own,
            waiting=len(proposed),
        ),
        history=history_of(plan),
        unknown=next_evidence(known, library),
    )


def next_evidence(known: Guidance, library: Library) -> tuple[NextEvidence, ...]:
    """The first competencies about which too little is known."""
    names = competencies_in(library)
    return tuple(
        NextEvidence(one.competency, names[one.competency].name, next_evidence_words(one))
        for one in known.unknown[:UNKNOWN_SHOWN]
    )


def gap_lines(known: Guidance, library: Library) -> tuple[NextEvidence, ...]:
    """The first known gaps, each with why it comes where it comes."""
    names = competencies_in(library)
    return tuple(
        NextEvidence(one.competency, names[one.competency].name, why_words(one)) for one in known.gaps[:GAPS_SHOWN]
    )


def shelves(plan: Plan, today: date, library: Library) -> list[Shelf]:
    """The library by competency, known gaps first, then in the framework's order."""
    known = guidance(plan.learner, today, library)
    gap_by_code = {one.competency: one for one in known.gaps}
    entries, kpis = entries_by_competency(library), kpis_in(library)
    carried = {kpi.code for kpi in kpis_for(plan.learner.job_role, library)}
    running = {one.library_id for one in plan.actions if one.state in (State.PROPOSED, State.OPEN)}
    names = competencies_in(library)
    order = [*gap_by_code, *(code for code in names if code not in gap_by_code)]
    return [
        Shelf(
            competency=code,
            name=names[code].name,
            is_gap=code in gap_by_code,
            words=why_words(gap_by_code[code]) if code in gap_by_code else "",
            actions=tuple(
                LibraryCard(
                    id=one.action.id,
                    title=one.action.title,
                    how=one.action.how,
                    kind_words=KIND_WORDS[one.action.kind],
                    indicator_name=names[code].indicator(one.action.indicator).name,
                    kpi_words=f"{one.action.kpi} {kpis[one.action.kpi].name}" if one.action.kpi in carried else None,
                    days=one.action.days,
                    is_taken=one.action.id in running,
                )
                for one in entries.get(code, ())
            ),
        )
        for code in order
    ]


def coach_for(plan: Plan, today: date) -> Person | None:
    """The coach who agreed, else the present one."""
    relation = plan.learner.coaching_on(today)
    return plan.agreed_coach or (relation.coach if relation else None)


def card_of(action: Action, plan: Plan, known: Guidance, today: date, library: Library) -> ActionCard:
    """One action with every code in words."""
    framework, competency = framework_in(library), competencies_in(library)[action.competency]
    names = [level.name for level in framework.levels]
    return ActionCard(
        id=action.id,
        state=State(action.state),
        title=action.title,
        competency=action.competency,
        competency_name=competency.name,
        indicator_name=competency.indicator(action.indicator).name,
        gap_words=gap_words(competency.name, known.estimates.get(action.competency), names),
        kind_words=KIND_WORDS[action.kind],
        how=action.how,
        where_tried=action.where_tried,
        due_on=action.due_on,
        first_due_on=action.original_due_on if action.original_due_on != action.due_on else None,
        is_overdue=is_overdue(action.state, action.due_on, today),
        evidence_expected=action.evidence_expected,
        kpi=kpi_link(action.kpi, library),
        module=module_link(action.module, library),
        origin_words=origin_words(action.origin_type, action.created_at.date()),
        waits=action.state == State.PROPOSED and plan.is_agreed,
        missing=bool(action.changeable),
        opened_on=action.opened_on,
        done_on=action.done_on,
        evidence_given=action.evidence_given,
        check_ins=tuple(Remark(one.by.name, one.by.initials, one.at, one.words) for one in action.check_ins),
    )


def kpi_link(code: str | None, library: Library) -> KpiLink | None:
    """The KPI an action should move, as the newest release names it."""
    kpi = kpis_in(library).get(code or "")
    return KpiLink(kpi.code, kpi.name, is_kept_for_a_person(kpi)) if kpi else None


def module_link(slug: str | None, library: Library) -> ModuleLink | None:
    """The module that prepares for an action, in the first programme that has it."""
    module = library.all(Module, "module").get(slug or "")
    if slug is None or module is None:
        return None
    programmes = library.all(Programme, "programme").items()
    home = (name for name, programme in programmes if any(one.module == slug for one in programme.modules))
    return ModuleLink(slug, module.title, next(home, None))


def history_of(plan: Plan) -> tuple[HistoryLine, ...]:
    """What happened to a plan, newest first."""
    return tuple(
        HistoryLine(
            one.at,
            event_words(
                one.what,
                who=one.by.name,
                title=one.action.title if one.action else None,
                before=one.before,
                after=one.after,
                reason=one.reason,
            ),
        )
        for one in reversed(plan.history)
    )


@dataclass(frozen=True, slots=True)
class ResultPage:
    """A KPI of one person as its page shows it. `seen` is the latest reading with a note."""

    found: KpiResult
    rows: list[ReadingRow]
    seen: Reading | None
    guard: KpiCard | None


def results_of(learner: Person, library: Library) -> list[KpiCard]:
    """The KPIs that the learner's job role carries and that are kept for one person, each with its latest reading."""
    series = series_by_kpi(learner.id)
    return [
        kpi_card(kpi, [reading.figure for reading in series.get(kpi.code, ())])
        for kpi in kpis_for(learner.job_role, library)
        if is_kept_for_a_person(kpi)
    ]


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
