"""Learners with questions that wait, made by the operations that the pages use."""

from datetime import datetime, timedelta

from kamacademy.content.queries import library
from kamacademy.curriculum.models import ModuleAttempt
from kamacademy.curriculum.operations import begin_module, finish_lesson, recall
from kamacademy.people.models import Person
from kamacademy.retrieval import queries
from kamacademy.retrieval.models import RetrievalAnswer
from kamacademy.retrieval.operations import answer
from tests.curriculum.study import M01, PROGRAMME, lessons_of
from tests.world import NOW

WEEK = timedelta(days=7)


def read(learner: Person, lessons: int = 2, at: datetime = NOW - WEEK, first: int = 0) -> ModuleAttempt:
    """Read lessons of the first module, choosing the option `first` in each question."""
    attempt = begin_module(learner, M01, programme=PROGRAMME, at=at)
    for lesson in lessons_of(attempt)[:lessons]:
        for question in ("q1", "q2"):
            recall(attempt, lesson, question, first, at=at)
        finish_lesson(attempt, lesson, at=at)
    return attempt


def practise(learner: Person, at: datetime = NOW, *, right: bool = True, most: int = 5) -> list[RetrievalAnswer]:
    """Answer today's questions, at most so many."""
    given = []
    for met in queries.stack_of(learner, at.date()).left[:most]:
        key = queries.question_at(library(met.release_id), met.place).right
        given.append(answer(learner, met.place, key if right else (key + 1) % 3, at=at))
    return given
