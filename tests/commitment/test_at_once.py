"""Two presses at one moment keep commitments, answers and actions once. With real commits."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from kamacademy.access import Function
from kamacademy.commitment import operations
from kamacademy.commitment.models import Commitment, CommitmentAnswer, Pledge
from kamacademy.content.documents import Drafts
from kamacademy.db import db
from kamacademy.development.models import Action
from kamacademy.people.models import Person
from tests.at_once import count, sent_together, slowly
from tests.commitment.promised import DAY, START, committed
from tests.curriculum.study import complete
from tests.own import add_person, own_app_on
from tests.world import NOW, TODAY, World

LEARNER = "mira@fernwick.example"


@pytest.fixture(params=["sqlite", "postgres"])
def own(request: pytest.FixtureRequest, tmp_path: Path, drafts: Drafts) -> Iterator[Flask]:
    """An application whose commits are real, with one learner."""
    app = own_app_on(request, tmp_path)
    add_person(app, LEARNER, Function.LEARNER)
    with app.app_context():
        World().publish(drafts)
        db.session.commit()
    yield app
    with app.app_context():
        db.engine.dispose()


def learner() -> Person:
    return db.session.scalars(select(Person).where(Person.email == LEARNER)).one()


def test_commitments_written_twice_are_kept_once(own: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with own.app_context():
        address = f"/commitments/after/{complete(learner(), at=NOW).id}"
        db.session.commit()
    slowly(monkeypatch, operations, "in_order")
    values = {"start": "asking first"}
    assert sent_together(own, (LEARNER, address, values), (LEARNER, address, values)) == [303, 303]
    assert (count(own, Pledge), count(own, Commitment)) == (1, 1)


def test_answers_given_twice_are_kept_once(own: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with own.app_context():
        made = committed(learner(), days_ago=30)
        address = f"/commitments/{made.id}/answers/30"
        values = {f"kept_{one.id}": "kept" for one in made.commitments}
        db.session.commit()
    slowly(monkeypatch, operations, "answer_row")
    assert sent_together(own, (LEARNER, address, values), (LEARNER, address, values)) == [303, 303]
    assert count(own, CommitmentAnswer) == 2


def test_one_taken_into_the_plan_twice_is_one_action(own: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with own.app_context():
        address = f"/commitments/{committed(learner()).commitments[0].id}/plan"
        db.session.commit()
    slowly(monkeypatch, operations, "take_thought")
    values = {"title": "Stop it", "indicator": "C13b", "due_on": (TODAY + 40 * DAY).isoformat()}
    assert sent_together(own, (LEARNER, address, values), (LEARNER, address, values)) == [303, 303]
    assert count(own, Action) == 1


@pytest.mark.parametrize("first", ["change", "take"])
def test_a_line_is_rewritten_or_taken_into_the_plan_never_both(
    own: Flask, monkeypatch: pytest.MonkeyPatch, first: str
) -> None:
    """Where both are pressed at one moment, the plan and the line it names say the same."""
    with own.app_context():
        made = committed(learner(), START)
        attempt, line = made.attempt_id, made.commitments[0].id
        db.session.commit()
    slowly(monkeypatch, operations, "in_order" if first == "change" else "take_thought")
    other_line = (LEARNER, f"/commitments/after/{attempt}", {"stop": "going on the Monday round"})
    action = {"title": "Open with goals", "indicator": "C13b", "due_on": (TODAY + 40 * DAY).isoformat()}
    statuses = sent_together(own, other_line, (LEARNER, f"/commitments/{line}/plan", action))
    with own.app_context():
        (kept,) = db.session.scalars(select(Commitment)).all()
        told = (kept.kind, kept.action_id is not None)
    if count(own, Action):
        assert (statuses, told) == ([303, 422], ("start", True))
    else:
        # The line is gone: said in words, or, where the other was wholly done by then, not found.
        assert statuses in ([303, 303], [303, 404])
        assert told == ("stop", False)
