"""Two acts at one moment: finished once, and closed or rated but never both."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from kamacademy.access import Function
from kamacademy.calibration import operations, queries
from kamacademy.calibration.models import CalibrationEvent, CalibrationSeat, CaseRating
from kamacademy.content.documents import Drafts
from kamacademy.db import db
from kamacademy.people.models import Person
from kamacademy.rater.models import Certification
from kamacademy.records.models import AuditEvent
from tests.at_once import count, sent_together, slowly
from tests.calibration.events import made, rate_all, rate_case, seat_of
from tests.own import add_person
from tests.world import World

CORA, NADIA = "cora@fernwick.example", "nadia@fernwick.example"


@pytest.fixture
def own(fresh: Flask, drafts: Drafts) -> Flask:
    """An application whose commits are real, with an event that one coach has rated but for the last case."""
    keys = [add_person(fresh, CORA, Function.COACH), add_person(fresh, NADIA, Function.LEARNING_TEAM)]
    with fresh.app_context():
        World().publish(drafts)
        coach, owner = (db.session.get_one(Person, one) for one in keys)
        now = datetime.now(UTC)
        event = made(World(), [coach], by=owner, opens_on=now.date(), at=now)
        for slug in seat_of(event, coach).cases[:-1]:
            rate_case(seat_of(event, coach), slug, at=now)
        db.session.commit()
    return fresh


def the_seat() -> CalibrationSeat:
    """The only seat."""
    return db.session.scalars(select(CalibrationSeat)).one()


def last_case(app: Flask) -> tuple[str, dict[str, str]]:
    """Where the last case is rated, and what is sent."""
    with app.app_context():
        seat = the_seat()
        case = queries.cases_of(seat.event)[seat.cases[-1]]
        levels = {f"level_{one.indicator}": str(one.reference) for one in case.ratings}
        return f"/calibration/seats/{seat.id}/cases/{len(seat.cases)}", levels


def complete(app: Flask) -> None:
    """Rate the last case too."""
    with app.app_context():
        seat = the_seat()
        rate_case(seat, seat.cases[-1], at=datetime.now(UTC))
        db.session.commit()


def acts(app: Flask, act: str) -> int:
    """How often something stands in the audit trail."""
    with app.app_context():
        return db.session.scalars(select(func.count()).where(AuditEvent.act == f"calibration-event.{act}")).one()


def test_finishing_twice_at_once_finishes_once(own: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    complete(own)
    slowly(monkeypatch, operations, "hold")
    with own.app_context():
        address = f"/calibration/seats/{the_seat().id}/finish"
    assert sent_together(own, (CORA, address, {}), (CORA, address, {})) == [303, 303]
    assert acts(own, "finished") == 1


def test_the_same_case_sent_twice_is_rated_once(own: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    slowly(monkeypatch, operations, "hold")
    address, levels = last_case(own)
    before = count(own, CaseRating)
    assert sent_together(own, (CORA, address, levels), (CORA, address, levels)) == [303, 303]
    assert count(own, CaseRating) == before + len(levels)


def test_what_is_rated_while_the_event_closes_is_in_or_refused(own: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    slowly(monkeypatch, operations, "hold")
    address, levels = last_case(own)
    with own.app_context():
        event = db.session.scalars(select(CalibrationEvent)).one()
        event.opens_on = event.closes_on = datetime.now(UTC).date()
        db.session.commit()
        close = f"/calibration/events/{event.id}/close"
    before = count(own, CaseRating)
    assert sent_together(own, (CORA, address, levels), (NADIA, close, {})) == [303, 303]
    assert acts(own, "closed") == 1
    with own.app_context():
        seat = the_seat()
        late = [one for one in seat.ratings if one.rated_at > (seat.event.closed_at or one.rated_at)]
        assert late == []
        assert len(seat.ratings) in (before, before + len(levels))


def test_closing_sees_who_finished_before(own: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    complete(own)
    slowly(monkeypatch, operations, "hold")
    with own.app_context():
        seat = the_seat()
        finish, close = f"/calibration/seats/{seat.id}/finish", f"/calibration/events/{seat.event_id}/close"
    sent_together(own, (CORA, finish, {}), (NADIA, close, {}))
    with own.app_context():
        seat = the_seat()
        is_closed = seat.event.closed_at is not None
        assert seat.is_finished
    # The closing day has not come, so an event is closed only by one who saw that all had finished.
    assert acts(own, "closed") == int(is_closed)


def test_two_certificates_at_once_are_one(own: Flask) -> None:
    with own.app_context():
        seat, owner = the_seat(), db.session.scalars(select(Person).where(Person.email == NADIA)).one()
        rate_all(seat, at=datetime.now(UTC))
        operations.close(seat.event, by=owner, at=datetime.now(UTC))
        db.session.commit()
        address = f"/calibration/certification/{seat.person_id}"
    assert sent_together(own, (NADIA, address, {}), (NADIA, address, {})) == [303, 303]
    assert count(own, Certification) == 1
