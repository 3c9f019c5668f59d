"""Status against target and baseline."""

import pytest

from kamacademy.kpi.baseline import baseline
from kamacademy.kpi.documents import Kpi
from kamacademy.kpi.status import Status, distance, is_met, status, status_words, target_words, why_too_little
from tests.kpi.definitions import days_kpi, kpi, shares, values

BAND = kpi(direction="band", target={"low": 20, "high": 50})
ZERO = kpi(unit="rungs", direction="zero", target={"value": 0.5}, numerator=None, denominator=None)


@pytest.mark.parametrize(
    ("definition", "measure", "away"),
    [
        (kpi(), 80, 0),
        (kpi(), 75.5, 4.5),
        (days_kpi(), 10, 0),
        (days_kpi(), 13, 3),
        (BAND, 20, 0),
        (BAND, 50, 0),
        (BAND, 12, 8),
        (BAND, 58, 8),
        (ZERO, -0.5, 0),
        (ZERO, 0.4, 0),
        (ZERO, -1.5, 1),
    ],
)
def test_the_distance_to_the_target_knows_every_direction(definition: Kpi, measure: float, away: float) -> None:
    assert distance(definition, measure) == pytest.approx(away)
    assert is_met(definition, measure) == (away == 0)


def test_two_readings_are_too_little() -> None:
    series = shares((17, 17), (17, 17))
    assert status(kpi(), series, None) is Status.TOO_LITTLE
    assert why_too_little(kpi(), series) == "3 readings are needed; there are 2."


def test_a_latest_reading_on_few_cases_is_too_little() -> None:
    series = shares((9, 10), (9, 10), (9, 10), (4, 4))
    assert status(kpi(), series, None) is Status.TOO_LITTLE
    assert why_too_little(kpi(), series) == "A reading needs at least 5; the latest rests on 4."


def test_met_twice_running_is_more_than_met() -> None:
    assert status(kpi(), shares((3, 5), (3, 5), (4, 5)), None) is Status.MET
    assert status(kpi(), shares((3, 5), (4, 5), (4, 5)), None) is Status.MET_TWICE


def test_better_than_the_baseline_is_said_without_a_cause() -> None:
    series = shares((5, 10), (5, 10), (7, 10))
    found = status(kpi(), series, baseline(series, series[2].start))
    assert found is Status.BETTER
    assert status_words(kpi(), found) == "not met yet, above the baseline"


def test_nearer_to_the_target_is_better_whichever_way_it_lies() -> None:
    slower = values((20, 6), (20, 6), (12, 6))
    assert status(days_kpi(), slower, baseline(slower, slower[2].start)) is Status.BETTER
    lower = shares((8, 10), (8, 10), (6, 10))
    assert status(BAND, lower, baseline(lower, lower[2].start)) is Status.BETTER


def test_a_baseline_on_few_cases_makes_nothing_better() -> None:
    series = shares((1, 2), (1, 2), (7, 10))
    assert status(kpi(), series, baseline(series, series[2].start)) is Status.NOT_MET


def test_no_reading_is_not_zero() -> None:
    assert status(kpi(), [], None) is Status.NOTHING


def test_targets_are_said_in_words() -> None:
    assert [target_words(one) for one in (kpi(), days_kpi(), BAND, ZERO)] == [
        "80 %",
        "10 days or fewer",
        "20 to 50 %",
        "within 0.5 rungs of zero",
    ]


def test_met_in_months_that_are_not_neighbours_is_not_met_twice_running() -> None:
    assert status(kpi(), shares((3, 5), (4, 5), None, (4, 5)), None) is Status.MET


def test_what_was_sustained_and_then_missed_twice_is_a_relapse() -> None:
    held = [(4, 5), (4, 5)]
    assert status(kpi(), shares(*held, (3, 5)), None) is Status.NOT_MET
    assert status(kpi(), shares(*held, (3, 5), (3, 5)), None) is Status.RELAPSED
    assert status(kpi(), shares(*held, *[(3, 5)] * 5), None) is Status.RELAPSED
    assert status_words(kpi(), Status.RELAPSED).startswith("relapsed")


def test_one_lucky_reading_is_nothing_to_relapse_from() -> None:
    assert status(kpi(), shares((3, 5), (4, 5), (3, 5), (3, 5)), None) is Status.NOT_MET
    assert status(kpi(), shares((3, 5), (4, 5), (2, 4), (4, 5), (3, 5), (3, 5)), None) is Status.NOT_MET


def test_a_signal_towards_the_target_is_moving_and_one_away_is_not() -> None:
    calm = [(24, 6), (22, 6), (25, 6), (23, 6), (26, 6), (22, 6), (24, 6), (26, 6), (23, 6), (25, 6), (22, 6), (24, 6)]
    assert status(days_kpi(), values(*calm), None) is Status.NOT_MET
    faster = values(*calm, (12, 6))
    found = status(days_kpi(), faster, baseline(faster, faster[12].start))
    assert found is Status.MOVING
    assert status_words(days_kpi(), found) == "not met yet, moving towards it"
    slower = values(*calm, (60, 6))
    assert status(days_kpi(), slower, baseline(slower, slower[12].start)) is Status.NOT_MET
