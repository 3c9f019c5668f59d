"""What learners did with the modules: lessons, questions, notes to self, checks passed or failed first. Pure."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from random import Random

from kamacademy.assessment.catalogue import catalogue
from kamacademy.assessment.documents import Paper
from kamacademy.assessment.paper import questions_asked
from kamacademy.content.library import Library
from kamacademy.curriculum.documents import Lesson, Module
from kamacademy.demo.acts import (
    Act,
    AnswerQuestion,
    BeginModule,
    FinishLesson,
    KeepNote,
    PlayScenario,
    React,
    TakeCheck,
)
from kamacademy.demo.chance import chance, later_workday, moment, workday
from kamacademy.demo.deciding import way
from kamacademy.demo.studies import Play, Study
from kamacademy.demo.words import Book
from kamacademy.scenario.documents import Scenario

SHARE_RIGHT_AT_ONCE, SHARE_NOTED = 0.78, 0.3


def study_acts(
    learner: str, studies: Sequence[Study], *, today: date, seed: int, book: Book, library: Library
) -> Iterator[Act]:
    """Everything a learner did with the modules; in order of time but for renewals."""
    day = date.min
    for study in studies:
        random = chance(seed, "study", learner, study.module)
        module = library.one(Module, "module", study.module)
        day = max(day, workday(today - timedelta(days=study.days_ago)))
        yield BeginModule(at=moment(day, 18, 2), by=learner, module=study.module)
        whole = module.lessons if study.lessons is None else module.lessons[: study.lessons]
        for lesson in whole:
            yield from lesson_acts(learner, study.module, lesson, evening(day, random), random, book, library)
            day = later_workday(day, random.randrange(1, 5))
        if study.lessons is not None:
            yield first_answer(learner, study.module, module.lessons[study.lessons], evening(day, random), library)
            continue
        if study.check_days_ago is not None:
            day = today - timedelta(days=study.check_days_ago)
        after: list[Act] = [*check_acts(learner, study, day, random, library)]
        after += run_acts(learner, study, after[-1].at.date() if after else day, seed, library)
        yield from after
        day = later_workday(after[-1].at.date(), 1) if after else day
        yield from said(learner, study.module, day, book)
        if study.renewed_days_ago is not None:
            day_again = workday(today - timedelta(days=study.renewed_days_ago))
            yield check_act(learner, study.module, evening(day_again, random), random, library, passes=True)


def run_acts(learner: str, study: Study, day: date, seed: int, library: Library) -> Iterator[PlayScenario]:
    """The scenarios of a module, one on an evening."""
    for number, (slug, play) in enumerate(study.plays):
        random = chance(seed, "play", learner, slug, number)
        day = later_workday(day, random.randrange(1, 4))
        choices = way(library.one(Scenario, "scenario", slug), random, is_stopped=play is Play.STOPPED)
        if play is Play.BEGUN:
            choices = choices[:2]
        yield PlayScenario(at=evening(day, random), by=learner, module=study.module, scenario=slug, choices=choices)


def said(learner: str, module: str, day: date, book: Book) -> Iterator[React]:
    """What a learner said of a module, the working day after its last part."""
    words = book.other.reactions.get(module, {}).get(learner)
    if words is not None:
        yield React(at=moment(day, 12, 20), by=learner, module=module, usable=words.usable, better=words.better)


def evening(day: date, random: Random) -> datetime:
    """Some moment after work."""
    return moment(day, random.choice((18, 19, 20)), random.randrange(5, 50))


def lesson_acts(
    learner: str, module: str, lesson: str, at: datetime, random: Random, book: Book, library: Library
) -> Iterator[Act]:
    """Both questions, tried again where wrong, perhaps a note to self, and the lesson is finished."""
    read = library.one(Lesson, "lesson", f"{module}/{lesson}")
    for question in read.retrieval:
        at += timedelta(minutes=random.randrange(2, 5))
        if random.random() > SHARE_RIGHT_AT_ONCE:
            wrong = random.choice([one for one in range(len(question.options)) if one != question.right])
            yield AnswerQuestion(at=at, by=learner, module=module, lesson=lesson, question=question.id, choice=wrong)
            at += timedelta(minutes=1)
        choice = question.right
        yield AnswerQuestion(at=at, by=learner, module=module, lesson=lesson, question=question.id, choice=choice)
    if random.random() < SHARE_NOTED and lesson in book.other.notes:
        words = random.choice(book.other.notes[lesson])
        yield KeepNote(at=at + timedelta(minutes=1), by=learner, module=module, lesson=lesson, words=words)
    yield FinishLesson(at=at + timedelta(minutes=2), by=learner, module=module, lesson=lesson)


def first_answer(learner: str, module: str, lesson: str, at: datetime, library: Library) -> AnswerQuestion:
    """One question of a lesson answered; the other waits."""
    question = library.one(Lesson, "lesson", f"{module}/{lesson}").retrieval[0]
    return AnswerQuestion(at=at, by=learner, module=module, lesson=lesson, question=question.id, choice=question.right)


def check_acts(learner: str, study: Study, day: date, random: Random, library: Library) -> Iterator[TakeCheck]:
    """The check, as often as it took."""
    for number in range(study.failures + study.passes):
        yield check_act(learner, study.module, evening(day, random), random, library, passes=number >= study.failures)
        day = later_workday(day, random.randrange(3, 6))


def check_act(learner: str, module: str, at: datetime, random: Random, library: Library, *, passes: bool) -> TakeCheck:
    """One sitting of a check: clearly passed, or clearly not."""
    paper, seed = library.one(Paper, "paper", library.one(Module, "module", module).check), random.randrange(10**6)
    total = len(questions_asked(paper, catalogue(library), seed=seed))
    may_miss = total * (100 - paper.pass_percent) // 100
    return TakeCheck(
        at=at, by=learner, module=module, seed=seed, passes=passes,
        wrong=random.randrange(1 + may_miss * 2 // 3) if passes else max(2 * may_miss, total * 2 // 5),
    )  # fmt: skip
