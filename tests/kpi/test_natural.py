"""Natural limits against published values."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kamacademy.kpi.natural import Limits, individuals, moving_ranges, resemblance, shares

# Any: figures and tables as the file has them.
VECTORS: dict[str, Any] = json.loads((Path(__file__).parent / "vectors" / "series.json").read_text(encoding="utf-8"))
NIST = VECTORS["xmr_nist_flowrate"]
ORANGE = VECTORS["pchart_orange_juice"]
COUNTS = [(one, ORANGE["data"]["n"]) for one in ORANGE["data"]["defectives"]]


def test_the_limits_of_individual_readings_are_those_of_the_handbook() -> None:
    readings, expected = NIST["data"]["x"], NIST["expected"]
    found = individuals(readings, moving_ranges(readings))
    figures = (found.centre, found.mean_range, found.limits.high, found.limits.low, found.sigma)
    keys = ("center", "mrbar", "unpl", "lnpl", "sigma")
    assert figures == pytest.approx([expected[key] for key in keys], abs=NIST["tolerance"])
    assert all(found.limits.holds(one) for one in readings)


def test_the_p_chart_is_montgomerys() -> None:
    expected = ORANGE["expected"]
    found = shares(COUNTS)
    limits = found.limits(50)
    assert (found.centre, limits.low, limits.high) == pytest.approx(
        (expected["pbar"], expected["lcl"], expected["ucl"]), abs=ORANGE["tolerance"]
    )
    outside = [place for place, (count, n) in enumerate(COUNTS, start=1) if not limits.holds(count / n)]
    assert outside == expected["out_of_control_1based"]


# Laney 2002: with equally many cases in each reading, p' and the chart of individual readings are the same.
def test_with_equal_cases_laneys_limits_are_those_of_individual_readings() -> None:
    values = [count / n for count, n in COUNTS]
    single = individuals(values, moving_ranges(values)).limits
    found = shares(COUNTS)
    wide = found.limits(50, found.sigma_z)
    assert (wide.low, wide.high) == pytest.approx((max(single.low, 0.0), single.high))


# By hand: 5 of 10, 8 of 16, 15 of 25 pool to 28 of 51; z = -0.3113, -0.3938, 0.5120; mean range 0.4943, over 1.128.
def test_sigma_z_by_hand() -> None:
    assert shares([(5, 10), (8, 16), (15, 25)]).sigma_z == pytest.approx(0.4382, abs=2e-4)


def test_shares_of_all_or_none_have_nothing_to_vary() -> None:
    assert shares([(5, 5), (7, 7)]).limits(6) == Limits(1.0, 1.0)
    assert shares([(0, 5), (0, 7)]).sigma_z == 1.0


def test_limits_of_a_share_end_at_none_and_all() -> None:
    assert shares([(9, 10), (10, 10)]).limits(4).high == 1.0
    assert shares([(1, 10), (0, 10)]).limits(4).low == 0.0


# By hand: 1, 2, 3, 4 lie -1.5, -0.5, 0.5, 1.5 from their mean; (0.75 - 0.25 + 0.75) / 5.
def test_resemblance_by_hand() -> None:
    assert resemblance([1, 2, 3, 4]) == pytest.approx(0.25)
    assert resemblance([1, -1, 1, -1]) == pytest.approx(-0.75)
    assert resemblance([4.0, 4.0, 4.0]) == 0.0


@given(some.lists(some.floats(-1e3, 1e3), min_size=3, max_size=40), some.floats(-500, 500))
def test_limits_move_with_the_readings(values: list[float], by: float) -> None:
    here = individuals(values, moving_ranges(values)).limits
    moved = [one + by for one in values]
    there = individuals(moved, moving_ranges(moved)).limits
    assert (there.low, there.high) == pytest.approx((here.low + by, here.high + by), abs=1e-6)
