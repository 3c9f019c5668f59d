"""Beginning modules, answering in lessons, finishing, new editions, and what is derived from it all."""

from datetime import date

import pytest
from sqlalchemy import func, select

from kamacademy.content.documents import Drafts
from kamacademy.content.queries import library
from kamacademy.curriculum import operations, queries
from kamacademy.curriculum.documents import Lesson
from kamacademy.curriculum.models import Enrolment, LessonProgress, ModuleAttempt, Recall
from kamacademy.curriculum.progress import Status
from kamacademy.curriculum.standing import ModuleState
from kamacademy.curriculum.steps import next_step
from kamacademy.db import db
from kamacademy.people.job_roles import JobRole
from kamacademy.people.models import Person
from tests.curriculum.practice import publish_plain, text_of
from tests.curriculum.study import (
    HOUR,
    M01,
    M03,
    PROGRAMME,
    complete,
    edited,
    lessons_of,
    paths_of,
    read_all_lessons,
    sit,
)
from tests.world import NOW, TODAY, World

LESSON = "what-changed"
LESSON_FILE = f"curricula/{PROGRAMME}/{M01}/lessons/{LESSON}.md"


def begin(learner: Person, module: str = M01) -> ModuleAttempt:
    return operations.begin_module(learner, module, programme=PROGRAMME, at=NOW)


def state(learner: Person, module: str = M01) -> ModuleState:
    return next(one for path in paths_of(learner, TODAY) for one in path.modules if one.slug == module)


def test_a_programme_is_assigned_by_job_role_with_a_due_date(world: World) -> None:
    path = paths_of(world.learner(), TODAY)[0]
    assert path.is_assigned
    # First release 200 days before 20 Nov 2026, so 4 May; the role is older; 90 days.
    assert path.due_on == date(2026, 8, 2)
    assert path.is_overdue
    assert [one.status for one in path.modules[:2]] == [Status.READY, Status.LOCKED]
    assert path.modules[1].waits_for == (path.modules[0].module.title,)


def test_a_programme_that_is_not_assigned_can_be_taken_on_and_left(world: World, drafts: Drafts) -> None:
    world.publish(edited(drafts, f"curricula/{PROGRAMME}/programme.yaml", "[REP, SK,", "[REP,"), at=NOW)
    learner = world.learner(job_role=JobRole.SK)
    assert paths_of(learner, TODAY) == []
    operations.enrol(learner, PROGRAMME, at=NOW)
    operations.enrol(learner, PROGRAMME, at=NOW)
    path = paths_of(learner, TODAY)[0]
    assert (path.is_assigned, path.is_enrolled, path.due_on, path.is_overdue) == (False, True, None, False)
    operations.leave(learner, PROGRAMME, at=NOW)
    operations.leave(learner, PROGRAMME, at=NOW)
    assert paths_of(learner, TODAY) == []
    operations.enrol(learner, PROGRAMME, at=NOW + HOUR)
    assert db.session.scalar(select(func.count()).where(Enrolment.learner_id == learner.id)) == 1
    assert len(paths_of(learner, TODAY)) == 1


def test_beginning_twice_makes_one_attempt(world: World) -> None:
    learner = world.learner()
    assert begin(learner) is begin(learner)
    assert db.session.scalar(select(func.count()).where(ModuleAttempt.learner_id == learner.id)) == 1


def test_a_module_waits_for_the_one_before_it(world: World) -> None:
    learner = world.learner()
    with pytest.raises(operations.ModuleLocked) as refusal:
        begin(learner, M03)
    assert refusal.value.waits_for == ("From products to accounts: joining the dots",)
    complete(learner)
    assert begin(learner, M03).module == M03


def test_the_first_answer_is_kept_and_the_latest_shown(world: World) -> None:
    attempt = begin(world.learner())
    question = queries.lesson_page_of(attempt, LESSON, again=None, today=TODAY).questions[0]
    right = next(option.position for option in question.options if option.text == right_text(question.question_id))
    wrong = (right + 1) % len(question.options)
    operations.recall(attempt, LESSON, question.question_id, wrong, at=NOW)
    operations.recall(attempt, LESSON, question.question_id, right, at=NOW + HOUR)
    kept = db.session.scalars(select(Recall).where(Recall.attempt_id == attempt.id)).one()
    assert (kept.first_choice, kept.first_right, kept.choice) == (wrong, False, right)


def right_text(question_id: str) -> str:
    question = library().one(Lesson, "lesson", f"{M01}/{LESSON}").question(question_id)
    return question.options[question.right].text


def test_questions_and_options_that_do_not_exist_are_refused(world: World) -> None:
    attempt = begin(world.learner())
    with pytest.raises(operations.NoSuchQuestion):
        operations.recall(attempt, LESSON, "q9", 0, at=NOW)
    for choice in (-1, 4):
        with pytest.raises(operations.NoSuchChoice):
            operations.recall(attempt, LESSON, "q1", choice, at=NOW)
    assert db.session.scalar(select(func.count()).where(LessonProgress.attempt_id == attempt.id)) == 0


def test_a_lesson_is_finished_once_and_only_with_both_questions_answered(world: World) -> None:
    attempt = begin(world.learner())
    operations.recall(attempt, LESSON, "q1", 0, at=NOW)
    with pytest.raises(operations.QuestionsOpen):
        operations.finish_lesson(attempt, LESSON, at=NOW)
    operations.recall(attempt, LESSON, "q2", 0, at=NOW)
    operations.finish_lesson(attempt, LESSON, at=NOW)
    assert operations.finish_lesson(attempt, LESSON, at=NOW + HOUR).finished_at == NOW


def test_the_check_opens_when_every_lesson_is_finished(world: World) -> None:
    attempt = begin(world.learner())
    with pytest.raises(operations.LessonsOpen):
        operations.begin_check(attempt, seed=1, at=NOW)


def test_a_module_is_complete_when_lessons_and_check_are(world: World) -> None:
    learner = world.learner()
    attempt = read_all_lessons(learner)
    assert (state(learner).status, state(learner).next_lesson) == (Status.BEGUN, None)
    assert state(learner).minutes_left == state(learner).syllabus.check.minutes
    sit(attempt, wrong=5)
    assert state(learner).status is Status.BEGUN
    sit(attempt, at=NOW + 48 * HOUR)
    done = state(learner)
    assert (done.status, done.completed_on, done.minutes_left) == (Status.DONE, date(2026, 11, 22), 0)
    assert state(learner, M03).status is Status.READY
    assert queries.completions([learner.id, 0]) == {learner.id: {M01: date(2026, 11, 22)}, 0: {}}


def test_half_way_keeps_its_release_until_a_new_start(world: World, drafts: Drafts) -> None:
    learner = world.learner()
    attempt = begin(learner)
    operations.recall(attempt, LESSON, "q1", 0, at=NOW)
    world.publish(edited(drafts, LESSON_FILE, "title: ", "title: Newly, "), at=NOW)
    assert not queries.lesson_page_of(attempt, LESSON, again=None, today=TODAY).lesson.title.startswith("Newly")
    assert state(learner).has_newer
    fresh = operations.begin_again(learner, M01, programme=PROGRAMME, at=NOW + HOUR)
    assert fresh is not attempt
    assert operations.begin_again(learner, M01, programme=PROGRAMME, at=NOW + HOUR) is fresh
    assert queries.lesson_page_of(fresh, LESSON, again=None, today=TODAY).lesson.title.startswith("Newly")
    assert not queries.lesson_page_of(fresh, LESSON, again=None, today=TODAY).questions[0].is_answered
    assert not state(learner).has_newer
    assert db.session.scalar(select(func.count()).where(Recall.attempt_id == attempt.id)) == 1


def test_a_release_that_leaves_the_module_alone_offers_no_new_start(world: World, drafts: Drafts) -> None:
    learner = world.learner()
    attempt = begin(learner)
    other = f"curricula/{PROGRAMME}/{M03}/module.yaml"
    world.publish(edited(drafts, other, "code: M03", "code: M3"), at=NOW)
    assert not state(learner).has_newer
    assert operations.begin_again(learner, M01, programme=PROGRAMME, at=NOW) is attempt


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("assessments/items/m01.yaml", "title: ", "title: New "),
        ("assessments/papers/m01-check.yaml", "minutes: ", "minutes: 1"),
        (f"curricula/{PROGRAMME}/{M01}/module.yaml", "code: M01", "code: M1"),
        ("curricula/facts/changing-market.yaml", "review_by: 2028", "review_by: 2029"),
        ("curricula/glossary/account-management.yaml", "title: ", "title: New "),
    ],
)
def test_whatever_the_module_uses_counts_as_a_new_edition(
    world: World, drafts: Drafts, path: str, old: str, new: str
) -> None:
    learner = world.learner()
    begin(learner)
    world.publish(edited(drafts, path, old, new), at=NOW)
    assert state(learner).has_newer


def test_what_was_completed_stays_complete_while_a_new_edition_is_under_way(world: World, drafts: Drafts) -> None:
    learner = world.learner()
    complete(learner)
    world.publish(edited(drafts, LESSON_FILE, "title: ", "title: Newly, "), at=NOW)
    assert state(learner).status is Status.DONE
    operations.begin_again(learner, M01, programme=PROGRAMME, at=NOW + HOUR)
    again = state(learner)
    assert (again.status, again.completed_on, again.lessons_done) == (Status.BEGUN, TODAY, 0)
    assert state(learner, M03).status is Status.READY
    assert queries.completions([learner.id])[learner.id] == {M01: TODAY}


def test_a_module_that_a_release_drops_can_be_finished(world: World, drafts: Drafts) -> None:
    learner = world.learner()
    complete(learner)
    begin(learner, M03)
    path = f"curricula/{PROGRAMME}/programme.yaml"
    _, modules = text_of(drafts, path).split("modules:\n")
    world.publish(edited(drafts, path, modules, f"  - module: {M01}\n"), at=NOW)
    assert state(learner, M03).status is Status.BEGUN
    assert M03 not in [one.slug for one in paths_of(world.learner(), TODAY)[0].modules]


def test_the_next_step_leads_through_a_module(world: World) -> None:
    learner = world.learner()
    step = next_step(paths_of(learner, TODAY), NOW)
    assert step is not None
    assert (step.is_begun, step.address) == (False, f"/learn/{PROGRAMME}/{M01}")
    attempt = begin(learner)
    step = next_step(paths_of(learner, TODAY), NOW)
    assert step is not None
    assert step.address == f"/learn/{PROGRAMME}/{M01}/{lessons_of(attempt)[0]}"
    assert step.eyebrow == "M01 · lesson 1 of 4"
    assert "The programme was due on 2 Aug 2026." in step.why
    read_all_lessons(learner)
    sitting = operations.begin_check(attempt, seed=1, at=NOW)
    step = next_step(paths_of(learner, TODAY), NOW)
    assert step is not None
    assert (step.button, step.address) == ("Continue the check", f"/sittings/{sitting.id}")


def test_there_is_no_next_step_when_all_is_done(world: World, drafts: Drafts) -> None:
    publish_plain(world, drafts)
    learner = world.learner()
    complete(learner)
    assert next_step(paths_of(learner, TODAY), NOW) is None
    path = paths_of(learner, TODAY)[0]
    assert (path.is_done, path.is_overdue, path.minutes_left) == (True, False, 0)


def test_a_note_to_self_is_kept_once_and_changed(world: World) -> None:
    learner = world.learner()
    attempt = begin(learner)
    operations.save_note(attempt, LESSON, "First words", at=NOW)
    operations.save_note(attempt, LESSON, "Other words", at=NOW + HOUR)
    kept = queries.find_note(learner.id, M01, LESSON)
    assert kept is not None
    assert kept.words == "Other words"
    assert queries.find_note(world.learner().id, M01, LESSON) is None
