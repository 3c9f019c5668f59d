"""When commitments are asked about: three times, thirty days each, never two at once."""

from datetime import date, timedelta

import pytest

from kamacademy.commitment.asking import (
    ASKED_AFTER_DAYS,
    Standing,
    earliest_open,
    latest_open,
    may_change,
    open_question,
    questions,
)

MADE = date(2026, 1, 31)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("today", "answered", "after_days"),
    [
        (date(2026, 3, 1), (), None),
        (date(2026, 3, 2), (), 30),
        (date(2026, 3, 31), (), 30),
        (date(2026, 4, 1), (), 60),
        (date(2026, 4, 30), (), 60),
        (date(2026, 5, 1), (), 90),
        (date(2026, 5, 30), (), 90),
        (date(2026, 5, 31), (), None),
        (date(2026, 3, 15), (30,), None),
        (date(2026, 4, 1), (30,), 60),
        (date(2026, 5, 1), (30, 60, 90), None),
    ],
)
def test_the_question_of_a_day(today: date, answered: tuple[int, ...], after_days: int | None) -> None:
    found = open_question(MADE, answered, today)
    assert (found.after_days if found else None) == after_days


def test_what_was_not_answered_in_its_time_has_passed_and_is_not_taken_for_an_answer() -> None:
    standings = [one.standing for one in questions(MADE, [60], date(2026, 5, 2))]
    assert standings == [Standing.PASSED, Standing.ANSWERED, Standing.OPEN]
    assert [one.standing for one in questions(MADE, [], MADE)] == [Standing.AHEAD] * 3


def test_the_days_between_which_something_is_open_hold_every_open_question() -> None:
    today = date(2026, 6, 1)
    for back in range(150):
        made = today - back * DAY
        is_within = earliest_open(today) <= made <= latest_open(today)
        assert (open_question(made, [], today) is not None) is is_within, back
        open_ones = [one for one in questions(made, [], today) if one.is_open]
        assert len(open_ones) == is_within


def test_words_may_change_until_the_first_question() -> None:
    assert may_change(MADE, MADE + 29 * DAY)
    assert not may_change(MADE, MADE + 30 * DAY)
    assert ASKED_AFTER_DAYS == (30, 60, 90)
