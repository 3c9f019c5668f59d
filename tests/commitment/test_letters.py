"""The letters that ask: once for each question, on the reader's own day, without a word of what was written."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from kamacademy.access import Function
from kamacademy.commitment.asking import Kept
from kamacademy.commitment.jobs import post_letters
from kamacademy.db import db
from kamacademy.jobs import registered
from kamacademy.mail import operations as mail
from kamacademy.mail.models import Letter
from kamacademy.people.models import Person
from tests.commitment.promised import DAY, answered, committed
from tests.world import NOW, World


@pytest.fixture
def learner(world: World) -> Person:
    return world.learner("Mira Halvorsen")


def letters() -> list[Letter]:
    return list(db.session.scalars(select(Letter).where(Letter.kind == "commitment.asked").order_by(Letter.id)))


def run(app: Flask, at: datetime) -> None:
    db.session.commit()
    post_letters(app, at)


def zone(person: Person, name: str) -> None:
    mail.choose_hours(person.id, time_zone=name, quiet_from=None, quiet_until=None, digest_weekday=0, at=NOW)


def test_three_letters_in_ninety_days_however_often_the_job_runs(app: Flask, learner: Person) -> None:
    made = committed(learner)
    for days in range(122):
        run(app, NOW + days * DAY)
        run(app, NOW + days * DAY + timedelta(hours=1))
    assert [(one.once, one.posted_at) for one in letters()] == [
        (f"commitment.asked-{made.id}-{days}", NOW + days * DAY) for days in (30, 60, 90)
    ]
    first = letters()[0]
    assert first.subject == "How did it go? Your commitments after 30 days"
    assert first.body is not None
    assert f"https://academy.example/commitments/{made.id}/answers/30" in first.body
    assert "Monday" not in first.body


def test_who_has_answered_or_left_or_wants_none_is_not_written_to(app: Flask, world: World, learner: Person) -> None:
    answered(committed(learner, days_ago=31), 30, Kept.KEPT)
    gone, silent, teaches = world.learner(), world.learner(), world.learner()
    for one in (gone, silent, teaches):
        committed(one, days_ago=31)
    teaches.function_codes = [Function.LEARNING_TEAM.value]
    gone.deactivated_at = NOW
    mail.choose(silent.id, "commitment.asked", wanted=False, at=NOW)
    run(app, NOW)
    assert letters() == []


def test_a_worker_that_stood_still_asks_the_open_question_alone(app: Flask, learner: Person) -> None:
    made = committed(learner)
    run(app, NOW + 75 * DAY)
    assert [one.once for one in letters()] == [f"commitment.asked-{made.id}-60"]
    assert letters()[0].useful_until == (NOW + 90 * DAY).replace(hour=0, minute=0)


def test_the_day_and_the_morning_are_the_readers_own(app: Flask, world: World, learner: Person) -> None:
    east = world.learner()
    for one, name in ((learner, "America/New_York"), (east, "Asia/Tokyo")):
        zone(one, name)
        committed(one)
    due = NOW.replace(hour=0, minute=25) + 30 * DAY
    written: list[tuple[int, int]] = []
    for hour in range(-4, 24):
        before = {one.id for one in letters()}
        run(app, due + timedelta(hours=hour))
        written += [(one.to_person_id, hour) for one in letters() if one.id not in before]
    # 07:25 in Tokyo is 22:25 UTC the day before; 07:25 in New York in winter is 12:25 UTC.
    assert written == [(east.id, -2), (learner.id, 12)]


def test_the_job_is_due_every_hour(app: Flask) -> None:
    found = registered(app)["commitment.post-letters"]
    assert (found.minute, found.hour) == ("25", "*")
