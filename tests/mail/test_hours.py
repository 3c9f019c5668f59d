"""Quiet hours and a reader's own day, on the days on which clocks are changed too."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamacademy.mail.hours import Hours, place, quiet_length, still_of_use, zone_names, zones_by_region

ZURICH, SYDNEY, KATHMANDU, NEW_YORK = (
    ZoneInfo(name) for name in ("Europe/Zurich", "Australia/Sydney", "Asia/Kathmandu", "America/New_York")
)
FIRST = datetime(2026, 1, 1, tzinfo=UTC)


def utc(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    """A moment of 2026."""
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "leaves"),
    [
        (utc(20, 19, 59), utc(20, 19, 59)),  # 20:59 in Zurich
        (utc(20, 20, 0), utc(21, 6, 0)),  # 21:00, the first quiet minute
        (utc(20, 22, 30), utc(21, 6, 0)),  # 23:30
        (utc(21, 1, 0), utc(21, 6, 0)),  # 02:00 on the next day
        (utc(21, 5, 59), utc(21, 6, 0)),  # 06:59
        (utc(21, 6, 0), utc(21, 6, 0)),  # 07:00, no longer quiet
    ],
)
def test_hours_over_midnight_end_in_the_morning(at: datetime, leaves: datetime) -> None:
    assert Hours(ZURICH, time(21), time(7)).after_quiet(at) == leaves


def test_hours_within_a_day_end_on_it() -> None:
    hours = Hours(KATHMANDU, time(12), time(13, 30))
    assert hours.after_quiet(utc(20, 6, 15)) == utc(20, 7, 45)  # noon, five hours and three quarters ahead
    assert hours.after_quiet(utc(20, 6, 14)) == utc(20, 6, 14)
    assert hours.after_quiet(utc(20, 7, 45)) == utc(20, 7, 45)


def test_without_quiet_hours_nothing_waits() -> None:
    assert Hours(SYDNEY).after_quiet(utc(20, 3)) == utc(20, 3)


def test_an_end_that_the_clock_skips_or_repeats_is_still_found() -> None:
    hours = Hours(ZURICH, time(22), time(2, 30))
    # On 29 March 2026 clocks jump from 02:00 to 03:00; 02:30 is then 03:30.
    assert hours.after_quiet(utc(29, 0, 30, month=3)) == utc(29, 1, 30, month=3)
    # On 25 October 2026 the hour from 02:00 comes twice: 02:10 for the second time waits until 02:30 of that time.
    assert hours.after_quiet(utc(25, 1, 10, month=10)) == utc(25, 1, 30, month=10)


@given(
    at=st.integers(0, 2 * 365 * 24 * 60).map(lambda minutes: FIRST + timedelta(minutes=minutes)),
    zone=st.sampled_from([ZURICH, SYDNEY, KATHMANDU, NEW_YORK]),
    start=st.times().map(lambda one: one.replace(second=0, microsecond=0)),
    end=st.times().map(lambda one: one.replace(second=0, microsecond=0)),
)
def test_a_letter_is_never_early_and_never_waits_longer_than_the_hours_last(
    at: datetime, zone: ZoneInfo, start: time, end: time
) -> None:
    leaves = Hours(zone, start, end).after_quiet(at)
    hours_wait = (leaves - at) / timedelta(hours=1)
    assert 0 <= hours_wait <= (quiet_length(start, end) or timedelta(days=1)) / timedelta(hours=1) + 1
    if leaves > at:
        # An end that the clock skips is found an hour later, at most.
        late = leaves.astimezone(zone).replace(tzinfo=None) - datetime.combine(leaves.astimezone(zone).date(), end)
        assert late in (timedelta(0), timedelta(hours=1))


def test_the_own_day_may_be_another() -> None:
    assert Hours(SYDNEY).own_day(utc(20, 14)) == date(2026, 11, 21)
    assert Hours(NEW_YORK).own_day(utc(20, 4)) == date(2026, 11, 19)
    assert Hours(NEW_YORK).end_of(date(2026, 11, 19)) == utc(20, 5)


def test_a_letter_that_waited_is_of_use_afterwards() -> None:
    posted, leaves = utc(20, 21), utc(21, 6)
    assert still_of_use(utc(20, 23), posted, leaves) == utc(21, 10)
    assert still_of_use(utc(22, 0), posted, leaves) == utc(22, 0)
    assert still_of_use(None, posted, leaves) is None
    assert still_of_use(utc(20, 23), posted, posted) == utc(20, 23)


def test_length_of_quiet_hours() -> None:
    assert quiet_length(time(22), time(7, 30)) == timedelta(hours=9, minutes=30)
    assert quiet_length(time(12), time(13)) == timedelta(hours=1)


def test_time_zones_are_named_by_their_places() -> None:
    assert place("Europe/Zurich") == "Zurich"
    assert place("America/Argentina/Buenos_Aires") == "Argentina, Buenos Aires"
    assert place("UTC") == "UTC"
    assert {"UTC", "Europe/Zurich", "Asia/Kathmandu"} <= zone_names()
    assert "Etc/GMT+3" not in zone_names()
    assert next(iter(zones_by_region())) == "Everywhere"


def test_every_time_zone_that_is_offered_can_be_used() -> None:
    assert len(zone_names()) > 300
    assert all(ZoneInfo(name).key == name for name in zone_names())
