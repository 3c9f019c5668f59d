"""Enrolling, beginning a module, recalling, finishing lessons, noting, and going on to check, scenarios, exercise."""

from datetime import datetime

from sqlalchemy import select

from kamacademy.assessment.models import Sitting
from kamacademy.assessment.operations import begin_sitting
from kamacademy.assessment.queries import results_of
from kamacademy.content.queries import library
from kamacademy.curriculum import queries
from kamacademy.curriculum.documents import Lesson, Module, Programme
from kamacademy.curriculum.material import differs
from kamacademy.curriculum.models import Enrolment, LessonNote, LessonProgress, ModuleAttempt, Reaction, Recall
from kamacademy.curriculum.progress import Status, may_renew, valid_until
from kamacademy.curriculum.standing import ModuleState
from kamacademy.db import db, hold
from kamacademy.exercise.models import Submission
from kamacademy.exercise.operations import begin_submission
from kamacademy.people.models import Person
from kamacademy.records.operations import note
from kamacademy.scenario.models import ScenarioRun
from kamacademy.scenario.operations import begin_run


class ModuleLocked(Exception):
    """A module opens after the ones it builds on. Carries their titles."""

    def __init__(self, waits_for: tuple[str, ...]) -> None:
        super().__init__("The module is not open yet.")
        self.waits_for = waits_for


class NoSuchQuestion(Exception):
    """The lesson does not ask this question."""


class NoSuchChoice(Exception):
    """The question has no such option."""


class QuestionsOpen(Exception):
    """A lesson is finished only when both its questions have been answered."""


class LessonsOpen(Exception):
    """The check and the scenarios open when every lesson is finished."""


class ExemptionClosed(Exception):
    """The module has no exemption test, or has been begun, or does not open yet."""


class NoSuchScenario(Exception):
    """The module has no such scenario."""


class ExerciseClosed(Exception):
    """The module has no form for its exercise, or its lessons are not finished."""


def enrol(learner: Person, programme: str, *, at: datetime) -> Enrolment:
    """Take a programme on; a second time changes nothing. Raises NotInLibrary."""
    library().one(Programme, "programme", programme)
    hold(learner)
    found = queries.find_enrolment(learner.id, programme)
    if found is not None and found.withdrawn_at is None:
        return found
    if found is None:
        found = Enrolment(learner=learner, programme=programme)
        db.session.add(found)
    found.enrolled_at, found.withdrawn_at = at, None
    db.session.flush()
    note("programme.enrolled", by=learner.id, at=at, subject=("enrolment", found.id), programme=programme)
    return found


def leave(learner: Person, programme: str, *, at: datetime) -> None:
    """Leave a programme that one took on oneself. What was done in it stays."""
    hold(learner)
    found = queries.find_enrolment(learner.id, programme)
    if found is None or found.withdrawn_at is not None:
        return
    found.withdrawn_at = at
    note("programme.left", by=learner.id, at=at, subject=("enrolment", found.id), programme=programme)


def begin_module(learner: Person, module: str, *, programme: str, at: datetime) -> ModuleAttempt:
    """Begin a module with the newest release, or go on with the attempt there is. Raises ModuleLocked."""
    hold(learner)
    begun = queries.find_attempt(learner.id, module)
    if begun is not None:
        return begun
    state = state_of(learner, module, programme, at)
    if state.status is Status.LOCKED:
        raise ModuleLocked(state.waits_for)
    return new_attempt(learner, module, programme=programme, at=at)


def begin_again(learner: Person, module: str, *, programme: str, at: datetime) -> ModuleAttempt:
    """Begin a module with its newest edition; without a newer one, the attempt there is. The old attempt is kept."""
    hold(learner)
    begun = queries.find_attempt(learner.id, module)
    if begun is None:
        return begin_module(learner, module, programme=programme, at=at)
    if not differs(library(begun.release_id), library(), module):
        return begun
    return new_attempt(learner, module, programme=programme, at=at)


def new_attempt(learner: Person, module: str, *, programme: str, at: datetime) -> ModuleAttempt:
    """A working-through of a module, pinned to the newest release."""
    release = library()
    begun = ModuleAttempt(
        learner=learner, programme=programme, module=module, release_id=release.release_id, started_at=at
    )
    db.session.add(begun)
    db.session.flush()
    note(
        "module.begun",
        by=learner.id,
        at=at,
        subject=("module_attempt", begun.id),
        module=module,
        release=release.number,
    )
    return begun


def recall(attempt: ModuleAttempt, lesson: str, question: str, choice: int, *, at: datetime) -> Recall:
    """Keep the answer to a retrieval question: the first choice for good, the latest over an earlier one.

    Raises NotInLibrary, NoSuchQuestion, NoSuchChoice.
    """
    asked = {one.id: one for one in lesson_of(attempt, lesson).retrieval}.get(question)
    if asked is None:
        raise NoSuchQuestion
    if not 0 <= choice < len(asked.options):
        raise NoSuchChoice
    hold(attempt)
    opened(attempt, lesson, at=at)
    given = db.session.scalar(
        select(Recall).where(Recall.attempt_id == attempt.id, Recall.lesson == lesson, Recall.question == question)
    )
    if given is None:
        given = Recall(
            attempt=attempt, lesson=lesson, question=question, first_choice=choice, first_right=choice == asked.right
        )
        db.session.add(given)
    given.choice, given.answered_at = choice, at
    db.session.flush()
    note("question.recalled", by=attempt.learner_id, at=at, subject=("module_attempt", attempt.id), lesson=lesson)
    return given


def finish_lesson(attempt: ModuleAttempt, lesson: str, *, at: datetime) -> LessonProgress:
    """Mark a lesson as read; a second time changes nothing. Raises NotInLibrary, QuestionsOpen."""
    wanted = {question.id for question in lesson_of(attempt, lesson).retrieval}
    hold(attempt)
    answered = set(
        db.session.scalars(select(Recall.question).where(Recall.attempt_id == attempt.id, Recall.lesson == lesson))
    )
    if wanted - answered:
        raise QuestionsOpen
    progress = opened(attempt, lesson, at=at)
    if progress.finished_at is None:
        progress.finished_at = at
        note("lesson.finished", by=attempt.learner_id, at=at, subject=("module_attempt", attempt.id), lesson=lesson)
        db.session.flush()
    return progress


def opened(attempt: ModuleAttempt, lesson: str, *, at: datetime) -> LessonProgress:
    """The row that says a lesson was worked on; made at the first act in it."""
    found = db.session.scalar(
        select(LessonProgress).where(LessonProgress.attempt_id == attempt.id, LessonProgress.lesson == lesson)
    )
    if found is None:
        found = LessonProgress(attempt=attempt, lesson=lesson, opened_at=at)
        db.session.add(found)
        db.session.flush()
    return found


def lesson_of(attempt: ModuleAttempt, lesson: str) -> Lesson:
    """A lesson of the attempt's release. Raises NotInLibrary."""
    return library(attempt.release_id).one(Lesson, "lesson", f"{attempt.module}/{lesson}")


def save_note(attempt: ModuleAttempt, lesson: str, words: str, *, at: datetime) -> LessonNote:
    """Keep a note to self beside a lesson, over an earlier one. Nobody else reads it. Raises NotInLibrary."""
    lesson_of(attempt, lesson)
    hold(attempt.learner)
    kept = queries.find_note(attempt.learner_id, attempt.module, lesson)
    if kept is None:
        kept = LessonNote(learner_id=attempt.learner_id, module=attempt.module, lesson=lesson)
        db.session.add(kept)
    kept.words, kept.saved_at = words, at
    db.session.flush()
    note("lesson.noted", by=attempt.learner_id, at=at, subject=("lesson_note", kept.id), lesson=lesson)
    return kept


def begin_check(attempt: ModuleAttempt, *, seed: int, at: datetime) -> Sitting:
    """A sitting of the module's check, or the unfinished one. Raises LessonsOpen, MayNotBegin.

    It is of the attempt's release; one that renews a pass about to run out, or run out, is of the newest.
    """
    module, release_id = module_of(attempt), attempt.release_id
    refuse_with_lessons_open(attempt, module)
    newest = library()
    results = results_of([attempt.learner_id])[attempt.learner_id]
    if may_renew(valid_until(results, module.check), at.date()) and newest.has("paper", module.check):
        release_id = newest.release_id
    return begin_sitting(
        attempt.learner, module.check, release_id=release_id, seed=seed, at=at, return_to=address_of(attempt)
    )


def begin_exemption(learner: Person, module: str, *, programme: str, seed: int, at: datetime) -> Sitting:
    """A sitting of a module's exemption test in the newest release, or the unfinished one.

    Raises ExemptionClosed, MayNotBegin.
    """
    state = state_of(learner, module, programme, at)
    test = state.module.exemption
    if test is None or not state.may_try_exemption:
        raise ExemptionClosed
    return begin_sitting(
        learner,
        test,
        release_id=library().release_id,
        seed=seed,
        at=at,
        return_to=f"/learn/{programme}/{module}",
        purpose="exemption",
    )


def begin_scenario(attempt: ModuleAttempt, scenario: str, *, at: datetime) -> ScenarioRun:
    """A run of one of the module's scenarios, or the unfinished one. Raises LessonsOpen, NoSuchScenario."""
    module = module_of(attempt)
    if scenario not in module.scenarios:
        raise NoSuchScenario
    refuse_with_lessons_open(attempt, module)
    return begin_run(attempt.learner, scenario, release_id=attempt.release_id, at=at, return_to=address_of(attempt))


def begin_exercise(learner: Person, module: str, *, programme: str, at: datetime) -> Submission:
    """Work on a module's exercise, begun or to go on with. Raises ExerciseClosed."""
    state = state_of(learner, module, programme, at)
    form = state.module.exercise.form
    if form is None or not state.exercise_is_open:
        raise ExerciseClosed
    return begin_submission(
        learner,
        form,
        release_id=state.attempt.release_id if state.attempt else library().release_id,
        at=at,
        module=module,
        attempt_key=state.attempt.attempt_id if state.attempt else None,
        return_to=f"/learn/{programme}/{module}",
    )


def react(attempt: ModuleAttempt, *, usable: int, better: str, at: datetime) -> Reaction:
    """Keep what a person says of the module, over what they said before. `usable` is 1 to 5; words may be none."""
    hold(attempt)
    given = queries.find_reaction(attempt.id)
    if given is None:
        given = Reaction(attempt_id=attempt.id, answered_at=at)
        db.session.add(given)
    given.usable, given.better = usable, better.strip() or None
    db.session.flush()
    note("module.reacted", by=attempt.learner_id, at=at, subject=("module_attempt", attempt.id))
    return given


def module_of(attempt: ModuleAttempt) -> Module:
    """The module in the attempt's release."""
    return library(attempt.release_id).one(Module, "module", attempt.module)


def address_of(attempt: ModuleAttempt) -> str:
    """The module's page, to come back to."""
    return f"/learn/{attempt.programme}/{attempt.module}"


def refuse_with_lessons_open(attempt: ModuleAttempt, module: Module) -> None:
    """Check and scenarios open when every lesson is finished. Raises LessonsOpen."""
    finished = set(
        db.session.scalars(
            select(LessonProgress.lesson).where(
                LessonProgress.attempt_id == attempt.id, LessonProgress.finished_at.is_not(None)
            )
        )
    )
    if set(module.lessons) - finished:
        raise LessonsOpen


def state_of(learner: Person, module: str, programme: str, at: datetime) -> ModuleState:
    """A module of a programme as it stands for a person. Raises KeyError or StopIteration where there is none."""
    paths = {path.slug: path for path in queries.all_paths(learner, at.date())}
    return next(state for state in paths[programme].every_module if state.slug == module)
