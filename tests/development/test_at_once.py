"""Two requests at one moment sign, hand in, accept and confirm once, and take one place. With real commits."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from kamacademy.access import Function
from kamacademy.agreeing import operations as agreeing
from kamacademy.agreeing.agreement import content_of, mark_of
from kamacademy.agreeing.models import PlanAgreement
from kamacademy.content.documents import Drafts
from kamacademy.db import db
from kamacademy.development.models import Action, PlanEvent
from kamacademy.people.models import Person
from kamacademy.proof import operations as proof
from kamacademy.proof.piece import Piece
from kamacademy.records.models import Signature
from kamacademy.reviewing import operations as reviewing
from kamacademy.reviewing.models import PlanReview
from kamacademy.reviewing.queries import waiting_review
from kamacademy.reviewing.review import Said, Verdict
from tests.at_once import count, sent_together, slowly
from tests.development.plans import both_sign, plan_of, proposed
from tests.own import add_person, own_app_on
from tests.world import NOW, PASSWORD, World

COACH, LEARNER = "daniel@fernwick.example", "mira@fernwick.example"


@pytest.fixture(params=["sqlite", "postgres"])
def own(request: pytest.FixtureRequest, tmp_path: Path, drafts: Drafts) -> Iterator[Flask]:
    """An application whose commits are real, with a learner, their coach and one proposed action."""
    app = own_app_on(request, tmp_path)
    for email, function in ((COACH, Function.COACH), (LEARNER, Function.LEARNER)):
        add_person(app, email, function)
    with app.app_context():
        world = World()
        world.publish(drafts)
        coach, learner = people()
        world.give_coach(learner, coach)
        proposed(learner)
        db.session.commit()
    yield app
    with app.app_context():
        db.engine.dispose()


def people() -> tuple[Person, Person]:
    """The coach and the learner."""
    coach, learner = (db.session.scalars(select(Person).where(Person.email == one)).one() for one in (COACH, LEARNER))
    return coach, learner


def running() -> Action:
    """The action, signed by both."""
    coach, learner = people()
    both_sign(learner, coach)
    return plan_of(learner).actions[0]


def told(app: Flask, what: str) -> int:
    """How often the history says it."""
    with app.app_context():
        return db.session.scalars(select(func.count()).where(PlanEvent.what == what)).one()


def test_both_sign_at_one_moment_the_same_words(own: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with own.app_context():
        plan = plan_of(people()[1])
        key, read = plan.id, mark_of(content_of(plan))
    slowly(monkeypatch, agreeing, "put_name_under")
    values = {"password": PASSWORD, "read": read}
    sent_together(own, (COACH, f"/plans/{key}/agree", values), (LEARNER, f"/plans/{key}/agree", values))
    assert (count(own, PlanAgreement), count(own, Signature)) == (1, 2)
    assert told(own, "opened") == 1


def test_one_signs_once(own: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with own.app_context():
        plan = plan_of(people()[1])
        key, read = plan.id, mark_of(content_of(plan))
    slowly(monkeypatch, agreeing, "put_name_under")
    sent = (LEARNER, f"/plans/{key}/agree", {"password": PASSWORD, "read": read})
    assert sent_together(own, sent, sent) == [303, 303]
    assert (count(own, Signature), told(own, "agreed")) == (1, 1)


def test_an_action_is_handed_in_once_and_ended_one_way(own: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with own.app_context():
        action = running()
        address = f"/plans/{action.plan_id}/actions/{action.id}"
        proof.give_evidence(action, [Piece(words="Mapped")], by=action.learner, at=NOW, data=Path())
        db.session.commit()
    slowly(monkeypatch, proof, "tell")
    hand_in = (LEARNER, f"{address}/complete", {"then": "hand-in"})
    assert sent_together(own, hand_in, hand_in) == [303, 422]
    assert told(own, "handed-in") == 1
    statuses = sent_together(own, (COACH, f"{address}/accept", {}), (COACH, f"{address}/return", {"reason": "Who?"}))
    assert statuses in ([303, 303], [303, 422])
    assert told(own, "accepted") + told(own, "returned") == 1


def test_a_review_is_confirmed_once(own: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with own.app_context():
        action, (coach, learner) = running(), people()
        said = {action.id: Said(Verdict.DONE, "Seen")}
        review = reviewing.write_review(plan_of(learner), said, moved="a", next_step="b", by=coach, at=NOW)
        address = f"/plans/{action.plan_id}/review/{review.id}/confirm"
        db.session.commit()
    slowly(monkeypatch, reviewing, "apply_verdict")
    sent = (LEARNER, address, {"edition": "1"})
    assert sent_together(own, sent, sent) == [303, 303]
    assert (told(own, "reviewed"), told(own, "completed")) == (1, 1)


def test_two_who_write_a_review_leave_one_waiting(own: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with own.app_context():
        action = running()
        key, prefix = action.plan_id, f"action-{action.id}-"
        db.session.commit()
    slowly(monkeypatch, reviewing, "refuse_incomplete")
    values = {f"{prefix}verdict": "kept", f"{prefix}reason": "It goes on", "moved": "a", "next_step": "b"}
    sent = [(email, f"/plans/{key}/review", values) for email in (COACH, LEARNER)]
    assert sent_together(own, *sent) == [303, 303]
    assert count(own, PlanReview) == 1
    with own.app_context():
        waiting = waiting_review(key)
        assert waiting is not None
        assert waiting.edition == 2
