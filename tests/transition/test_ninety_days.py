"""When the first ninety days run, and which days their actions have."""

from datetime import date

import pytest

from kamacademy.transition.ninety_days import due_days, last_day, may_draft

START = date(2027, 1, 4)


def test_three_actions_drafted_on_the_first_day_are_due_after_thirty_sixty_and_ninety_days() -> None:
    assert due_days(START, START, drafted=0, count=3) == [date(2027, 2, 3), date(2027, 3, 5), date(2027, 4, 4)]


def test_a_second_draft_goes_on_where_the_first_ended() -> None:
    assert due_days(START, START, drafted=1, count=2) == [date(2027, 3, 5), date(2027, 4, 4)]
    assert due_days(START, START, drafted=3, count=1) == [date(2027, 4, 4)]


def test_what_is_drafted_late_still_leaves_a_fortnight() -> None:
    late = date(2027, 2, 1)  # the 28th day: thirty days are nearly over
    assert due_days(START, late, drafted=0, count=3) == [date(2027, 2, 15), date(2027, 3, 5), date(2027, 4, 4)]
    assert due_days(START, last_day(START), drafted=2, count=1) == [date(2027, 4, 18)]


def test_before_the_day_the_dates_are_counted_from_it() -> None:
    assert due_days(START, date(2026, 11, 20), drafted=0, count=1) == [date(2027, 2, 3)]


@pytest.mark.parametrize(
    ("today", "may"),
    [
        (date(2027, 1, 3), False),
        (START, True),
        (date(2027, 4, 4), True),
        (date(2027, 4, 5), False),
    ],
)
def test_the_ninety_days_run_from_the_first_to_the_ninetieth(today: date, may: bool) -> None:
    assert may_draft(START, today) is may
