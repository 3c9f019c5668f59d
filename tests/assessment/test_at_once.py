"""Two at once on real databases: answers from two tabs, a double click on submit, an answer beside a submission."""

from collections.abc import Callable
from contextlib import suppress

import pytest
from flask import Flask
from sqlalchemy import func, select

from kamacademy.assessment import operations, queries
from kamacademy.assessment.models import SittingItem
from kamacademy.assessment.refusals import MayNotBegin, SittingSubmitted
from kamacademy.competency.models import Evidence
from kamacademy.content.documents import Drafts
from kamacademy.content.queries import library
from kamacademy.db import db
from kamacademy.people.models import Person
from tests.assessment.papers import fill, paper_text, publish
from tests.at_once import together
from tests.own import Visitor, add_person
from tests.world import NOW, World

TIMES = 12
EMAIL = "ada@fernwick.example"


@pytest.fixture
def own(fresh: Flask, drafts: Drafts) -> Flask:
    """An application whose commits are real, with a paper and a learner."""
    with fresh.app_context():
        publish(World(), drafts, short=paper_text(("ex-single", "ex-true-false", "ex-numeric"), attempts=2))
        db.session.commit()
    add_person(fresh, EMAIL)
    return fresh


def begin(app: Flask) -> int:
    """A sitting begun by the learner; its key."""
    with app.app_context():
        learner = db.session.scalars(select(Person).where(Person.email == EMAIL)).one()
        made = operations.begin_sitting(
            learner, "short", release_id=library().release_id, seed=7, at=NOW, return_to=None
        )
        db.session.commit()
        return made.id


def inside(app: Flask, act: Callable[[], object]) -> None:
    """One act in a transaction of its own, committed."""
    with app.app_context():
        act()
        db.session.commit()


def test_a_double_click_begins_one_sitting(own: Flask) -> None:
    keys: list[int] = []
    together([lambda: keys.append(begin(own)) for _ in range(4)])
    assert len(set(keys)) == 1


def test_answers_to_all_questions_from_several_tabs_are_all_kept(own: Flask) -> None:
    sitting_id = begin(own)
    visitors = [Visitor(own) for _ in range(3)]
    for one in visitors:
        one.sign_in(EMAIL)
    statuses: list[int] = []
    forms = ({"choice": "a"}, {"answer": "true", "confidence": "sure"}, {"number": "7"})

    def press(visitor: Visitor, place: int) -> None:
        for number in range(TIMES):
            sent = dict(forms[place - 1])
            if place == 1:
                sent["choice"] = "abc"[number % 3]
            statuses.append(visitor.post(f"/sittings/{sitting_id}/{place}", **sent).status_code)

    together([lambda one=one, place=place: press(one, place) for place, one in enumerate(visitors, 1)])
    assert statuses == [303] * (TIMES * 3)
    with own.app_context():
        rows = queries.sitting(sitting_id).items
        assert [row.given is not None for row in rows] == [True] * 3
        assert rows[0].saves == TIMES


def test_submitting_twice_at_once_scores_once(own: Flask) -> None:
    sitting_id = begin(own)
    inside(own, lambda: fill(queries.sitting(sitting_id)))
    visitors = [Visitor(own) for _ in range(3)]
    for one in visitors:
        one.sign_in(EMAIL)
    together([lambda one=one: one.post(f"/sittings/{sitting_id}/submit") for one in visitors])
    with own.app_context():
        assert queries.sitting(sitting_id).passed is True
        rows = db.session.execute(select(Evidence.competency, func.count()).group_by(Evidence.competency)).all()
        assert sorted(tuple(row) for row in rows) == [("C01", 1), ("C12", 1)]


def test_an_answer_beside_a_submission_counts_or_is_refused(own: Flask) -> None:
    sitting_id, refused = begin(own), list[bool]()

    def answer() -> None:
        try:
            operations.answer(queries.sitting(sitting_id), "ex-single", {"choice": 1}, at=NOW)
        except SittingSubmitted:
            refused.append(True)

    together(
        [
            lambda: inside(own, answer),
            lambda: inside(own, lambda: operations.submit(queries.sitting(sitting_id), at=NOW)),
        ]
    )
    with own.app_context():
        row = db.session.scalars(
            select(SittingItem).where(SittingItem.sitting_id == sitting_id, SittingItem.item_id == "ex-single")
        ).one()
        assert (row.given is None) == bool(refused)
        assert row.share == (0.0 if refused else 1.0)


def test_attempts_are_not_exceeded_by_beginning_at_once(own: Flask) -> None:
    for _ in range(2):
        sitting_id = begin(own)
        inside(own, lambda key=sitting_id: operations.submit(queries.sitting(key), at=NOW))

    begun: list[int] = []

    def again() -> None:
        with suppress(MayNotBegin):
            begun.append(begin(own))

    together([again, again])
    assert begun == []
