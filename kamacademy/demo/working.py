"""The exercise of the first module: what learners wrote, what they handed in, and how it was marked. Pure."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from kamacademy.content.library import Library
from kamacademy.demo.acts import Act, GiveMark, WorkOnExercise
from kamacademy.demo.chance import later_workday, moment, workday
from kamacademy.demo.words import Book, MarkWords, PageWords, WorkWords
from kamacademy.exercise.answers import Answers
from kamacademy.exercise.documents import Exercise
from kamacademy.marking.given import Given
from kamacademy.marking.turn import Decision

FIVE_FACTS = "five-facts-one-insight"
FACT_COLUMNS = ("fact", "sort", "source", "day", "weight")


def work_acts(today: date, module: str, book: Book, library: Library) -> Iterator[Act]:
    """Everybody's work on the exercise, each in order of time."""
    exercise = library.one(Exercise, "exercise", FIVE_FACTS)
    for work in book.works:
        day = workday(today - timedelta(days=work.days_ago))
        yield worked_on(work, work, exercise, moment(day, 12, 40), module)
        yield from mark_acts(work, work.marks, day)
        if work.again is not None:
            day = later_workday(day, work.again.after_days)
            yield worked_on(work, work.again, exercise, moment(day, 12, 40), module)
            yield from mark_acts(work, work.again.marks, day)


def worked_on(work: WorkWords, page: PageWords, exercise: Exercise, at: datetime, module: str) -> WorkOnExercise:
    """The form filled in and handed in, or kept as a draft."""
    options = {field.id: field.options for field in exercise.fields if field.kind == "choices"}
    texts = dict(page.texts)
    if page.due_days is not None:
        texts["by-when"] = (at.date() + timedelta(days=page.due_days)).isoformat()
    if page.stop_days is not None:
        texts["last-day"] = (at.date() + timedelta(days=page.stop_days)).isoformat()
    answers = Answers(
        account="own",
        alias=work.alias,
        texts=texts,
        choices={name: options[name][:ticked] for name, ticked in page.own.items()},
        tables={"facts": [dict(zip(FACT_COLUMNS, row, strict=True)) for row in page.facts]},
    )
    return WorkOnExercise(
        at=at, by=work.learner, module=module, exercise=FIVE_FACTS, answers=answers, is_handed_in=not work.is_draft
    )


def mark_acts(work: WorkWords, marks: tuple[MarkWords, ...], handed_in_on: date) -> Iterator[GiveMark]:
    """Each mark some days after the work was handed in."""
    for mark in marks:
        given = Given(
            points=mark.points, grade=mark.grade, strength=mark.strength, improve=mark.improve, reason=mark.reason,
            note=mark.note,
        )  # fmt: skip
        yield GiveMark(
            at=moment(later_workday(handed_in_on, mark.after_days), 15, 30), by=mark.by, learner=work.learner,
            exercise=FIVE_FACTS, given=given, decision=Decision(mark.decision),
        )  # fmt: skip
