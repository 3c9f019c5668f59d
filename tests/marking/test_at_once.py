"""Markers who reach for one work together: one gets it; two clicks give one mark. On real databases."""

from functools import partial

import pytest
from flask import Flask
from sqlalchemy import func, select

from kamacademy.access import Function
from kamacademy.content.documents import Drafts
from kamacademy.db import db
from kamacademy.marking.models import Mark, Marking
from kamacademy.people.models import Person
from tests.at_once import together
from tests.marking.work import exercise, key, publish
from tests.own import Visitor, add_person
from tests.world import World

MARKERS = ["nadia@fernwick.example", "ola@fernwick.example", "pia@fernwick.example", "quin@fernwick.example"]
WHOLE = {
    "p_insight": "3", "p_action": "2", "p_rules": "2", "grade": "good", "strength": "Facts.", "improve": "Join them.",
    "turn": "first", "act": "accept",
}  # fmt: skip


@pytest.fixture
def own(fresh: Flask, drafts: Drafts) -> tuple[Flask, int]:
    """An application whose commits are real, with one exercise handed in, and the key of its version."""
    for email in MARKERS:
        add_person(fresh, email, Function.LEARNING_TEAM)
    learner = add_person(fresh, "ada@fernwick.example")
    with fresh.app_context():
        publish(World(), drafts)
        version = key(exercise(db.session.get_one(Person, learner)))
        db.session.commit()
    return fresh, version


def visitor(app: Flask, email: str) -> Visitor:
    """Somebody signed in."""
    found = Visitor(app)
    assert found.sign_in(email).status_code == 303
    return found


def test_of_markers_who_claim_together_one_gets_the_work(own: tuple[Flask, int]) -> None:
    app, version = own
    found, went_to = [visitor(app, email) for email in MARKERS], []

    def claim(one: Visitor) -> None:
        went_to.append(one.post(f"/marking/exercises/{version}").headers["Location"])

    together([partial(claim, one) for one in found])
    assert sorted(one.rsplit("/", 1)[-1] for one in went_to) == ["1", "marking", "marking", "marking"]
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Marking)) == 1


def test_a_mark_given_by_two_clicks_is_one_mark(own: tuple[Flask, int]) -> None:
    app, version = own
    found = [visitor(app, MARKERS[0]) for _ in range(3)]
    address = found[0].post(f"/marking/exercises/{version}").headers["Location"]
    statuses: list[int] = []
    together([lambda one=one: statuses.append(one.post(address, **WHOLE).status_code) for one in found])
    assert statuses == [303] * 3
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Mark)) == 1
        assert db.session.scalars(select(Marking)).one().settled_at is not None
