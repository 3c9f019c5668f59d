"""What can be said of one rater, worked out by hand."""

import pytest

from kamacademy.monitor.figures import (
    Severity,
    commonest,
    halo_ratio,
    has_drifted,
    has_halo,
    is_muted,
    is_noisy,
    severity,
    uses_one_level,
)
from kamacademy.monitor.halo import spread_ratio, within_visits
from kamacademy.monitor.severity_line import place, severity_line
from tests.monitor.measures import measured, quarters, signs


def test_severity_is_beside_the_linked_and_its_range_holds_eighty_percent() -> None:
    # Of five, the other four are at -0.14 on average, a logit below.
    one = severity(measured(linked=5, mean=0.86, linked_mean=0.06, sd=0.2, design_effect=1.44))
    assert one is not None
    assert one.levels == pytest.approx(0.625)
    half = 1.2816 * 0.25 * 1.2 / 1.6
    assert (one.low, one.high) == (pytest.approx(0.625 - half, abs=1e-4), pytest.approx(0.625 + half, abs=1e-4))
    assert one.is_apart
    assert one.asks_for_a_refresher


def test_of_two_linked_raters_each_is_held_against_the_other() -> None:
    strict, lenient = (severity(measured(linked=2, mean=mean, linked_mean=0.0), 2) for mean in (0.8, -0.8))
    assert strict is not None
    assert lenient is not None
    assert (strict.levels, lenient.levels) == (pytest.approx(1.0), pytest.approx(-1.0))


def test_no_severity_among_so_few_that_it_would_tell_about_the_others() -> None:
    assert severity(measured(linked=4)) is None
    assert severity(measured(linked=5)) is not None
    assert severity(measured(linked=2), fewest_linked=2) is not None
    assert severity(measured(linked=1), fewest_linked=2) is None


@pytest.mark.parametrize(
    ("one", "asks"),
    [
        (Severity(0.6, 0.1, 1.1), True),
        (Severity(-0.6, -1.1, -0.1), True),
        (Severity(0.6, -0.1, 1.3), False),
        (Severity(0.4, 0.3, 0.5), False),
    ],
)
def test_a_refresher_is_asked_for_where_half_a_level_is_sure_to_be_more_than_nothing(one: Severity, asks: bool) -> None:
    assert one.asks_for_a_refresher is asks


def test_fit_is_a_matter_only_where_chance_hardly_explains_it() -> None:
    assert not is_noisy(measured(infit=1.45))  # 1.45 - 1.645 * .15 = 1.20
    assert is_noisy(measured(infit=1.6))
    assert not is_muted(measured(infit=0.5))
    assert is_muted(measured(infit=0.4))
    assert is_noisy(measured(signs(infit_sd=0.05), infit=1.45))


def test_the_commonest_level_and_when_it_is_too_common() -> None:
    assert commonest((1, 7, 7, 0, 0)) == (2, 7)
    assert not uses_one_level((4, 14, 20, 16, 6))
    assert not uses_one_level((0, 3, 21, 6, 0))  # 70 % of 30: might be 55
    assert uses_one_level((0, 5, 80, 15, 0))


def test_the_spread_within_visits_is_beside_that_of_all_others() -> None:
    assert within_visits(18.0, 50) == pytest.approx(0.6)
    assert within_visits(0.0, 0) is None
    # Own variance 5/20 = .25; the others' (105 - 5)/(120 - 20) = 1.
    assert spread_ratio((5.0, 20), (105.0, 120)) == pytest.approx(0.5)
    assert spread_ratio((5.0, 14), (105.0, 120)) is None
    assert spread_ratio((105.0, 110), (106.0, 120)) is None
    assert spread_ratio((5.0, 20), (5.0, 120)) is None
    assert halo_ratio(measured()) == pytest.approx(1.0)
    assert has_halo(measured(signs(spread_squares=4.0)))
    assert not has_halo(measured(signs(spread_squares=0.0, spread_freedom=3)))


def test_drift_asks_only_when_the_newest_average_is_out_of_reach() -> None:
    assert not has_drifted(measured())
    assert has_drifted(measured(signs(quarters=quarters(-0.3, -0.4, -0.2, 0.6, 0.9, 1.0))))
    assert not has_drifted(measured(signs(quarters=quarters(2.0, 2.0))))
    # Beyond in its sixth quarter, and back since.
    back = quarters(0.0, 0.0, 0.0, 0.0, 0.9, 0.5, -0.4, -0.3)
    assert not has_drifted(measured(signs(quarters=back)))


def test_the_line_is_in_percent_and_ends_at_a_level_and_a_half() -> None:
    assert [place(levels) for levels in (-9.0, -1.5, 0.0, 0.75, 1.5, 2.0)] == [0.0, 0.0, 50.0, 75.0, 100.0, 100.0]
    line = severity_line(Severity(0.3, 0.0, 0.6), "words")
    assert (line.low, line.width, line.at, line.label) == (50.0, 20.0, 60.0, "words")
