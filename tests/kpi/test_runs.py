"""Run rules against published values."""

import json
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kamacademy.kpi.runs import fewest_allowed, longest_allowed, runs

# Any: figures and tables as the file has them.
CDI: dict[str, Any] = json.loads((Path(__file__).parent / "vectors" / "series.json").read_text(encoding="utf-8"))[
    "runchart_cdi"
]


def test_infections_by_month_have_moved_as_published() -> None:
    readings, expected = CDI["data"]["x"], CDI["expected"]
    found = runs(readings, median(readings))
    assert found is not None
    assert (found.useful, found.longest, found.crossings) == (
        expected["n_useful"], expected["longest_run"], expected["crossings"],
    )  # fmt: skip
    assert found.longest_allowed == expected["longest_run_max"]
    assert found.fewest_allowed == expected["crossings_min"]
    assert found.has_moved
    assert (found.is_above, found.first, found.last) == (False, 22, 35)


# The crossings by scipy.stats.binom.ppf(0.05, useful - 1, 0.5).
@pytest.mark.parametrize(
    ("useful", "longest", "fewest"),
    [(10, 6, 2), (11, 6, 2), (12, 7, 3), (20, 7, 6), (24, 8, 8), (30, 8, 10), (60, 9, 23)],
)
def test_the_bounds_are_a_binomial_quantile_and_a_logarithm(useful: int, longest: int, fewest: int) -> None:
    assert longest_allowed(useful) == longest
    assert fewest_allowed(useful) == fewest


def test_readings_on_the_centre_neither_lengthen_nor_end_a_run() -> None:
    found = runs([1, 1, 0, 1, 0, 0, -1], 0)
    assert found is not None
    assert (found.useful, found.longest, found.crossings, found.first, found.last) == (4, 3, 1, 0, 3)
    assert runs([2, 2, 2], 2) is None


def test_nine_readings_off_the_centre_say_nothing_and_ten_may() -> None:
    nine, ten = runs([1.0] * 9, 0), runs([1.0] * 10, 0)
    assert nine is not None
    assert ten is not None
    assert not nine.has_moved
    assert ten.has_moved


@given(some.lists(some.integers(-5, 5), min_size=1, max_size=60))
def test_runs_look_the_same_from_behind_and_from_below(values: list[int]) -> None:
    here, behind, below = (runs(one, 0) for one in (values, values[::-1], [-value for value in values]))
    assert (here is None) == (behind is None) == (below is None)
    if here is not None and behind is not None and below is not None:
        for other in (behind, below):
            assert (here.useful, here.longest, here.crossings) == (other.useful, other.longest, other.crossings)


def test_of_two_runs_as_long_the_newer_one_is_told() -> None:
    found = runs([-1.0] * 9 + [1.0] * 9, 0)
    assert found is not None
    assert (found.longest, found.first, found.last, found.is_above) == (9, 9, 17, True)
