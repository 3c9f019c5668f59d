"""The KPI's part of the transfer test: at the target, or a band nearer to it than the baseline."""

from datetime import date, timedelta

import pytest

from kamacademy.kpi.figures import Figure
from kamacademy.outcome.transfer import band, has_moved, is_within
from tests.kpi.definitions import days_kpi, kpi, shares, values

DONE = date(2026, 7, 31)  # the last day before the third month from the end


@pytest.mark.parametrize(
    ("counts", "moved"),
    [
        ([(5, 10), (8, 10)], True),  # at the target
        ([(5, 10), (6, 10)], True),  # a band nearer
        ([(10, 20), (11, 20)], False),  # half a band
        ([(6, 10), (5, 10)], False),
        ([(2, 4), (3, 4)], False),  # the newest rests on too few
        ([(1, 4), (6, 10)], False),  # the baseline rests on too few
    ],
)
def test_a_share_moves_by_ten_points_or_reaches_its_target(counts: list[tuple[float, int]], moved: bool) -> None:
    before, after = counts
    figures = shares(before, after)
    assert not has_moved(kpi(), figures, figures[1].start)  # a period that began on the day itself is not after it
    gap = Figure(figures[0].start - timedelta(days=31), figures[0].start - timedelta(days=1), *before)
    assert has_moved(kpi(), [gap, figures[1]], figures[0].start) is moved


def test_only_the_120_days_count() -> None:
    assert is_within(DONE, DONE)
    assert is_within(DONE + timedelta(days=120), DONE)
    assert not is_within(DONE + timedelta(days=121), DONE)
    assert not is_within(DONE - timedelta(days=1), DONE)
    late = Figure(date(2026, 12, 1), date(2026, 12, 31), 9, 10)
    assert not has_moved(kpi(), [late], DONE)


def test_without_a_baseline_only_the_target_counts() -> None:
    after = Figure(date(2026, 8, 1), date(2026, 8, 31), 7, 10)
    assert not has_moved(kpi(), [after], DONE)
    assert has_moved(kpi(), [Figure(after.start, after.end, 8, 10)], DONE)


def test_a_band_of_another_unit_is_a_fifth_of_the_target() -> None:
    assert (band(kpi()), band(days_kpi())) == (10, 2)
    assert band(kpi(unit="count", direction="band", target={"low": 1, "high": 3})) == pytest.approx(0.6)
    slow, nearer = values((16, 6), (13.9, 6))
    before = Figure(date(2026, 6, 1), date(2026, 6, 30), value=16, cases=6)
    assert slow.measure == 16
    assert has_moved(days_kpi(), [before, Figure(date(2026, 8, 1), date(2026, 8, 31), value=14, cases=6)], DONE)
    assert not has_moved(days_kpi(), [before, Figure(date(2026, 8, 1), date(2026, 8, 31), value=14.1, cases=6)], DONE)
    assert nearer.n == 6
