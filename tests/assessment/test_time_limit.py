"""The clock: limits with allowances, the end and its grace, and the time a question took."""

from datetime import UTC, date, datetime, timedelta

from kamacademy.assessment.time_limit import (
    Allowance,
    is_over,
    left_words,
    limit_seconds,
    limit_words,
    seconds_left,
    time_spent,
)

AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
DAY = date(2026, 11, 20)
SECOND = timedelta(seconds=1)


def test_a_limit_grows_by_the_largest_allowance_in_force() -> None:
    half = Allowance(50, date(2026, 1, 1), None)
    quarter = Allowance(25, date(2026, 11, 20), date(2026, 11, 20))
    assert limit_seconds(None, (half,), DAY) is None
    assert limit_seconds(40, (), DAY) == 2400
    assert limit_seconds(40, (quarter,), DAY) == 3000
    assert limit_seconds(40, (quarter, half), DAY) == 3600
    assert limit_seconds(40, (quarter,), date(2026, 11, 21)) == 2400
    assert limit_seconds(40, (half,), date(2025, 12, 31)) == 2400
    assert limit_seconds(1, (Allowance(33, DAY, None),), DAY) == 80  # 79.8, in the person's favour


def test_answers_count_for_half_a_minute_after_the_end() -> None:
    assert not is_over(None, AT)
    assert not is_over(AT, AT + 30 * SECOND)
    assert is_over(AT, AT + 31 * SECOND)


def test_time_left_is_said_calmly() -> None:
    assert seconds_left(AT, AT - 90 * SECOND) == 90
    assert seconds_left(AT, AT + SECOND) == 0
    assert [left_words(seconds) for seconds in (0, 30, 60, 89, 95, 1440)] == [
        "no time", "less than a minute", "about 1 minute", "about 1 minute", "about 2 minutes", "about 24 minutes",
    ]  # fmt: skip
    assert [limit_words(seconds) for seconds in (2400, 2250, 45)] == [
        "40 minutes", "37 minutes 30 seconds", "45 seconds",
    ]  # fmt: skip


def test_the_time_a_question_took_is_the_sum_of_its_visits() -> None:
    assert time_spent(None, AT, None, AT + 20 * SECOND) == 20
    # A second save of the same page counts from the first one on.
    assert time_spent(20, AT, AT + 20 * SECOND, AT + 25 * SECOND) == 25
    # Back on a new page after an hour away.
    assert time_spent(25, AT + 3600 * SECOND, AT + 25 * SECOND, AT + 3610 * SECOND) == 35
    assert time_spent(5, None, None, AT) == 5
    assert time_spent(None, AT, None, AT + timedelta(hours=9)) == 3600
