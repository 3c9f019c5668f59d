"""Return on cost, from an effect and with its assumptions."""

import pytest

from kamacademy.effect.estimate import Estimate
from kamacademy.effect.returns import Assumption, Range, benefit_cost_ratio, multiplied, returned, roi_percent
from tests.effect.vectors_of import CHANGE

PHILLIPS = CHANGE["phillips_roi"]


def exactly(name: str, figure: float, *, is_opinion: bool = False) -> Assumption:
    """An assumption without a range."""
    return Assumption(name, Range(figure, figure, figure), "The example.", is_opinion)


def test_the_example_of_phillips() -> None:
    data, expected = PHILLIPS["data"], PHILLIPS["expected"]
    found = returned(
        Estimate(data["gross_benefit"], 0.0),
        [
            exactly("owed to the programme", data["isolation_share"], is_opinion=True),
            exactly("confidence", data["confidence"], is_opinion=True),
        ],
        Range(data["cost"], data["cost"], data["cost"]),
    )
    assert found.benefit.central == pytest.approx(expected["adjusted_benefit"])
    assert found.ratio.central == pytest.approx(expected["bcr"])
    assert found.percent.central == pytest.approx(expected["roi_percent"])
    assert found.opinions == ("owed to the programme", "confidence")
    assert benefit_cost_ratio(67_200, 48_000) == pytest.approx(expected["bcr"])
    assert roi_percent(67_200, 48_000) == pytest.approx(expected["roi_percent"])


# By hand: an effect of 4 (2 to 6 with an error of 1.0204) worth 80 to 120 each, against a cost of 300 to 500.
def test_low_and_high_put_the_ends_together() -> None:
    worth = Assumption("worth of one", Range(80, 100, 120), "Finance, 2026.", is_opinion=False)
    found = returned(Estimate(4.0, 2 / 1.959964), [worth], Range(300, 400, 500))
    assert (found.benefit.low, found.benefit.central, found.benefit.high) == pytest.approx((160, 400, 720), rel=1e-5)
    assert (found.percent.low, found.percent.central, found.percent.high) == pytest.approx((-68, 0, 140), rel=1e-4)
    assert found.may_have_cost_more
    assert found.opinions == ()


def test_a_loss_is_the_larger_share_of_a_smaller_cost() -> None:
    found = returned(Estimate(-10.0, 0.0), [], Range(50, 80, 100))
    assert (found.percent.low, found.percent.high) == pytest.approx((-120, -110))


def test_a_range_around_nothing_keeps_its_order() -> None:
    found = multiplied([Range(-2, 1, 3), Range(-1, 2, 4)])
    assert (found.low, found.central, found.high) == (-8, 2, 12)


def test_a_range_that_is_not_in_order_is_refused() -> None:
    with pytest.raises(ValueError, match="lies between"):
        Range(2, 1, 3)
