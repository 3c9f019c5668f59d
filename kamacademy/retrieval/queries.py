"""Reading which questions are due, what was answered, and what is kept after sixty days."""

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, func, select
from sqlalchemy.orm import joinedload

from kamacademy.access import Function
from kamacademy.content.library import Library
from kamacademy.content.queries import library
from kamacademy.curriculum.documents import Lesson, Module, Programme, RetrievalQuestion
from kamacademy.curriculum.markets import modules_in
from kamacademy.curriculum.models import LessonProgress, ModuleAttempt, Recall
from kamacademy.db import db, rows_of
from kamacademy.mail import queries as mail
from kamacademy.people.models import Person
from kamacademy.people.queries import active_people_with
from kamacademy.retrieval.models import RetrievalAnswer, RetrievalCard
from kamacademy.retrieval.plan import Practice
from kamacademy.retrieval.retention import DELAY_DAYS, LATEST_DAYS, NOTHING, Delayed, Retention, retention
from kamacademy.retrieval.stack import Answered, Kept, Met, Place, Stack, newest, stack_on


@cache
def questions_met() -> Select[*tuple[Any, ...]]:
    """The questions of the lessons that the `learners` have finished, with what is kept of each.

    Any: the columns' own types.
    """
    finished = and_(
        LessonProgress.attempt_id == ModuleAttempt.id,
        LessonProgress.lesson == Recall.lesson,
        LessonProgress.finished_at.is_not(None),
    )
    same = and_(
        RetrievalCard.learner_id == ModuleAttempt.learner_id,
        RetrievalCard.module == ModuleAttempt.module,
        RetrievalCard.lesson == Recall.lesson,
        RetrievalCard.question == Recall.question,
    )
    return (
        select(
            ModuleAttempt.learner_id, ModuleAttempt.programme, ModuleAttempt.module, Recall.lesson, Recall.question,
            ModuleAttempt.release_id, Recall.first_right, LessonProgress.finished_at, RetrievalCard.id,
            RetrievalCard.finished_at, RetrievalCard.due_on, RetrievalCard.answered_on,
        )
        .join(Recall, Recall.attempt_id == ModuleAttempt.id)
        .join(LessonProgress, finished)
        .outerjoin(RetrievalCard, same)
        .where(ModuleAttempt.learner_id.in_(bindparam("learners", expanding=True)))
    )  # fmt: skip


def met_by(learner_ids: Collection[int]) -> dict[int, list[Met]]:
    """The questions that people have met in finished lessons, by learner. One statement."""
    rows = []
    for (
        learner_id, programme, module, lesson, question, release_id, right, finished_at,
        card_id, card_finished_at, due_on, answered_on,
    ) in rows_of(questions_met(), learners=list(learner_ids)):  # fmt: skip
        kept = Kept(card_id, card_finished_at, due_on, answered_on) if card_id is not None else None
        place = Place(module, lesson, question)
        rows.append(Met(learner_id, programme, place, release_id, right, finished_at, kept))
    found: dict[int, list[Met]] = {learner_id: [] for learner_id in learner_ids}
    for one in newest(rows):
        found[one.learner_id].append(one)
    return found


def practice_by_programme() -> dict[str, Practice]:
    """How each programme's questions come back, as the newest release says."""
    return {slug: Practice(one.practice) for slug, one in library().all(Programme, "programme").items()}


def stack_of(learner: Person, today: date) -> Stack:
    """A learner's questions of today. One statement."""
    return stacks_of([learner], today)[learner.id]


def stacks_of(learners: Collection[Person], today: date) -> dict[int, Stack]:
    """The stacks of many learners by key. One statement, if their teams are known."""
    practice, met = practice_by_programme(), met_for(learners)
    return {learner_id: stack_on(today, own, practice) for learner_id, own in met.items()}


def met_for(learners: Collection[Person]) -> dict[int, list[Met]]:
    """The questions that come back to people, by key: those of modules of another market rest. One statement."""
    modules, found = library().all(Module, "module"), met_by([one.id for one in learners])
    markets = {one.id: one.market for one in learners}
    rests = {market: modules.keys() - modules_in(modules, market) for market in set(markets.values())}
    return {key: [one for one in found[key] if one.place.module not in rests[at]] for key, at in markets.items()}


def question_at(release: Library, place: Place) -> RetrievalQuestion:
    """A question of a release. Raises NotInLibrary."""
    return lesson_at(release, place).question(place.question)


def lesson_at(release: Library, place: Place) -> Lesson:
    """The lesson of a question. Raises NotInLibrary."""
    return release.one(Lesson, "lesson", f"{place.module}/{place.lesson}")


def find_card(learner_id: int, place: Place) -> RetrievalCard | None:
    """What is kept of a learner's question."""
    return db.session.scalar(
        select(RetrievalCard).where(
            RetrievalCard.learner_id == learner_id,
            RetrievalCard.module == place.module,
            RetrievalCard.lesson == place.lesson,
            RetrievalCard.question == place.question,
        )
    )


def latest_answer(card: RetrievalCard) -> RetrievalAnswer:
    """The last answer to a question; there is one, since a card is made with it."""
    return db.session.scalars(
        select(RetrievalAnswer).where(RetrievalAnswer.card_id == card.id).order_by(RetrievalAnswer.id.desc()).limit(1)
    ).one()


def answer(answer_id: int) -> RetrievalAnswer:
    """An answer with its question's learner, or 404."""
    with_learner = joinedload(RetrievalAnswer.card).joinedload(RetrievalCard.learner)
    found: RetrievalAnswer = db.one_or_404(
        select(RetrievalAnswer).where(RetrievalAnswer.id == answer_id).options(with_learner)
    )
    return found


def bounds(day: date) -> tuple[datetime, datetime]:
    """The beginning and the end of a day in UTC."""
    begins = datetime.combine(day, time(), UTC)
    return begins, begins + timedelta(days=1)


def answers_on(learner_id: int, day: date) -> list[Answered]:
    """A learner's answers of a day in order, each with the competencies of its lesson."""
    begins, ends = bounds(day)
    rows = db.session.scalars(
        select(RetrievalAnswer)
        .join(RetrievalCard)
        .where(
            RetrievalCard.learner_id == learner_id,
            RetrievalAnswer.answered_at >= begins,
            RetrievalAnswer.answered_at < ends,
        )
        .options(joinedload(RetrievalAnswer.card))
        .order_by(RetrievalAnswer.id)
    )
    return [answered(row) for row in rows]


def answered(row: RetrievalAnswer) -> Answered:
    """An answer with what its lesson is about."""
    release, place = library(row.release_id), place_of(row.card)
    return Answered(
        answer_id=row.id,
        day=row.day,
        is_right=row.is_right,
        competencies=frozenset(indicator[:3] for indicator in lesson_at(release, place).indicators),
        revision_id=release.revision_id("lesson", f"{place.module}/{place.lesson}"),
    )


def place_of(card: RetrievalCard) -> Place:
    """Where a card's question stands."""
    return Place(card.module, card.lesson, card.question)


def who_wants_letters() -> list[Person]:
    """Active learners who want to be told that questions come back."""
    unwilling = mail.without("practice")
    return [one for one in active_people_with(Function.LEARNER) if one.id not in unwilling]


def delayed_by_module() -> dict[str, Delayed]:
    """The first answer to each question 60 to 90 days after its lesson, counted by module. One statement."""
    first = (
        select(func.min(RetrievalAnswer.id))
        .where(RetrievalAnswer.days_after.between(DELAY_DAYS, LATEST_DAYS))
        .group_by(RetrievalAnswer.card_id)
    )
    rows = db.session.execute(
        select(
            RetrievalCard.module,
            func.count(),
            func.count(RetrievalCard.learner_id.distinct()),
            func.count().filter(RetrievalAnswer.right_at_first),
            func.count().filter(RetrievalAnswer.is_right),
        )
        .join(RetrievalCard, RetrievalCard.id == RetrievalAnswer.card_id)
        .where(RetrievalAnswer.id.in_(first))
        .group_by(RetrievalCard.module)
    )
    return {module: Delayed(*figures) for module, *figures in rows}


def retention_report() -> list[Retention]:
    """What is kept after sixty days, for every module of the newest release."""
    found = delayed_by_module()
    modules = library().all(Module, "module")
    return [
        retention(slug, f"{module.code} {module.title}", found.get(slug, NOTHING)) for slug, module in modules.items()
    ]
