"""What stands under a chart."""

from kamacademy.kpi.baseline import baseline
from kamacademy.kpi.documents import Kpi
from kamacademy.kpi.figures import Figure
from kamacademy.kpi.series import judge
from kamacademy.kpi.verdict import A_QUESTION, guard_sentence, limits_sentence, signal_sentences
from tests.kpi.definitions import days_kpi, kpi, shares, values
from tests.kpi.test_series import CALM


def limits(definition: Kpi, figures: list[Figure]) -> str:
    """The words on the limits."""
    return limits_sentence(definition, judge(definition, figures, None))


def signals(definition: Kpi, figures: list[Figure]) -> list[str]:
    """The words on the signals."""
    return signal_sentences(definition, figures, judge(definition, figures, None))


def test_a_short_series_says_why_it_has_no_limits_and_nothing_of_signals() -> None:
    assert "fewer than 12 readings no natural limits" in limits(days_kpi(), values(*CALM[:11]))
    assert signals(days_kpi(), values(*CALM[:11])) == []


def test_limits_are_given_with_what_made_them_and_how_sure_they_are() -> None:
    words = limits(days_kpi(), values(*CALM))
    assert words.startswith(
        "While nothing changes, nearly all readings lie between 7.1 and 20.6 days: natural limits frozen on the first "
        "12 months."
    )
    assert "about one unchanged series in six has a reading outside among the next twelve" in words
    assert "provisional" not in limits(days_kpi(), values(*CALM, *CALM))


def test_a_series_that_goes_up_and_down_is_no_signal() -> None:
    assert signals(days_kpi(), values(*CALM)) == [
        "No signal: the readings go up and down as they may while nothing changes."
    ]


def test_where_no_signal_could_be_found_none_is_denied() -> None:
    assert signals(days_kpi(), values(*[(7, 6)] * 12)) == []
    few = shares(*[(one, 10) for one in (5, 5, 5, 5, 5, 5, 5, 5, 6, 4, 6, 4)])
    assert signals(kpi(), few) == []


def test_a_reading_outside_is_named_and_is_a_question() -> None:
    found = " ".join(signals(days_kpi(), values(*CALM, (40, 6), (0, 6))))
    assert "Sep 2026 lies above the natural limits." in found
    assert "Oct 2026 lies below the natural limits." in found
    assert found.endswith(A_QUESTION)


def test_a_long_run_is_told_by_its_months() -> None:
    series = values(*CALM, *[(one - 4, 6) for one, _ in CALM])
    told = signal_sentences(days_kpi(), series, judge(days_kpi(), series, baseline(series, series[12].start)))
    assert any("readings in a row" in one and "the middle of all" in one for one in told)


def test_why_there_are_no_limits_is_said_each_time() -> None:
    few = shares(*[(one, 10) for one in (5, 6, 7, 5, 6, 4, 5, 7, 6, 5, 4, 6)])
    assert "a share needs 20 cases" in limits(kpi(), few)
    assert "all the same" in limits(days_kpi(), values(*[(7, 6)] * 12))
    slow = values(*[(10 + place // 3, 6) for place in range(12)])
    assert "would cry wolf" in limits(days_kpi(), slow)
    charted = days_kpi(chart_as="Working days of each trigger.")
    assert limits(charted, slow).endswith("Better charted so: working days of each trigger.")


def test_a_guard_that_got_worse_asks_for_care() -> None:
    before, better = shares((10, 20))[0], shares((16, 20))[0]
    slow, slower = values((8, 6))[0], values((14, 6))[0]
    guard = days_kpi(code="K06", name="Plan currency")
    assert guard_sentence(kpi(), guard, (before, slow), (better, slower)) == (
        "Read with care: while K01 became better, its guard K06 Plan currency became worse, from 8 days to 14 days."
    )
    assert "did not become worse" in (guard_sentence(kpi(), guard, (before, slower), (better, slow)) or "")
    assert guard_sentence(kpi(), guard, (better, slow), (before, slower)) is None
