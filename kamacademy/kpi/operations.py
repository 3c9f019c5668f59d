"""Entering readings and correcting wrong ones. Nothing is overwritten: a correction supersedes."""

from datetime import date, datetime

from sqlalchemy import select

from kamacademy.content.queries import library
from kamacademy.db import db
from kamacademy.kpi import queries
from kamacademy.kpi.documents import Kpi
from kamacademy.kpi.models import Reading
from kamacademy.kpi.periods import period_words
from kamacademy.kpi.rules import (
    AlreadyCorrected,
    KpiNotForPerson,
    KpiNotForRole,
    PeriodNotOver,
    PeriodOverlaps,
    WrongFigure,
    figure_problem,
    why_not_for_person,
    why_not_for_role,
)
from kamacademy.people.models import Person
from kamacademy.records.operations import note as tell_the_audit
from kamacademy.wording import day


def record_reading(
    learner: Person,
    kpi: str,
    *,
    period_start: date,
    period_end: date,
    numerator: float | None = None,
    denominator: int | None = None,
    value: float | None = None,
    n: int | None = None,
    source: str,
    note: str | None = None,
    by: Person,
    at: datetime,
) -> Reading:
    """A reading for a person, of the KPI as the newest release defines it.

    Raises KpiNotForRole, KpiNotForPerson, WrongFigure, PeriodNotOver, PeriodOverlaps.
    """
    check_kpi(learner, kpi)
    made = Reading(
        learner=learner,
        kpi=kpi,
        period_start=period_start,
        period_end=period_end,
        numerator=numerator,
        denominator=denominator,
        value=value,
        n=n,
        source=source,
        note=note,
    )
    return keep(made, by=by, at=at)


def correct_reading(
    reading: Reading,
    *,
    reason: str,
    period_start: date,
    period_end: date,
    numerator: float | None = None,
    denominator: int | None = None,
    value: float | None = None,
    n: int | None = None,
    source: str,
    note: str | None = None,
    by: Person,
    at: datetime,
) -> Reading:
    """A reading in the place of a wrong one, which stays in the table, struck through, with the reason.

    Raises what record_reading raises, and AlreadyCorrected.
    """
    check_kpi(reading.learner, reading.kpi)
    made = Reading(
        learner=reading.learner,
        kpi=reading.kpi,
        period_start=period_start,
        period_end=period_end,
        numerator=numerator,
        denominator=denominator,
        value=value,
        n=n,
        source=source,
        note=note,
        supersedes_id=reading.id,
        correction_reason=reason,
    )
    return keep(made, by=by, at=at)


def check_kpi(learner: Person, code: str) -> Kpi:
    """The definition. Raises KpiNotForRole, KpiNotForPerson."""
    kpi = library().one(Kpi, "kpi", code.lower())
    reason = why_not_for_role(kpi, learner.job_role)
    if reason:
        raise KpiNotForRole(reason)
    reason = why_not_for_person(kpi)
    if reason:
        raise KpiNotForPerson(reason)
    return kpi


def keep(made: Reading, *, by: Person, at: datetime) -> Reading:
    """Check a reading's figure and period, and store it."""
    kpi = library().one(Kpi, "kpi", made.kpi.lower())
    wrong = figure_problem(kpi, numerator=made.numerator, denominator=made.denominator, value=made.value, n=made.n)
    if wrong:
        raise WrongFigure(wrong[1], wrong[0])
    check_period(made, at.date())
    made.kpi_revision_id = library().revision_id("kpi", made.kpi.lower())
    made.entered_by, made.recorded_at = by, at
    db.session.add(made)
    db.session.flush()
    act = "kpi.corrected" if made.supersedes_id else "kpi.recorded"
    tell_the_audit(
        act, by=by.id, at=at, subject=("reading", made.id), kpi=made.kpi, learner=made.learner_id,
        supersedes=made.supersedes_id,
    )  # fmt: skip
    return made


def check_period(made: Reading, today: date) -> None:
    """Raise PeriodNotOver, PeriodOverlaps or AlreadyCorrected. The person is locked: two entries see each other."""
    start, end = made.period_start, made.period_end
    if end < start:
        raise PeriodNotOver("The period ends before it begins.", "period")
    if end > today:
        raise PeriodNotOver(f"The period ends on {day(end)}. Enter the reading once it is over.", "period")
    learner_id = made.learner.id
    db.session.execute(select(Person.id).where(Person.id == learner_id).with_for_update())
    if made.supersedes_id and queries.correction_of(made.supersedes_id):
        raise AlreadyCorrected("Someone has corrected this reading already. Correct the newer one if it is wrong too.")
    there = queries.overlapping(learner_id, made.kpi, start, end, besides=made.supersedes_id)
    if there is not None:
        words = period_words(there.period_start, there.period_end)
        raise PeriodOverlaps(f"There is a reading for {words}. Choose another period, or correct that one.", "period")
