"""Entering and correcting readings."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from kamacademy.content.queries import library
from kamacademy.db import db
from kamacademy.kpi.models import Reading
from kamacademy.kpi.operations import correct_reading, record_reading
from kamacademy.kpi.queries import kpis_for, kpis_in, readings_of, series_by_kpi, series_of
from kamacademy.kpi.rules import (
    AlreadyCorrected,
    KpiNotForPerson,
    KpiNotForRole,
    PeriodNotOver,
    PeriodOverlaps,
    WrongFigure,
)
from kamacademy.kpi.subjects import Subject
from kamacademy.people.job_roles import JobRole
from kamacademy.people.models import Person
from kamacademy.records.models import AuditEvent
from tests.world import NOW, TODAY, World

SEPTEMBER = (date(2026, 9, 1), date(2026, 9, 30))
OCTOBER = (date(2026, 10, 1), date(2026, 10, 31))


@pytest.fixture
def learner(world: World) -> Person:
    return world.learner("Mira Halvorsen")


def record(
    learner: Person, period: tuple[date, date] = OCTOBER, numerator: float = 13, denominator: int = 17, kpi: str = "K01"
) -> Reading:
    return record_reading(
        learner, kpi, period_start=period[0], period_end=period[1], numerator=numerator, denominator=denominator,
        source="Profile form", by=learner, at=NOW,
    )  # fmt: skip


def correct(wrong: Reading, numerator: float = 12, period: tuple[date, date] = OCTOBER) -> Reading:
    return correct_reading(
        wrong, reason="Counted twice", period_start=period[0], period_end=period[1], numerator=numerator,
        denominator=16, source="Profile form", by=wrong.entered_by, at=NOW,
    )  # fmt: skip


def test_a_reading_keeps_its_figures_its_source_and_the_definition_used(learner: Person, world: World) -> None:
    made = record(learner)
    assert (made.numerator, made.denominator, made.source, made.entered_by) == (13, 17, "Profile form", learner)
    assert made.kpi_revision_id == world.library().revision_id("kpi", "k01")
    assert made.figure.measure == pytest.approx(76.47, abs=0.01)


def test_the_audit_is_told_ids_and_codes(learner: Person) -> None:
    made = record(learner)
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.act == "kpi.recorded")).one()
    assert (event.subject_type, event.subject_id, event.actor_id) == ("reading", made.id, learner.id)
    assert event.codes == {"kpi": "K01", "learner": learner.id, "supersedes": None}


def test_a_role_may_not_be_measured_by_what_it_does_not_carry(world: World) -> None:
    with pytest.raises(KpiNotForRole, match="medical and nursing roles"):
        record(world.learner(job_role=JobRole.MSL))
    with pytest.raises(KpiNotForRole, match="not a measure for a field manager"):
        record(world.learner(job_role=JobRole.FM))


@pytest.mark.parametrize(("code", "role"), [("K02", JobRole.SK), ("K23", JobRole.NAV), ("K25", JobRole.SL)])
def test_what_is_measured_for_a_team_or_a_programme_is_not_kept_for_a_person(
    world: World, code: str, role: JobRole
) -> None:
    with pytest.raises(KpiNotForPerson, match="not for one person"):
        record(world.learner(job_role=role), kpi=code)


def test_an_accounts_reading_is_kept_for_whoever_owns_the_account(learner: Person) -> None:
    assert record(learner, kpi="K09").learner is learner


@pytest.mark.parametrize(("numerator", "denominator"), [(18, 17), (-1, 17), (0, 0)])
def test_a_share_that_cannot_be_is_refused(learner: Person, numerator: float, denominator: int) -> None:
    with pytest.raises(WrongFigure):
        record(learner, numerator=numerator, denominator=denominator)


def test_days_need_a_value_and_the_number_of_cases(learner: Person) -> None:
    made = record_reading(
        learner, "K06", period_start=OCTOBER[0], period_end=OCTOBER[1], value=8.5, n=6, source="Log", by=learner, at=NOW
    )
    assert (made.figure.measure, made.figure.n) == (8.5, 6)
    with pytest.raises(WrongFigure) as refused:
        record_reading(
            learner,
            "K06",
            period_start=SEPTEMBER[0],
            period_end=SEPTEMBER[1],
            value=8,
            source="Log",
            by=learner,
            at=NOW,
        )
    assert refused.value.field == "n"


def test_a_period_must_be_over(learner: Person) -> None:
    with pytest.raises(PeriodNotOver, match="30 Nov 2026"):
        record(learner, (date(2026, 11, 1), date(2026, 11, 30)))
    with pytest.raises(PeriodNotOver):
        record(learner, (OCTOBER[1], OCTOBER[0]))
    assert record(learner, (TODAY - timedelta(days=9), TODAY))


def test_two_readings_of_a_kpi_never_share_a_day(learner: Person) -> None:
    record(learner)
    with pytest.raises(PeriodOverlaps, match="There is a reading for Oct 2026"):
        record(learner, (date(2026, 10, 31), date(2026, 11, 15)))
    record(learner, SEPTEMBER)
    record(learner, kpi="K04")
    assert len(series_of(learner.id, "K01")) == 2


def test_a_correction_takes_the_place_and_the_wrong_one_stays(learner: Person) -> None:
    wrong = record(learner)
    right = correct(wrong)
    assert series_of(learner.id, "K01") == [right.figure]
    found = readings_of(Subject(learner_id=learner.id), [kpis_in(library())["K01"]])["K01"]
    assert [(row.id, row.is_current) for _, row in found] == [(right.id, True), (wrong.id, False)]
    assert (right.supersedes_id, right.correction_reason, wrong.numerator) == (wrong.id, "Counted twice", 13)


def test_a_reading_is_corrected_once_and_then_its_correction(learner: Person) -> None:
    wrong = record(learner)
    right = correct(wrong)
    with pytest.raises(AlreadyCorrected):
        correct(wrong, 11)
    assert series_of(learner.id, "K01") == [right.figure]
    assert series_of(learner.id, "K01")[0].numerator == 12
    assert correct(right, 11).supersedes_id == right.id


def test_a_correction_may_not_lie_on_another_reading(learner: Person) -> None:
    record(learner, SEPTEMBER)
    with pytest.raises(PeriodOverlaps):
        correct(record(learner), period=SEPTEMBER)


def test_a_refused_reading_leaves_nothing(learner: Person) -> None:
    with pytest.raises(WrongFigure):
        record(learner, numerator=99)
    db.session.flush()
    assert db.session.scalar(select(func.count()).select_from(Reading)) == 0


def test_readings_come_by_kpi_and_never_another_persons(learner: Person, world: World) -> None:
    other = world.learner()
    record(learner, SEPTEMBER)
    record(learner)
    record(learner, kpi="K04")
    correct(record(other))
    assert {code: len(found) for code, found in series_by_kpi(learner.id, ["K01", "K04", "K13"]).items()} == {
        "K01": 2,
        "K04": 1,
    }
    assert [one.numerator for one in series_by_kpi(other.id, ["K01"])["K01"]] == [12]


def test_a_job_role_carries_its_own_kpis_those_of_a_person_first(world: World) -> None:
    codes = [kpi.code for kpi in kpis_for(JobRole.NAV, world.library())]
    assert codes == ["K14", "K19", "K22", "K18", "K02", "K23"]
