"""Levels beside the reference: counts, kappa with a 90 % interval, lean and spread; and what counts of them."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.stats import t

from kamacademy.calibration.comparison import Pair, agreement, by_indicator, compare, mean_span, t_90
from kamacademy.calibration.counting import Rated, counted_once
from kamacademy.calibration.words import spread_words
from kamacademy.marking.agreement import FEWEST_PAIRS, kappa

VECTOR: dict[str, Any] = json.loads((Path(__file__).parent / "vectors.json").read_text())["kappa_weighted_cohen_1968"]


def pairs(*levels: tuple[int | None, int], indicator: str = "C03a") -> list[Pair]:
    """Pairs of one case each."""
    return [Pair(f"v{number:02}", indicator, given, reference) for number, (given, reference) in enumerate(levels)]


def many(rng: np.random.Generator, number: int, off: float) -> list[tuple[int, int]]:
    """Levels that miss the reference by one, this often."""
    reference = rng.integers(1, 6, number)
    shift = rng.choice([-1, 0, 1], number, p=[off / 2, 1 - off, off / 2])
    return [(int(np.clip(one + by, 1, 5)), int(one)) for one, by in zip(reference, shift, strict=True)]


def test_the_kappa_that_is_used_is_that_of_cohen() -> None:
    table, apart = VECTOR["data"]["proportions"], VECTOR["data"]["disagreement_weights"]
    found = kappa(table, lambda i, j: float(apart[i][j]))
    assert found is not None
    assert found.value == pytest.approx(VECTOR["expected"]["kappa_weighted"], abs=VECTOR["abs_tolerance"])
    plain = kappa(table, lambda i, j: float(i != j))
    assert plain is not None
    assert plain.value == pytest.approx(VECTOR["expected"]["kappa"], abs=VECTOR["abs_tolerance"])


def test_below_thirty_pairs_only_counts_are_said() -> None:
    found = compare(pairs(*[(3, 3)] * 20, *[(4, 3)] * 7, (5, 3), (1, 3), (None, 2)))
    assert (found.n, found.unknown, found.exact, found.within_one) == (29, 1, 20, 27)
    assert found.is_indicative
    assert (found.kappa, found.leniency, found.spread, found.reference_spread) == (None, None, None, None)


def test_from_thirty_pairs_on_everything_is_said() -> None:
    found = compare(pairs(*[(3, 2)] * 10, *[(4, 4)] * 10, *[(2, 2)] * 10))
    assert (found.n, found.exact, found.within_one) == (FEWEST_PAIRS, 20, 30)
    assert found.kappa is not None
    assert found.leniency is not None
    assert found.leniency.value == pytest.approx(1 / 3)
    assert 0 < found.leniency.low < found.leniency.high
    assert found.spread == pytest.approx(0.8304548)
    assert found.reference_spread == pytest.approx(0.9589266)


def test_levels_all_alike_have_no_kappa() -> None:
    assert compare(pairs(*[(3, 3)] * 30)).kappa is None


@pytest.mark.parametrize("off", [0.3, 0.6, 0.9])
def test_the_interval_of_kappa_is_near_that_of_drawing_the_pairs_again(off: float) -> None:
    rng = np.random.default_rng(7)
    some = many(rng, 60, off)
    found = agreement(some)
    assert found is not None
    drawn = [agreement([some[one] for one in rng.integers(0, 60, 60)]) for _ in range(1500)]
    low, high = np.quantile([one.value for one in drawn if one is not None], [0.05, 0.95])
    assert found.low == pytest.approx(low, abs=0.035)
    assert found.high == pytest.approx(high, abs=0.035)


@pytest.mark.parametrize("degrees", [5, 10, 29, 41, 200])
def test_the_percentile_of_student_is_that_of_a_library(degrees: int) -> None:
    assert t_90(degrees) == pytest.approx(t.ppf(0.95, degrees), abs=1e-3)


def test_the_mean_has_the_interval_of_student() -> None:
    found = mean_span([1, 0, 0, 1, -1, 0])
    assert found.value == pytest.approx(1 / 6)
    assert found.high - found.value == pytest.approx(2.01505 * 0.752773 / 6**0.5, abs=1e-3)


def test_no_spread_is_compared_where_no_reference_differs() -> None:
    assert spread_words(compare(pairs(*[(3, 3), (4, 3)] * 15))) is None
    assert "nearer the middle" in (spread_words(compare(pairs(*[(3, 1), (3, 5)] * 15))) or "")


def test_each_indicator_has_a_comparison_of_its_own() -> None:
    found = by_indicator([*pairs((3, 3), (2, 4)), *pairs((1, 1), indicator="C01b")])
    assert list(found) == ["C01b", "C03a"]
    assert (found["C03a"].n, found["C03a"].exact, found["C03a"].within_one) == (2, 1, 1)


def test_a_case_rated_again_within_a_year_counts_with_its_first_rating() -> None:
    first, again = Pair("v01", "C03a", 1, 3), Pair("v01", "C03a", 3, 3)
    assert counted_once([Rated(again, date(2026, 6, 1)), Rated(first, date(2025, 6, 2))]) == [first]
    assert counted_once([Rated(first, date(2025, 6, 1)), Rated(again, date(2026, 6, 1))]) == [again]
    other = Pair("v01", "C03b", 2, 2)
    assert counted_once([Rated(first, date(2025, 6, 1)), Rated(other, date(2025, 6, 2))]) == [first, other]
