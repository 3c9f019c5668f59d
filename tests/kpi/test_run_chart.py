"""Where everything in the chart lies."""

from datetime import date, timedelta

import pytest

from kamacademy.kpi.baseline import baseline
from kamacademy.kpi.run_chart import Days as Place
from kamacademy.kpi.run_chart import Event, marks, run_chart, scale_for, sparkline
from kamacademy.kpi.series import judge
from tests.kpi.definitions import days_kpi, kpi, shares, values

BAND = kpi(direction="band", target={"low": 20, "high": 50})
ZERO = kpi(unit="rungs", direction="zero", target={"value": 0.5}, numerator=None, denominator=None)


def test_zero_percent_lies_at_the_bottom_and_all_at_the_top() -> None:
    chart = run_chart(kpi(), shares((0, 5), (5, 5)), None, [], words="")
    assert [point.y for point in chart.points] == [90.0, 10.0]
    assert chart.target == pytest.approx(26.0)
    assert [tick.word for tick in chart.y_ticks] == ["0 %", "20 %", "40 %", "60 %", "80 %", "100 %"]


def test_points_lie_in_the_middle_of_their_periods() -> None:
    # September has 30 days and October 31: the middles are at 15 and 45.5 of 61 days.
    chart = run_chart(kpi(), shares((1, 5), (2, 5)), None, [], words="")
    assert [point.x for point in chart.points] == pytest.approx([100 * 15 / 61, 100 * 45.5 / 61], abs=0.01)


def test_the_line_breaks_where_a_month_is_missing() -> None:
    chart = run_chart(kpi(), shares((1, 5), (2, 5), None, (3, 5), (4, 5)), None, [], words="")
    assert len(chart.lines) == 2
    assert all(line.count(",") == 2 for line in chart.lines)


def test_a_mark_lies_on_its_day_and_late_ones_lengthen_the_chart() -> None:
    series = shares((1, 5), (2, 5))
    first, last = series[0].start, series[-1].end
    chart = run_chart(kpi(), series, None, [Event(last + timedelta(days=61), "later"), Event(first, "first")], words="")
    assert [(mark.number, mark.x) for mark in chart.marks] == [(1, 0.0), (2, pytest.approx(100 * 121 / 122, abs=0.01))]
    assert "Mark 1, 1 Sep 2026: first." in chart.desc


def test_near_marks_are_put_one_below_the_other() -> None:
    days = Place(date(2026, 1, 1), date(2026, 4, 10))
    found = marks([Event(date(2026, 1, day), "x") for day in (1, 4, 8, 30)], days)
    assert [one.lane for one in found] == [0, 1, 2, 0]


def test_the_baseline_is_shaded_to_the_end_of_its_last_period() -> None:
    series = shares((2, 5), (3, 5), (4, 5))
    chart = run_chart(kpi(), series, baseline(series, series[2].start), [], words="")
    assert chart.baseline_to == pytest.approx(100 * 61 / 92, abs=0.01)
    assert chart.baseline_words == "Baseline, 2 months"
    assert chart.baseline_at == pytest.approx(50.0)


def test_a_target_with_two_ends_is_a_band() -> None:
    chart = run_chart(BAND, shares((1, 5), (2, 5)), None, [], words="")
    assert chart.target is None
    assert (chart.band_top, chart.band_height) == (50.0, 24.0)
    around = run_chart(ZERO, values((1.5, 6), (-0.5, 6)), None, [], words="")
    assert around.band_top is not None
    assert around.target_word == "Target 0 ± 0.5"


def test_the_scale_of_other_units_holds_data_and_target_in_whole_steps() -> None:
    scale, ticks = scale_for(days_kpi(), [14, 12, 8])
    assert (scale.low, scale.high) == (0, 15)
    assert ticks == [0, 5, 10, 15]
    scale, ticks = scale_for(ZERO, [1.5, -0.5])
    assert (scale.low, scale.high, len(ticks)) == (-0.5, 1.5, 5)


def test_long_series_name_at_most_ten_periods_and_five_on_a_phone() -> None:
    chart = run_chart(kpi(), shares(*[(3, 5)] * 40), None, [], words="")
    assert len(chart.x_ticks) == 10
    assert sum(tick.is_major for tick in chart.x_ticks) == 5


def test_few_cases_are_drawn_as_rings() -> None:
    chart = run_chart(kpi(), shares((3, 4), (3, 5)), None, [], words="")
    assert [point.is_few for point in chart.points] == [True, False]
    assert chart.points[0].words == "Sep 2026: 3 of 4"


def test_a_sparkline_says_where_it_comes_from_and_goes_to() -> None:
    found = sparkline(kpi(), shares((1, 5), (4, 5)))
    assert found.label == "Living profile, 2 months: from 1 of 5 (20 %) to 4 of 5 (80 %)"
    assert found.last_y == found.target


def test_a_small_line_has_the_limits_of_the_large_chart_and_rings_what_lies_outside() -> None:
    calm = [(one, 6) for one in (14, 13, 15, 14, 12, 14, 15, 13, 14, 12, 15, 15)]
    figures = values(*calm, (40, 6))
    found = sparkline(days_kpi(), figures, judge(days_kpi(), figures, None))
    assert len(found.limits) == 2
    assert [x for x, _ in found.outside] == [found.last_x]
    assert found.label.endswith("; with natural limits, 1 outside")
    steady = values(*calm)
    assert sparkline(days_kpi(), steady, judge(days_kpi(), steady, None)).label.endswith("limits, none outside")


def test_a_small_line_of_a_stock_or_of_few_readings_has_no_limits() -> None:
    stock, figures = kpi(is_stock=True), shares(*[(30 + place % 3, 50) for place in range(14)])
    assert sparkline(stock, figures, judge(stock, figures, None)).limits == ()
    assert sparkline(kpi(), figures[:5], judge(kpi(), figures[:5], None)).limits == ()
