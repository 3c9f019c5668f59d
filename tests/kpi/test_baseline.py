"""Where a person stood before."""

from datetime import date

from kamacademy.kpi.baseline import baseline, baseline_words
from tests.kpi.definitions import days_kpi, kpi, shares, values

# June to October 2026.
FIVE = shares((2, 5), (3, 5), (4, 5), (9, 16), (13, 17))


def test_it_pools_the_readings_that_ended_before_the_first_mark() -> None:
    found = baseline(FIVE, date(2026, 9, 1))
    assert found is not None
    assert (found.figure.numerator, found.figure.denominator, found.readings) == (9, 15, 3)
    assert baseline_words(kpi(), found) == "Baseline 9 of 15 (60 %) over 3 months."


def test_a_month_in_which_something_began_is_no_baseline() -> None:
    found = baseline(FIVE, date(2026, 8, 31))
    assert found is not None
    assert found.readings == 2


def test_there_is_none_where_no_reading_came_before() -> None:
    assert baseline(FIVE, date(2026, 6, 30)) is None
    assert "No baseline" in baseline_words(kpi(), None)


def test_without_a_mark_it_is_the_first_half_and_says_so() -> None:
    found = baseline(FIVE, None)
    assert found is not None
    assert found.readings == 2
    assert "because no action or module is marked yet" in baseline_words(kpi(), found)
    assert baseline(FIVE[:1], None) is None


def test_without_a_mark_it_is_never_more_than_six() -> None:
    found = baseline(shares(*[(3, 5)] * 20), None)
    assert found is not None
    assert found.readings == 6


def test_of_figures_that_are_no_shares_the_middle_one_is_taken() -> None:
    series = values((14, 6), (12, 5), (30, 7), (8, 9))
    found = baseline(series, series[3].start)
    assert found is not None
    assert found.figure.measure == 14
    assert found.figure.n == 18
    assert baseline_words(days_kpi(), found) == "Baseline 14 days, the middle of 3 months."


def test_few_cases_are_not_turned_into_a_percentage() -> None:
    found = baseline(shares((1, 2), (1, 2), (4, 5)), shares((1, 1))[0].start)
    assert baseline_words(kpi(), found) == "Baseline 2 of 4 over 2 months."
