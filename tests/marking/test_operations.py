"""Claims, drafts, first and second marks, the third look, corrections, and what others read of them."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from kamacademy.access import Function
from kamacademy.assessment.queries import open_answers_waiting
from kamacademy.competency.evidence import Kind
from kamacademy.competency.models import Evidence
from kamacademy.content.documents import Drafts
from kamacademy.db import WrittenOnce, db
from kamacademy.exercise.operations import OwnWork, submit
from kamacademy.exercise.queries import submissions_waiting
from kamacademy.exercise.stage import Stage
from kamacademy.marking import queries
from kamacademy.marking.models import Mark, MarkDraft
from kamacademy.marking.operations import (
    CLAIM,
    HeldByAnother,
    MarkIncomplete,
    MayNotBeCorrected,
    NoLongerWaits,
    NotYourTurn,
    claim,
    correct_mark,
    give_back,
    give_mark,
    save_draft,
)
from kamacademy.marking.turn import Decision, Turn, WorkKind
from kamacademy.people.models import Person
from kamacademy.records.models import AuditEvent
from tests.marking.work import FULL, exercise, given, key, mark_answer, mark_exercise, open_answer, publish
from tests.world import NOW, World

LATER = NOW + timedelta(hours=2)
LOW: dict[str, int | None] = {"insight": 1, "action": 1, "rules": 2}


@pytest.fixture
def people(world: World) -> tuple[Person, Person, Person, Person]:
    """A learner, their coach, and two of the learning team."""
    coach = world.coach()
    return world.learner(coach=coach), coach, world.learning_team(), world.learning_team()


Four = tuple[Person, Person, Person, Person]


def levels(learner: Person) -> dict[str | None, int | None]:
    """The levels in force from work products."""
    superseded = select(Evidence.supersedes_id).where(Evidence.supersedes_id.is_not(None))
    rows = db.session.scalars(
        select(Evidence).where(
            Evidence.learner_id == learner.id,
            Evidence.kind == Kind.WORK_PRODUCT.value,
            Evidence.id.not_in(superseded),
        )
    )
    return {row.indicator: row.level for row in rows}


def test_a_claim_keeps_a_work_for_half_an_hour(world: World, drafts: Drafts, people: Four) -> None:
    learner, coach, author, _ = people
    publish(world, drafts)
    work = exercise(learner)
    found = claim(WorkKind.EXERCISE, key(work), by=coach, at=NOW)
    with pytest.raises(HeldByAnother):
        claim(WorkKind.EXERCISE, key(work), by=author, at=NOW + CLAIM - timedelta(seconds=1))
    assert claim(WorkKind.EXERCISE, key(work), by=coach, at=NOW + timedelta(minutes=20)) is found
    with pytest.raises(HeldByAnother):
        claim(WorkKind.EXERCISE, key(work), by=author, at=NOW + timedelta(minutes=40))
    assert claim(WorkKind.EXERCISE, key(work), by=author, at=NOW + timedelta(minutes=50)).claimed_by_id == author.id
    with pytest.raises(HeldByAnother):
        save_draft(found, given(), by=coach, at=NOW + timedelta(minutes=51))


def test_a_draft_is_kept_and_extends_the_claim_and_giving_back_keeps_the_draft(
    world: World, drafts: Drafts, people: Four
) -> None:
    learner, coach, author, _ = people
    publish(world, drafts)
    found = claim(WorkKind.EXERCISE, key(exercise(learner)), by=coach, at=NOW)
    save_draft(found, given({"insight": None, "action": 1}), by=coach, at=NOW + timedelta(minutes=25))
    assert found.claimed_until == NOW + timedelta(minutes=25) + CLAIM
    give_back(found, by=author)
    assert found.claimed_by_id == coach.id
    give_back(found, by=coach)
    assert found.claimed_by_id is None
    db.session.expire_all()
    draft = queries.draft_of(found.id, coach.id)
    assert draft is not None
    assert draft.given.points == {"insight": None, "action": 1}
    assert queries.draft_of(found.id, author.id) is None


def test_accepting_settles_at_once_where_no_second_marker_is_asked(world: World, drafts: Drafts, people: Four) -> None:
    learner, coach, _, _ = people
    publish(world, drafts, percent=0)
    work = exercise(learner)
    found = claim(WorkKind.EXERCISE, key(work), by=coach, at=NOW)
    save_draft(found, given(), by=coach, at=NOW)
    mark = give_mark(found, given(), Decision.ACCEPT, by=coach, at=LATER, turn=Turn.FIRST)
    assert (found.settled_at, found.standing) == (LATER, mark)
    assert work.stage is Stage.ACCEPTED
    assert levels(learner) == {"C13b": 3, "C01b": 1}
    assert work.latest is not None
    assert work.latest.decision is not None
    assert work.latest.decision.by is coach
    assert "What is strong: Clear facts." in work.latest.decision.words
    assert db.session.scalar(select(func.count()).select_from(MarkDraft)) == 0
    assert [line["title"] for line in mark.kept_lines] == ["The insight", "The action", "Within the rules"]
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.act == "mark.given")).one()
    assert event.codes == {"turn": "first"}
    with pytest.raises(NoLongerWaits):
        claim(WorkKind.EXERCISE, key(work), by=coach, at=LATER)


def test_returning_needs_a_reason_and_lets_the_learner_write_again(world: World, drafts: Drafts, people: Four) -> None:
    learner, coach, _, _ = people
    publish(world, drafts)
    work = exercise(learner)
    with pytest.raises(MarkIncomplete) as refused:
        mark_exercise(work, coach, LOW, decision=Decision.RETURN, reason="")
    assert set(refused.value.missing) == {"reason"}
    mark_exercise(work, coach, {**LOW, "action": None}, decision=Decision.RETURN)
    assert work.stage is Stage.RETURNED
    assert work.latest is not None
    assert work.latest.decision is not None
    assert work.latest.decision.words.startswith("The date is missing.\n\n")
    assert work.latest.decision.points == {}
    submit(work, at=LATER)
    assert queries.find_marking(WorkKind.EXERCISE, key(work)) is None


def test_two_marks_that_agree_settle_by_the_first(world: World, drafts: Drafts, people: Four) -> None:
    learner, coach, author, _ = people
    publish(world, drafts, percent=100)
    work = exercise(learner)
    first = mark_exercise(work, coach)
    found = first.marking
    assert (found.is_double, found.settled_at, found.standing) == (True, None, None)
    assert work.stage is Stage.SUBMITTED
    assert levels(learner) == {}
    with pytest.raises(NotYourTurn):
        claim(WorkKind.EXERCISE, key(work), by=coach, at=LATER)
    mark_exercise(work, author, {**FULL, "insight": 2}, at=LATER)
    assert (found.is_disputed, found.settled_at, found.standing) == (False, LATER, first)
    assert levels(learner) == {"C13b": 3, "C01b": 1}


def test_marks_that_differ_wait_for_a_third_look_whose_decision_stands(
    world: World, drafts: Drafts, people: Four
) -> None:
    learner, coach, author, other = people
    publish(world, drafts, percent=100)
    work = exercise(learner)
    mark_exercise(work, coach)
    mark_exercise(work, author, LOW)
    found = queries.find_marking(WorkKind.EXERCISE, key(work))
    assert found is not None
    assert (found.is_disputed, found.settled_at, found.turn) == (True, None, Turn.THIRD)
    with pytest.raises(NotYourTurn):
        claim(WorkKind.EXERCISE, key(work), by=author, at=LATER)
    third = mark_exercise(work, other, {"insight": 2, "action": 2, "rules": 2}, at=LATER)
    assert (third.turn, found.standing, found.settled_at) == (Turn.THIRD, third, LATER)
    assert work.stage is Stage.ACCEPTED
    assert levels(learner) == {"C13b": 2, "C01b": 1}
    assert [mark.turn for mark in found.marks] == ["first", "second", "third"]


def test_the_third_look_may_be_a_markers_own_where_the_learning_team_has_nobody_else(
    world: World, drafts: Drafts
) -> None:
    coach = world.coach()
    learner, author = world.learner(coach=coach), world.learning_team()
    publish(world, drafts, percent=100)
    for one in db.session.scalars(select(Person).where(Person.id != author.id)):
        if Function.LEARNING_TEAM in one.functions:
            one.deactivated_at = NOW
    work = exercise(learner)
    mark_exercise(work, coach)
    mark_exercise(work, author, LOW)
    third = mark_exercise(work, author, LOW)
    assert third.marking.standing is third
    assert work.stage is Stage.ACCEPTED


def test_who_saw_no_marks_does_not_settle_two(world: World, drafts: Drafts, people: Four) -> None:
    learner, coach, author, other = people
    publish(world, drafts, percent=100)
    work = exercise(learner)
    found = claim(WorkKind.EXERCISE, key(work), by=other, at=NOW)
    give_back(found, by=other)
    mark_exercise(work, coach)
    mark_exercise(work, author, LOW)
    with pytest.raises(NotYourTurn):
        give_mark(found, given(), Decision.ACCEPT, by=other, at=LATER, turn=Turn.FIRST)
    assert len(found.marks) == 2


def test_without_anybody_else_no_second_marker_is_waited_for(world: World, drafts: Drafts) -> None:
    coach = world.coach()
    learner = world.learner(coach=coach)
    publish(world, drafts, percent=100)
    for one in db.session.scalars(select(Person)):
        if Function.LEARNING_TEAM in one.functions:
            one.deactivated_at = NOW
    work = exercise(learner)
    mark_exercise(work, coach)
    assert work.stage is Stage.ACCEPTED


def test_nobody_marks_their_own_work(world: World, drafts: Drafts) -> None:
    publish(world, drafts)
    both = world.person(functions=(Function.LEARNER, Function.LEARNING_TEAM))
    work = exercise(both)
    with pytest.raises(OwnWork):
        claim(WorkKind.EXERCISE, key(work), by=both, at=NOW)
    assert queries.queue_of(both, NOW).size == 0


def test_an_open_answer_gets_the_share_of_its_points(world: World, drafts: Drafts, people: Four) -> None:
    learner, coach, _, _ = people
    publish(world, drafts)
    row = open_answer(learner)
    assert row.sitting.is_waiting
    mark_answer(row, coach, {"insight": 3, "action": None, "rules": 2}, reason="", strength="", improve="")
    assert row.share == pytest.approx(5 / 6)
    assert row.marked_by_id == coach.id
    assert row.sitting.passed is False  # the single choice beside it was left open
    assert open_answers_waiting() == []


def test_a_correction_of_an_answer_takes_the_place_of_the_result_and_keeps_it(
    world: World, drafts: Drafts, people: Four
) -> None:
    learner, coach, author, _ = people
    publish(world, drafts)
    row = open_answer(learner)
    first = mark_answer(row, coach)
    second = correct_mark(first.marking, given({"insight": 4, "action": 3, "rules": 2}), by=author, at=LATER)
    assert (row.share, row.marked_by_id) == (1, author.id)
    assert first.marking.standing is second
    assert queries.marks_before(first.marking) == [first]
    with pytest.raises(MarkIncomplete):
        correct_mark(first.marking, given(reason=""), by=author, at=LATER)


def test_a_correction_of_an_exercise_supersedes_what_it_showed(world: World, drafts: Drafts, people: Four) -> None:
    learner, coach, author, _ = people
    publish(world, drafts)
    work = exercise(learner)
    found = mark_exercise(work, coach).marking
    correct_mark(found, given({"insight": 1, "action": 1, "rules": 2}), by=author, at=LATER)
    assert levels(learner) == {"C13b": 1, "C01b": None}
    correct_mark(found, given({"insight": 4, "action": 3, "rules": 2}), by=author, at=LATER)
    assert levels(learner) == {"C13b": 3, "C01b": 2}
    assert work.stage is Stage.ACCEPTED
    assert db.session.scalar(select(func.count()).select_from(Evidence).where(Evidence.learner_id == learner.id)) == 6


def test_returned_work_is_not_corrected(world: World, drafts: Drafts, people: Four) -> None:
    learner, coach, author, _ = people
    publish(world, drafts)
    found = mark_exercise(exercise(learner), coach, LOW, decision=Decision.RETURN).marking
    with pytest.raises(MayNotBeCorrected):
        correct_mark(found, given(), by=author, at=LATER)


def test_a_mark_is_never_changed(world: World, drafts: Drafts, people: Four) -> None:
    learner, coach, _, _ = people
    publish(world, drafts)
    mark = mark_exercise(exercise(learner), coach)
    mark.points = 9
    with pytest.raises(WrittenOnce):
        db.session.flush()


def test_a_question_taken_out_or_work_decided_elsewhere_no_longer_waits(
    world: World, drafts: Drafts, people: Four
) -> None:
    learner, coach, _, _ = people
    publish(world, drafts)
    row = open_answer(learner)
    found = claim(WorkKind.ANSWER, row.id, by=coach, at=NOW)
    row.voided = True
    db.session.flush()
    with pytest.raises(NoLongerWaits):
        give_mark(found, given(), Decision.POINTS, by=coach, at=NOW, turn=Turn.FIRST)
    assert found.marks == []


def test_the_queue_is_of_those_whom_one_may_mark(world: World, drafts: Drafts, people: Four) -> None:
    learner, coach, author, _ = people
    publish(world, drafts)
    exercise(learner)
    open_answer(world.learner())
    assert {one.work.kind for one in queries.queue_of(author, NOW).open} == {WorkKind.ANSWER, WorkKind.EXERCISE}
    assert [one.work.kind for one in queries.queue_of(coach, NOW).open] == [WorkKind.EXERCISE]
    assert len(submissions_waiting()) == 1


def test_gradings_are_the_standing_marks_with_a_grade(world: World, drafts: Drafts, people: Four) -> None:
    learner, coach, author, _ = people
    publish(world, drafts)
    found = mark_exercise(exercise(learner), coach, grade="borderline").marking
    assert [(one.work, one.share, one.grade) for one in queries.gradings("five-facts")] == [
        (found.id, pytest.approx(7 / 9), "borderline")
    ]
    correct_mark(found, given({"insight": 4, "action": 3, "rules": 2}, grade="excellent"), by=author, at=LATER)
    assert [(one.share, one.grade) for one in queries.gradings("five-facts")] == [(1, "excellent")]
    assert queries.gradings("reasoned-note") == []


def test_pairs_are_first_and_second_marks_by_line(world: World, drafts: Drafts, people: Four) -> None:
    learner, coach, author, other = people
    publish(world, drafts, percent=100)
    work = exercise(learner)
    mark_exercise(work, coach)
    assert queries.pairs() == []
    mark_exercise(work, author, {"insight": 1, "action": None, "rules": 2}, decision=Decision.RETURN)
    mark_exercise(work, other, FULL)
    assert [(one.line, one.first, one.second) for one in queries.pairs()] == [
        ("insight", 3, 1), ("action", 2, None), ("rules", 2, 2),
    ]  # fmt: skip
    assert queries.counts() == (1, 1, 1)
    assert db.session.scalar(select(func.count()).select_from(Mark)) == 3
