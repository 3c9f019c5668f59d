"""Before and after, against published values."""

import numpy as np
import pytest

from kamacademy.effect.before_after import (
    Everyone,
    before_after,
    before_after_words,
    difference,
    is_reliable,
    likeness,
    regression_above,
    regression_of,
    reliable_change,
    smallest_reliable,
)
from tests.effect.vectors_of import CHANGE

CUT, RCI = CHANGE["rtm_upper"], CHANGE["rci_a"]


def test_who_is_chosen_above_a_cut_falls_back_as_the_formula_says() -> None:
    data = CUT["data"]
    everyone = Everyone(data["mean"], data["sd"], data["test_retest_r"])
    found = regression_above(everyone, data["cut_select_above"])
    assert found == pytest.approx(CUT["expected"]["expected_drop"], abs=CUT["tolerance"])


def test_reliable_change_is_jacobson_and_truaxs() -> None:
    data, expected = RCI["data"], RCI["expected"]
    sure = {"sd": data["sd_pre"], "reliability": data["reliability"]}
    index = reliable_change(data["x1"], data["x2"], **sure)
    assert index == pytest.approx(expected["rci"], abs=RCI["tolerance"])
    smallest = smallest_reliable(**sure)
    assert smallest == pytest.approx(expected["smallest_reliable_change_95"], abs=RCI["tolerance"])
    assert is_reliable(reliable_change(30, 30 + smallest + 0.001, **sure))
    assert not is_reliable(reliable_change(30, 30 - smallest + 0.001, **sure))


def test_low_figures_rise_by_themselves_and_nothing_is_left_beyond() -> None:
    chance = np.random.default_rng(1)
    able = chance.normal(3.1, 0.6 * 0.52**0.5, 4000)
    first, second = (able + chance.normal(0, 0.6 * 0.48**0.5, 4000) for _ in range(2))
    low = first < 2.5
    everyone = Everyone(float(first.mean()), float(first.std()), 0.52)
    found = before_after(first[low].tolist(), second[low].tolist(), everyone)
    assert found is not None
    assert found.gain.low > 0.35
    assert found.expected == pytest.approx(found.gain.value, abs=0.06)
    assert not found.beyond.is_apart


# By hand: gains of 1, 2, 3, 4 and 5 have the mean 3 and the error sqrt(2.5 / 5); everyone lies 10 above, likeness 0.8.
def test_a_gain_by_hand() -> None:
    found = before_after([20, 20, 20, 20, 20], [21, 22, 23, 24, 25], Everyone(30, 5, 0.8))
    assert found is not None
    assert (found.gain.value, found.gain.error, found.gain.freedom) == pytest.approx((3, 0.5**0.5, 4))
    assert found.expected == pytest.approx(2)
    assert found.beyond.value == pytest.approx(1)
    assert regression_of(Everyone(30, 5, 1.0), 20) == 0
    words = before_after_words(found, "points")
    assert words.startswith(
        "5 people moved by 3 points on average. 2 points of it was to be expected with nothing done"
    )
    assert words.endswith("Before and after only: other causes are possible.")


def test_four_people_say_nothing() -> None:
    assert before_after([1, 2, 3, 4], [2, 3, 4, 5], Everyone(3, 1, 0.5)) is None
    assert likeness([1, 2, 3, 4], [1, 2, 3, 4]) is None


# By hand: of 1 2 3 4 5 and 2 1 4 3 5 the correlation is 8 / 10; reversed figures are no likeness at all.
def test_likeness_by_hand() -> None:
    assert likeness([1, 2, 3, 4, 5], [2, 1, 4, 3, 5]) == pytest.approx(0.8)
    assert likeness([1, 2, 3, 4, 5], [5, 4, 3, 2, 1]) == 0.0
    assert likeness([1, 2, 3, 4, 5], [3, 3, 3, 3, 3]) is None


# R. G. Newcombe 1998, Statistics in Medicine 17:873-890, table II, method 10: 56/70 less 48/80, and 9/10 less 3/10.
@pytest.mark.parametrize(
    ("after", "before", "low", "high"), [((56, 70), (48, 80), 0.0524, 0.3339), ((9, 10), (3, 10), 0.1705, 0.8090)]
)
def test_the_difference_of_two_shares_is_newcombes(
    after: tuple[int, int], before: tuple[int, int], low: float, high: float
) -> None:
    found = difference(after, before)
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)
