"""A stock share as a flow."""

import pytest

from kamacademy.kpi.cards import kpi_result
from kamacademy.kpi.change_chart import change_chart, scale_around_zero
from kamacademy.kpi.flow import change, changes, points_words, step_words, steps
from kamacademy.kpi.run_chart import Event
from kamacademy.kpi.series import judge
from kamacademy.kpi.status import Status
from kamacademy.wording import signed
from tests.kpi.definitions import kpi, shares

STOCK = kpi(is_stock=True)


def test_a_change_is_in_points_from_one_share_to_the_next() -> None:
    figures = shares((10, 20), (12, 20), (9, 20))
    assert [one.measure for one in changes(STOCK, figures)] == [pytest.approx(10), pytest.approx(-15)]
    assert [one.start for one in changes(STOCK, figures)] == [one.start for one in figures[1:]]


def test_over_a_gap_and_with_few_cases_there_is_no_change() -> None:
    assert steps(STOCK, shares((10, 20), None, (12, 20))) == []
    assert steps(STOCK, shares((10, 20), (3, 4), (12, 20))) == []
    assert len(steps(STOCK, shares((3, 4), (10, 20), (12, 20)))) == 1


def test_a_change_is_worded_whole_and_says_when_the_number_of_cases_is_another() -> None:
    assert [points_words(one) for one in (4.17, -1.0, 0.0, 0.4, 1.4)] == [
        "up 4 points", "down 1 point", "unchanged", "up 0.4 points", "up 1 point",
    ]  # fmt: skip
    before, after = shares((17, 24), (18, 24))
    assert step_words(before, after) == "Oct 2026: up 4 points, from 71 % to 75 %"
    before, after = shares((17, 24), (18, 30))
    assert step_words(before, after) == "Oct 2026: down 11 points, from 71 % to 60 %, out of 30 cases instead of 24"


def test_the_picture_reaches_as_far_down_as_up_and_zero_lies_in_the_middle() -> None:
    scale, ticks = scale_around_zero([4, -23])
    assert (scale.low, scale.high) == (-30, 30)
    assert (ticks[0], ticks[-1], scale.y(0)) == (-30, 30, 50)
    assert [signed(one) for one in (-10, 0, 10)] == ["−10", "0", "+10"]
    assert scale_around_zero([0])[0].high == 10


def test_the_chart_of_a_stock_shows_its_changes_and_no_target() -> None:
    figures = shares((10, 20), (12, 20), (9, 20))
    events = [Event(figures[2].start, "module “M03” completed")]
    found = kpi_result(STOCK, figures, events)
    chart = found.chart
    assert chart is not None
    assert [one.words for one in chart.points] == [
        "Sep 2026: up 10 points, from 50 % to 60 %", "Oct 2026: down 15 points, from 60 % to 45 %",
    ]  # fmt: skip
    assert (chart.target, chart.target_word, chart.baseline_word, chart.baseline_at) == (None, "", "No change", 50)
    assert chart.points[0].y < 50 < chart.points[1].y
    assert len(chart.marks) == 1
    assert "2 changes from one month to the next." in chart.desc
    assert found.changes == {"Sep 2026": "up 10 points", "Oct 2026": "down 15 points"}
    assert found.level is not None
    assert (found.level.limits, found.level.target is None) == ((), False)
    assert "not the share itself" in (found.flow_words or "")
    assert "fewer than 12 changes" in (found.limits_words or "")
    assert found.sentence.startswith("9 of 20 in Oct 2026 (45 %).")


def test_one_reading_of_a_stock_is_drawn_as_it_is() -> None:
    found = kpi_result(STOCK, shares((10, 20)), [])
    assert found.chart is not None
    assert found.chart.target_word == "Target 80 %"
    assert (found.flow_words, found.level, found.changes) == (None, None, {})


def test_what_is_no_stock_has_no_flow() -> None:
    found = kpi_result(kpi(), shares((10, 20), (12, 20)), [])
    assert (found.flow_words, found.level, found.changes) == (None, None, {})


def test_a_stock_on_its_way_up_is_moving_and_the_words_speak_of_changes() -> None:
    counts = (30, 31, 29, 30, 32, 30, 29, 31, 30, 28, 30, 31, 30, *range(31, 40))
    found = kpi_result(STOCK, shares(*[(one, 50) for one in counts]), [])
    assert found.status is Status.MOVING
    assert any("changes in a row" in one and "lie above zero" in one for one in found.signals)
    assert "points up: natural limits frozen on the first 20 changes" in (found.limits_words or "")


def test_limits_on_few_changes_are_said_to_be_provisional() -> None:
    counts = (30, 31, 29, 30, 32, 30, 29, 31, 30, 28, 30, 31, 30)
    words = kpi_result(STOCK, shares(*[(one, 50) for one in counts]), []).limits_words or ""
    assert "nearly all changes lie between 12.6 points down and 12.6 points up" in words
    assert "They are provisional: with limits on 12 changes" in words


def test_limits_and_a_change_outside_are_drawn() -> None:
    figures = shares(*[(one, 50) for one in (30, 31, 29, 30, 32, 30, 29, 31, 30, 28, 30, 31, 30, 44)])
    chart = change_chart(STOCK, steps(STOCK, figures), None, [], words="", judged=judge(STOCK, figures, None))
    assert len(chart.limits) == 2
    assert [one.is_outside for one in chart.points] == [False] * 12 + [True]
    assert change(*steps(STOCK, figures)[-1]).measure == pytest.approx(28)


def test_the_cases_of_a_stock_are_counted_once_not_in_every_reading() -> None:
    found = kpi_result(STOCK, shares((24, 48), (24, 48), (30, 48), (36, 48)), [])
    assert found.rests_words == "36 of 48"
    assert "Baseline 50 % over 2 months" in found.sentence
    few = kpi_result(STOCK, shares((1, 2), (1, 2), (2, 2), (2, 2)), [])
    assert "Baseline 2 of 4 over 2 months" in few.sentence
