"""How far a person has come: worked out from lessons finished and checks passed, never stored."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from kamacademy.assessment.documents import Paper
from kamacademy.assessment.scoring import Result, best
from kamacademy.curriculum.documents import Lesson, Module, Programme


class Status(StrEnum):
    """Where a person stands with a module."""

    DONE = "done"
    BEGUN = "begun"
    READY = "ready"
    LOCKED = "locked"


@dataclass(frozen=True, slots=True)
class Attempt:
    """One working-through of a module: its release, and when each lesson was finished."""

    attempt_id: int
    learner_id: int
    programme: str
    module: str
    release_id: int
    started_at: datetime
    finished: Mapping[str, datetime]


@dataclass(frozen=True, slots=True)
class Syllabus:
    """A module of one release with its lessons in order and its check."""

    slug: str
    module: Module
    lessons: Mapping[str, Lesson]
    check: Paper
    release_number: int


@dataclass(frozen=True, slots=True)
class ModuleState:
    """A module as it stands for one person on one day.

    `module` is the edition the person works with. `completed_on` stays that of an earlier edition while a newer one
    is under way. `next_lesson` is None when the check is next, or nothing is.
    """

    slug: str
    programme: str
    syllabus: Syllabus
    status: Status
    minutes_left: int
    next_lesson: str | None
    finished: Mapping[str, datetime]
    completed_on: date | None
    attempt: Attempt | None
    has_newer: bool
    waits_for: tuple[str, ...]
    open_sitting: Result | None
    best_sitting: Result | None

    @property
    def module(self) -> Module:
        """The module's document."""
        return self.syllabus.module

    @property
    def release_number(self) -> int:
        """The release the person works with."""
        return self.syllabus.release_number

    @property
    def lessons_total(self) -> int:
        """How many lessons the module has."""
        return len(self.syllabus.lessons)

    @property
    def lessons_done(self) -> int:
        """How many of them are finished."""
        return sum(1 for lesson in self.syllabus.lessons if lesson in self.finished)

    @property
    def check_is_open(self) -> bool:
        """True once all lessons are finished."""
        return self.attempt is not None and self.lessons_done == self.lessons_total

    @property
    def is_done(self) -> bool:
        """True where this edition is complete."""
        return self.status is Status.DONE


@dataclass(frozen=True, slots=True)
class ProgrammePath:
    """A programme as it stands for one person. `due_on` is None where nobody assigned it; overdue means not done."""

    slug: str
    programme: Programme
    due_on: date | None
    is_overdue: bool
    is_assigned: bool
    is_enrolled: bool
    modules: tuple[ModuleState, ...]

    @property
    def is_taken(self) -> bool:
        """Assigned by the rule or taken on by oneself."""
        return self.is_assigned or self.is_enrolled

    @property
    def modules_done(self) -> int:
        """How many modules are complete, in whichever edition."""
        return sum(1 for state in self.modules if state.completed_on is not None)

    @property
    def is_done(self) -> bool:
        """True where every module is complete."""
        return self.modules_done == len(self.modules)

    @property
    def minutes_left(self) -> int:
        """Minutes of lessons and checks still to do."""
        return sum(state.minutes_left for state in self.modules if state.completed_on is None)


def due_on(role_since: date, first_release_on: date, due_days: int) -> date:
    """The day an assigned programme is due: so many days after the person came to the role and it could be had."""
    return max(role_since, first_release_on) + timedelta(days=due_days)


def of_attempt(results: Iterable[Result], paper: str, attempt: Attempt) -> list[Result]:
    """The sittings of a check that belong to an attempt: of its release and begun after it, oldest first."""
    own = [
        one
        for one in results
        if one.paper == paper and one.release_id == attempt.release_id and one.started_at >= attempt.started_at
    ]
    return sorted(own, key=lambda one: (one.started_at, one.sitting_id))


def completed_on(lessons: Sequence[str], paper: str, attempt: Attempt, results: Iterable[Result]) -> date | None:
    """The day an attempt became complete: the later of its last lesson and its first passed check; else None."""
    if any(lesson not in attempt.finished for lesson in lessons):
        return None
    passed = [one.submitted_at for one in of_attempt(results, paper, attempt) if one.passed and one.submitted_at]
    if not passed:
        return None
    return max(*(attempt.finished[lesson] for lesson in lessons), min(passed)).date()


def next_lesson(lessons: Iterable[str], finished: Mapping[str, datetime]) -> str | None:
    """The first lesson not finished."""
    return next((lesson for lesson in lessons if lesson not in finished), None)


def minutes_left(syllabus: Syllabus, finished: Mapping[str, datetime], *, is_done: bool) -> int:
    """Minutes of the lessons not finished, and of the check until the module is done."""
    if is_done:
        return 0
    reading = sum(lesson.minutes for slug, lesson in syllabus.lessons.items() if slug not in finished)
    return reading + syllabus.check.minutes


def status_of(attempt: Attempt | None, *, is_done: bool, is_waiting: bool) -> Status:
    """Done and begun go before locked: what was begun stays open, even if a newer rule asks for more before it."""
    if is_done:
        return Status.DONE
    if attempt is not None:
        return Status.BEGUN
    return Status.LOCKED if is_waiting else Status.READY


def module_state(
    programme: str,
    syllabus: Syllabus,
    *,
    attempts: Sequence[Attempt],
    results: Sequence[Result],
    completed: Sequence[date],
    waits_for: tuple[str, ...],
    has_newer: bool,
) -> ModuleState:
    """A module as it stands. `attempts` and `completed`, the days they became complete, are in the order begun."""
    attempt = attempts[-1] if attempts else None
    finished = attempt.finished if attempt else {}
    check = syllabus.module.check
    done_on = completed_on(tuple(syllabus.lessons), check, attempt, results) if attempt else None
    sittings = of_attempt(results, check, attempt) if attempt else []
    return ModuleState(
        slug=syllabus.slug,
        programme=programme,
        syllabus=syllabus,
        status=status_of(attempt, is_done=done_on is not None, is_waiting=bool(waits_for)),
        minutes_left=minutes_left(syllabus, finished, is_done=done_on is not None),
        next_lesson=next_lesson(syllabus.lessons, finished),
        finished=finished,
        completed_on=completed[-1] if completed else None,
        attempt=attempt,
        has_newer=has_newer,
        waits_for=waits_for,
        open_sitting=next((one for one in reversed(sittings) if one.submitted_at is None), None),
        best_sitting=best(sittings).get(check),
    )
