"""Two requests at one moment sign one attestation, ask once and copy once. On real databases, with real commits."""

import threading
from collections.abc import Iterator
from pathlib import Path
from time import sleep
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from kamacademy.access import Function
from kamacademy.attestation import operations
from kamacademy.attestation.models import Certification, NoteCopy
from kamacademy.coaching.models import Observation
from kamacademy.competency.models import Evidence
from kamacademy.content.documents import Drafts
from kamacademy.db import Base, db
from kamacademy.people.models import Person
from kamacademy.records.models import Signature
from tests.attestation.attesting import DAY, attesting, certified
from tests.coaching.visits import observed
from tests.own import Visitor, add_person, own_app_on
from tests.world import NOW, PASSWORD, TODAY, World

RATER, LEARNER, ADMINISTRATOR = "daniel@fernwick.example", "mira@fernwick.example", "ada@fernwick.example"


@pytest.fixture(params=["sqlite", "postgres"])
def own(request: pytest.FixtureRequest, tmp_path: Path, drafts: Drafts) -> Iterator[Flask]:
    """An application whose commits are real, with a certified rater and the learner in their care."""
    app = own_app_on(request, tmp_path)
    add_person(app, ADMINISTRATOR, Function.ADMINISTRATOR)
    for email, function in ((RATER, Function.COACH), (LEARNER, Function.LEARNER)):
        add_person(app, email, function)
    with app.app_context():
        world = World()
        world.publish(drafts)
        rater, learner = people()
        world.give_coach(learner, rater)
        certified(rater)
        db.session.commit()
    yield app
    with app.app_context():
        db.engine.dispose()


def people() -> tuple[Person, Person]:
    """The rater and the learner."""
    rater, learner = (db.session.scalars(select(Person).where(Person.email == one)).one() for one in (RATER, LEARNER))
    return rater, learner


def noted() -> Observation:
    """A coaching note of ten days ago."""
    rater, learner = people()
    return observed(learner, rater, {"C03a": 3}, day=TODAY - 10 * DAY)


def twice(app: Flask, email: str, address: str, **values: str) -> list[int]:
    """Somebody sends the same form from two browsers at one moment; how they were answered."""
    visitors = [Visitor(app), Visitor(app)]
    for visitor in visitors:
        assert visitor.sign_in(email).status_code == 303
    barrier, statuses = threading.Barrier(2), []

    def send(visitor: Visitor) -> None:
        barrier.wait(timeout=30)
        statuses.append(visitor.post(address, **values).status_code)

    threads = [threading.Thread(target=send, args=(one,)) for one in visitors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return sorted(statuses)


def slowly(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Let an operation take so long that the other request has begun by then."""
    act = getattr(operations, name)

    def later(*given: Any, **more: Any) -> object:  # whatever the real one takes
        sleep(0.3)
        return act(*given, **more)

    monkeypatch.setattr(operations, name, later)


def count(app: Flask, model: type[Base]) -> int:
    """How many rows there are."""
    with app.app_context():
        return db.session.scalars(select(func.count()).select_from(model)).one()


def test_an_attestation_is_signed_once(own: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with own.app_context():
        rater, learner = people()
        made = attesting(learner, rater)
        db.session.commit()
        key, edition = made.id, str(made.edition)
    slowly(monkeypatch, "sign")
    assert twice(own, RATER, f"/observations/{key}/sign", password=PASSWORD, edition=edition) == [303, 303]
    assert (count(own, Signature), count(own, Evidence)) == (1, 2)


def test_a_note_is_asked_about_once(own: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with own.app_context():
        key = noted().id
        db.session.commit()
    slowly(monkeypatch, "tell")
    assert twice(own, RATER, f"/observations/{key}/copy", reason="For the certificate") == [303, 303]
    assert count(own, NoteCopy) == 1


def test_a_note_is_copied_once(own: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with own.app_context():
        found = noted()
        operations.ask_to_copy(found, "For the certificate", at=NOW)
        db.session.commit()
        key = found.id
    slowly(monkeypatch, "copy_ratings")
    assert twice(own, LEARNER, f"/observations/{key}/copy", answer="agree") == [303, 303]
    assert count(own, Evidence) == 2


def test_one_of_two_certificates_for_the_same_days_is_refused(own: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with own.app_context():
        rater, _ = people()
        key = str(rater.id)
    slowly(monkeypatch, "note")
    days = {"valid_from": (TODAY + 101 * DAY).isoformat(), "valid_until": (TODAY + 200 * DAY).isoformat()}
    assert twice(own, ADMINISTRATOR, "/admin/raters", person=key, basis="Calibration", **days) == [303, 422]
    assert count(own, Certification) == 2
