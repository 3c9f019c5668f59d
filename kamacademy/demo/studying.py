"""What learners did with the modules: lessons, questions, notes to self, and checks passed or failed first. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from kamacademy.assessment.documents import Bank, Item, Paper
from kamacademy.assessment.paper import items_of
from kamacademy.content.library import Library
from kamacademy.curriculum.documents import Lesson, Module
from kamacademy.demo.acts import Act, AnswerQuestion, BeginModule, FinishLesson, KeepNote, TakeCheck
from kamacademy.demo.chance import chance, later_workday, moment, workday
from kamacademy.demo.words import Book

PROGRAMME = "account-management-mindset"
M01, M03 = "m01-from-products-to-accounts", "m03-providers-and-risk"
SHARE_RIGHT_AT_ONCE, SHARE_NOTED = 0.78, 0.3


@dataclass(frozen=True, slots=True)
class Study:
    """A module worked through from so many days ago on.

    `failures` are checks not passed before the one that was; `passes` False ends after them. `lessons` None is all
    of them; otherwise so many, and of the next one question.
    """

    module: str
    days_ago: int
    failures: int = 0
    passes: bool = True
    lessons: int | None = None


STUDIES = {
    "mira": (Study(M01, 214), Study(M03, 12, lessons=2)),
    "jonas": (Study(M01, 250), Study(M03, 212, failures=1)),
    "priya": (Study(M01, 258), Study(M03, 232)),
    "leila": (Study(M01, 246), Study(M03, 220)),
    "chiara": (Study(M01, 252), Study(M03, 228, failures=1)),
    "mateo": (Study(M01, 255, failures=1), Study(M03, 226)),
    "aisha": (Study(M01, 241), Study(M03, 215)),
    "owen": (Study(M01, 44, failures=1, passes=False),),
    "hana": (Study(M01, 190), Study(M03, 62)),
    "ruben": (Study(M01, 235), Study(M03, 88, passes=False)),
    "daniel": (Study(M01, 263), Study(M03, 240)),
    "ingrid": (Study(M01, 261), Study(M03, 243)),
    "nadia": (Study(M01, 265), Study(M03, 250)),
}


def study_acts(learner: str, *, today: date, seed: int, book: Book, library: Library) -> Iterator[Act]:
    """Everything a learner did with the modules, in order of time."""
    day = date.min
    for study in STUDIES.get(learner, ()):
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
        checks = list(check_acts(learner, study, module, day, random, library))
        yield from checks
        day = later_workday(checks[-1].at.date(), 1) if checks else day


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


def check_acts(
    learner: str, study: Study, module: Module, day: date, random: Random, library: Library
) -> Iterator[TakeCheck]:
    """The check, as often as it took."""
    items = items_of(library.one(Paper, "paper", module.check), library.all(Bank, "bank").values())
    for number in range(study.failures + study.passes):
        right = fails(items, random) if number < study.failures else passes(items, random)
        yield TakeCheck(
            at=evening(day, random), by=learner, module=study.module, choices=choices(items, right, random),
            seed=random.randrange(10**6),
        )  # fmt: skip
        day = later_workday(day, random.randrange(3, 6))


def fails(items: tuple[Item, ...], random: Random) -> int:
    """How many are right in a check that is not passed: clearly under four in five."""
    return len(items) * 3 // 5 + random.randrange(0, 2)


def passes(items: tuple[Item, ...], random: Random) -> int:
    """How many are right in a check that is passed."""
    return len(items) - random.randrange(0, 3)


def choices(items: tuple[Item, ...], right: int, random: Random) -> tuple[tuple[str, int], ...]:
    """An answer to every question, so many of them right."""
    known = {one.id for one in random.sample(items, right)}
    return tuple(
        (
            one.id,
            one.right if one.id in known else random.choice([n for n in range(len(one.options)) if n != one.right]),
        )
        for one in items
    )
