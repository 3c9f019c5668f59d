"""Two requests at one moment sign one attestation, ask once and copy once. On real databases, with real commits."""

import pytest
from flask import Flask
from sqlalchemy import select

from kamacademy.access import Function
from kamacademy.attestation import operations
from kamacademy.attestation.models import NoteCopy
from kamacademy.coaching.models import Observation
from kamacademy.competency.models import Evidence
from kamacademy.content.documents import Drafts
from kamacademy.db import db
from kamacademy.people.models import Person
from kamacademy.rater.models import Certification
from kamacademy.records.models import Signature
from tests.at_once import count, sent_together, slowly
from tests.attestation.attesting import DAY, attesting, certified
from tests.coaching.visits import observed
from tests.own import add_person
from tests.world import NOW, PASSWORD, TODAY, World

RATER, LEARNER, ADMINISTRATOR = "daniel@fernwick.example", "mira@fernwick.example", "ada@fernwick.example"


@pytest.fixture
def own(fresh: Flask, drafts: Drafts) -> Flask:
    """An application whose commits are real, with a certified rater and the learner in their care."""
    add_person(fresh, ADMINISTRATOR, Function.ADMINISTRATOR)
    for email, function in ((RATER, Function.COACH), (LEARNER, Function.LEARNER)):
        add_person(fresh, email, function)
    with fresh.app_context():
        world = World()
        world.publish(drafts)
        rater, learner = people()
        world.give_coach(learner, rater)
        certified(rater)
        db.session.commit()
    return fresh


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
    return sent_together(app, (email, address, values), (email, address, values))


def test_an_attestation_is_signed_once(own: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with own.app_context():
        rater, learner = people()
        made = attesting(learner, rater)
        db.session.commit()
        key, edition = made.id, str(made.edition)
    slowly(monkeypatch, operations, "sign")
    assert twice(own, RATER, f"/observations/{key}/sign", password=PASSWORD, edition=edition) == [303, 303]
    assert (count(own, Signature), count(own, Evidence)) == (1, 2)


def test_a_note_is_asked_about_once(own: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with own.app_context():
        key = noted().id
        db.session.commit()
    slowly(monkeypatch, operations, "tell")
    assert twice(own, RATER, f"/observations/{key}/copy", reason="For the certificate") == [303, 303]
    assert count(own, NoteCopy) == 1


def test_a_note_is_copied_once(own: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with own.app_context():
        found = noted()
        operations.ask_to_copy(found, "For the certificate", at=NOW)
        db.session.commit()
        key = found.id
    slowly(monkeypatch, operations, "copy_ratings")
    assert twice(own, LEARNER, f"/observations/{key}/copy", answer="agree") == [303, 303]
    assert count(own, Evidence) == 2


def test_one_of_two_certificates_for_the_same_days_is_refused(own: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with own.app_context():
        rater, _ = people()
        key = str(rater.id)
    slowly(monkeypatch, operations, "note")
    days = {"valid_from": (TODAY + 101 * DAY).isoformat(), "valid_until": (TODAY + 200 * DAY).isoformat()}
    assert twice(own, ADMINISTRATOR, "/admin/raters", person=key, basis="Calibration", **days) == [303, 422]
    assert count(own, Certification) == 2
