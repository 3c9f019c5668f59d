"""The KPIs of a person, a team or a programme, with the actions and modules that should move a person's."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, func, select

from kamacademy.competency.evidence import Kind
from kamacademy.competency.queries import counting_rows
from kamacademy.content.library import Library
from kamacademy.content.queries import library
from kamacademy.curriculum.documents import Module
from kamacademy.curriculum.models import ModuleAttempt
from kamacademy.curriculum.queries import completions, first_completions
from kamacademy.db import rows_of
from kamacademy.development.models import Action, Plan
from kamacademy.exercise.queries import states_of
from kamacademy.kpi.baseline import baseline
from kamacademy.kpi.calculated import Counted
from kamacademy.kpi.cards import KpiCard, KpiResult, ReadingRow, kpi_card, kpi_result
from kamacademy.kpi.documents import Kpi
from kamacademy.kpi.figures import Figure
from kamacademy.kpi.models import Reading
from kamacademy.kpi.periods import Period
from kamacademy.kpi.queries import (
    current_figures,
    kpis_for,
    kpis_in,
    readings_of,
    series_about,
    series_of_many,
    shares_in_team,
)
from kamacademy.kpi.rules import is_kept_for_a_person, why_not
from kamacademy.kpi.run_chart import Event
from kamacademy.kpi.status import rests_on_enough
from kamacademy.kpi.subjects import Group, Subject
from kamacademy.kpi.verdict import drawn_sentence, guard_sentence
from kamacademy.outcome.transfer import DAYS, Completed, Shown, transferred
from kamacademy.people.job_roles import JobRole
from kamacademy.people.models import Person


@cache
def actions_for_a_kpi() -> Select[date | None, str]:
    """When the actions of any plan of the `learner` that should move the `kpi` were opened, and their titles."""
    return (
        select(Action.opened_on, Action.title)
        .join(Action.plan)
        .where(Plan.learner_id == bindparam("learner"), Action.kpi == bindparam("kpi"), Action.opened_on.is_not(None))
        .order_by(Action.opened_on, Action.id)
    )


@cache
def figures_and_first_action() -> Select[*tuple[Any, ...]]:
    """A person's figures, each after the day on which the first action of any plan for its KPI was opened.

    Any: the columns' own types.
    """
    first = (
        select(func.min(Action.opened_on))
        .join(Action.plan)
        .where(Plan.learner_id == Reading.learner_id, Action.kpi == Reading.kpi)
        .correlate(Reading)
        .scalar_subquery()
    )
    figures = current_figures("person")
    return figures.with_only_columns(first, *figures.selected_columns, maintain_column_froms=True)


@dataclass(frozen=True, slots=True)
class Guard:
    """The KPI that is read beside another. `card` is None where it is not kept here, and `words` then say why.

    Otherwise they say what it did since the baseline, if anything can be said.
    """

    kpi: Kpi
    card: KpiCard | None
    words: str | None


@dataclass(frozen=True, slots=True)
class ResultPage:
    """A KPI as its page shows it. `newest` is the newest reading that counts, `seen` the newest with a note.

    `drawn_words` say where a person's latest share stands, drawn towards the team.
    """

    found: KpiResult
    rows: list[ReadingRow]
    newest: ReadingRow | None
    seen: ReadingRow | None
    guard: Guard | None
    drawn_words: str | None


def figures_of(learner_id: int, kpis: Sequence[str]) -> tuple[dict[str, list[Figure]], dict[str, date]]:
    """A person's current readings of some KPIs, and when the first action for each began. One statement."""
    series: dict[str, list[Figure]] = defaultdict(list)
    first: dict[str, date] = {}
    for first_action_on, code, *figure in rows_of(figures_and_first_action(), subject=learner_id, kpis=kpis):
        series[code].append(Figure(*figure))
        if first_action_on is not None:
            first[code] = first_action_on
    return series, first


def results_of(
    learner: Person, release: Library, most: int | None = None, *, completed: Mapping[str, date] | None = None
) -> list[KpiCard]:
    """The KPIs that the learner's job role carries and that are kept for one person, or the first few of them.

    One statement where it is known when which module was first `completed`; else a few more.
    """
    kpis = [kpi for kpi in kpis_for(learner.job_role, release) if is_kept_for_a_person(kpi)][:most]
    series, marked = figures_of(learner.id, [kpi.code for kpi in kpis])
    modules = {slug: one.kpi for slug, one in release.all(Module, "module").items() if one.kpi in series}
    if completed is None:
        completed = first_completions(learner.id, modules) if modules else {}
    for slug, kpi in modules.items():
        if slug in completed:
            marked[kpi] = min(completed[slug], marked.get(kpi, completed[slug]))
    return [kpi_card(kpi, series.get(kpi.code, ()), marked.get(kpi.code)) for kpi in kpis]


def results_of_team(group: Group, release: Library) -> list[KpiCard]:
    """What is measured for a team and may be kept for this one: behaviours first, then outcomes."""
    kpis = [kpi for kpi in kpis_in(release).values() if why_not(kpi, "team", group.job_roles) is None]
    series = series_about(group.subject, [kpi.code for kpi in kpis])
    return [kpi_card(kpi, series.get(kpi.code, ())) for kpi in sorted(kpis, key=lambda one: one.code)]


def events_for(learner: Person, kpi: str, release: Library) -> list[Event]:
    """What should move a KPI and when: actions opened, modules completed."""
    actions = [
        Event(opened_on, f"plan action “{title}” begun")
        for opened_on, title in rows_of(actions_for_a_kpi(), learner=learner.id, kpi=kpi)
        if opened_on is not None
    ]
    modules = {slug: one for slug, one in release.all(Module, "module").items() if one.kpi == kpi}
    completed = first_completions(learner.id, modules)
    done = [
        Event(completed[slug], f"module “{one.title}” completed") for slug, one in modules.items() if slug in completed
    ]
    return sorted([*actions, *done], key=lambda one: one.on)


def result_page(learner: Person, kpi: Kpi, release: Library) -> ResultPage:
    """One KPI of one person with its table, and the guard beside it where the job role carries it."""
    subject, events = Subject(learner_id=learner.id), events_for(learner, kpi.code, release)
    return page_about(subject, {learner.job_role}, kpi, release, events, learner.team_id)


def group_page(group: Group, kpi: Kpi, release: Library) -> ResultPage:
    """One KPI of a team or a programme with its table, and the guard beside it where it is kept for such, too."""
    return page_about(group.subject, group.job_roles, kpi, release, (), None)


def page_about(
    subject: Subject,
    job_roles: Collection[JobRole],
    kpi: Kpi,
    release: Library,
    events: Sequence[Event],
    team_id: int | None,
) -> ResultPage:
    """One KPI of a subject with its table, its guard and, for a person of a team, where the latest share stands."""
    guard = kpis_in(release).get(kpi.guard.kpi or "")
    why_none = why_not(guard, subject.kind, job_roles) if guard else None
    readings = readings_of(subject, [kpi, guard] if guard and why_none is None else [kpi])
    series = {code: [figure for figure, row in reversed(found) if row.is_current] for code, found in readings.items()}
    rows = [row for _, row in readings[kpi.code]]
    current = [row for row in rows if row.is_current]
    own, first = series[kpi.code], min((one.on for one in events), default=None)
    return ResultPage(
        found=kpi_result(kpi, own, events),
        rows=rows,
        newest=current[0] if current else None,
        seen=next((row for row in current if row.note), None),
        guard=guard_beside(kpi, guard, own, series.get(guard.code), first, why_none) if guard else None,
        drawn_words=drawn_words(subject, kpi, own, team_id),
    )


def guard_beside(
    kpi: Kpi,
    guard: Kpi,
    own: Sequence[Figure],
    beside: Sequence[Figure] | None,
    first: date | None,
    why_none: str | None,
) -> Guard:
    """The guard with its card and what it did, or why no figure of it is kept here: `beside` is None then."""
    if beside is None:
        return Guard(guard, None, why_none)
    return Guard(guard, kpi_card(guard, beside, first), guarded(kpi, guard, own, beside, first))


def guarded(kpi: Kpi, guard: Kpi, own: Sequence[Figure], beside: Sequence[Figure], first: date | None) -> str | None:
    """What the guard did while the KPI became better than its baseline.

    None unless both have a baseline and a reading after it, each resting on cases enough.
    """
    before, guard_before = baseline(own, first), baseline(beside, first)
    if first is None or before is None or guard_before is None or min(own[-1].end, beside[-1].end) < first:
        return None
    figures = (before.figure, guard_before.figure), (own[-1], beside[-1])
    if not all(rests_on_enough(kpi, one) and rests_on_enough(guard, other) for one, other in figures):
        return None
    return guard_sentence(kpi, guard, *figures)


def drawn_words(subject: Subject, kpi: Kpi, own: Sequence[Figure], team_id: int | None) -> str | None:
    """Where the latest share stands, drawn towards the team; None for what is no share or without a team."""
    if not own or team_id is None or subject.learner_id is None or not kpi.is_share:
        return None
    return drawn_sentence(kpi, own[-1], subject.learner_id, shares_in_team(team_id, kpi.code, own[-1]))


def transfers(_: Mapping[int, JobRole], period: Period) -> dict[Subject, Counted]:
    """K25: modules whose 120 days ended in a period, for everybody and not only for those who carry the KPI.

    A module that was begun and never completed counts from the day of beginning it. A fixed number of statements.
    """
    release = library()
    modules, kpis = release.all(Module, "module"), kpis_in(release)
    first, last = period.start - DAYS, period.end - DAYS
    attempts = rows_of(attempts_begun(), modules=list(modules), until=datetime.combine(last, time.max, UTC))
    done = completions(sorted({one.learner_id for one in attempts}))
    begun = {(one.learner_id, one.module): one for one in reversed(attempts)}
    completed = [
        Completed(one.learner_id, one.programme, one.module, done[one.learner_id].get(one.module))
        for one in begun.values()
        if first <= (done[one.learner_id].get(one.module) or one.started_at.date()) <= last
    ]
    return transferred(completed, modules, kpis, shown_by({one.learner_id for one in completed}, kpis))


@cache
def attempts_begun() -> Select[*tuple[Any, ...]]:
    """Workings-through of some `modules` begun `until` a moment, oldest first. Any: the columns' own types."""
    return (
        select(ModuleAttempt.learner_id, ModuleAttempt.programme, ModuleAttempt.module, ModuleAttempt.started_at)
        .where(ModuleAttempt.module.in_(bindparam("modules", expanding=True)))
        .where(ModuleAttempt.started_at <= bindparam("until"))
        .order_by(ModuleAttempt.started_at, ModuleAttempt.id)
    )


def shown_by(learners: Collection[int], kpis: Collection[str]) -> Shown:
    """What can show a transfer of some people: work accepted, levels observed, and figures."""
    accepted: dict[tuple[int, str], list[date]] = defaultdict(list)
    for learner_id, works in states_of(learners).items():
        for work in works:
            if work.accepted_at is not None:
                accepted[learner_id, work.exercise].append(work.accepted_at.date())
    observed = {
        key: [(row.happened_on, row.level) for row in rows if row.kind == Kind.OBSERVED and row.level is not None]
        for key, rows in counting_rows(learners).items()
    }
    return Shown(accepted, observed, series_of_many(learners, kpis))
