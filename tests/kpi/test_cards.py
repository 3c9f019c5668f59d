"""The sentence of a KPI, and what stands beside it."""

from kamacademy.kpi.cards import kpi_result
from kamacademy.kpi.run_chart import Event
from tests.kpi.definitions import kpi, shares

FIVE = shares((2, 5), (3, 5), (4, 5), (9, 16), (13, 17))


def test_the_sentence_comes_first_and_claims_no_cause() -> None:
    found = kpi_result(kpi(), FIVE, [Event(FIVE[3].start, "plan action “Check fields” begun")])
    assert found.sentence == (
        "13 of 17 in Oct 2026 (76 %). Target 80 %: not met yet, above the baseline. "
        "Baseline 9 of 15 (60 %) over 3 months."
    )
    assert found.has_events
    assert found.rests_words == "31 of 48"


def test_under_twelve_readings_the_page_says_why_there_are_no_limits() -> None:
    assert "fewer than 12 readings" in (kpi_result(kpi(), FIVE, []).limits_words or "")
    assert "needs 20 cases" in (kpi_result(kpi(), shares(*[(3, 5)] * 12), []).limits_words or "")


def test_without_readings_there_is_no_chart_and_no_status() -> None:
    found = kpi_result(kpi(), [], [])
    assert found.chart is None
    assert found.sentence == "No reading yet. Target 80 %."
    assert found.rests_words == "nothing yet"
