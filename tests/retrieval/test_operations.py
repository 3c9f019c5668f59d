"""Answers are kept once, plan the next time, and a finished day becomes evidence of what is kept."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from kamacademy.competency.evidence import Kind
from kamacademy.competency.models import Evidence
from kamacademy.content.documents import Drafts
from kamacademy.curriculum.operations import begin_again, recall
from kamacademy.db import WrittenOnce, db
from kamacademy.people.models import Person
from kamacademy.retrieval import queries
from kamacademy.retrieval.models import RetrievalAnswer, RetrievalCard
from kamacademy.retrieval.operations import NoSuchChoice, NotAsked, answer
from kamacademy.retrieval.stack import Place
from tests.curriculum.study import M01, PROGRAMME, edited, lessons_of, read_lesson
from tests.retrieval.practising import WEEK, practise, read
from tests.world import NOW, TODAY, World

DAY = timedelta(days=1)


def evidence_of(learner: Person) -> list[Evidence]:
    """What practice has shown, oldest first."""
    query = select(Evidence).where(Evidence.learner_id == learner.id, Evidence.source_type == "practice")
    return list(db.session.scalars(query.order_by(Evidence.id)))


def test_both_questions_of_each_lesson_wait_a_week_later(world: World) -> None:
    learner = world.learner()
    read(learner, lessons=2)
    assert len(queries.stack_of(learner, TODAY).left) == 4
    assert queries.stack_of(learner, TODAY - DAY).left == ()
    assert queries.stack_of(world.learner(), TODAY).left == ()


def test_a_lesson_that_is_not_finished_gives_no_question(world: World) -> None:
    learner = world.learner()
    attempt = read(learner, lessons=0)
    recall(attempt, lessons_of(attempt)[0], "q1", 0, at=NOW - WEEK)
    assert queries.stack_of(learner, TODAY).left == ()


def test_answered_on_each_day_of_the_plan_a_question_rests_after_day_60(world: World) -> None:
    learner = world.learner()
    read(learner, lessons=1, at=NOW)
    days = []
    for day in (7, 21, 60):
        assert queries.stack_of(learner, TODAY + timedelta(days=day - 1)).left == ()
        days += [one.day for one in practise(learner, NOW + timedelta(days=day))]
    assert days == [7, 7, 21, 21, 60, 60]
    assert set(db.session.scalars(select(RetrievalCard.due_on))) == {None}
    assert queries.stack_of(learner, TODAY + timedelta(days=900)).left == ()


def test_the_same_answer_again_changes_nothing(world: World) -> None:
    learner = world.learner()
    read(learner, lessons=1)
    place = queries.stack_of(learner, TODAY).left[0].place
    first = answer(learner, place, 0, at=NOW)
    again = answer(learner, place, 1, at=NOW + timedelta(seconds=1))
    assert again.id == first.id
    assert again.choice == 0
    assert len(db.session.scalars(select(RetrievalAnswer)).all()) == 1


def test_a_question_is_not_asked_early_nor_of_a_lesson_not_read(world: World) -> None:
    learner = world.learner()
    read(learner, lessons=1, at=NOW - DAY)
    place = Place(M01, "what-changed", "q1")
    with pytest.raises(NotAsked):
        answer(learner, place, 0, at=NOW)
    with pytest.raises(NotAsked):
        answer(world.learner(), place, 0, at=NOW)


def test_never_more_than_five_on_one_day(world: World) -> None:
    learner = world.learner()
    read(learner, lessons=4)
    waiting = queries.stack_of(learner, TODAY)
    assert len(waiting.left) == 5
    practise(learner)
    assert queries.stack_of(learner, TODAY).left == ()
    sixth = next(one for one in queries.met_by([learner.id])[learner.id] if one.kept is None)
    with pytest.raises(NotAsked):
        answer(learner, sixth.place, 0, at=NOW)
    assert len(queries.stack_of(learner, TODAY + DAY).left) == 3


@pytest.mark.parametrize("choice", [-1, 4, 99])
def test_an_option_that_is_not_there_is_refused(world: World, choice: int) -> None:
    learner = world.learner()
    read(learner, lessons=1)
    with pytest.raises(NoSuchChoice):
        answer(learner, queries.stack_of(learner, TODAY).left[0].place, choice, at=NOW)


def test_a_finished_day_is_evidence_by_competency_and_never_a_level(world: World) -> None:
    learner = world.learner()
    read(learner, lessons=1)
    practise(learner, most=1)
    assert evidence_of(learner) == []
    practise(learner, right=False)
    (row,) = evidence_of(learner)
    assert (row.kind, row.level, row.passed) == (Kind.KNOWLEDGE.value, None, None)
    assert (row.competency, row.score, row.score_max, row.source_title) == ("C01", 1, 2, "Practice, day 7")
    practise(learner)
    assert len(evidence_of(learner)) == 1


def test_each_finished_day_counts_for_itself(world: World) -> None:
    learner = world.learner()
    read(learner, lessons=1)
    practise(learner)
    practise(learner, NOW + timedelta(days=14), right=False)
    rows = [(one.score, one.score_max, one.source_title) for one in evidence_of(learner)]
    assert rows == [(2, 2, "Practice, day 7"), (0, 2, "Practice, day 21")]


def test_an_answer_is_never_rewritten(world: World) -> None:
    learner = world.learner()
    read(learner, lessons=1)
    given = practise(learner)[0]
    given.is_right = False
    with pytest.raises(WrittenOnce):
        db.session.flush()


def test_a_new_edition_that_is_read_begins_the_plan_anew_with_its_words(world: World, drafts: Drafts) -> None:
    learner = world.learner()
    read(learner, lessons=1, at=NOW - 10 * WEEK)
    practise(learner)
    path = f"curricula/{PROGRAMME}/{M01}/lessons/what-changed.md"
    world.publish(edited(drafts, path, "A hospital network signs", "A network signs"), "Words", NOW)
    again = begin_again(learner, M01, programme=PROGRAMME, at=NOW + DAY)
    read_lesson(again, "what-changed", at=NOW + DAY)
    assert queries.stack_of(learner, TODAY + 7 * DAY).left == ()
    stack = queries.stack_of(learner, TODAY + 8 * DAY)
    assert {one.release_id for one in stack.left} == {again.release_id}
    assert {one.day for one in practise(learner, NOW + 8 * DAY)} == {7}
    assert len(db.session.scalars(select(RetrievalCard)).all()) == 2


def test_a_programme_may_leave_the_plan_to_the_model(world: World, drafts: Drafts) -> None:
    path = f"curricula/{PROGRAMME}/programme.yaml"
    world.publish(edited(drafts, path, "modules:", "practice: fsrs\nmodules:"), "The model", NOW - 3 * WEEK)
    learner = world.learner()
    read(learner, lessons=1, at=NOW - 2 * DAY, first=0)
    first = practise(learner)
    assert {one.day for one in first} == {2}
    card = first[0].card
    assert card.state is not None
    assert card.due_on is not None
    assert card.due_on > TODAY
    later = datetime.combine(card.due_on, NOW.time(), NOW.tzinfo)
    assert practise(learner, later)
    assert card.state is not None
    assert card.state["last_review"] == later.isoformat()


def test_the_report_compares_the_same_answers_and_needs_five_people(world: World) -> None:
    learners = [world.learner() for _ in range(5)]
    for number, learner in enumerate(learners):
        read(learner, lessons=1, at=NOW - timedelta(days=70), first=1)
        practise(learner, right=number < 3)
    found = queries.delayed_by_module()[M01]
    # In the lesson, the second option was right for one question and wrong for the other.
    assert (found.answers, found.people, found.right_at_first, found.right_later) == (10, 5, 5, 6)
    known = {line.module: line.is_known for line in queries.retention_report()}
    assert known[M01]
    assert sum(known.values()) == 1


def test_answers_long_before_or_after_sixty_days_do_not_count(world: World) -> None:
    for days in (21, 59, 91, 300):
        learner = world.learner()
        read(learner, lessons=1, at=NOW - timedelta(days=days))
        practise(learner)
    assert queries.delayed_by_module() == {}
