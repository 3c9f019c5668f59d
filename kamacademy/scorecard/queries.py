"""Reading what stands on a scorecard: figures of one, of a team and of all its people together, notes and actions."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, literal_column, null, or_, select, union_all

from kamacademy.content.library import Library
from kamacademy.curriculum.documents import Module, Programme
from kamacademy.curriculum.markets import anywhere_in, modules_for
from kamacademy.curriculum.models import Enrolment
from kamacademy.curriculum.queries import first_completions
from kamacademy.db import rows_of
from kamacademy.development.action_library import Entry, entries_by_competency
from kamacademy.development.models import Action, Plan
from kamacademy.development.plan import State
from kamacademy.kpi.documents import LEARNING_TEAM, SCORECARDS, Kpi, Scorecards
from kamacademy.kpi.figures import FEWEST_TOGETHER, Figure
from kamacademy.kpi.models import Reading
from kamacademy.kpi.queries import COLUMN_OF, FIGURE, THE_ACADEMY, current_readings, kpis_in, series_about
from kamacademy.kpi.rules import is_kept_for_a_person
from kamacademy.kpi.subjects import Group, Subject
from kamacademy.people.job_roles import JobRole
from kamacademy.people.market import Market
from kamacademy.people.models import CoachingRelation, Person, Team
from kamacademy.people.queries import in_force_on, teams
from kamacademy.scorecard.card import Noted, Scorecard, Series
from kamacademy.scorecard.gathered import Gathered, arranged, codes_of, elsewhere, with_next
from kamacademy.scorecard.measures import (
    Whose,
    aims,
    also_carried,
    firewall_words,
    firewall_words_of_team,
    measures_of_programme,
    measures_of_role,
    measures_of_team,
)
from kamacademy.scorecard.next_step import Material, Running

PERIOD = (Reading.kpi, Reading.period_start, Reading.period_end)
MATERIAL_KEPT = 128


def scorecards_in(library: Library) -> Scorecards:
    """The scorecards of every job role."""
    return library.one(Scorecards, SCORECARDS, SCORECARDS)


def card_of(learner: Person, release: Library) -> Scorecard:
    """The card of a person's job role. Nine statements at most, however many readings."""
    kpis, role = kpis_in(release), learner.job_role
    on_card = measures_of_role(scorecards_in(release), kpis, role)
    measures = [one for one in on_card if one.whose is not Whose.PROGRAMME]
    own = Subject(learner_id=learner.id)
    known = about(own, codes_of(measures, Whose.OWN, kpis))
    series = Series(
        own=known.series,
        team=of_team(learner.team_id, codes_of(measures, Whose.TEAM, kpis)),
        together=of_members(learner.team_id, codes_of(measures, Whose.TOGETHER, kpis), kpis),
    )
    open_, first = steps_of(learner.id)
    material = material_for(frozenset({role}), learner.market, release)
    completed = first_completions(learner.id, material.modules)
    for slug, on in completed.items():
        kpi = material.modules[slug].kpi
        first[kpi] = min(on, first.get(kpi, on))
    found = Gathered(kpis, series, known.notes, first, {role}, Whose.OWN)
    lines = found.lines(measures, learner.team.name if learner.team else None)
    others = elsewhere(one.kpi for one in on_card if one.whose is Whose.PROGRAMME)
    also = tuple(f"{one.code} {one.name}" for one in also_carried(kpis, role, on_card))
    return arranged(with_next(lines, material, completed, open_), firewall_words(role, kpis), others, also)


def card_of_team(group: Group, market: Market, release: Library) -> Scorecard:
    """What the cards of a team's job roles hold, as far as the team has a figure of it. Two statements at most."""
    kpis, roles = kpis_in(release), group.job_roles
    measures = measures_of_team(scorecards_in(release), kpis, roles)
    known = about(group.subject, codes_of(measures, Whose.TEAM, kpis))
    series = Series(
        team=known.series,
        together=of_members(group.subject.team_id, codes_of(measures, Whose.TOGETHER, kpis), kpis),
    )
    found = Gathered(kpis, series, known.notes, {}, roles, Whose.TEAM)
    lines = with_next(found.lines(measures, group.name), material_for(roles, market, release))
    return arranged(lines, firewall_words_of_team(roles))


def card_of_programme(group: Group, release: Library) -> Scorecard:
    """What a programme's modules should move, over everybody assigned to it, and its own measures. Two statements."""
    kpis, slug = kpis_in(release), group.subject.programme or ""
    programme = release.one(Programme, "programme", slug)
    modules = {one: release.one(Module, "module", one) for one in anywhere_in(programme)}
    own = scorecards_in(release).of(LEARNING_TEAM)
    measures = measures_of_programme((one.kpi for one in modules.values()), kpis, own.measures)
    known = about(group.subject, codes_of(measures, Whose.PROGRAMME, kpis))
    everybody = codes_of(measures, Whose.TOGETHER, kpis)
    series = Series(
        programme=known.series,
        together=together("programme", everybody, kpis, programme=slug, job_roles=list(programme.assign.job_roles)),
    )
    found = Gathered(kpis, series, known.notes, {}, frozenset(JobRole), Whose.PROGRAMME)
    lines = with_next(found.lines(measures, group.name), Material(modules, library_of(release)))
    of_teams = [one for one in aims((one.kpi for one in modules.values()), kpis) if not is_kept_for_a_person(one)]
    return arranged(lines, None, elsewhere(of_teams), own.also)


def of_team(team_id: int | None, codes: Collection[str]) -> dict[str, list[Figure]]:
    """The figures of a team; nothing without a team or a KPI."""
    return series_about(Subject(team_id=team_id), codes) if team_id is not None and codes else {}


def of_members(team_id: int | None, codes: Collection[str], kpis: Mapping[str, Kpi]) -> dict[str, list[Figure]]:
    """The figures of a team's people together; nothing without a team."""
    return {} if team_id is None else together("team", codes, kpis, team=team_id)


@cache
def figures_together(kind: str) -> Select[*tuple[Any, ...]]:
    """The figures of several active people in one, for some `kpis`: of a `team`, or of a `programme` (`kind`).

    A programme's people are those to whom it is assigned by one of `job_roles`, and who took it on. Shares come first.
    Any: the columns' own types.
    """
    took_on = select(Enrolment.learner_id).where(
        Enrolment.programme == bindparam("programme"), Enrolment.withdrawn_at.is_(None)
    )
    assigned = Person.job_role_code.in_(bindparam("job_roles", expanding=True))
    counts = and_(
        Reading.kpi.in_(bindparam("kpis", expanding=True)),
        Person.deactivated_at.is_(None),
        Person.team_id == bindparam("team") if kind == "team" else or_(assigned, Person.id.in_(took_on)),
        or_(Person.job_role_code != JobRole.FM.value, Reading.kpi.in_(bindparam("of_managers", expanding=True))),
    )
    both = union_all(pooled_shares(counts), middle_values(counts)).subquery().c
    kept = both.kpi, both.period_start, both.period_end, both.numerator, both.denominator, both.value, both.cases
    return select(*kept).order_by(both.place, *kept[:3])


def together(kind: str, codes: Collection[str], kpis: Mapping[str, Kpi], **whose: object) -> dict[str, list[Figure]]:
    """Figures of several active people in one, by code and in order of period; from five people in a period on.

    Shares are pooled, of other figures the middle one is taken. A field manager's figure tells of the people coached,
    who are counted already, so that it is left out wherever others carry the KPI. One statement.
    """
    wanted = [kpis[code] for code in codes if is_kept_for_a_person(kpis[code])]
    if not wanted:
        return {}
    of_managers = [one.code for one in wanted if set(one.roles) == {JobRole.FM.value}]
    rows = rows_of(figures_together(kind), kpis=[one.code for one in wanted], of_managers=of_managers, **whose)
    found: dict[str, list[Figure]] = defaultdict(list)
    for kpi, start, end, numerator, denominator, value, n in rows:
        if denominator is not None:
            found[kpi].append(Figure(start, end, float(numerator), int(denominator)))
        else:
            found[kpi].append(Figure(start, end, value=float(value), cases=None if n is None else int(n)))
    return dict(found)


def pooled_shares(counts: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """The cases of several people in one share, by KPI and period; from five people on. Any: the columns' own types."""
    return (
        current_readings()
        .join(Person, Person.id == Reading.learner_id)
        .where(counts, Reading.denominator.is_not(None))
        .with_only_columns(
            literal_column("1").label("place"), *PERIOD, func.sum(Reading.numerator).label("numerator"),
            func.sum(Reading.denominator).label("denominator"), null().label("value"), null().label("cases"),
        )
        .group_by(*PERIOD)
        .having(func.count(Reading.id) >= FEWEST_TOGETHER)
        .order_by(None)
    )  # fmt: skip


def middle_values(counts: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """The middle one of several people's values, by KPI and period, with all cases behind them; from five people on.

    Any: the columns' own types.
    """
    ranked = (
        current_readings()
        .order_by(None)
        .join(Person, Person.id == Reading.learner_id)
        .where(counts, Reading.denominator.is_(None))
        .with_only_columns(
            *PERIOD, Reading.value,
            func.row_number().over(partition_by=PERIOD, order_by=Reading.value).label("place"),
            func.count(Reading.id).over(partition_by=PERIOD).label("people"),
            func.sum(Reading.n).over(partition_by=PERIOD).label("cases"),
        )
        .subquery()
    )  # fmt: skip
    one = ranked.c
    in_the_middle = or_(one.place == (one.people + 1) // 2, one.place == (one.people + 2) // 2)
    period = one.kpi, one.period_start, one.period_end
    return (
        select(literal_column("2"), *period, null(), null(), func.avg(one.value), func.max(one.cases))
        .where(one.people >= FEWEST_TOGETHER, in_the_middle)
        .group_by(*period)
    )


@cache
def readings_about(kind: str) -> Select[*tuple[Any, ...]]:
    """The current readings of a `subject` for some `kpis` with what was noted, in order of period.

    Any: the columns' own types.
    """
    return (
        current_readings()
        .outerjoin(Person, Person.id == Reading.entered_by_id)
        .where(COLUMN_OF[kind] == bindparam("subject"), Reading.kpi.in_(bindparam("kpis", expanding=True)))
        .with_only_columns(
            Reading.kpi, Reading.note, Reading.beside, Reading.seen_on, Reading.recorded_at, Reading.seen_by,
            Person.name, *FIGURE,
        )
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class About:
    """What is known of one subject, by code: figures in order of period, and notes newest first with their period."""

    series: Mapping[str, Sequence[Figure]]
    notes: Mapping[str, Sequence[tuple[date, Noted]]]


def about(subject: Subject, codes: Collection[str]) -> About:
    """The figures of some KPIs and what was seen with them. One statement."""
    series: dict[str, list[Figure]] = defaultdict(list)
    notes: dict[str, list[tuple[date, Noted]]] = defaultdict(list)
    if not codes:
        return About(series, notes)
    rows = rows_of(readings_about(subject.kind), subject=subject.key, kpis=list(codes))
    for kpi, note, beside, seen_on, recorded_at, seen_by, entered_by, *figure in rows:
        series[kpi].append(Figure(*figure))
        if note is not None or beside is not None:
            by = (seen_by or entered_by or THE_ACADEMY) if note else None
            said = Noted(note, (seen_on or recorded_at.date()) if note else None, by, beside)
            notes[kpi].insert(0, (figure[0], said))
    return About(series, notes)


@cache
def actions_for_kpis() -> Select[*tuple[Any, ...]]:
    """The actions of any plan of the `learner` that should move a KPI, soonest due first. Any: the columns' own."""
    is_running = and_(Action.state == State.OPEN.value, Plan.closed_at.is_(None))
    return (
        select(Plan.id, Action.kpi, Action.title, Action.due_on, Action.opened_on, is_running)
        .join(Action.plan)
        .where(Plan.learner_id == bindparam("learner"), Action.kpi.is_not(None))
        .order_by(Action.due_on, Action.id)
    )


def steps_of(learner_id: int) -> tuple[list[Running], dict[str, date]]:
    """A person's open actions of the running plan, and when the first action of any plan for each KPI began."""
    open_: list[Running] = []
    first: dict[str, date] = {}
    for plan_id, kpi, title, due_on, opened_on, is_running in rows_of(actions_for_kpis(), learner=learner_id):
        if is_running:
            open_.append(Running(plan_id, kpi, title, due_on))
        if opened_on is not None:
            first[kpi] = min(opened_on, first.get(kpi, opened_on))
    return open_, first


@cache
def teams_in_care() -> Select[int, str]:
    """The teams in which the `coach` coaches anybody on the day `on`, in order of name."""
    relation = CoachingRelation
    return (
        select(Team.id, Team.name)
        .join(Person, Person.team_id == Team.id)
        .join(relation, relation.learner_id == Person.id)
        .where(
            relation.coach_id == bindparam("coach"), in_force_on(relation.starts_on, relation.ends_on),
            Person.deactivated_at.is_(None),
        )
        .distinct()
        .order_by(Team.name)
    )  # fmt: skip


def teams_coached(coach: Person, on: date) -> list[tuple[int, str]]:
    """The same, each by its key and name."""
    return [(key, name) for key, name in rows_of(teams_in_care(), coach=coach.id, on=on)]


def all_teams() -> list[tuple[int, str]]:
    """Every team by its key and name."""
    return [(one.id, one.name) for one in teams()]


@lru_cache(maxsize=MATERIAL_KEPT)
def material_for(roles: frozenset[JobRole], market: Market, release: Library) -> Material:
    """The modules of the programmes that are assigned to some job roles, in order and for a market, and the library.

    Kept, as a release never changes.
    """
    codes = {one.value for one in roles}
    programmes = [one for one in release.all(Programme, "programme").values() if codes & {*one.assign.job_roles}]
    slugs = [entry.module for programme in programmes for entry in modules_for(programme, market)]
    return Material({slug: release.one(Module, "module", slug) for slug in slugs}, library_of(release))


def library_of(release: Library) -> list[Entry]:
    """Every action of the library, those on the job first in each competency."""
    return [one for entries in entries_by_competency(release).values() for one in entries]
