"""Which day calls for a reminder, in whose morning, and how much goes into one letter."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from kamacademy.mail.hours import Hours
from kamacademy.reminder.due import (
    ActionDue,
    Reader,
    ReviewDue,
    by_day,
    by_reader,
    called_for,
    is_called_for,
    is_digest_time,
    is_morning,
    week_of,
)

ZURICH, LOS_ANGELES, AUCKLAND = (
    Hours(ZoneInfo(name)) for name in ("Europe/Zurich", "America/Los_Angeles", "Pacific/Auckland")
)
MIRA, OWEN = Reader(1, "Mira", "mira@fernwick.example"), Reader(2, "Owen", "owen@fernwick.example")
TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("due_on", "is_called"),
    [
        (date(2026, 11, 28), False),
        (date(2026, 11, 27), True),
        (date(2026, 11, 26), False),
        (date(2026, 11, 21), False),
        (date(2026, 11, 20), True),
        (date(2026, 11, 19), False),
    ],
)
def test_a_week_before_and_on_the_day(due_on: date, *, is_called: bool) -> None:
    assert is_called_for(due_on, TODAY) is is_called


def test_a_morning_begins_at_seven_by_the_readers_clock() -> None:
    assert not is_morning(ZURICH, datetime(2026, 11, 20, 5, 59, tzinfo=UTC))
    assert is_morning(ZURICH, datetime(2026, 11, 20, 6, 0, tzinfo=UTC))
    assert is_morning(LOS_ANGELES, datetime(2026, 11, 21, 2, 0, tzinfo=UTC))
    assert not is_morning(LOS_ANGELES, datetime(2026, 11, 20, 14, 59, tzinfo=UTC))


def test_the_digest_comes_on_the_chosen_morning_only() -> None:
    sunday_in_utc = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
    assert is_digest_time(AUCKLAND, sunday_in_utc)  # 07:00 on Monday there
    assert not is_digest_time(LOS_ANGELES, sunday_in_utc)
    wednesday = Hours(ZoneInfo("Europe/Zurich"), digest_weekday=2)
    assert is_digest_time(wednesday, datetime(2026, 11, 25, 6, 0, tzinfo=UTC))
    assert not is_digest_time(wednesday, datetime(2026, 11, 25, 5, 59, tzinfo=UTC))
    assert not is_digest_time(wednesday, datetime(2026, 11, 25, 11, 0, tzinfo=UTC))  # noon
    assert not is_digest_time(wednesday, datetime(2026, 11, 23, 6, 0, tzinfo=UTC))


def test_a_week_belongs_to_the_year_of_its_thursday() -> None:
    assert week_of(date(2026, 11, 22)) == "2026-W47"
    assert week_of(date(2026, 11, 23)) == "2026-W48"
    assert week_of(date(2027, 1, 1)) == "2026-W53"


def test_everything_of_a_day_goes_to_its_reader_at_once() -> None:
    found = [
        ActionDue(3, "Third", date(2026, 11, 27), MIRA),
        ActionDue(1, "First", date(2026, 11, 20), MIRA),
        ActionDue(2, "Second", date(2026, 11, 21), MIRA),
        ActionDue(4, "Fourth", date(2026, 11, 21), OWEN),
        ActionDue(5, "Fifth", date(2026, 11, 27), MIRA),
    ]
    told = called_for(by_reader(found), {1: ZURICH, 2: ZURICH}, datetime(2026, 11, 20, 9, tzinfo=UTC))
    assert {reader.first_name: [one.title for one in due] for reader, due in told.items()} == {
        "Mira": ["First", "Third", "Fifth"]
    }
    assert [(day.day, [one.id for one in due]) for day, due in by_day(told[MIRA])] == [(20, [1]), (27, [3, 5])]


def test_today_is_the_readers_own() -> None:
    found = [ReviewDue(1, 1, None, date(2026, 11, 21), MIRA), ReviewDue(1, 1, "Mira", date(2026, 11, 21), OWEN)]
    evening = datetime(2026, 11, 20, 20, tzinfo=UTC)
    told = called_for(by_reader(found), {1: AUCKLAND, 2: LOS_ANGELES}, evening)
    assert list(told) == [MIRA]
    assert called_for(by_reader(found), {1: LOS_ANGELES, 2: AUCKLAND}, evening) == {OWEN: [found[1]]}
    before_seven = datetime(2026, 11, 20, 17, 59, tzinfo=UTC)
    assert called_for(by_reader(found), {1: AUCKLAND, 2: AUCKLAND}, before_seven) == {}
