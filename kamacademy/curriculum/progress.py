"""How far a person has come: worked out from lessons finished, checks and scenarios passed, never stored."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from kamacademy.assessment.scoring import Result
from kamacademy.assessment.validity import ran_out_on
from kamacademy.scenario.results import RunResult, of_scenario

RENEW_WITHIN_DAYS = 30


class Status(StrEnum):
    """Where a person stands with a module. Due again: it was completed, and its check has run out since."""

    DONE = "done"
    DUE_AGAIN = "due-again"
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


def due_on(role_since: date, first_release_on: date, due_days: int) -> date:
    """The day an assigned programme is due: so many days after the person came to the role and it could be had."""
    return max(role_since, first_release_on) + timedelta(days=due_days)


def of_attempt(results: Iterable[Result], paper: str, attempt: Attempt) -> list[Result]:
    """The sittings of a check that belong to an attempt: of its release and begun after it, oldest first."""
    return [one for one in since(results, paper, attempt) if one.release_id == attempt.release_id]


def belongs_to(one: Result, attempt: Attempt) -> bool:
    """Whether a sitting is of an attempt's release and was begun after it."""
    return one.release_id == attempt.release_id and one.started_at >= attempt.started_at


def since(results: Iterable[Result], paper: str, attempt: Attempt) -> list[Result]:
    """The sittings of a paper that were begun after an attempt, in whichever release, oldest first."""
    later = [one for one in results if one.paper == paper and one.started_at >= attempt.started_at]
    return sorted(later, key=lambda one: (one.started_at, one.sitting_id))


def completed_on(
    lessons: Sequence[str],
    paper: str,
    attempt: Attempt,
    results: Iterable[Result],
    scenarios: Iterable[str] = (),
    runs: Sequence[RunResult] = (),
) -> date | None:
    """The day an attempt became complete; None until then.

    That is the latest of its last lesson and the first passes of its check and its scenarios. A check that has run
    out since does not take the day away.
    """
    if any(lesson not in attempt.finished for lesson in lessons):
        return None
    read_at = max(attempt.finished[lesson] for lesson in lessons)
    return completed_after(read_at, paper, attempt, results, scenarios, runs)


def completed_after(
    read_at: datetime,
    paper: str,
    attempt: Attempt,
    results: Iterable[Result],
    scenarios: Iterable[str],
    runs: Sequence[RunResult],
) -> date | None:
    """The day an attempt became complete whose last lesson was finished at a moment; None until then."""
    passed_at = (one.submitted_at for one in results if one.passed and one.paper == paper and belongs_to(one, attempt))
    ends = [first_of(passed_at), *(first_pass(runs, scenario, attempt) for scenario in scenarios)]
    moments = [end for end in ends if end is not None]
    if len(moments) < len(ends):
        return None
    return max(read_at, *moments).date()


def first_of(moments: Iterable[datetime | None]) -> datetime | None:
    """The earliest moment, or None where there is none."""
    return min((one for one in moments if one is not None), default=None)


def first_pass(runs: Iterable[RunResult], scenario: str, attempt: Attempt) -> datetime | None:
    """When a scenario was first passed in a run begun after an attempt, in whichever release."""
    later = [one for one in of_scenario(runs, scenario) if one.started_at >= attempt.started_at]
    return first_of(one.finished_at for one in later if one.passed)


def valid_until(results: Iterable[Result], paper: str) -> date | None:
    """The last day on which the best pass of a check counts; None where no pass runs out, or there is none."""
    days = [one.valid_until for one in results if one.paper == paper and one.passed]
    return None if None in days else max((day for day in days if day is not None), default=None)


def has_run_out(results: Iterable[Result], paper: str, today: date) -> bool:
    """Whether a check was passed and no pass of it counts any more."""
    return ran_out_on([one for one in results if one.paper == paper], today) is not None


def may_renew(last_day: date | None, today: date) -> bool:
    """Whether a pass has run out, or will within a month."""
    return last_day is not None and last_day - today <= timedelta(days=RENEW_WITHIN_DAYS)


def next_lesson(lessons: Iterable[str], finished: Mapping[str, datetime]) -> str | None:
    """The first lesson not finished."""
    return next((lesson for lesson in lessons if lesson not in finished), None)


def status_of(attempt: Attempt | None, *, is_done: bool, is_waiting: bool, is_due_again: bool = False) -> Status:
    """Done and begun go before locked: what was begun stays open, even if a newer rule asks for more before it."""
    if is_done:
        return Status.DUE_AGAIN if is_due_again else Status.DONE
    if attempt is not None:
        return Status.BEGUN
    return Status.LOCKED if is_waiting else Status.READY
