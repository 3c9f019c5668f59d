"""When a question comes back."""

from datetime import UTC, date, datetime, timedelta

import pytest

from kamacademy.retrieval.plan import (
    Practice,
    first_due,
    first_state,
    fsrs_due,
    next_fixed,
    plan_day,
    reviewed,
)

FINISHED = datetime(2026, 9, 1, 16, 45, tzinfo=UTC)
DAY = FINISHED.date()


def after(days: int) -> date:
    return DAY + timedelta(days=days)


def test_a_question_first_comes_back_after_a_week() -> None:
    assert first_due(Practice.FIXED, FINISHED, right_at_first=True) == after(7)


def test_answered_in_time_it_comes_back_on_day_21_and_60_and_then_rests() -> None:
    assert next_fixed(DAY, after(7)) == after(21)
    assert next_fixed(DAY, after(21)) == after(60)
    assert next_fixed(DAY, after(60)) is None


def test_a_late_answer_counts_for_the_latest_day_that_has_come() -> None:
    assert [plan_day(days) for days in (7, 20, 21, 59, 60, 400)] == [7, 7, 21, 21, 60, 60]


def test_after_a_late_answer_the_next_keeps_a_week_of_distance() -> None:
    assert next_fixed(DAY, after(20)) == after(27)
    assert next_fixed(DAY, after(58)) == after(65)
    assert next_fixed(DAY, after(200)) is None


def test_the_model_asks_a_right_answer_later_than_a_wrong_one() -> None:
    right, wrong = (first_due(Practice.FSRS, FINISHED, right_at_first=one) for one in (True, False))
    # FSRS-6 begins with a stability of 2.3065 days for "good" and 0.212 for "again"; at 90 % that is the interval.
    assert (right, wrong) == (after(2), after(1))


def test_the_model_waits_longer_each_time_and_starts_over_after_a_lapse() -> None:
    state, at, waits = first_state(FINISHED, right_at_first=True), FINISHED, []
    for is_right in (True, True, True, False):
        at = datetime.combine(fsrs_due(state), at.time(), UTC)
        state = reviewed(state, at, is_right=is_right)
        waits.append((fsrs_due(state) - at.date()).days)
    assert waits[0] < waits[1] < waits[2]
    assert waits[3] < waits[0]


def test_the_model_gives_the_same_day_each_time() -> None:
    state = first_state(FINISHED, right_at_first=True)
    days = {fsrs_due(reviewed(state, FINISHED + timedelta(days=30), is_right=True)) for _ in range(20)}
    assert len(days) == 1


@pytest.mark.parametrize("practice", Practice)
def test_a_question_never_comes_back_on_the_day_of_its_lesson(practice: Practice) -> None:
    for right in (True, False):
        assert first_due(practice, FINISHED, right_at_first=right) > DAY
