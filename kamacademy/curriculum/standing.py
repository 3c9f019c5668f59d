"""Modules and programmes as they stand for one person on one day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from kamacademy.assessment.catalogue import catalogue
from kamacademy.assessment.documents import Paper
from kamacademy.assessment.paper import count_words
from kamacademy.assessment.refusals import TooSoon
from kamacademy.assessment.scoring import Result, best
from kamacademy.assessment.validity import refusal
from kamacademy.content.library import Library
from kamacademy.curriculum.documents import Lesson, Module, Programme
from kamacademy.curriculum.markets import has_variants
from kamacademy.curriculum.progress import (
    Attempt,
    Status,
    completed_on,
    first_pass,
    has_run_out,
    may_renew,
    next_lesson,
    of_attempt,
    since,
    status_of,
    valid_until,
)
from kamacademy.exercise.documents import Exercise
from kamacademy.exercise.stage import Stage, Work
from kamacademy.people.market import Market, name_of
from kamacademy.scenario.documents import Scenario
from kamacademy.scenario.results import RunResult, of_scenario


class Origin(StrEnum):
    """How a module was completed."""

    STUDIED = "studied"
    EXEMPTED = "exempted"


@dataclass(frozen=True, slots=True)
class History:
    """What a person did that progress is worked out from. `exempted` says on which days which modules were."""

    results: Sequence[Result] = ()
    runs: Sequence[RunResult] = ()
    works: Sequence[Work] = ()
    exempted: Mapping[str, date] | None = None

    def exempted_on(self, module: str) -> date | None:
        """The day of the exemption from a module."""
        return (self.exempted or {}).get(module)


@dataclass(frozen=True, slots=True)
class Syllabus:
    """A module of one release: its lessons in order, its check, its scenarios, its form and its exemption test."""

    slug: str
    module: Module
    lessons: Mapping[str, Lesson]
    check: Paper
    scenarios: Mapping[str, Scenario]
    form: Exercise | None
    exemption: Paper | None
    release: Library

    @property
    def check_count(self) -> str:
        """How many questions the check asks, in words."""
        return count_words(self.check, catalogue(self.release))

    @property
    def exemption_count(self) -> str:
        """How many questions the exemption test asks, in words; nothing where there is none."""
        return count_words(self.exemption, catalogue(self.release)) if self.exemption else ""


@dataclass(frozen=True, slots=True)
class ScenarioState:
    """A scenario of a module: when it was passed, and the run that goes on or was the last to end."""

    slug: str
    scenario: Scenario
    passed_at: datetime | None
    going_on: RunResult | None
    last: RunResult | None


@dataclass(frozen=True, slots=True)
class ModuleState:
    """A module as it stands for one person on one day.

    `module` is the edition the person works with. `completed_on` stays that of an earlier edition while a newer one
    is under way; `first_completed_on` is that of the very first, None where it was never studied to the end.
    `next_lesson` is None when the check is next, or nothing is. `valid_until` is the last day on which
    the check counts, None where it does not run out. `work` is the newest on the module's exercise.
    """

    slug: str
    programme: str
    syllabus: Syllabus
    status: Status
    next_lesson: str | None
    finished: Mapping[str, datetime]
    completed_on: date | None
    first_completed_on: date | None
    origin: Origin
    attempt: Attempt | None
    has_newer: bool
    waits_for: tuple[str, ...]
    check_sittings: tuple[Result, ...]
    open_sitting: Result | None
    best_sitting: Result | None
    valid_until: date | None
    is_to_renew: bool
    scenarios: tuple[ScenarioState, ...]
    work: Work | None
    exemption_sittings: tuple[Result, ...]

    @property
    def module(self) -> Module:
        """The module's document."""
        return self.syllabus.module

    @property
    def market_name(self) -> str:
        """The market that the module is written for, in words; nothing where it is for everybody."""
        return name_of(self.module.market)

    @property
    def address(self) -> str:
        """The address of the module's page."""
        return f"/learn/{self.programme}/{self.slug}"

    @property
    def release_number(self) -> int:
        """The release the person works with."""
        return self.syllabus.release.number

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
        """True once all lessons are finished; scenarios and exercise open with the check."""
        return self.attempt is not None and self.lessons_done == self.lessons_total

    def check_opens(self, at: datetime) -> datetime | None:
        """From when the check may be begun; None where no waiting time holds, or a sitting runs."""
        refused = refusal(self.syllabus.check, self.check_sittings, at) if self.open_sitting is None else None
        return refused.from_ if isinstance(refused, TooSoon) else None

    @property
    def check_is_passed(self) -> bool:
        """True where the check of this edition was passed, even if that has run out since."""
        return self.best_sitting is not None and bool(self.best_sitting.passed)

    @property
    def is_done(self) -> bool:
        """True where this edition is complete and counts."""
        return self.status is Status.DONE

    @property
    def is_exempted(self) -> bool:
        """True where the exemption test completed the module and it was never begun."""
        return self.origin is Origin.EXEMPTED and self.attempt is None

    @property
    def next_scenario(self) -> ScenarioState | None:
        """The first scenario that is not passed; None before the lessons are finished."""
        return next((one for one in self.scenarios if one.passed_at is None), None) if self.check_is_open else None

    @property
    def may_try_exemption(self) -> bool:
        """True where an exemption test is offered: before the module is begun."""
        return self.syllabus.exemption is not None and self.status is Status.READY

    @property
    def exercise_is_open(self) -> bool:
        """True where the exercise may be begun: with the check, or after completing the module in any way."""
        return self.syllabus.form is not None and (self.check_is_open or self.completed_on is not None)

    @property
    def stage(self) -> Stage | None:
        """Where the work on the exercise stands; None where it is not begun."""
        return self.work.stage if self.work else None

    @property
    def minutes_left(self) -> int:
        """Minutes of lessons, check and scenarios still to do; the exercise takes its own time on the account."""
        if self.status is Status.DONE:
            return 0
        if self.status is Status.DUE_AGAIN:
            return self.syllabus.check.minutes
        reading = sum(one.minutes for slug, one in self.syllabus.lessons.items() if slug not in self.finished)
        playing = sum(one.scenario.minutes for one in self.scenarios if one.passed_at is None)
        return reading + playing + (0 if self.check_is_passed else self.syllabus.check.minutes)


@dataclass(frozen=True, slots=True)
class ProgrammePath:
    """A programme as it stands for one person. `due_on` is None where nobody assigned it; overdue means not done.

    `is_enrolled` is told of programmes that are not assigned. `modules` are those that stand for the person's market;
    `elsewhere` are those of other markets that were begun or passed: they can be finished and count for nothing here.
    `later_on` is the later day on which only the modules of a new market are due, None where there is none.
    """

    slug: str
    programme: Programme
    due_on: date | None
    is_overdue: bool
    is_assigned: bool
    is_enrolled: bool
    modules: tuple[ModuleState, ...]
    market: Market
    elsewhere: tuple[ModuleState, ...]
    later_on: date | None

    @property
    def every_module(self) -> tuple[ModuleState, ...]:
        """The modules that stand for the person, then those of other markets."""
        return (*self.modules, *self.elsewhere)

    def has_elsewhere(self, module: str) -> bool:
        """Whether a module is one of another market."""
        return any(state.slug == module for state in self.elsewhere)

    @property
    def market_name(self) -> str:
        """The person's market in words."""
        return name_of(self.market)

    @property
    def has_variants(self) -> bool:
        """Whether other markets have other modules."""
        return has_variants(self.programme)

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
        """Minutes of lessons, checks and scenarios still to do, and of checks that are due again."""
        open_ = (one for one in self.modules if one.completed_on is None or one.status is Status.DUE_AGAIN)
        return sum(state.minutes_left for state in open_)


def module_state(
    programme: str,
    syllabus: Syllabus,
    history: History,
    *,
    attempts: Sequence[Attempt],
    completed: Sequence[date],
    waits_for: tuple[str, ...],
    has_newer: bool,
    today: date,
) -> ModuleState:
    """A module as it stands. `attempts` and `completed`, the days they became complete, are in the order begun."""
    attempt, check = attempts[-1] if attempts else None, syllabus.module.check
    exempted_on, is_done, sittings = history.exempted_on(syllabus.slug), False, list[Result]()
    if attempt is not None:
        done_on = completed_on(
            tuple(syllabus.lessons), check, attempt, history.results, syllabus.scenarios, history.runs
        )
        is_done = done_on is not None
        sittings = since(history.results, check, attempt) if is_done else of_attempt(history.results, check, attempt)
    elif exempted_on is not None:
        is_done = True
    last_day = valid_until(history.results, check) if completed else None
    return ModuleState(
        slug=syllabus.slug,
        programme=programme,
        syllabus=syllabus,
        status=status_of(
            attempt,
            is_done=is_done,
            is_waiting=bool(waits_for),
            is_due_again=bool(completed) and has_run_out(history.results, check, today),
        ),
        next_lesson=next_lesson(syllabus.lessons, attempt.finished if attempt else {}),
        finished=attempt.finished if attempt else {},
        completed_on=completed[-1] if completed else exempted_on,
        first_completed_on=completed[0] if completed else None,
        origin=Origin.STUDIED if completed or exempted_on is None else Origin.EXEMPTED,
        attempt=attempt,
        has_newer=has_newer,
        waits_for=waits_for,
        check_sittings=tuple(one for one in history.results if one.paper == check),
        open_sitting=next((one for one in reversed(sittings) if one.submitted_at is None), None),
        best_sitting=best(sittings).get(check),
        valid_until=last_day,
        is_to_renew=is_done and may_renew(last_day, today),
        scenarios=scenario_states(syllabus, attempt, history.runs),
        work=work_on(syllabus.module.exercise.form, history.works),
        exemption_sittings=tuple(one for one in history.results if one.paper == syllabus.module.exemption),
    )


def scenario_states(
    syllabus: Syllabus, attempt: Attempt | None, runs: Sequence[RunResult]
) -> tuple[ScenarioState, ...]:
    """Every scenario of a module as it stands since the attempt was begun."""
    found = []
    for slug, scenario in syllabus.scenarios.items():
        own = [one for one in of_scenario(runs, slug) if attempt is not None and one.started_at >= attempt.started_at]
        found.append(
            ScenarioState(
                slug=slug,
                scenario=scenario,
                passed_at=first_pass(own, slug, attempt) if attempt is not None else None,
                going_on=next((one for one in reversed(own) if one.finished_at is None), None),
                last=next((one for one in reversed(own) if one.finished_at is not None), None),
            )
        )
    return tuple(found)


def work_on(exercise: str | None, works: Sequence[Work]) -> Work | None:
    """The newest work on an exercise."""
    return next((one for one in reversed(works) if one.exercise == exercise), None)
