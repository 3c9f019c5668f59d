"""Periods by cadence."""

from datetime import date

import pytest

from kamacademy.kpi.periods import Period, finished_periods, period_from, period_words, short_words


@pytest.mark.parametrize(
    ("cadence", "end"),
    [
        ("monthly", date(2026, 7, 31)),
        ("quarterly", date(2026, 9, 30)),
        ("half-yearly", date(2026, 12, 31)),
        ("yearly", date(2027, 6, 30)),
    ],
)
def test_a_period_lasts_as_long_as_its_cadence(cadence: str, end: date) -> None:
    assert period_from(cadence, date(2026, 7, 14)) == Period(date(2026, 7, 1), end)


def test_only_periods_that_are_over_are_offered_newest_first() -> None:
    found = finished_periods("quarterly", date(2026, 11, 20))
    assert found[0] == Period(date(2026, 7, 1), date(2026, 9, 30))
    assert found[1].start == date(2026, 4, 1)
    assert len(found) == 12
    assert finished_periods("monthly", date(2026, 1, 1))[0] == Period(date(2025, 12, 1), date(2025, 12, 31))


@pytest.mark.parametrize(
    ("start", "end", "words", "short"),
    [
        (date(2026, 10, 1), date(2026, 10, 31), "Oct 2026", "Oct 26"),
        (date(2026, 7, 1), date(2026, 9, 30), "Jul to Sep 2026", "Q3 26"),
        (date(2026, 1, 1), date(2026, 6, 30), "Jan to Jun 2026", "H1 26"),
        (date(2025, 1, 1), date(2025, 12, 31), "2025", "2025"),
        (date(2025, 11, 1), date(2026, 1, 31), "Nov 2025 to Jan 2026", "Nov 25"),
        (date(2026, 3, 5), date(2026, 4, 4), "5 Mar 2026 to 4 Apr 2026", "Mar 26"),
    ],
)
def test_a_period_is_called_what_a_person_would_call_it(start: date, end: date, words: str, short: str) -> None:
    assert period_words(start, end) == words
    assert short_words(start, end) == short


def test_two_periods_overlap_if_they_share_one_day() -> None:
    one = Period(date(2026, 1, 1), date(2026, 1, 31))
    assert one.overlaps(Period(date(2026, 1, 31), date(2026, 2, 28)))
    assert not one.overlaps(Period(date(2026, 2, 1), date(2026, 2, 28)))
