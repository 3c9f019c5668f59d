"""The moving average against published figures, its early limits, and whether it finds a rater who changes."""

import json
from pathlib import Path

import numpy as np
import pytest

from kamacademy.monitor.drift import SIGMAS, WEIGHT, ewma, newest_year, watched

NIST = json.loads((Path(__file__).parent / "vectors" / "ewma_nist.json").read_text(encoding="utf-8"))


def test_the_published_averages_and_limits_come_out() -> None:
    points = ewma([(one, NIST["sd"]) for one in NIST["figures"]], centre=NIST["start"], weight=NIST["weight"])
    assert [one.average for one in points] == pytest.approx(NIST["averages"], abs=0.001)
    assert points[-1].centre + points[-1].limit == pytest.approx(NIST["upper"], abs=0.005)
    assert points[-1].centre - points[-1].limit == pytest.approx(NIST["lower"], abs=0.005)
    assert not any(one.is_beyond for one in points)


def test_early_limits_are_exact() -> None:
    points = ewma([(0.0, 2.0)] * 6)
    for number, point in enumerate(points, 1):
        variance = 4.0 * WEIGHT / (2 - WEIGHT) * (1 - (1 - WEIGHT) ** (2 * number))
        assert point.limit == pytest.approx(SIGMAS * variance**0.5)
    assert points[0].limit == pytest.approx(SIGMAS * WEIGHT * 2.0)


def test_limits_with_unequal_deviations_are_those_of_the_weighted_sum() -> None:
    chance = np.random.default_rng(3)
    deviations = np.array([0.2, 1.5, 0.4, 0.9])
    drawn = chance.normal(0, deviations, (40_000, 4))
    ends = [ewma(list(zip(row, deviations, strict=True)))[-1] for row in drawn[:8000].tolist()]
    assert np.std([one.average for one in ends]) == pytest.approx(ends[0].limit / SIGMAS, rel=0.03)


def test_a_figure_that_moves_is_found_and_one_that_stays_is_not() -> None:
    steady = [(0.1, 0.3), (-0.2, 0.3), (0.15, 0.3), (-0.1, 0.3)]
    assert not any(one.is_beyond for one in ewma(steady))
    moved = [*steady, (0.9, 0.3), (1.0, 0.3), (0.8, 0.3)]
    assert ewma(moved)[-1].is_beyond


def test_an_estimated_centre_widens_the_limits_by_its_own_variance() -> None:
    chance = np.random.default_rng(4)
    centres = chance.normal(0, 0.3, 8000)
    drawn = chance.normal(0, 0.5, (8000, 3))
    ends = [
        ewma([(one, 0.5) for one in row], centre=centre, centre_sd=0.3)[-1]
        for row, centre in zip(drawn.tolist(), centres.tolist(), strict=True)
    ]
    assert np.std([one.average - one.centre for one in ends]) == pytest.approx(ends[0].limit / SIGMAS, rel=0.03)


@pytest.mark.parametrize(("quarters", "begins"), [(9, 5), (8, 4), (6, 2), (5, 2), (3, 2)])
def test_the_newest_year_is_held_against_what_was_before(quarters: int, begins: int) -> None:
    figures = [(0.0, 0.3)] * quarters
    assert watched(figures) == begins
    assert len(newest_year(figures)) == quarters - begins


def test_two_quarters_or_fewer_say_nothing() -> None:
    assert newest_year([(3.0, 0.1), (-3.0, 0.1)]) == []
    assert newest_year([]) == []


def test_a_change_a_year_ago_is_found_though_the_overall_mean_lies_in_the_middle() -> None:
    changed = [(-0.45, 0.3)] * 4 + [(0.45, 0.3)] * 4
    assert not any(one.is_beyond for one in ewma(changed))
    points = newest_year(changed)
    assert points[-1].is_beyond
    assert points[-1].centre == pytest.approx(-0.45)
