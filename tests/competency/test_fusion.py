"""The filter from visits to an ability, and what it says of levels: a worked case, and what must hold for any."""

import numpy as np
import pytest

from kamacademy.competency.belief import (
    bits,
    chance_of_at_least,
    chances,
    expected_bits,
    level_at,
    likely_range,
    quantile,
)
from kamacademy.competency.fusion import Severity, Visit, filtered
from kamacademy.competency.grid import GRID, drifted, population
from kamacademy.rater.rating_scale import Numbers, level_cuts, level_probabilities

# A case worked by dense quadrature (ability in steps of 0.01, occasion in 401 points): six items, then three visits.
ITEMS = ((1, 1.0, -1.0), (1, 1.2, -0.5), (0, 0.9, 0.3), (1, 1.1, 0.6), (1, 0.8, -0.2), (0, 1.0, 1.2))
DIFFICULTIES = (-0.4, -0.1, 0.1, 0.4)
VISITS = (
    Visit(30, 1, (3, 2, 3, 3), DIFFICULTIES),
    Visit(120, 2, (3, 3, 4, 3), DIFFICULTIES),
    Visit(180, 3, (3, 3, 3, 2), DIFFICULTIES),
)
KNOWN = {1: Severity(0.35, 0.3), 2: Severity(-0.2, 0.6), 3: Severity(0.35, 0.3)}
CUTS = (-2.4, -0.8, 0.8, 2.4)


def after_items() -> Numbers:
    """What is known after the items, thirty days on."""
    weights = population().copy()
    for right, slope, place in ITEMS:
        chance = 1 / (1 + np.exp(-slope * (GRID - place)))
        weights = weights * (chance if right else 1 - chance)
    return np.asarray(drifted(weights[None, :] / weights.sum(), [30])[0])


def known_of(*visits: Visit, today: int = 180) -> Numbers:
    """What is known of somebody after some visits by raters of average, unknown severity."""
    return np.asarray(filtered([visits], {}, today)[0])


def mean(weights: Numbers) -> float:
    """The mean ability."""
    return float(weights @ GRID)


def sd(weights: Numbers) -> float:
    """How far the ability is not known."""
    return float(np.sqrt(weights @ (GRID - mean(weights)) ** 2))


def test_the_worked_case_gives_its_mean_range_and_chances() -> None:
    found = filtered([VISITS], KNOWN, 180, before=after_items())[0]
    assert mean(found) == pytest.approx(1.371, abs=0.02)
    assert sd(found) == pytest.approx(0.533, abs=0.02)
    assert (quantile(found, 0.1), quantile(found, 0.9)) == pytest.approx((0.69, 2.05), abs=0.02)
    assert chances(found, CUTS) == pytest.approx((0.0, 0.0, 0.139, 0.832, 0.028), abs=0.02)


@pytest.mark.parametrize(
    ("severity", "difficulty", "expected"),
    [(Severity(0.2, 0.2), 0.0, 0.0748), (Severity(0.0, 0.6), 0.0, 0.0644), (Severity(0.2, 0.2), 1.5, 0.0729)],
)
def test_the_next_rating_tells_as_many_bits_as_worked_out(
    severity: Severity, difficulty: float, expected: float
) -> None:
    told = expected_bits(population(0.7, 0.6), severity, difficulty=difficulty, luck_sd=0.6, cuts=CUTS)
    assert told == pytest.approx(expected, abs=0.002)


def test_two_indicators_of_one_visit_tell_less_than_two_visits() -> None:
    once = known_of(Visit(170, 1, (3, 3)))
    twice = known_of(Visit(170, 1, (3,)), Visit(171, 2, (3,)))
    assert sd(twice) < sd(once)


def test_two_raters_tell_more_than_one_rater_twice() -> None:
    same = known_of(Visit(170, 1, (3,)), Visit(171, 1, (3,)))
    others = known_of(Visit(170, 1, (3,)), Visit(171, 2, (3,)))
    assert sd(others) < sd(same)


def test_a_severe_rater_is_corrected_for() -> None:
    visits = (Visit(100, 1, (2, 2)), Visit(150, 1, (2, 2)))
    severe, lenient = (mean(filtered([visits], {1: Severity(one, 0.2)}, 180)[0]) for one in (1.0, -1.0))
    assert 1.0 < severe - lenient < 2.0


def test_what_is_known_fades_with_time_by_itself() -> None:
    visit = Visit(0, 1, (3, 3))
    spreads = [sd(known_of(visit, today=day)) for day in (0, 90, 360, 720)]
    assert spreads == sorted(spreads)
    assert spreads[-1] > spreads[0] + 0.05


def test_the_order_of_rows_in_a_batch_changes_nothing() -> None:
    histories = [
        (Visit(1, 1, (2,)),),
        (),
        (Visit(1, 1, (2, 3)), Visit(90, 1, (3, 3)), Visit(91, 2, (1,)), Visit(200, 2, (2,))),
        (Visit(5, 1, (4,)), Visit(40, 2, (4,)), Visit(50, 1, (3,))),
    ]
    together = filtered(histories, {1: Severity(0.4, 0.3)}, 200)
    for place, history in enumerate(histories):
        alone = filtered([history], {1: Severity(0.4, 0.3)}, 200)[0]
        assert together[place] == pytest.approx(alone, abs=1e-12)
    assert together.sum(axis=1) == pytest.approx(1.0)


def test_without_visits_the_population_is_all_that_is_known() -> None:
    assert known_of() == pytest.approx(population())


def test_a_third_rater_of_several_visits_still_counts() -> None:
    visits = tuple(Visit(day, 1 + day % 3, (3,)) for day in range(9))
    assert sd(known_of(*visits)) < sd(known_of(*visits[:6]))


def test_levels_begin_where_an_average_rater_gives_them_half_the_time() -> None:
    for level, cut in enumerate(level_cuts(), start=1):
        assert level_probabilities(np.array([cut]))[0, level:].sum() == pytest.approx(0.5)
        assert (level_at(cut - 0.01), level_at(cut + 0.01)) == (level, level + 1)


def test_chances_agree_with_each_other() -> None:
    weights = population(0.4, 0.8)
    shares = chances(weights)
    assert sum(shares) == pytest.approx(1.0)
    for level in range(1, 6):
        assert chance_of_at_least(weights, level) == pytest.approx(sum(shares[level - 1 :]))
    low, middle, high = likely_range(weights)
    assert low <= middle <= high
    assert 0 < bits(shares) < np.log2(5)
    assert bits((1.0, 0.0)) == 0.0
