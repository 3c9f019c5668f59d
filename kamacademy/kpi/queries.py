"""Reading KPI definitions and readings."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from typing import Any, TypeVar

from flask import abort
from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, func, select
from sqlalchemy.orm import InstrumentedAttribute, aliased, joinedload

from kamacademy.content.library import Library
from kamacademy.curriculum.documents import Programme
from kamacademy.db import db, rows_of
from kamacademy.kpi.cards import ReadingRow
from kamacademy.kpi.documents import Kpi
from kamacademy.kpi.figures import FEWEST_TOGETHER, Figure, count_words, counts_only, measure_words
from kamacademy.kpi.given import Collected, Given, There
from kamacademy.kpi.models import Reading
from kamacademy.kpi.periods import period_words
from kamacademy.kpi.rules import is_kept_for_a_person, may_carry
from kamacademy.kpi.subjects import Group, Subject
from kamacademy.people.job_roles import JobRole
from kamacademy.people.models import CoachingRelation, Person, Team
from kamacademy.people.queries import in_force_on

Key = TypeVar("Key")
# Far below what either database takes in one statement.
KEYS_AT_ONCE = 1000
THE_ACADEMY = "the academy"
UNDONE = "Withdrawn: the import that it came with was undone."
COLUMN_OF: dict[str, InstrumentedAttribute[Any]] = {
    "person": Reading.learner_id, "team": Reading.team_id, "programme": Reading.programme,
}  # fmt: skip


FIGURE = (
    Reading.period_start, Reading.period_end, Reading.numerator, Reading.denominator, Reading.value, Reading.n,
)  # fmt: skip


def kpis_in(library: Library) -> dict[str, Kpi]:
    """Every definition by code."""
    return {kpi.code: kpi for kpi in library.all(Kpi, "kpi").values()}


def kpi_named(code: str, library: Library) -> Kpi:
    """A definition by its code as it stands in an address, or 404."""
    if not library.has("kpi", code) or code != code.lower():
        abort(404)
    return library.one(Kpi, "kpi", code)


def team_of(team_id: int, today: date) -> Group:
    """A team with its people and who coaches them, or 404."""
    found: Team = db.get_or_404(Team, team_id)
    coach = aliased(CoachingRelation)
    members = rows_of(
        select(Person.id, Person.job_role_code, coach.coach_id)
        .outerjoin(coach, and_(coach.learner_id == Person.id, in_force_on(coach.starts_on, coach.ends_on)))
        .where(Person.team_id == team_id, Person.deactivated_at.is_(None)),
        on=today,
    )
    return Group(
        Subject(team_id=team_id), found.name, frozenset(JobRole(one.job_role_code) for one in members),
        frozenset(one.id for one in members), frozenset(one.coach_id for one in members if one.coach_id is not None),
    )  # fmt: skip


def programme_of(slug: str, library: Library) -> Group:
    """A programme, or 404."""
    if not library.has("programme", slug):
        abort(404)
    return Group(Subject(programme=slug), library.one(Programme, "programme", slug).title)


def group_of(subject: Subject, today: date, library: Library) -> Group:
    """The team or the programme that readings are about, or 404."""
    if subject.team_id is not None:
        return team_of(subject.team_id, today)
    return programme_of(subject.programme or "", library)


@lru_cache(maxsize=64)
def kpis_for(job_role: JobRole, library: Library) -> tuple[Kpi, ...]:
    """The KPIs a job role carries: those of a person first, then accounts, then those of a team or programme.

    Kept, as a release never changes.
    """
    scopes = ("person", "account", "team", "programme")
    carried = [kpi for kpi in kpis_in(library).values() if may_carry(kpi, job_role) and kpi.category == "behaviour"]
    return tuple(sorted(carried, key=lambda kpi: (not is_kept_for_a_person(kpi), scopes.index(kpi.scope), kpi.code)))


def superseded() -> Select[int]:
    """Whether a later reading has taken the place of one, for the condition of a statement over readings.

    What was withdrawn takes no place.
    """
    later = aliased(Reading)
    return select(later.id).where(later.supersedes_id == Reading.id, later.withdrawn_at.is_(None))


def is_current() -> ColumnElement[bool]:
    """That none has superseded a reading and nobody has withdrawn it, for a statement over readings."""
    return and_(Reading.withdrawn_at.is_(None), ~superseded().exists())


@cache
def current_readings() -> Select[Reading]:
    """Readings that none has superseded and nobody withdrawn, in order of period."""
    return select(Reading).where(is_current()).order_by(Reading.period_start, Reading.id)


@cache
def current_figures(kind: str) -> Select[*tuple[Any, ...]]:
    """The figures of a `subject` of a kind for some `kpis`, without superseded ones, in order of period.

    Columns, not entities: a page of results reads hundreds and changes none. Any: the columns' own types.
    """
    return (
        current_readings()
        .where(COLUMN_OF[kind] == bindparam("subject"), Reading.kpi.in_(bindparam("kpis", expanding=True)))
        .with_only_columns(Reading.kpi, *FIGURE)
    )


def series_about(subject: Subject, kpis: Collection[str]) -> dict[str, list[Figure]]:
    """The current readings of some KPIs of a person, team or programme, each in order of period, in one statement."""
    by_kpi: dict[str, list[Figure]] = defaultdict(list)
    for kpi, *figure in rows_of(current_figures(subject.kind), subject=subject.key, kpis=list(kpis)):
        by_kpi[kpi].append(Figure(*figure))
    return dict(by_kpi)


def series_by_kpi(learner_id: int, kpis: Collection[str]) -> dict[str, list[Figure]]:
    """A person's current readings of some KPIs, each in order of period, in one statement."""
    return series_about(Subject(learner_id=learner_id), kpis)


def shares_in_team(team_id: int, kpi: str, like: Figure) -> dict[int, tuple[float, int]]:
    """Numerator and denominator of everybody in a team with a current share of a KPI in the same period, by person."""
    statement = (
        current_readings()
        .join(Person, Person.id == Reading.learner_id)
        .where(
            Person.team_id == team_id, Person.deactivated_at.is_(None), Reading.kpi == kpi,
            Reading.period_start == like.start, Reading.period_end == like.end, Reading.denominator.is_not(None),
        )
        .with_only_columns(Reading.learner_id, Reading.numerator, Reading.denominator)
    )  # fmt: skip
    return {one.learner_id: (one.numerator, one.denominator) for one in rows_of(statement)}


def series_of_all(kpi: str) -> list[Figure]:
    """The shares of everybody together, by period; only periods with enough people that nobody can be made out."""
    statement = (
        current_readings()
        .where(Reading.kpi == kpi, Reading.learner_id.is_not(None), Reading.denominator.is_not(None))
        .with_only_columns(
            Reading.period_start, Reading.period_end, func.sum(Reading.numerator), func.sum(Reading.denominator)
        )
        .group_by(Reading.period_start, Reading.period_end)
        .having(func.count(Reading.id) >= FEWEST_TOGETHER)
        .order_by(None)
        .order_by(Reading.period_start)
    )
    return [Figure(start, end, float(numerator), int(n)) for start, end, numerator, n in rows_of(statement)]


def series_of(learner_id: int, kpi: str) -> list[Figure]:
    """The current readings of a person's KPI in order of period."""
    return series_by_kpi(learner_id, [kpi]).get(kpi, [])


@cache
def all_readings(kind: str) -> Select[*tuple[Any, ...]]:
    """Every reading of a `subject` of a kind for some `kpis`, corrected ones too, newest first, with who entered it.

    Any: the columns' own types.
    """
    return (
        select(
            Reading.id, Reading.kpi, *FIGURE, Reading.source, Reading.beside, Reading.note, Reading.seen_on,
            Reading.seen_by, Reading.collected, Reading.recorded_at, Reading.supersedes_id, Reading.correction_reason,
            Reading.withdrawn_at, Person.name.label("entered_by"),
        )
        .outerjoin(Person, Person.id == Reading.entered_by_id)
        .where(
            COLUMN_OF[kind] == bindparam("subject"), Reading.kpi.in_(bindparam("kpis", expanding=True)),
            Reading.is_arriving.is_(False),
        )
        .order_by(Reading.period_start.desc(), Reading.id.desc())
    )  # fmt: skip


def readings_of(subject: Subject, kpis: Collection[Kpi]) -> dict[str, list[tuple[Figure, ReadingRow]]]:
    """Every reading of some KPIs of a person, team or programme by code, corrected ones too, newest period first.

    Each is its figure and its row in the table. One statement.
    """
    by_code = {kpi.code: kpi for kpi in kpis}
    rows = rows_of(all_readings(subject.kind), subject=subject.key, kpis=list(by_code))
    corrections = {
        one.supersedes_id: one.correction_reason for one in rows if one.supersedes_id and one.withdrawn_at is None
    }
    found: dict[str, list[tuple[Figure, ReadingRow]]] = {code: [] for code in by_code}
    for one in rows:
        figure = Figure(one.period_start, one.period_end, one.numerator, one.denominator, one.value, one.n)
        found[one.kpi].append((figure, reading_row(by_code[one.kpi], one, figure, corrections)))
    return found


def reading_row(
    kpi: Kpi, one: Row[*tuple[Any, ...]], figure: Figure, corrections: Mapping[int, str | None]
) -> ReadingRow:
    """A reading as the table shows it. `corrections` are the reasons by the key of the reading that was wrong."""
    return ReadingRow(
        id=one.id,
        period=period_words(figure.start, figure.end),
        figure=count_words(figure) if kpi.is_share else measure_words(kpi, figure.measure),
        share=None if not kpi.is_share or counts_only(kpi, figure) else figure.measure / 100,
        n=figure.n,
        source=one.source,
        beside=one.beside,
        note=one.note,
        seen_on=one.seen_on or one.recorded_at.date(),
        seen_by=one.seen_by or one.entered_by or THE_ACADEMY,
        is_calculated=one.collected == Collected.CALCULATED,
        entered_by=one.entered_by or THE_ACADEMY,
        entered_on=one.recorded_at.date(),
        why_wrong=UNDONE if one.withdrawn_at is not None else corrections.get(one.id),
        is_current=one.id not in corrections and one.withdrawn_at is None,
    )


def reading(reading_id: int) -> Reading:
    """A reading with the person it is kept for, or 404."""
    found: Reading = db.one_or_404(select(Reading).where(Reading.id == reading_id).options(joinedload(Reading.learner)))
    return found


def correction_of(reading_id: int) -> Reading | None:
    """The reading that superseded another, or None while it is current."""
    return db.session.scalar(select(Reading).where(Reading.supersedes_id == reading_id, Reading.withdrawn_at.is_(None)))


def overlapping(subject: Subject, kpi: str, start: date, end: date, *, besides: int | None = None) -> Reading | None:
    """A current reading that shares a day with a period, or None. `besides` is the one being corrected."""
    query = current_readings().where(
        COLUMN_OF[subject.kind] == subject.key,
        Reading.kpi == kpi,
        Reading.period_start <= end,
        Reading.period_end >= start,
    )
    if besides is not None:
        query = query.where(Reading.id != besides)
    return db.session.scalar(query.limit(1))


def in_batches(keys: Sequence[Key]) -> Iterator[Sequence[Key]]:
    """Keys in parts that one statement can take."""
    for first in range(0, len(keys), KEYS_AT_ONCE):
        yield keys[first : first + KEYS_AT_ONCE]


def job_roles_of(subjects: Collection[Subject]) -> dict[Subject, frozenset[JobRole]]:
    """The job roles that the firewall looks at: of a person the one, of a team those of its active members.

    Programmes have none; people and teams that are not there are left out.
    """
    found: dict[Subject, frozenset[JobRole]] = {}
    people = sorted({one.learner_id for one in subjects if one.learner_id is not None})
    for some in in_batches(people):
        for key, role in rows_of(select(Person.id, Person.job_role_code).where(Person.id.in_(some))):
            found[Subject(learner_id=key)] = frozenset({JobRole(role)})
    for some in in_batches(sorted({one.team_id for one in subjects if one.team_id is not None})):
        statement = (
            select(Team.id, Person.job_role_code)
            .outerjoin(Person, and_(Person.team_id == Team.id, Person.deactivated_at.is_(None)))
            .where(Team.id.in_(some))
            .distinct()
        )
        for key, role in rows_of(statement):
            before = found.get(Subject(team_id=key), frozenset())
            found[Subject(team_id=key)] = before | {JobRole(role)} if role else before
    return found


def carriers(kpi: Kpi) -> dict[int, JobRole]:
    """The active people whose job role may carry a KPI, each with the job role."""
    statement = select(Person.id, Person.job_role_code).where(
        Person.deactivated_at.is_(None), Person.job_role_code.in_(kpi.roles)
    )
    return {key: JobRole(role) for key, role in rows_of(statement.order_by(Person.id))}


def current_of(given: Sequence[Given]) -> dict[tuple[Subject, str], list[There]]:
    """The current readings of the subjects and KPIs of those given, in the time that they speak of."""
    found: dict[tuple[Subject, str], list[There]] = defaultdict(list)
    if not given:
        return found
    subjects = {one.subject for one in given}
    in_time = (
        Reading.kpi.in_({one.kpi for one in given}),
        Reading.period_end >= min(one.figure.start for one in given),
        Reading.period_start <= max(one.figure.end for one in given),
    )
    keys: tuple[tuple[InstrumentedAttribute[Any], list[Any]], ...] = (
        (Reading.learner_id, sorted({one.learner_id for one in subjects if one.learner_id is not None})),
        (Reading.team_id, sorted({one.team_id for one in subjects if one.team_id is not None})),
        (Reading.programme, sorted({one.programme for one in subjects if one.programme is not None})),
    )
    for column, every in keys:
        for some in in_batches(every):
            for row in rows_of(current_readings().where(column.in_(some), *in_time).with_only_columns(*WHAT_IS_THERE)):
                there = There(row.id, Subject(*row[1:4]), row.kpi, Figure(*row[5:11]), row.beside, row.collected)
                found[there.subject, there.kpi].append(there)
    return found


WHAT_IS_THERE = (
    Reading.id, Reading.learner_id, Reading.team_id, Reading.programme, Reading.kpi, *FIGURE, Reading.beside,
    Reading.collected,
)  # fmt: skip


def series_of_many(learner_ids: Collection[int], kpis: Collection[str]) -> dict[tuple[int, str], list[Figure]]:
    """The current readings of some people's KPIs and of their teams', each in order of period, by person and code.

    Two statements.
    """
    current = current_readings().where(Reading.kpi.in_(kpis))
    own = current.where(Reading.learner_id.in_(learner_ids)).with_only_columns(Reading.learner_id, Reading.kpi, *FIGURE)
    of_team = current.join(Person, Person.team_id == Reading.team_id).where(Person.id.in_(learner_ids))
    found: dict[tuple[int, str], list[Figure]] = defaultdict(list)
    for statement in (own, of_team.with_only_columns(Person.id, Reading.kpi, *FIGURE)):
        for learner_id, kpi, *figure in rows_of(statement):
            found[learner_id, kpi].append(Figure(*figure))
    return dict(found)
