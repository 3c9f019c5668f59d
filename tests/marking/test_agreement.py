"""Weighted kappa against published values, its error against the jackknife, and what a line's row says."""

import json
from math import sqrt
from pathlib import Path

import pytest

from kamacademy.marking.agreement import FEWEST_PAIRS, Pair, Weights, agreements, kappa

VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text())
COUPLES = [[7, 7, 2, 3], [2, 8, 3, 7], [1, 5, 4, 9], [2, 8, 9, 14]]
NAMED: dict[str, Weights] = {
    "unequal": lambda i, j: float(i != j),
    "distance": lambda i, j: float(abs(i - j)),
    "quadratic": lambda i, j: float((i - j) ** 2),
}


def weights(named: str | list[list[float]]) -> Weights:
    """Disagreement by its name, or from a table."""
    return NAMED[named] if isinstance(named, str) else lambda i, j: named[i][j]


@pytest.mark.parametrize("vector", VECTORS, ids=lambda one: one["source"][:24])
def test_kappa_is_what_was_published(vector: dict[str, object]) -> None:
    found = kappa(vector["table"], weights(vector["disagreement"]))  # type: ignore[arg-type]  # as the file says
    assert found is not None
    assert found.value == pytest.approx(vector["kappa"], abs=1e-5)


@pytest.mark.parametrize("disagreement", NAMED.values(), ids=NAMED)
def test_the_standard_error_is_near_that_of_leaving_each_couple_out(disagreement: Weights) -> None:
    n, left_out = sum(map(sum, COUPLES)), []
    for i, row in enumerate(COUPLES):
        for j, count in enumerate(row):
            fewer = [[cell - (i == a and j == b) for b, cell in enumerate(line)] for a, line in enumerate(COUPLES)]
            one = kappa(fewer, disagreement)
            assert one is not None
            left_out += [one.value] * count
    mean = sum(left_out) / n
    jackknife = sqrt((n - 1) / n * sum((one - mean) ** 2 for one in left_out))
    found = kappa(COUPLES, disagreement)
    assert found is not None
    assert found.standard_error == pytest.approx(jackknife, rel=0.03)
    assert found.low < found.value < found.high


def test_perfect_agreement_is_one_and_marks_all_alike_are_nothing_to_compare() -> None:
    perfect = kappa([[10, 0], [0, 10]])
    assert perfect is not None
    assert (perfect.value, perfect.low, perfect.high) == (1, 1, 1)
    assert kappa([[30, 0], [0, 0]]) is None


def some_pairs(n: int, first: int = 2, second: int = 3) -> list[Pair]:
    """Pairs one apart on one line, and as many alike."""
    apart = [Pair("r", "a", "Old title", 4, first, second)] * (n // 2)
    return apart + [Pair("r", "a", "Title", 4, 4, 4)] * (n - n // 2)


def test_a_line_says_how_often_points_were_the_same_or_nearly() -> None:
    (one,) = agreements([*some_pairs(8), Pair("r", "a", "Title", 4, None, 3)])
    assert (one.title, one.n, one.exact, one.within_one, one.unknown) == ("Title", 8, 4, 8, 1)
    (far,) = agreements(some_pairs(8, 0, 2))
    assert (far.exact, far.within_one) == (4, 4)


def test_kappa_is_said_from_thirty_pairs_only() -> None:
    assert agreements(some_pairs(FEWEST_PAIRS - 1))[0].kappa is None
    found = agreements(some_pairs(FEWEST_PAIRS))[0].kappa
    assert found is not None
    assert 0 < found.value < 1


def test_lines_of_a_rubric_stand_together() -> None:
    pairs = [Pair("b", "x", "X", 4, 1, 1), Pair("a", "y", "Y", 4, 1, 1), Pair("b", "w", "W", 4, 1, 1)]
    assert [(one.rubric, one.line) for one in agreements(pairs)] == [("a", "y"), ("b", "x"), ("b", "w")]
