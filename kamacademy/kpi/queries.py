"""Reading KPI definitions and readings."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Row, Select, bindparam, select
from sqlalchemy.orm import aliased, joinedload

from kamacademy.content.library import Library
from kamacademy.db import db, rows_of
from kamacademy.kpi.cards import ReadingRow
from kamacademy.kpi.documents import Kpi
from kamacademy.kpi.figures import Figure, count_words, counts_only, measure_words
from kamacademy.kpi.models import Reading
from kamacademy.kpi.periods import period_words
from kamacademy.kpi.rules import is_kept_for_a_person, may_carry
from kamacademy.people.job_roles import JobRole
from kamacademy.people.models import Person


def kpis_in(library: Library) -> dict[str, Kpi]:
    """Every definition by code."""
    return {kpi.code: kpi for kpi in library.all(Kpi, "kpi").values()}


def kpis_for(job_role: JobRole, library: Library) -> list[Kpi]:
    """The KPIs a job role carries: those of a person first, then accounts, then those of a team or programme."""
    scopes = ("person", "account", "team", "programme")
    carried = [kpi for kpi in kpis_in(library).values() if may_carry(kpi, job_role)]
    return sorted(carried, key=lambda kpi: (not is_kept_for_a_person(kpi), scopes.index(kpi.scope), kpi.code))


@cache
def current_readings() -> Select[Reading]:
    """Readings that none has superseded, in order of period."""
    later = aliased(Reading)
    superseded = select(later.id).where(later.supersedes_id == Reading.id)
    return select(Reading).where(~superseded.exists()).order_by(Reading.period_start, Reading.id)


@cache
def current_figures() -> Select[*tuple[Any, ...]]:
    """The figures of the `learner` for some `kpis`, without superseded ones, in order of period.

    Columns, not entities: a page of results reads hundreds and changes none. Any: the columns' own types.
    """
    return (
        current_readings()
        .where(Reading.learner_id == bindparam("learner"), Reading.kpi.in_(bindparam("kpis", expanding=True)))
        .with_only_columns(
            Reading.kpi, Reading.period_start, Reading.period_end, Reading.numerator, Reading.denominator,
            Reading.value, Reading.n,
        )
    )  # fmt: skip


def series_by_kpi(learner_id: int, kpis: Collection[str]) -> dict[str, list[Figure]]:
    """A person's current readings of some KPIs, each in order of period, in one statement."""
    by_kpi: dict[str, list[Figure]] = defaultdict(list)
    for kpi, *figure in rows_of(current_figures(), learner=learner_id, kpis=list(kpis)):
        by_kpi[kpi].append(Figure(*figure))
    return dict(by_kpi)


def series_of(learner_id: int, kpi: str) -> list[Figure]:
    """The current readings of a person's KPI in order of period."""
    return series_by_kpi(learner_id, [kpi]).get(kpi, [])


@cache
def all_readings() -> Select[*tuple[Any, ...]]:
    """Every reading of the `learner` for some `kpis`, corrected ones too, newest period first, with who entered it.

    Any: the columns' own types.
    """
    return (
        select(
            Reading.id, Reading.kpi, Reading.period_start, Reading.period_end, Reading.numerator, Reading.denominator,
            Reading.value, Reading.n, Reading.source, Reading.note, Reading.recorded_at, Reading.supersedes_id,
            Reading.correction_reason, Person.name.label("entered_by"),
        )
        .join(Person, Person.id == Reading.entered_by_id)
        .where(Reading.learner_id == bindparam("learner"), Reading.kpi.in_(bindparam("kpis", expanding=True)))
        .order_by(Reading.period_start.desc(), Reading.id.desc())
    )  # fmt: skip


def readings_of(learner_id: int, kpis: Collection[Kpi]) -> dict[str, list[tuple[Figure, ReadingRow]]]:
    """Every reading of some of a person's KPIs by code, corrected ones too, newest period first.

    Each is its figure and its row in the table. One statement.
    """
    by_code = {kpi.code: kpi for kpi in kpis}
    rows = rows_of(all_readings(), learner=learner_id, kpis=list(by_code))
    corrections = {one.supersedes_id: one.correction_reason for one in rows if one.supersedes_id}
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
        note=one.note,
        entered_by=one.entered_by,
        entered_on=one.recorded_at.date(),
        why_wrong=corrections.get(one.id),
        is_current=one.id not in corrections,
    )


def reading(reading_id: int) -> Reading:
    """A reading with the person it is kept for, or 404."""
    found: Reading = db.one_or_404(select(Reading).where(Reading.id == reading_id).options(joinedload(Reading.learner)))
    return found


def correction_of(reading_id: int) -> Reading | None:
    """The reading that superseded another, or None while it is current."""
    return db.session.scalar(select(Reading).where(Reading.supersedes_id == reading_id))


def overlapping(learner_id: int, kpi: str, start: date, end: date, *, besides: int | None = None) -> Reading | None:
    """A current reading that shares a day with a period, or None. `besides` is the one being corrected."""
    query = current_readings().where(
        Reading.learner_id == learner_id,
        Reading.kpi == kpi,
        Reading.period_start <= end,
        Reading.period_end >= start,
    )
    if besides is not None:
        query = query.where(Reading.id != besides)
    return db.session.scalar(query.limit(1))
