"""When a module is done, when it is due, and what comes next."""

from datetime import UTC, date, datetime

from kamacademy.assessment.scoring import Result
from kamacademy.curriculum.progress import (
    Attempt,
    Status,
    completed_on,
    due_on,
    next_lesson,
    status_of,
)

LESSONS = ("one", "two")


def moment(day: int, hour: int = 9) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=UTC)


def attempt(**finished: datetime) -> Attempt:
    return Attempt(1, 5, "programme", "module", 3, moment(2), finished)


def result(
    began: datetime, submitted: datetime | None, passed: bool | None, release_id: int = 3, paper: str = "check"
) -> Result:
    return Result(1, 5, paper, release_id, began, submitted, 15, 15, passed)


def test_done_on_the_day_of_the_check_when_the_lessons_came_first() -> None:
    begun = attempt(one=moment(3), two=moment(4))
    assert completed_on(LESSONS, "check", begun, [result(moment(5), moment(6), True)]) == date(2026, 11, 6)


def test_done_on_the_day_of_the_last_lesson_when_the_check_came_first() -> None:
    begun = attempt(one=moment(3), two=moment(9))
    assert completed_on(LESSONS, "check", begun, [result(moment(5), moment(6), True)]) == date(2026, 11, 9)


def test_the_first_passed_check_counts_whatever_comes_later() -> None:
    begun = attempt(one=moment(3), two=moment(4))
    results = [result(moment(12), moment(12), True), result(moment(5), moment(6), True)]
    assert completed_on(LESSONS, "check", begun, results) == date(2026, 11, 6)


def test_not_done_with_a_lesson_open() -> None:
    assert completed_on(LESSONS, "check", attempt(one=moment(3)), [result(moment(5), moment(6), True)]) is None


def test_not_done_by_a_check_that_failed_or_runs_or_belongs_elsewhere() -> None:
    begun = attempt(one=moment(3), two=moment(4))
    others = [
        result(moment(5), moment(5), False),
        result(moment(5), None, None),
        result(moment(1), moment(5), True),
        result(moment(5), moment(5), True, release_id=2),
        result(moment(5), moment(5), True, paper="another"),
    ]
    for other in others:
        assert completed_on(LESSONS, "check", begun, [other]) is None


def test_due_counts_from_the_role_or_the_first_release_whichever_is_later() -> None:
    assert due_on(date(2026, 1, 5), date(2026, 5, 4), 90) == date(2026, 8, 2)
    assert due_on(date(2026, 9, 1), date(2026, 5, 4), 90) == date(2026, 11, 30)


def test_the_next_lesson_is_the_first_not_finished() -> None:
    assert next_lesson(LESSONS, {}) == "one"
    assert next_lesson(LESSONS, {"two": moment(3)}) == "one"
    assert next_lesson(LESSONS, {"one": moment(3)}) == "two"
    assert next_lesson(LESSONS, {"one": moment(3), "two": moment(3)}) is None


def test_what_was_begun_stays_open_even_if_it_should_wait() -> None:
    assert status_of(attempt(), is_done=False, is_waiting=True) is Status.BEGUN
    assert status_of(None, is_done=False, is_waiting=True) is Status.LOCKED
    assert status_of(None, is_done=False, is_waiting=False) is Status.READY
    assert status_of(attempt(), is_done=True, is_waiting=False) is Status.DONE
