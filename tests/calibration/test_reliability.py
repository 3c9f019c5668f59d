"""Krippendorff's alpha and the intraclass correlation against published values, and their intervals."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kamacademy.calibration.reliability import (
    CONFIDENCE,
    Metric,
    icc_agreement,
    icc_consistency,
    krippendorff,
    krippendorff_span,
    mean_squares,
)

# Any: figures and tables as the file has them.
VECTORS: dict[str, Any] = json.loads((Path(__file__).parent / "vectors.json").read_text())
ICC = VECTORS["icc_shrout_fleiss_1979"]
JUDGES = ICC["data"]["ratings_targets_by_judges"]


def units_of(name: str) -> list[tuple[int | None, ...]]:
    """The units of a vector that is given by observers."""
    return list(zip(*VECTORS[name]["data"]["observers_by_units"], strict=True))


@pytest.mark.parametrize("metric", Metric)
def test_alpha_is_what_krippendorff_published(metric: Metric) -> None:
    vector = VECTORS["krippendorff_canonical"]
    found = krippendorff(units_of("krippendorff_canonical"), metric)
    assert found == pytest.approx(vector["expected"][metric.value], abs=vector["abs_tolerance"])


def test_alpha_of_two_observers_and_two_values_is_what_krippendorff_published() -> None:
    vector = VECTORS["krippendorff_binary_2obs"]
    found = krippendorff(units_of("krippendorff_binary_2obs"), Metric.NOMINAL)
    assert found == pytest.approx(vector["expected"]["nominal"], abs=vector["abs_tolerance"])


def test_alpha_does_not_see_who_gave_which_value() -> None:
    units = units_of("krippendorff_canonical")
    assert krippendorff([unit[::-1] for unit in units]) == pytest.approx(krippendorff(units))


def test_alpha_is_one_where_all_agree_and_nothing_where_all_is_alike() -> None:
    assert krippendorff([(1, 1, 1), (4, 4, 4)]) == pytest.approx(1)
    assert krippendorff([(3, 3), (3, 3)]) is None
    assert krippendorff([(3, None), (2, None)]) is None
    assert krippendorff_span([(3, 3), (3, 3)], seed=1) is None


def test_the_interval_of_alpha_is_the_same_for_one_seed_and_holds_the_value() -> None:
    units = units_of("krippendorff_canonical")
    found = krippendorff_span(units, seed=4)
    assert found == krippendorff_span(units, seed=4)
    assert found is not None
    assert found.low < found.value < found.high <= 1


def test_the_interval_of_alpha_covers_about_nine_in_ten() -> None:
    # Two raters whose true alpha is found from a very large sample of the same process.
    def made(number: int, seed: int) -> list[tuple[int, ...]]:
        rng = np.random.default_rng(seed)
        truth = rng.integers(1, 6, number)
        given = [np.clip(truth + rng.integers(-1, 2, number), 1, 5) for _ in range(3)]
        return [tuple(int(one) for one in unit) for unit in zip(*given, strict=True)]

    true = krippendorff(made(60_000, 1))
    assert true is not None
    spans = [krippendorff_span(made(36, seed), seed) for seed in range(100, 200)]
    covered = sum(1 for one in spans if one is not None and one.low <= true <= one.high)
    assert 78 <= covered <= 98


def test_the_analysis_of_variance_is_that_of_shrout_and_fleiss() -> None:
    expected, found = ICC["expected"]["mean_squares"], mean_squares(JUDGES)
    assert found.between == pytest.approx(expected["BMS"], abs=1e-5)
    assert found.of_raters == pytest.approx(expected["JMS"], abs=1e-5)
    assert found.error == pytest.approx(expected["EMS"], abs=1e-5)


@pytest.mark.parametrize(("function", "name"), [(icc_agreement, "ICC2"), (icc_consistency, "ICC3")])
def test_the_correlation_and_its_interval_are_those_of_shrout_and_fleiss(function: Any, name: str) -> None:
    found = function(JUDGES, confidence=0.95)
    assert found.value == pytest.approx(ICC["expected"]["estimates"][name], abs=ICC["abs_tolerance"])
    assert [found.low, found.high] == pytest.approx(ICC["expected"]["ci95"][name], abs=ICC["abs_tolerance"])


def test_an_interval_of_ninety_percent_is_the_usual_one_and_narrower() -> None:
    usual, wide = icc_agreement(JUDGES), icc_agreement(JUDGES, confidence=0.95)
    assert usual is not None
    assert wide is not None
    assert usual == icc_agreement(JUDGES, CONFIDENCE)
    assert wide.low < usual.low < usual.high < wide.high


def test_agreement_sees_a_strict_rater_and_consistency_does_not() -> None:
    table = [[1, 2, 2], [3, 4, 3], [4, 5, 5], [2, 3, 2]]
    stricter = [[one, other, third - 1] for one, other, third in table]
    assert icc_consistency(table).value == pytest.approx(icc_consistency(stricter).value, abs=1e-9)  # type: ignore[union-attr]  # never None here
    assert icc_agreement(table).value > 0.5 > icc_agreement([[a, b + 3, c] for a, b, c in table]).value  # type: ignore[union-attr]  # never None here


def test_perfect_and_empty_tables_have_their_own_answers() -> None:
    assert icc_agreement([[1, 1], [4, 4]]).value == 1  # type: ignore[union-attr]  # never None here
    assert icc_agreement([[1, 2], [4, 5]]) is None
    assert icc_consistency([[1, 2], [4, 5]]).value == 1  # type: ignore[union-attr]  # never None here
    assert icc_consistency([[3, 3], [3, 3]]) is None
