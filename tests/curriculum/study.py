"""Working through modules in tests, by the operations that the pages use."""

from datetime import date, datetime, timedelta

from flask import current_app

from kamacademy.assessment.models import Sitting
from kamacademy.assessment.operations import answer, submit
from kamacademy.assessment.queries import sheet_of
from kamacademy.content.documents import Drafts, read_file
from kamacademy.content.queries import document_types, library
from kamacademy.curriculum.documents import Lesson, Module
from kamacademy.curriculum.models import ModuleAttempt
from kamacademy.curriculum.operations import begin_check, begin_module, finish_lesson, recall
from kamacademy.curriculum.queries import all_paths
from kamacademy.curriculum.standing import ProgrammePath
from kamacademy.demo.answering import right_answer, wrong_answer
from kamacademy.people.models import Person
from tests.world import NOW

PROGRAMME = "account-management-mindset"
M01 = "m01-from-products-to-accounts"
M03 = "m03-providers-and-risk"
M01_ADDRESS = f"/learn/{PROGRAMME}/{M01}"
M03_ADDRESS = f"/learn/{PROGRAMME}/{M03}"
HOUR = timedelta(hours=1)


def paths_of(learner: Person, today: date) -> list[ProgrammePath]:
    """The programmes that a person has by rule or by choice."""
    return [path for path in all_paths(learner, today) if path.is_taken]


def lessons_of(attempt: ModuleAttempt) -> tuple[str, ...]:
    """The attempt's lessons in order."""
    return library(attempt.release_id).one(Module, "module", attempt.module).lessons


def read_lesson(attempt: ModuleAttempt, lesson: str, at: datetime = NOW) -> None:
    """Answer both questions rightly and mark the lesson as read."""
    for question in library(attempt.release_id).one(Lesson, "lesson", f"{attempt.module}/{lesson}").retrieval:
        recall(attempt, lesson, question.id, question.right, at=at)
    finish_lesson(attempt, lesson, at=at)


def read_all_lessons(learner: Person, module: str = M01, at: datetime = NOW) -> ModuleAttempt:
    """Begin a module and read every lesson."""
    attempt = begin_module(learner, module, programme=PROGRAMME, at=at)
    for lesson in lessons_of(attempt):
        read_lesson(attempt, lesson, at)
    return attempt


def sit(attempt: ModuleAttempt, wrong: int = 0, at: datetime = NOW) -> Sitting:
    """Take the check with so many wrong answers, the first ones."""
    sitting = begin_check(attempt, seed=7, at=at)
    for number, asked in enumerate(sheet_of(sitting).questions):
        made = right_answer if number >= wrong else wrong_answer
        answer(sitting, asked.entry.item.id, made(asked.entry.item, asked.variant, asked.key), at=at)
    return submit(sitting, at=at)


def complete(learner: Person, module: str = M01, at: datetime = NOW) -> ModuleAttempt:
    """Read a module and pass its check."""
    attempt = read_all_lessons(learner, module, at)
    sit(attempt, at=at)
    return attempt


def edited(drafts: Drafts, path: str, old: str, new: str) -> Drafts:
    """The same files with some words of one changed. Forgets kept releases, whose keys a rolled-back test may reuse."""
    current_app.extensions["libraries"].clear()
    types = {one.kind: one for one in document_types()}
    changed = []
    for draft in drafts:
        if draft.path == path:
            assert old in draft.text
            fresh, problems = read_file(types[draft.kind], path, draft.text.replace(old, new))
            assert fresh is not None, problems
            changed.append(fresh)
        else:
            changed.append(draft)
    return Drafts(changed)
