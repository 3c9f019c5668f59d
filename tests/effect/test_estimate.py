"""Intervals and chances of an estimate."""

import pytest

from kamacademy.effect.estimate import Estimate, quantile


# The tables of Student's distribution: 2.228 at 10 degrees of freedom, 2.093 at 19, 1.960 of the normal one.
@pytest.mark.parametrize(("freedom", "z"), [(10, 2.2281), (19, 2.0930), (float("inf"), 1.9600)])
def test_the_interval_is_as_wide_as_the_tables_say(freedom: float, z: float) -> None:
    found = Estimate(3.0, 2.0, freedom)
    assert (found.low, found.high) == pytest.approx((3 - 2 * z, 3 + 2 * z), abs=2e-4)
    assert quantile(0.975, freedom) == pytest.approx(z, abs=1e-4)


def test_chance_and_interval_agree() -> None:
    at_the_edge = Estimate(2 * 2.0930, 2.0, 19)
    assert at_the_edge.p == pytest.approx(0.05, abs=1e-4)
    assert Estimate(4.2, 2.0, 19).is_apart
    assert not Estimate(4.1, 2.0, 19).is_apart
    assert Estimate(-4.2, 2.0, 19).is_apart
    assert Estimate(1.959964, 1.0).p == pytest.approx(0.05, abs=1e-6)


def test_without_any_error_it_is_certain() -> None:
    assert Estimate(0.0, 0.0).p == 1.0
    assert Estimate(0.1, 0.0).p == 0.0


def test_a_difference_adds_the_errors_by_squares() -> None:
    found = Estimate(5.0, 3.0, 20).minus(Estimate(1.0, 4.0, 9))
    assert (found.value, found.error, found.freedom) == (4.0, 5.0, 9)
