"""Reading KPI definitions and readings."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from functools import cache

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased, joinedload

from kamacademy.content.library import Library
from kamacademy.db import db
from kamacademy.kpi.cards import ReadingRow
from kamacademy.kpi.documents import Kpi
from kamacademy.kpi.figures import count_words, counts_only, measure_words
from kamacademy.kpi.models import Reading
from kamacademy.kpi.periods import period_words
from kamacademy.kpi.rules import is_kept_for_a_person, may_carry
from kamacademy.people.job_roles import JobRole


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


def series_of(learner_id: int, kpi: str) -> list[Reading]:
    """The current readings of a person's KPI in order of period."""
    return list(db.session.scalars(current_readings().where(Reading.learner_id == learner_id, Reading.kpi == kpi)))


def series_by_kpi(learner_id: int, kpis: Collection[str]) -> dict[str, list[Reading]]:
    """A person's current readings of some KPIs, each in order of period, in one statement."""
    by_kpi: dict[str, list[Reading]] = defaultdict(list)
    for reading in db.session.scalars(
        current_readings().where(Reading.learner_id == learner_id, Reading.kpi.in_(kpis))
    ):
        by_kpi[reading.kpi].append(reading)
    return dict(by_kpi)


def all_readings(learner_id: int, kpi: str) -> list[Reading]:
    """Every reading of a person's KPI, corrected ones too, newest period first, with who entered them."""
    return list(
        db.session.scalars(
            select(Reading)
            .where(Reading.learner_id == learner_id, Reading.kpi == kpi)
            .options(joinedload(Reading.entered_by))
            .order_by(Reading.period_start.desc(), Reading.id.desc())
        )
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


def current_among(readings: Collection[Reading]) -> list[Reading]:
    """Those that none of the others has superseded, in the order given."""
    superseded = {one.supersedes_id for one in readings}
    return [one for one in readings if one.id not in superseded]


def rows_of(kpi: Kpi, readings: Collection[Reading]) -> list[ReadingRow]:
    """Readings as the table shows them, in the order given."""
    corrections = {one.supersedes_id: one for one in readings if one.supersedes_id}
    return [
        ReadingRow(
            id=one.id,
            period=period_words(one.period_start, one.period_end),
            figure=count_words(one.figure) if kpi.is_share else measure_words(kpi, one.figure.measure),
            share=None if not kpi.is_share or counts_only(kpi, one.figure) else one.figure.measure / 100,
            n=one.figure.n,
            source=one.source,
            note=one.note,
            entered_by=one.entered_by.name,
            entered_on=one.recorded_at.date(),
            why_wrong=corrections[one.id].correction_reason if one.id in corrections else None,
            is_current=one.id not in corrections,
        )
        for one in readings
    ]
