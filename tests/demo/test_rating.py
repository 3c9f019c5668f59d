"""The filled company's raters: calibrated on cases, accompanied by second observers, and gauged by two runs."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from kamacademy import clock
from kamacademy.attestation.queries import signed
from kamacademy.calibration import queries as calibrations
from kamacademy.calibration.models import CalibrationEvent, CalibrationSeat
from kamacademy.calibration.queries import waiting_for as cases_for
from kamacademy.calibration.rules import State as EventState
from kamacademy.calibration.rules import counts_since
from kamacademy.calibration.standing import Standing, Verdict, standing_of
from kamacademy.coaching.models import Observation
from kamacademy.competency.evidence import Purpose
from kamacademy.competency.models import KeptEstimate
from kamacademy.db import db
from kamacademy.monitor import queries as monitor
from kamacademy.monitor.figures import FEWEST_LINKED, FEWEST_RATINGS
from kamacademy.monitor.page import own_page
from kamacademy.pairing.models import Pair
from kamacademy.pairing.queries import share_done
from kamacademy.pairing.queries import waiting_for as pairs_for
from kamacademy.pairing.rules import State
from kamacademy.people.models import Person
from kamacademy.rater.queries import certifications, runs

pytestmark = pytest.mark.xdist_group("demo")

COACHES = ("Astrid", "Camille", "Daniel", "Farid", "Helena", "Ingrid", "Marcus", "Samuel", "Yusuf")
CERTIFIED = {"Daniel", "Helena", "Ingrid"}


def named(first_name: str) -> Person:
    return db.session.scalars(select(Person).where(Person.name.startswith(f"{first_name} "))).one()


def half_years() -> tuple[CalibrationEvent, CalibrationEvent]:
    """The half-year event that is over, and the one that runs."""
    query = select(CalibrationEvent).where(CalibrationEvent.kind == "event").order_by(CalibrationEvent.opens_on)
    over, running = db.session.scalars(query)
    return over, running


def standing(first_name: str) -> Standing:
    person = named(first_name)
    return standing_of(calibrations.pairs_since(counts_since(clock.today()), [person.id])[person.id])


def rated_cases(seat: CalibrationSeat) -> int:
    return len({one.case for one in seat.ratings})


def test_a_half_year_event_is_over_and_told_the_mild_the_strict_and_the_unsure_apart(company: Flask) -> None:
    with company.app_context():
        over, _ = half_years()
        assert over.closed_at is not None
        assert len(over.cases) >= 10
        assert sorted(one.person.first_name for one in over.seats) == list(COACHES)
        assert all(one.is_finished and len(one.ratings) > 30 for one in over.seats)
        found = {name: standing(name) for name in COACHES}
        assert {name: one.verdict for name, one in found.items()} == {
            "Astrid": Verdict.NOT_YET, "Daniel": Verdict.MET, "Ingrid": Verdict.MET, "Samuel": Verdict.NOT_YET,
            "Yusuf": Verdict.INDICATIVE, "Camille": Verdict.MET, "Farid": Verdict.MET, "Helena": Verdict.MET,
            "Marcus": Verdict.NOT_YET,
        }  # fmt: skip
        assert "more lenient" in (found["Astrid"].strictness or "")
        assert "stricter" in (found["Samuel"].strictness or "")
        assert "about as strict" in (found["Daniel"].strictness or "")


def test_certificates_rest_on_the_event_and_held_when_something_was_signed(company: Flask) -> None:
    with company.app_context():
        over, _ = half_years()
        found = {one.person.first_name: one for one in certifications()}
        assert set(found) == CERTIFIED
        assert over.closed_at is not None
        for one in found.values():
            assert one.valid_from >= over.closed_at.date()
            assert "weighted kappa" in one.basis
            assert one.entered_by.first_name == "Nadia"
        attested = select(Observation).where(Observation.purpose == Purpose.ATTESTATION.value)
        for note in db.session.scalars(attested):
            if signed(note):
                assert found[note.coach.first_name].holds_on(note.observed_on)


def test_the_next_event_is_open_with_one_coach_half_way_and_some_who_have_not_begun(company: Flask) -> None:
    with company.app_context():
        _, running = half_years()
        assert running.state_on(clock.today()) is EventState.OPEN
        rated = {one.person.first_name: (rated_cases(one), one.is_finished) for one in running.seats}
        number = len(running.cases)
        assert rated == {
            "Astrid": (0, False), "Camille": (0, False), "Farid": (number, True), "Marcus": (0, False),
            "Samuel": (number // 2, False), "Yusuf": (number, True),
        }  # fmt: skip
        assert [one.words.startswith(running.title) for one in cases_for(named("Samuel"), clock.today())] == [True]


def test_two_cases_of_the_quarter_wait_for_a_certified_coach_and_earlier_ones_are_done(company: Flask) -> None:
    with company.app_context():
        waiting = cases_for(named("Daniel"), clock.today())
        assert ["2 cases to rate" in one.words for one in waiting] == [True]
        quarters = [one for one in calibrations.events() if one.is_quarterly]
        assert all({seat.person.first_name for seat in one.seats} == CERTIFIED for one in quarters)
        assert all(len(seat.cases) == 2 for one in quarters for seat in one.seats)
        assert all(seat.is_finished for one in quarters[1:] for seat in one.seats)


def test_second_observers_agreed_differed_are_asked_for_and_come_along(company: Flask) -> None:
    with company.app_context():
        today, pairs = clock.today(), list(db.session.scalars(select(Pair)))
        found = {
            (one.learner.first_name, one.second.first_name if one.second else None): (one.state(today), len(one.apart))
            for one in pairs
        }  # fmt: skip
        assert found == {
            ("Leila", "Yusuf"): (State.TOGETHER, 0),
            ("Ruben", "Astrid"): (State.TOGETHER, 0),
            ("Aisha", "Daniel"): (State.TOGETHER, 0),
            ("Priya", "Ingrid"): (State.TOGETHER, 1),
            ("Jonas", None): (State.ASKED, 0),
            ("Mira", "Ingrid"): (State.CHOSEN, 0),
        }
        differs = next(one for one in pairs if one.apart)
        assert [word.talked_at for word in differs.words] == [None]
        waiting = {name: " ".join(one.words for one in pairs_for(named(name), today)) for name in ("Daniel", "Ingrid")}
        assert all("differently: talk about it" in words for words in waiting.values())
        assert "Choose a second observer" in waiting["Daniel"]
        assert "as second observer: Mira Halvorsen with Daniel Okafor" in waiting["Ingrid"]
        assert ["you may say no" in one.words for one in pairs_for(named("Mira"), today)] == [True]
        assert share_done(today - timedelta(days=180), today).done == 4


def test_two_runs_of_the_rater_model_a_month_apart_are_kept_and_link_everybody(company: Flask) -> None:
    with company.app_context():
        today = clock.today()
        newest, before = runs()
        assert newest.at.date() == today - timedelta(days=1)
        assert 28 <= (newest.at - before.at).days <= 33
        assert (newest.subsets, newest.ratings > before.ratings > 300) == (1, True)
        assert monitor.not_comparable() is None
        found = {one.name.split()[0]: one.found for one in monitor.raters_page(newest, 1, 25)[0]}
        assert all(found[name].ratings >= FEWEST_RATINGS and found[name].linked >= FEWEST_LINKED for name in COACHES)


def test_each_coach_reads_the_own_severity_and_how_it_was_a_month_ago(company: Flask) -> None:
    with company.app_context():
        levels = {}
        for name in COACHES:
            newest, *earlier = monitor.history_of(named(name))
            page = own_page(newest.found, [(one.at.date(), one.found) for one in earlier])
            assert page.sheet.severity is not None, name
            levels[name] = page.sheet.severity.levels
            if name != "Yusuf":
                assert len(page.earlier) == 1, name
        assert levels["Astrid"] < -0.3 < levels["Daniel"] < 0.3 < levels["Samuel"]


def test_what_is_kept_is_of_today_and_rests_on_the_newest_run(company: Flask) -> None:
    with company.app_context():
        kept = list(db.session.scalars(select(KeptEstimate)))
        assert len(kept) > 100
        assert {one.as_of for one in kept} == {clock.today()}
        assert {one.run_id for one in kept if one.run_id is not None} == {runs()[0].id}
