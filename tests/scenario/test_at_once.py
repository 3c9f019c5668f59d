"""Two decisions for one moment that arrive together: one is kept, the other is told so, on real databases."""

from functools import partial

import pytest
from flask import Flask
from sqlalchemy import func, select

from kamacademy.access import Function
from kamacademy.competency.models import Evidence
from kamacademy.content.documents import Drafts
from kamacademy.content.operations import publish
from kamacademy.db import db
from kamacademy.people.models import Person
from kamacademy.scenario.models import ScenarioRun, ScenarioStep
from tests.at_once import together
from tests.own import Visitor, add_person
from tests.scenario.small import BEST, SLUG, read
from tests.world import NOW


@pytest.fixture
def own(fresh: Flask, drafts: Drafts) -> Flask:
    """An application whose commits are real, with the small scenario and one learner."""
    author = add_person(fresh, "nadia@fernwick.example", Function.LEARNING_TEAM)
    add_person(fresh, "ada@fernwick.example")
    with fresh.app_context():
        draft, _ = read()
        assert draft is not None
        publish(Drafts([*drafts, draft]), words="All", by=db.session.get_one(Person, author), at=NOW)
        db.session.commit()
    return fresh


def visitors(app: Flask, count: int) -> list[Visitor]:
    """The learner at several browsers."""
    found = [Visitor(app) for _ in range(count)]
    for one in found:
        assert one.sign_in("ada@fernwick.example").status_code == 303
    return found


def test_beginning_twice_at_once_makes_one_run(own: Flask) -> None:
    statuses: list[int] = []
    found = visitors(own, 4)
    together([lambda one=one: statuses.append(one.post(f"/scenarios/{SLUG}/runs").status_code) for one in found])
    assert statuses == [303] * 4
    with own.app_context():
        assert db.session.scalar(select(func.count()).select_from(ScenarioRun)) == 1


def test_of_decisions_that_arrive_together_one_is_kept_and_recorded_once(own: Flask) -> None:
    found = visitors(own, 4)
    address = found[0].post(f"/scenarios/{SLUG}/runs").headers["Location"]
    *before, _ = BEST
    for number, choice in enumerate(before, 1):
        assert found[0].post(address, number=str(number), choice=str(choice)).status_code == 303
    statuses: list[int] = []

    def decide(visitor: Visitor, choice: str) -> None:
        statuses.append(visitor.post(address, number=str(len(BEST)), choice=choice).status_code)

    together([partial(decide, one, choice) for one, choice in zip(found, "0120", strict=True)])
    assert statuses == [303] * 4
    with own.app_context():
        assert db.session.scalar(select(func.count()).where(ScenarioStep.number == len(BEST))) == 1
        assert db.session.scalars(select(ScenarioRun)).one().finished_at is not None
        assert sorted(db.session.scalars(select(Evidence.competency))) == ["C03", "C12"]
