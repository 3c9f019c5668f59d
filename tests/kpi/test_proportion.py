"""The Wilson interval against published values."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kamacademy.proportion import wilson


# R. G. Newcombe 1998, Statistics in Medicine 17:857-872, table I, method 3 (score, no continuity correction).
@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_it_gives_newcombes_four_examples(successes: int, trials: int, low: float, high: float) -> None:
    found = wilson(successes, trials)
    assert found.low == pytest.approx(low, abs=5e-5)
    assert found.high == pytest.approx(high, abs=5e-5)


@pytest.mark.parametrize(("successes", "trials", "low", "high"), [(14, 20, 48, 85), (70, 100, 60, 78)])
def test_it_gives_the_two_shares_of_70_percent_in_the_handbook(
    successes: int, trials: int, low: int, high: int
) -> None:
    found = wilson(successes, trials)
    assert (round(100 * found.low), round(100 * found.high)) == (low, high)


def test_all_and_none_reach_the_end_and_no_further() -> None:
    assert wilson(0, 5).low == 0.0
    assert wilson(5, 5).high == 1.0
    # By hand: 3 of 3 has the lower bound n / (n + z squared) = 3 / 6.8415.
    assert wilson(3, 3).low == pytest.approx(3 / (3 + 1.959964**2), abs=1e-6)


@given(some.integers(1, 400).flatmap(lambda n: some.tuples(some.integers(0, n), some.just(n))))
def test_it_holds_the_share_and_stays_between_none_and_all(counts: tuple[int, int]) -> None:
    found = wilson(*counts)
    assert 0.0 <= found.low <= counts[0] / counts[1] <= found.high <= 1.0


@given(some.integers(1, 50), some.integers(2, 20))
def test_more_cases_with_the_same_share_narrow_it(half: int, times: int) -> None:
    few, many = wilson(half, 2 * half), wilson(half * times, 2 * half * times)
    assert many.high - many.low < few.high - few.low
