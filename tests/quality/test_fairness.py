"""Differential item functioning: a published table, and answers with a known difference."""

from dataclasses import replace

import numpy as np
import pytest

from kamacademy.quality.fairness import association, differences, layers, size_of
from kamacademy.quality.figures import Fairness, Favours, Size
from kamacademy.quality.responses import Reason, Refused, Response
from tests.quality.cases import THE_DAY, vector


def answers(each: int = 300, harder_by: float = 0.0, items: int = 12, seed: int = 4) -> list[Response]:
    """Two groups of the same ability (learners to `each`, and after); the first item is harder for the second group."""
    chance = np.random.default_rng(seed)
    ability = chance.normal(size=2 * each)
    difficulty = np.linspace(-1, 1, items)
    given = []
    for learner in range(2 * each):
        for item in range(items):
            extra = harder_by if item == 0 and learner >= each else 0.0
            right = chance.random() < 1 / (1 + np.exp(-1.3 * (ability[learner] - difficulty[item] - extra)))
            given.append(Response(learner, learner, f"i{item:02d}", 1, None, float(right), False, None, THE_DAY))
    return given


def groups(each: int = 300) -> dict[int, str]:
    """The group of each of those learners."""
    return {learner: "first" if learner < each else "second" for learner in range(2 * each)}


def found(given: list[Response], each: int = 300) -> dict[str, Fairness]:
    """The comparisons that answers allow, by item."""
    compared = differences(given, groups(each), "first")
    assert not isinstance(compared, Refused)
    return {one.item: one for one in compared}


def test_the_admissions_of_berkeley_give_the_published_common_odds() -> None:
    case = vector("admissions")
    one = association(np.array(case["men_admitted_men_rejected_women_admitted_women_rejected"], dtype=float))
    assert one is not None
    expected = case["expected"]
    assert one.odds_ratio == pytest.approx(expected["odds_ratio"], abs=1e-7)
    assert (one.interval.low, one.interval.high) == pytest.approx((expected["low"], expected["high"]), abs=1e-7)
    assert one.chi_square == pytest.approx(expected["chi_square"], abs=1e-4)
    assert one.p_value == pytest.approx(expected["p_value"], abs=1e-4)


def test_an_item_that_is_harder_for_one_group_is_found_and_no_other() -> None:
    compared = found(answers(harder_by=1.2))
    assert (compared["i00"].size, compared["i00"].favours) == (Size.LARGE, Favours.REFERENCE)
    assert compared["i00"].delta < -1.5
    assert {one.size for item, one in compared.items() if item != "i00"} == {Size.NEGLIGIBLE}
    assert (compared["i00"].n_reference, compared["i00"].n_focal) == (300, 300)


def test_swapped_groups_swap_whom_an_item_favours() -> None:
    given = answers(harder_by=1.2)
    one = found(given)["i00"]
    turned = differences(given, groups(), "second")
    assert not isinstance(turned, Refused)
    assert turned[0].odds_ratio == pytest.approx(1 / one.odds_ratio)
    assert turned[0].favours is Favours.FOCAL


def test_without_a_difference_no_item_favours_anyone() -> None:
    assert {one.favours for one in found(answers()).values()} == {Favours.NOBODY}


def test_below_a_hundred_in_a_group_nothing_is_compared() -> None:
    refused = differences(answers(99), groups(99), "first")
    assert refused == Refused(Reason.TOO_FEW_IN_A_GROUP, 99, 100)
    assert differences([], {}, "first") == Refused(Reason.TOO_FEW_IN_A_GROUP, 0, 100)


def test_people_with_different_items_are_not_compared() -> None:
    given = answers(100)[1:]
    assert differences(given, groups(100), "first") == Refused(Reason.INCOMPLETE, 199, 200)


def test_only_the_first_sitting_of_a_learner_with_a_group_counts() -> None:
    given = answers(100)
    again = [replace(one, sitting=5000 + one.sitting, score=1.0) for one in given]
    stranger = [replace(one, sitting=9000, learner=9000, score=1.0) for one in given[:12]]
    assert found(given + again + stranger, 100) == found(given, 100)


def test_an_item_all_have_right_is_left_out() -> None:
    given = [replace(one, score=1.0) if one.item == "i03" else one for one in answers(100)]
    assert "i03" not in found(given, 100)


def test_layers_count_each_group_right_and_not_by_score() -> None:
    right, score = np.array([1.0, 0, 1, 0, 1]), np.array([2.0, 2, 2, 1, 1])
    is_reference = np.array([True, True, False, False, True])
    assert layers(right, score, is_reference).tolist() == [[1, 0, 0, 1], [1, 1, 1, 0]]


def test_a_difference_that_may_be_chance_is_negligible_and_one_not_surely_above_one_is_moderate() -> None:
    # Odds of 2.25 are a delta of 1.9: few answers, some, many.
    for times, size in ((1, Size.NEGLIGIBLE), (4, Size.MODERATE), (40, Size.LARGE)):
        one = association(np.array([[15.0, 10, 10, 15]]) * times)
        assert one is not None
        assert one.odds_ratio == pytest.approx(2.25)
        assert size_of(one) is size
