"""How long a next try must wait; numbers worked by hand."""

from datetime import UTC, datetime, timedelta

import pytest

from kamacademy.people.delay import FREE_TRIES_OF_ADDRESS, failures_after, seconds_left, wait_seconds

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("failures", "seconds"),
    [(0, 0), (1, 0), (3, 0), (4, 2), (5, 4), (6, 8), (7, 16), (10, 128), (11, 256), (12, 300), (13, 300), (9_999, 300)],
)
def test_the_wait_doubles_after_four_free_tries_up_to_five_minutes(failures: int, seconds: int) -> None:
    assert wait_seconds(failures) == seconds


def test_an_address_that_may_be_an_office_has_more_free_tries() -> None:
    assert wait_seconds(19, FREE_TRIES_OF_ADDRESS) == 0
    assert wait_seconds(20, FREE_TRIES_OF_ADDRESS) == 2


@pytest.mark.parametrize(("passed", "left"), [(0, 8), (0.2, 8), (1, 7), (7.5, 1), (8, 0), (60, 0)])
def test_what_is_left_to_wait_is_rounded_up(passed: float, left: int) -> None:
    assert seconds_left(6, NOW - timedelta(seconds=passed), NOW) == left


def test_a_request_that_waited_for_another_is_not_sent_away_for_it() -> None:
    assert seconds_left(1, NOW + timedelta(seconds=3), NOW) == 0
    assert seconds_left(4, NOW + timedelta(seconds=3), NOW) == 2


def test_failures_are_forgotten_after_a_day() -> None:
    assert seconds_left(12, NOW - timedelta(days=1, seconds=1), NOW) == 0
    assert failures_after(12, NOW - timedelta(days=1, seconds=1), NOW) == 1
    assert failures_after(12, NOW - timedelta(hours=23), NOW) == 13
    assert failures_after(0, None, NOW) == 1
