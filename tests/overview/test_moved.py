"""Whether a KPI has left the middle of its earlier readings, worked by hand."""

from datetime import date

import pytest

from kamacademy.kpi.figures import Figure
from kamacademy.kpi.periods import period_from
from kamacademy.overview.moved import Series, most_moved, moved
from tests.kpi.definitions import kpi

COUNT = kpi(unit="count", direction="up", target={"value": 8}, minimum_n=5)


def values(*given: float, n: int = 6, year: int = 2026) -> list[Figure]:
    """One reading a month from January."""
    periods = [period_from("monthly", date(year, month, 1)) for month in range(1, len(given) + 1)]
    return [Figure(at.start, at.end, value=one, cases=n) for at, one in zip(periods, given, strict=True)]


def series(figures: list[Figure], first_action_on: date | None = None, learner_id: int = 1) -> Series:
    return Series(learner_id, COUNT, figures, first_action_on)


def test_the_middle_is_the_median_of_what_ended_before_the_first_action() -> None:
    found = moved(series(values(2, 9, 4, 4, 7), date(2026, 4, 1)))
    assert found is not None
    assert found.words == "7 in May 2026, from 6 cases. The middle of the 3 readings before its plan action was 4."
    assert found.is_better
    assert found.strength == pytest.approx(3 / 7)


def test_without_an_action_the_first_half_counts_and_is_called_so() -> None:
    found = moved(series(values(5, 4, 6, 3, 3, 2)))
    assert found is not None
    assert found.words.endswith("The middle of the first 3 readings was 5.")
    assert not found.is_better


def test_what_stayed_in_the_middle_has_not_moved() -> None:
    assert moved(series(values(5, 4, 6, 3, 3, 5))) is None


def test_nothing_is_said_on_too_little() -> None:
    assert moved(series(values(5, 4, 6, 9))) is None, "two readings have no middle worth the name"
    assert moved(series(values(5, 4, 6, 3, 3, 9, n=4))) is None, "the latest rests on fewer cases than asked"
    assert moved(series(values(5, 4, 6), date(2026, 12, 1))) is None, "nothing came after the first action"
    assert moved(series([])) is None


def test_the_newest_that_moved_farthest_is_spoken_of() -> None:
    little = series(values(5, 4, 6, 3, 3, 6), learner_id=1)
    much = series(values(5, 4, 6, 3, 3, 9), learner_id=2)
    older = series(values(5, 4, 6, 3, 3, 99, year=2025), learner_id=3)
    still = series(values(5, 4, 6, 3, 3, 5), learner_id=4)
    found = most_moved([older, little, still, much])
    assert found is not None
    assert found.learner_id == 2
    assert most_moved([still]) is None
