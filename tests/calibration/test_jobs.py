"""What the calendar does by itself."""

from datetime import timedelta

from sqlalchemy import func, select

from kamacademy.calibration import operations, queries
from kamacademy.calibration.jobs import QUARTER
from kamacademy.calibration.models import CalibrationEvent, CalibrationSeat
from kamacademy.db import db
from kamacademy.jobs import registered
from tests.calibration.events import held
from tests.world import NOW, World


def test_a_day_done_twice_gives_each_coach_two_cases_once(world: World) -> None:
    from flask import current_app

    coach = world.coach()
    held(world, coach, at=NOW - timedelta(days=90))
    operations.certify(coach, by=world.learning_team(), at=NOW - timedelta(days=80))
    db.session.commit()
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # the application behind the proxy
    assert registered(app)["calibration-quarter"] is QUARTER
    for _ in range(2):
        QUARTER.run(app, NOW)
    assert [len(one.cases) for one in queries.own_seats(coach)] == [2, len(queries.cases_in(world.library()))]
    assert db.session.scalar(select(func.count()).select_from(CalibrationEvent)) == 2
    QUARTER.run(app, NOW + timedelta(days=60))
    assert db.session.scalar(select(func.count()).select_from(CalibrationSeat)) == 3
    db.session.expire_all()
    assert [one.closed_at is not None for one in queries.events()] == [False, True, True]
