"""Calibration against published estimates and answers with known parameters."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from kamacademy.quality.figures import Calibration, LeftOut, Model, Shown
from kamacademy.quality.irt import (
    PRIOR_SD,
    Fit,
    abilities,
    calibration,
    calibration_of_frame,
    expect,
    fit,
    information,
    reliability_of,
)
from kamacademy.quality.irt_errors import errors
from kamacademy.quality.responses import Reason, Refused
from kamacademy.quality.tables import Numbers
from tests.quality.cases import drawn, frame, lsat6, response, vector


def fitted(model: Model) -> Fit:
    """LSAT6 without a prior, as published estimates are."""
    return fit(csr_array(np.ones((1000, 5))), csr_array(lsat6()), model, None)


def calibrated(table: pd.DataFrame) -> Calibration:
    """The calibration of a table that allows one."""
    found = calibration_of_frame(table)
    assert isinstance(found, Calibration)
    return found


@pytest.mark.parametrize("model", list(Model))
def test_lsat6_has_the_published_estimates(model: Model) -> None:
    expected = vector("lsat6")["marginal"][model]
    found = fitted(model)
    assert found.log_likelihood == pytest.approx(expected["logLik"], abs=0.001)
    assert found.a == pytest.approx(np.broadcast_to(expected["a"], 5), abs=0.005)
    assert -found.d / found.a == pytest.approx(np.array(expected["b"]), abs=0.005)


def test_lsat6_has_the_published_standard_errors() -> None:
    expected = vector("lsat6")["marginal"]["2PL_errors"]
    found = fitted(Model.TWO_PARAMETER)
    had = csr_array(np.ones((1000, 5)))
    margin = errors(had, csr_array(lsat6()), found.a, found.d, found.posterior, None, is_common=False)
    assert margin.a == pytest.approx(np.array(expected["a"]), abs=0.001)
    assert margin.b == pytest.approx(np.array(expected["b"]), abs=0.003)


def test_errors_with_one_discrimination_are_those_of_the_likelihoods_curvature() -> None:
    had, right, found = csr_array(np.ones((1000, 5))), csr_array(lsat6()), fitted(Model.ONE_PARAMETER)
    margin = errors(had, right, found.a, found.d, found.posterior, None, is_common=True)
    at = np.array([found.a[0], *found.d])

    def likelihood(shift: Numbers) -> float:
        a, *d = at + shift
        return expect(had, right, np.full(5, a), np.array(d))[1]

    step = 1e-3 * np.eye(6)
    curvature = [
        [likelihood(x + y) - likelihood(x - y) - likelihood(y - x) + likelihood(-x - y) for y in step] for x in step
    ]
    covariance = np.linalg.inv(-np.array(curvature) / 4e-6)
    assert margin.a == pytest.approx(np.full(5, np.sqrt(covariance[0, 0])), rel=0.005)
    b = -found.d / found.a
    of_b = [b[i] ** 2 * covariance[0, 0] + 2 * b[i] * covariance[0, i + 1] + covariance[i + 1, i + 1] for i in range(5)]
    assert margin.b == pytest.approx(np.sqrt(of_b) / found.a, rel=0.005)


def test_one_parameter_difficulties_are_those_of_conditional_likelihood() -> None:
    # On the Rasch scale (a = 1, difficulties sum to zero) the two ways of estimating nearly agree.
    found = fitted(Model.ONE_PARAMETER)
    rasch = -(found.d - found.d.mean())
    assert rasch == pytest.approx(np.array(vector("lsat6")["conditional"]["b"]), abs=0.003)


def test_abilities_at_published_parameters_are_the_published_ones() -> None:
    case = vector("lsat6")["eap"]
    a, b = np.array(case["parameters"]["a"]), np.array(case["parameters"]["b"])
    patterns = np.array([[float(digit) for digit in one["pattern"]] for one in case["eap"]])
    posterior, _ = expect(csr_array(np.ones_like(patterns)), csr_array(patterns), a, -a * b)
    mean, sd = abilities(posterior)
    assert mean == pytest.approx(np.array([one["eap"] for one in case["eap"]]), abs=0.001)
    assert sd == pytest.approx(np.array([one["sd"] for one in case["eap"]]), abs=0.001)


def test_information_is_the_published_one() -> None:
    case = vector("lsat6")["eap"]
    a, b = np.array(case["parameters"]["a"]), np.array(case["parameters"]["b"])
    for ability, expected in case["item_information"].items():
        assert information(float(ability), a, b) == pytest.approx(np.array(expected), abs=1e-4)


def test_items_drawn_at_random_get_their_parameters_back() -> None:
    table, a, b = drawn(3000, 60, 30)
    found = calibrated(table)
    ours_a = np.array([one.discrimination for one in found.items])
    ours_b = np.array([one.difficulty for one in found.items])
    error_a = np.array([one.discrimination_error for one in found.items])
    error_b = np.array([one.difficulty_error for one in found.items])
    assert np.corrcoef(np.log(ours_a), np.log(a))[0, 1] > 0.9
    assert np.corrcoef(ours_b, b)[0, 1] > 0.98
    # Nineteen in twenty of 60 intervals hold the truth, give or take what 60 allow.
    assert 0.87 <= (np.abs(ours_a - a) < 1.96 * error_a).mean() <= 1
    assert 0.87 <= (np.abs(ours_b - b) < 1.96 * error_b).mean() <= 1
    assert (found.n, found.answers, len(found.abilities)) == (3000, 90_000, 3000)
    assert {one.shown for one in found.items} == {Shown.BOTH}


def test_the_prior_keeps_a_small_samples_discriminations_sane() -> None:
    table, a, _ = drawn(80, 30, 30)
    wide = table.pivot(index="sitting", columns="item", values="score").to_numpy()
    had, right = csr_array(np.ones_like(wide)), csr_array(wide)
    with_prior, without = (fit(had, right, Model.TWO_PARAMETER, sd).a for sd in (PRIOR_SD, None))
    assert np.sqrt(((with_prior - a) ** 2).mean()) < 0.8 * np.sqrt(((without - a) ** 2).mean())


def test_reliability_is_what_abilities_share_with_the_truth() -> None:
    chance = np.random.default_rng(3)
    mean, sd = chance.normal(0, 0.9, 4000), np.full(4000, np.sqrt(1 - 0.81))
    value, interval = reliability_of(mean, sd)
    assert value == pytest.approx(0.81, abs=0.02)
    assert interval.holds(0.81)
    assert 0.005 < interval.high - interval.low < 0.05


def test_reliability_and_its_interval_do_not_know_the_unit_of_ability() -> None:
    chance = np.random.default_rng(4)
    mean, sd = chance.normal(0, 0.8, 500), chance.uniform(0.4, 0.8, 500)
    value, interval = reliability_of(mean, sd)
    again, wider = reliability_of(3 * mean, 3 * sd)
    assert (again, wider.low, wider.high) == pytest.approx((value, interval.low, interval.high))


def test_a_common_discrimination_has_one_prior_however_many_items() -> None:
    # The prior pulls the published .7551 (error .0694) towards 1 by .281 (.092 / .4)^2 on the logarithm: to .766.
    found = calibration_of_frame(frame(lsat6()), Model.ONE_PARAMETER)
    assert isinstance(found, Calibration)
    assert [one.discrimination for one in found.items] == pytest.approx([0.766] * 5, abs=0.003)
    assert [one.discrimination_error for one in found.items] == pytest.approx([0.0694] * 5, abs=0.003)


def test_the_prior_bounds_the_error_of_a_discrimination() -> None:
    # With log a ~ N(0, 0.4) beforehand no a can be less certain than 0.4 a, however few the answers.
    table, _, _ = drawn(60, 4, 4)
    assert all(one.discrimination_error < PRIOR_SD * one.discrimination for one in calibrated(table).items)


def test_a_sitting_with_none_of_the_calibrated_items_has_no_ability() -> None:
    table, _, _ = drawn(100, 4, 4)
    alone = pd.DataFrame([{**table.iloc[0], "sitting": -1, "item": "i999"}])
    found = calibrated(pd.concat([alone, table]))
    assert [one.sitting for one in found.abilities] == list(range(100))
    assert found.abilities == calibrated(table).abilities


def test_below_two_hundred_answers_only_difficulty_is_shown() -> None:
    table, _, _ = drawn(199, 5, 5)
    assert {one.shown for one in calibrated(table).items} == {Shown.DIFFICULTY}
    table, _, _ = drawn(200, 5, 5)
    assert {one.shown for one in calibrated(table).items} == {Shown.BOTH}


def test_items_with_few_answers_or_all_alike_are_left_out_and_named() -> None:
    table, _, _ = drawn(200, 6, 6)
    table.loc[table["item"] == "i000", "score"] = 1.0
    table.loc[(table["item"] == "i001") & (table["sitting"] >= 59), "score"] = np.nan
    found = calibrated(table)
    assert [(one.item, one.n, one.why) for one in found.uncalibrated] == [
        ("i000", 200, LeftOut.ALL_ALIKE),
        ("i001", 59, LeftOut.TOO_FEW),
    ]
    assert [one.item for one in found.items] == ["i002", "i003", "i004", "i005"]
    assert [one.n for one in found.items] == [200] * 4


def test_partial_credit_counts_as_not_right() -> None:
    scores = lsat6()[::4]
    whole = calibrated(frame(scores))
    halves = calibrated(frame(np.where(scores == 0, 0.5, 1.0)))
    assert whole == halves


def test_below_sixty_sittings_or_three_items_there_is_no_scale() -> None:
    table, _, _ = drawn(59, 5, 5)
    assert calibration_of_frame(table) == Refused(Reason.TOO_FEW_SITTINGS, 59, 60)
    assert calibration_of_frame(frame(lsat6()[:, :2])) == Refused(Reason.TOO_FEW_ANSWERS, 2, 3)
    assert calibration([response(1, "a", 1.0)]) == Refused(Reason.TOO_FEW_SITTINGS, 1, 60)


def test_the_order_of_answers_does_not_matter() -> None:
    table, _, _ = drawn(150, 8, 6)
    one, other = calibrated(table), calibrated(table.sample(frac=1, random_state=1))
    assert [it.item for it in one.items] == [it.item for it in other.items]
    assert [it.difficulty for it in one.items] == pytest.approx([it.difficulty for it in other.items])
    assert [it.value for it in one.abilities] == pytest.approx([it.value for it in other.abilities])


@settings(max_examples=40, deadline=None)
@given(st.lists(st.booleans(), min_size=6, max_size=6), st.integers(0, 5))
def test_one_more_right_answer_never_lowers_an_ability(right: list[bool], extra: int) -> None:
    a, d = np.array([0.4, 0.7, 1.0, 1.3, 1.6, 2.0]), np.array([1.0, -1.0, 0.5, 0.0, -0.5, 2.0])
    more = [one or number == extra for number, one in enumerate(right)]
    patterns = np.array([right, more], dtype=float)
    mean, _ = abilities(expect(csr_array(np.ones((2, 6))), csr_array(patterns), a, d)[0])
    assert mean[1] >= mean[0]
