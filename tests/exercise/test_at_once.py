"""Windows and clicks that arrive together, on real databases: nothing is lost, nothing happens twice."""

from functools import partial

import pytest
from flask import Flask
from sqlalchemy import func, select

from kamacademy.access import Function
from kamacademy.competency.models import Evidence
from kamacademy.content.documents import Drafts
from kamacademy.content.operations import publish
from kamacademy.db import db
from kamacademy.exercise.models import Submission, SubmissionDecision, SubmissionVersion
from kamacademy.exercise.operations import NotSubmitted, accept, begin_submission, save_draft, submit
from kamacademy.people.models import Person
from tests.at_once import together
from tests.exercise.work import COMPLETE, EXERCISE, EXERCISE_PATH, MARKS, RUBRIC, RUBRIC_PATH, SLUG, with_files
from tests.own import Visitor, add_person
from tests.scenario.test_at_once import visitors
from tests.world import NOW

ADDRESS = "/submissions/1"


@pytest.fixture
def own(fresh: Flask, drafts: Drafts) -> Flask:
    """An application whose commits are real, with one learner's complete draft."""
    author = add_person(fresh, "nadia@fernwick.example", Function.LEARNING_TEAM)
    learner = add_person(fresh, "ada@fernwick.example")
    with fresh.app_context():
        files = {RUBRIC_PATH: RUBRIC, EXERCISE_PATH: EXERCISE}
        release = publish(with_files(drafts, files), words="All", by=db.session.get_one(Person, author), at=NOW)
        person = db.session.get_one(Person, learner)
        work = begin_submission(person, SLUG, release_id=release.id, at=NOW)
        save_draft(work, COMPLETE, page="one", number=0, at=NOW)
        db.session.commit()
    return fresh


def test_of_two_windows_one_is_kept_and_the_other_told(own: Flask) -> None:
    statuses: dict[str, int] = {}

    def save(visitor: Visitor, page: str) -> None:
        answer = visitor.post(ADDRESS, page=page, number="1", insight=f"From {page}", later="1")
        statuses[page] = answer.status_code

    together([partial(save, one, page) for one, page in zip(visitors(own, 2), ("left", "right"), strict=True)])
    assert sorted(statuses.values()) == [303, 409]
    kept = next(page for page, status in statuses.items() if status == 303)
    with own.app_context():
        assert db.session.scalars(select(Submission)).one().answers.texts["insight"] == f"From {kept}"


def test_handing_in_four_times_at_once_freezes_one_version(own: Flask) -> None:
    statuses: list[int] = []
    together([lambda one=one: statuses.append(one.post(f"{ADDRESS}/submit").status_code) for one in visitors(own, 4)])
    assert statuses == [303] * 4
    with own.app_context():
        assert db.session.scalar(select(func.count()).select_from(SubmissionVersion)) == 1


def test_of_two_markers_at_once_one_decides(own: Flask) -> None:
    markers = [add_person(own, f"marker{number}@fernwick.example", Function.COACH) for number in range(2)]
    with own.app_context():
        submit(db.session.get_one(Submission, 1), at=NOW)
        db.session.commit()
    refused: list[int] = []

    def decide(marker: int) -> None:
        # Writing as a request does: the transaction of a POST waits for the one before it.
        with own.test_request_context(method="POST"):
            try:
                by = db.session.get_one(Person, marker)
                accept(db.session.get_one(Submission, 1), MARKS, by=by, at=NOW)
                db.session.commit()
            except NotSubmitted:
                db.session.rollback()
                refused.append(marker)

    together([partial(decide, marker) for marker in markers])
    assert len(refused) == 1
    with own.app_context():
        assert db.session.scalar(select(func.count()).select_from(SubmissionDecision)) == 1
        assert db.session.scalar(select(func.count()).select_from(Evidence)) == 2
