"""Making, changing, answering, sharing commitments, and taking one into the plan."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from kamacademy.commitment import operations, queries
from kamacademy.commitment.asking import Kept
from kamacademy.commitment.lines import Kind, Line
from kamacademy.commitment.models import CommitmentAnswer, Pledge
from kamacademy.commitment.operations import Said
from kamacademy.commitment.rules import (
    AlreadyCommitted,
    AlreadyInPlan,
    AnswerEach,
    ModuleNotComplete,
    NobodyToShareWith,
    NotAskedNow,
    NothingSaid,
    StaysInPlan,
    TooLateToChange,
)
from kamacademy.content.queries import library
from kamacademy.db import db
from kamacademy.development.details import Details
from kamacademy.development.queries import running_plan
from kamacademy.development.rules import DueDateOutOfReach
from kamacademy.people.models import Person
from kamacademy.records.models import AuditEvent
from tests.commitment.promised import DAY, START, STOP, answered, committed
from tests.curriculum.study import M01, complete, read_all_lessons
from tests.world import NOW, TODAY, World

DETAILS = Details(title="Stop going on the Monday round", indicator="C13b", due_on=TODAY + timedelta(days=45))


@pytest.fixture
def learner(world: World) -> Person:
    return world.learner("Mira Halvorsen", coach=world.coach("Daniel Okafor"))


def lines_of(pledge: Pledge) -> list[tuple[str, str, float | None]]:
    return [(one.kind, one.words, one.hours) for one in pledge.commitments]


def test_commitments_wait_until_the_module_is_complete(learner: Person) -> None:
    attempt = read_all_lessons(learner)
    with pytest.raises(ModuleNotComplete):
        operations.write_down(attempt, [STOP], on=TODAY, at=NOW)
    assert db.session.scalars(select(Pledge)).all() == []


def test_they_are_kept_in_order_with_the_name_of_their_module(learner: Person) -> None:
    made = committed(learner, START, STOP)
    assert lines_of(made) == [
        ("stop", "going on the Monday round", 8.0),
        ("start", "opening with the customer's goals", None),
    ]
    assert (made.module, made.title) == (M01, "M01 From products to accounts: joining the dots")
    with pytest.raises(AlreadyCommitted):
        operations.write_down(made.attempt, [STOP], on=TODAY, at=NOW)
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.act == "commitment.made")).one()
    assert "Monday" not in str(event.codes)


def test_no_line_is_no_commitment(learner: Person) -> None:
    attempt = complete(learner)
    with pytest.raises(NothingSaid):
        operations.write_down(attempt, [], on=TODAY, at=NOW)


def test_they_may_be_put_in_other_words_until_the_first_question(learner: Person) -> None:
    made = committed(learner)
    key = made.commitments[0].id
    shorter = Line(Kind.STOP, "the Monday round", 6.0)
    more = Line(Kind.CONTINUE, "asking one more question")
    operations.change(made, [more, shorter], on=TODAY + 29 * DAY, at=NOW)
    db.session.expire_all()
    assert sorted(lines_of(made)) == [("continue", more.words, None), ("stop", shorter.words, 6.0)]
    assert key in {one.id for one in made.commitments}
    with pytest.raises(TooLateToChange):
        operations.change(made, [STOP], on=TODAY + 30 * DAY, at=NOW)
    with pytest.raises(NothingSaid):
        operations.change(made, [], on=TODAY, at=NOW)


def test_every_line_is_answered_at_once_and_once_for_each_question(learner: Person) -> None:
    made = committed(learner, days_ago=30)
    stop, start = made.commitments
    with pytest.raises(AnswerEach):
        operations.answer(made, 30, {stop.id: Said(Kept.KEPT)}, on=TODAY, at=NOW)
    said = {stop.id: Said(Kept.PARTLY, 4.5, "One slipped back."), start.id: Said(Kept.KEPT, 9.0)}
    operations.answer(made, 30, said, on=TODAY, at=NOW)
    kept = {one.commitment_id: one for one in db.session.scalars(select(CommitmentAnswer))}
    assert (kept[stop.id].kept, kept[stop.id].hours, kept[stop.id].words) == ("partly", 4.5, "One slipped back.")
    assert kept[start.id].hours is None, "hours are released by stopping alone"
    with pytest.raises(NotAskedNow):
        operations.answer(made, 30, said, on=TODAY, at=NOW)
    with pytest.raises(NotAskedNow):
        operations.answer(made, 60, said, on=TODAY, at=NOW)


def test_not_kept_released_no_hours_and_kept_without_hours_stays_unknown(learner: Person) -> None:
    made = committed(learner, days_ago=60)
    answered(made, 30, Kept.NOT)
    answered(made, 60, Kept.KEPT)
    assert [one.hours for one in made.commitments[0].answers] == [0.0, None]


def test_one_is_shared_with_the_present_coach_and_closed_again(world: World, learner: Person) -> None:
    made = committed(learner)
    coach = operations.share(made.commitments[0], at=NOW)
    assert coach.name == "Daniel Okafor"
    [(pledge, lines)] = queries.shared_with(coach, learner)
    assert (pledge.id, [one.kind for one in lines]) == (made.id, ["stop"])
    later = world.coach("Ruth Later")
    world.give_coach(learner, later, since=TODAY)
    db.session.expire_all()
    assert queries.shared_with(later, learner) == [], "what one coach was shown is not handed on"
    operations.withdraw(made.commitments[0], at=NOW)
    assert queries.shared_with(coach, learner) == []
    events = [one.act for one in db.session.scalars(select(AuditEvent).order_by(AuditEvent.id))]
    assert events.count("commitment.shared") == events.count("commitment.withdrawn") == 1


def test_without_a_coach_there_is_nobody_to_share_with(world: World) -> None:
    made = committed(world.learner())
    with pytest.raises(NobodyToShareWith):
        operations.share(made.commitments[0], at=NOW)


def test_one_becomes_an_action_that_keeps_where_it_came_from(learner: Person) -> None:
    made = committed(learner)
    stop = made.commitments[0]
    action = operations.take_into_plan(stop, DETAILS, at=NOW, library=library())
    assert (action.origin_type, action.origin_id, action.origin_key) == ("commitment", stop.id, M01)
    plan = running_plan(learner.id)
    assert plan is not None
    assert [one.id for one in plan.actions] == [stop.action_id]
    with pytest.raises(AlreadyInPlan):
        operations.take_into_plan(stop, DETAILS, at=NOW, library=library())
    with pytest.raises(StaysInPlan):
        operations.change(made, [START], on=TODAY, at=NOW)
    operations.change(made, [STOP], on=TODAY, at=NOW)
    assert [one.kind for one in made.commitments] == ["stop"]


def test_a_date_out_of_reach_leaves_it_out_of_the_plan(learner: Person) -> None:
    stop = committed(learner).commitments[0]
    far = Details(title="Stop it", indicator="C13b", due_on=TODAY + timedelta(days=91))
    with pytest.raises(DueDateOutOfReach):
        operations.take_into_plan(stop, far, at=NOW, library=library())
    assert stop.action_id is None
