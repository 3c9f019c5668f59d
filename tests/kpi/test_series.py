"""Which chart a series gets, on what its limits are frozen, and what is a signal."""

from random import Random

import pytest

from kamacademy.kpi.baseline import Baseline, baseline
from kamacademy.kpi.figures import Figure
from kamacademy.kpi.flow import changes
from kamacademy.kpi.natural import individuals, moving_ranges
from kamacademy.kpi.series import Chart, Judged, Movement, NoLimits, frozen_on, judge, movement, movement_of_stock
from tests.kpi.definitions import days_kpi, kpi, shares, values

CALM = [(14, 6), (12, 6), (15, 6), (13, 6), (16, 6), (12, 6), (14, 6), (16, 6), (13, 6), (15, 6), (12, 6), (14, 6)]


def judged(figures: list[Figure], base: Baseline | None = None, *, is_share: bool = False) -> Judged:
    """What the series says; it is long enough."""
    found = judge(kpi() if is_share else days_kpi(), figures, base)
    assert found is not None
    return found


def test_eleven_readings_have_no_limits_and_twelve_may() -> None:
    assert judge(days_kpi(), values(*CALM[:11]), None) is None
    found = judged(values(*CALM))
    assert found.chart is Chart.INDIVIDUALS
    assert len(found.limits) == 12
    assert found.is_provisional
    assert not found.is_signal


# By hand: the readings 14 12 15 13 16 12 14 16 13 15 12 14 have the mean 166/12, their ranges the mean 28/11.
def test_the_limits_by_hand_and_no_days_below_none() -> None:
    found = judged(values(*CALM))
    half = 3 * 28 / 11 / 1.128
    assert found.centre == pytest.approx(166 / 12)
    assert (found.limits[0].low, found.limits[0].high) == pytest.approx((166 / 12 - half, 166 / 12 + half))
    wild = judged(values(*[(2 if place % 2 else 20, 6) for place in range(12)]))
    assert wild.limits[0].low == 0.0


def test_limits_are_frozen_and_a_later_reading_does_not_move_them() -> None:
    calm, more = judged(values(*CALM)), judged(values(*CALM, (40, 6)))
    assert more.limits[0] == calm.limits[0]
    assert more.outside == (12,)
    assert more.is_signal


@pytest.mark.parametrize(
    ("readings", "before", "first"), [(12, 0, 12), (19, 0, 12), (20, 0, 20), (36, 0, 20), (24, 5, 12), (24, 15, 15)]
)
def test_what_was_before_makes_the_limits_where_it_is_enough(readings: int, before: int, first: int) -> None:
    assert frozen_on(readings, before) == first


def test_a_marked_baseline_freezes_and_an_assumed_one_does_not() -> None:
    series = values(*CALM, *CALM)
    marked, assumed = baseline(series, series[14].start), baseline(series, None)
    assert judged(series, marked).frozen_on == 14
    assert judged(series, assumed).frozen_on == 20


def test_the_step_over_a_missing_period_is_no_range() -> None:
    whole = values(*CALM, (13, 6))
    gap = whole[:6] + whole[7:]
    # By hand: of the ranges 2 3 2 3 4 2 2 3 2 3 2 1 the two beside the seventh reading, 2 and 2, are gone.
    found = judged(gap)
    assert found.limits[0].high - found.centre == pytest.approx(3 * 25 / 10 / 1.128)


def test_a_share_of_many_cases_gets_a_p_chart_with_limits_of_its_own_for_each_reading() -> None:
    steps = [36, 40, 33, 38, 34, 39, 35, 37, 32, 38, 36, 34]
    found = judged(shares(*[(one, 60) for one in steps], (144, 240), (146, 240)), is_share=True)
    assert found.chart is Chart.SHARES
    wide, narrow = (one.high - one.low for one in (found.limits[0], found.limits[-1]))
    assert wide == pytest.approx(2 * narrow)


def test_a_share_that_varies_more_than_chance_is_widened() -> None:
    swings = [40, 75, 45, 70, 38, 74, 42, 71, 44, 76, 41, 70]
    found = judged(shares(*[(one, 100) for one in swings]), is_share=True)
    assert found.chart is Chart.LANEY
    assert not found.outside


def test_a_share_of_some_cases_gets_individual_readings_and_one_of_few_no_limits() -> None:
    steps = [11, 14, 12, 15, 13, 11, 14, 12, 15, 13, 14, 12]
    some = judged(shares(*[(one, 20) for one in steps]), is_share=True)
    few = judged(shares(*[(one, 19) for one in steps]), is_share=True)
    assert (some.chart, some.why_none) == (Chart.INDIVIDUALS, None)
    assert (few.chart, few.why_none) == (Chart.RUN, NoLimits.FEW_CASES)
    assert few.limits == ()


def test_readings_that_resemble_their_neighbours_have_no_limits() -> None:
    slow = [(10 + place // 3, 6) for place in range(12)]
    assert judged(values(*slow)).why_none is NoLimits.RESEMBLANCE


def test_a_change_after_the_frozen_readings_does_not_make_them_resemble_each_other() -> None:
    changed = values(*CALM, *[(one - 8, 6) for one, _ in CALM])
    found = judged(changed, baseline(changed, changed[12].start))
    assert found.why_none is None
    assert found.has_moved
    assert found.outside


def test_readings_that_never_differ_and_scattered_ones_have_no_limits() -> None:
    assert judged(values(*[(7, 6)] * 12)).why_none is NoLimits.NO_SPREAD
    sparse = [one for place, one in enumerate(values(*CALM, *CALM, *CALM)) if place % 3 == 0]
    assert judge(days_kpi(), sparse, None) is not None
    assert judged(sparse).why_none is NoLimits.FEW_READINGS


def test_a_movement_is_a_signal_of_the_newest_readings() -> None:
    now = values(*CALM, (40, 6), (13, 6))
    gone = movement(now, judged(now))
    assert gone is not None
    assert (gone.before, gone.now) == (pytest.approx(166 / 12), 40)
    old = values(*CALM, (40, 6), *CALM[:6])
    assert judged(old).outside == (12,)
    assert movement(old, judged(old)) is None


def test_a_shift_without_any_reading_outside_is_a_movement_too() -> None:
    shifted = values(*CALM, *[(one - 3, 6) for one, _ in CALM])
    found = judged(shifted, baseline(shifted, shifted[12].start))
    gone = movement(shifted, found)
    assert not found.outside
    assert found.has_moved
    assert gone is not None
    assert gone.now < gone.before


# Simulated with 3,000: 8 in 100 cross limits frozen on 20 readings, and 3 in 100 move by the run rules.
def test_series_without_change_are_seldom_signals() -> None:
    chance = Random(11)
    found = [judged(values(*[(chance.gauss(50, 5), 6) for _ in range(24)])) for _ in range(300)]
    with_limits = [one for one in found if one.why_none is None]
    assert len(with_limits) > 270
    assert sum(bool(one.outside) for one in with_limits) / len(with_limits) < 0.13
    assert sum(one.has_moved for one in found) / len(found) < 0.07


STOCK = kpi(is_stock=True)
# Up and down by up to two fields of fifty, and back: as much comes in as goes out.
LEVEL = (30, 31, 29, 30, 32, 30, 29, 31, 30, 28, 30, 31, 30)


def changed(*counts: int) -> tuple[list[Figure], Judged]:
    """A stock of fifty fields and what its changes say."""
    figures = shares(*[(one, 50) for one in counts])
    found = judge(STOCK, figures, None)
    assert found is not None
    return figures, found


def test_of_a_stock_the_changes_are_judged_around_zero() -> None:
    _, found = changed(*LEVEL)
    assert (found.chart, found.centre, found.frozen_on, found.outside) == (Chart.CHANGES, 0.0, 12, ())
    assert found.limits[0].low == -found.limits[0].high
    # By hand: steps of 1, 2, 1, 2, 2, 1, 2, 1, 2, 2, 1 and 1 of 50 fields; ranges 3, 3, 1, 4, 1, 3, 3, 1, 4, 1, 2.
    assert found.limits[0].high == pytest.approx(3 * 2 * (26 / 11) / 1.128)
    assert not found.is_signal


def test_below_twelve_changes_a_stock_says_nothing() -> None:
    assert judge(STOCK, shares(*[(one, 50) for one in LEVEL[:12]]), None) is None


def test_a_stock_that_never_changes_has_no_limits() -> None:
    _, found = changed(*[30] * 13)
    assert (found.why_none, found.limits, found.is_signal) == (NoLimits.NO_SPREAD, (), False)


def test_a_stock_that_rises_slowly_is_a_signal_of_its_changes_and_not_of_its_share() -> None:
    figures, found = changed(*LEVEL, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40)
    assert not found.outside
    assert found.has_moved
    assert found.runs is not None
    assert found.runs.is_above
    gone = movement_of_stock(figures, changes(STOCK, figures), found)
    assert gone is not None
    assert gone.now == 80
    assert gone.before < 64


def test_a_leap_of_a_stock_is_told_against_the_share_before_it() -> None:
    figures, found = changed(*LEVEL, 44, 43)
    assert found.outside == (12,)
    assert movement_of_stock(figures, changes(STOCK, figures), found) == Movement(60, 86)
    long_ago, found = changed(*LEVEL, 44, 43, 44, 43, 44, 43, 44, 43)
    assert found.outside == (12,)
    assert movement_of_stock(long_ago, changes(STOCK, long_ago), found) is None


def test_limits_of_changes_rest_on_those_before_anything_was_done() -> None:
    figures = shares(*[(one, 50) for one in (*LEVEL, *LEVEL[1:], 44)])
    found = judge(STOCK, figures, baseline(figures, figures[16].start))
    assert found is not None
    assert found.frozen_on == 15


# Simulated with 400: nine of ten series of shares cross their limits, of changes 6 to 14 in 100.
def test_a_stock_without_change_seldom_alarms_though_its_share_always_would() -> None:
    chance, alarms, shares_alarm = Random(5), 0, 0
    for _ in range(120):
        figures = shares(*[(one, 24) for one in fresh_fields(chance)])
        found = judge(STOCK, figures, None)
        assert found is not None
        alarms += found.is_signal
        values_of = [one.measure for one in figures]
        alone = individuals(values_of[:20], moving_ranges(values_of[:20])).limits
        shares_alarm += not all(alone.holds(one) for one in values_of)
    assert alarms / 120 < 0.17
    assert shares_alarm / 120 > 0.7


def fresh_fields(chance: Random) -> list[int]:
    """How many of 24 fields were checked within 182 days, at the end of 25 months; each is checked now and then."""
    checks = []
    for _ in range(24):
        days = [-1000.0]
        while days[-1] < 800:
            days.append(days[-1] + chance.expovariate(1 / 182))
        checks.append(days)
    ends = [30.4 * (month + 1) for month in range(25)]
    return [sum(any(end - 182 < day <= end for day in days) for days in checks) for end in ends]
