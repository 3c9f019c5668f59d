"""Results, the best of each paper, how long a pass counts, and when a paper may be tried again."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamacademy.assessment.documents import Paper
from kamacademy.assessment.refusals import NoAttemptsLeft, StillWaiting, TooSoon
from kamacademy.assessment.scoring import Result, best
from kamacademy.assessment.validity import (
    attempts_from,
    last_failed_at,
    open_from,
    passed_validly,
    ran_out_on,
    refusal,
    valid_until,
)

AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
DAY = timedelta(days=1)


def result(
    number: int = 1, passed: bool | None = True, *, days: int = 0, until: date | None = None, paper: str = "m01-check"
) -> Result:
    """A submitted sitting so many days after AT."""
    at = AT + days * DAY
    return Result(number, 1, paper, 1, at, at, None if passed is None else 10.0, 15.0, passed, until)


def paper(**more: object) -> Paper:
    values = {"title": "A check", "purpose": "To see", "items": ("i0",), "pass_percent": 80, "minutes": 5}
    return Paper.model_validate(values | more)


def test_the_best_sitting_is_a_passed_one_before_a_newer_one() -> None:
    passed, newer = result(1), result(2, False, days=1)
    running = Result(3, 1, "m01-check", 1, AT + 2 * DAY, None, None, None, None)
    assert best([newer, running, passed]) == {"m01-check": passed}
    assert best([newer, result(4, False, days=-1)]) == {"m01-check": newer}


def test_a_sitting_waits_between_submission_and_the_last_mark() -> None:
    assert result(1, None).is_waiting
    assert not result(1, False).is_waiting
    assert not Result(3, 1, "m01-check", 1, AT, None, None, None, None).is_waiting


def test_a_pass_counts_to_its_last_day() -> None:
    assert valid_until(date(2026, 11, 20), 365) == date(2027, 11, 20)
    assert valid_until(date(2026, 11, 20), None) is None
    one = result(1, until=date(2027, 11, 20))
    assert passed_validly([one], date(2027, 11, 20))
    assert not passed_validly([one], date(2027, 11, 21))
    assert passed_validly([one, result(2)], date(2040, 1, 1))
    assert not passed_validly([result(1, False), result(2, None)], date(2026, 11, 21))


def test_a_pass_that_ran_out_says_when() -> None:
    first, second = result(1, until=date(2026, 1, 1)), result(2, until=date(2026, 6, 1))
    assert ran_out_on([first, second], date(2026, 7, 1)) == date(2026, 6, 1)
    assert ran_out_on([first, second], date(2026, 5, 1)) is None
    assert ran_out_on([result(3, False)], date(2026, 7, 1)) is None


def test_waiting_counts_from_the_latest_failed_sitting() -> None:
    assert open_from(0, AT) is None
    assert open_from(24, None) is None
    assert open_from(24, AT) == AT + DAY
    assert last_failed_at([result(1, False), result(2, False, days=3), result(3, days=5)]) == AT + 3 * DAY


def test_attempts_come_back_as_the_oldest_falls_out_of_the_window() -> None:
    begun = [AT, AT + DAY, AT + 2 * DAY]
    assert attempts_from(begun, 3, 30, AT + 3 * DAY) == AT + 30 * DAY
    assert attempts_from(begun, 4, 30, AT + 3 * DAY) is None
    assert attempts_from(begun, 3, 30, AT + 30 * DAY) is None
    assert attempts_from(begun, 2, 30, AT + 3 * DAY) == AT + 31 * DAY
    with pytest.raises(LookupError):
        attempts_from(begun, 3, None, AT + 900 * DAY)


@given(st.lists(st.integers(0, 60), max_size=8), st.integers(1, 4), st.integers(1, 30))
def test_at_the_moment_that_is_named_there_is_room(days: list[int], attempts: int, window: int) -> None:
    now = AT + 60 * DAY
    begun = [AT + one * DAY for one in days]
    again = attempts_from(begun, attempts, window, now)
    if again is not None:
        assert attempts_from(begun, attempts, window, again) is None
        assert attempts_from(begun, attempts, window, again - timedelta(seconds=1)) == again


def test_a_refusal_names_the_later_of_waiting_and_attempts() -> None:
    failed = [result(1, False), result(2, False, days=1)]
    asked = paper(wait_hours=24, attempts=2, attempts_days=30)
    refused = refusal(asked, failed, AT + DAY + timedelta(hours=1))
    assert isinstance(refused, TooSoon)
    assert refused.from_ == AT + 30 * DAY
    assert str(refused) == "You can try this check again from 20 Dec 2026, 09:30 UTC."
    assert refusal(paper(wait_hours=24), failed, AT + 2 * DAY) is None
    assert isinstance(refusal(paper(attempts=2), failed, AT + 900 * DAY), NoAttemptsLeft)
    assert isinstance(refusal(paper(), [result(1, None)], AT + DAY), StillWaiting)
    assert refusal(paper(attempts=2), [], AT) is None
