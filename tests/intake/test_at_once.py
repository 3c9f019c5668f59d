"""Entries that arrive at the same moment, with real commits, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select

from kamacademy.coaching.models import Observation
from kamacademy.competency.models import Evidence
from kamacademy.content.documents import Drafts
from kamacademy.db import db
from kamacademy.intake.models import Arrival
from kamacademy.intake.operations import receive, receive_own_view
from kamacademy.people.models import Person
from tests.intake.entries import entry, viewed
from tests.world import NOW, World

AT_ONCE = 6
OTHER_KEY = "00000000-0000-4000-8000-000000000008"


@pytest.fixture
def real(fresh: Flask, drafts: Drafts) -> Flask:
    """An application with content, a coach (2) and a learner (3)."""
    with fresh.app_context():
        world = World()
        world.publish(drafts)
        world.learner("Mira Halvorsen", coach=world.coach("Daniel Okafor"))
        db.session.commit()
    return fresh


def send_at_once(app: Flask, editions: list[dict[str, object]]) -> list[str]:
    """Send entries from as many threads; the states answered, in order."""
    start = Barrier(len(editions))

    def send(changed: dict[str, object]) -> str:
        with app.app_context():
            coach = db.session.scalars(select(Person).where(Person.name == "Daniel Okafor")).one()
            learner = db.session.scalars(select(Person).where(Person.name == "Mira Halvorsen")).one()
            given = entry(learner, {"C03a": 3}, **changed)
            db.session.rollback()
            start.wait(timeout=20)
            answer = receive(given, coach=db.session.get_one(Person, coach.id), at=NOW)
            db.session.commit()
            return answer.state.value

    with ThreadPoolExecutor(len(editions)) as threads:
        return sorted(threads.map(send, editions))


@pytest.mark.parametrize("number", range(3))
def test_a_note_and_the_learners_view_at_once_find_each_other(real: Flask, number: int) -> None:
    start = Barrier(2)

    def people() -> tuple[Person, Person]:
        coach, learner = (
            db.session.scalars(select(Person).where(Person.name == name)).one()
            for name in ("Daniel Okafor", "Mira Halvorsen")
        )
        return coach, learner

    def share() -> None:
        with real.app_context():
            coach, learner = people()
            given = entry(learner, {"C03a": 3}, share=True)
            db.session.rollback()
            start.wait(timeout=20)
            receive(given, coach=coach, at=NOW)
            db.session.commit()

    def view() -> None:
        with real.app_context():
            coach, learner = people()
            given = viewed(coach, {"C03a": 4}, key=OTHER_KEY)
            db.session.rollback()
            start.wait(timeout=20)
            receive_own_view(given, learner=learner, at=NOW)
            db.session.commit()

    with ThreadPoolExecutor(2) as threads:
        for one in [threads.submit(share), threads.submit(view)]:
            one.result(timeout=30)
    with real.app_context():
        note = db.session.scalars(select(Observation)).one()
        assert (note.is_shared, note.learner_view) == (True, "It went well.")


def counts(app: Flask) -> tuple[int, ...]:
    with app.app_context():
        return tuple(
            db.session.scalar(select(func.count()).select_from(model)) or 0
            for model in (Observation, Arrival, Evidence)
        )


def test_the_same_entry_many_times_at_once_is_stored_once(real: Flask) -> None:
    states = send_at_once(real, [{"share": True}] * AT_ONCE)
    assert states == ["already"] * (AT_ONCE - 1) + ["stored"]
    assert counts(real) == (1, 1, 1)


def test_different_versions_at_once_are_all_kept(real: Flask) -> None:
    states = send_at_once(real, [{"strength": f"Version {number}"} for number in range(AT_ONCE)])
    assert states == ["conflict"] * (AT_ONCE - 1) + ["stored"]
    assert counts(real) == (AT_ONCE, AT_ONCE, 0)
