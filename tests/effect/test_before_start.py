"""Whether teams went the same way before."""

import numpy as np
import pytest

from kamacademy.effect.before_start import BeforeStart, before_start, drifted, jumped
from kamacademy.effect.staggered import NEVER, Panel, average, cells, estimate
from tests.effect.made import unit


def looked_at(panel: Panel) -> BeforeStart:
    """What the months before say; there are enough."""
    found = before_start(panel, cells(panel))
    assert found is not None
    return found


def test_teams_that_drift_apart_before_are_seen() -> None:
    found = looked_at(unit(3, 0.0, drift=3.0).panel)
    assert not found.is_alike
    # Four of twenty teams rise by 3 a month: 2.4 more than the mean of all.
    assert found.drift == pytest.approx(2.4, abs=0.8)


def test_teams_that_are_sent_because_their_figures_fell_are_seen() -> None:
    panel = unit(6, 0.0).panel
    month_before = np.arange(panel.months) == panel.starts[:, None] - 1
    fell = Panel(panel.figures - 12 * month_before, panel.starts, panel.teams)
    found = looked_at(fell)
    assert found.p_jump < 0.01
    assert found.jump == pytest.approx(12, abs=3)
    assert not found.is_alike


def test_teams_that_go_alike_are_hardly_ever_suspected() -> None:
    found = [looked_at(unit(seed, 5.0).panel) for seed in range(60)]
    assert sum(one.is_alike for one in found) >= 53


def test_an_effect_after_the_start_is_not_seen_before_it() -> None:
    here, there = looked_at(unit(4, 0.0).panel), looked_at(unit(4, 30.0).panel)
    assert here.p == pytest.approx(there.p)


# By hand: slopes of 1 and 3 in one group, 2 and 4 in the other: between 1 with 1, within 2 and 2 with 2 degrees.
def test_the_test_of_drift_by_hand() -> None:
    figures = np.outer([1.0, 3.0, 2.0, 4.0], np.arange(6.0))
    found = drifted(Panel(figures, np.array([4, 4, NEVER, NEVER]), np.arange(4)))
    assert found is not None
    # F(1, 2) = 1 / 2 has the chance 1 - sqrt(F / (F + 2)) = 0.5528.
    assert found == pytest.approx((1 - (0.5 / 2.5) ** 0.5, 0.5))


def test_two_months_before_are_too_few_and_so_is_one_team_for_each_start() -> None:
    panel = unit(1, 0.0).panel
    late = Panel(panel.figures[:, 4:10], np.where(panel.starts == 6, 2, NEVER), panel.teams)
    assert before_start(late, cells(late)) is None
    alone = Panel(panel.figures[:5], np.array([4, 6, 8, 10, 12]), np.arange(5))
    assert before_start(alone, cells(alone)) is None


def test_the_test_of_one_month_is_that_of_its_estimate() -> None:
    chance = np.random.default_rng(3)
    panel = Panel(chance.normal(0, 1, (32, 8)), np.repeat([4, NEVER], 16), np.repeat(np.arange(8), 4))
    some = cells(panel)
    alone = estimate(panel, average(panel, [one for one in some if one.since == -1]))
    assert jumped(panel, some) == pytest.approx((alone.p, abs(alone.value)))


def test_two_looks_are_allowed_for() -> None:
    assert BeforeStart(0.03, 1.0, 0.5, 1.0).p == pytest.approx(0.06)
    assert BeforeStart(0.03, 1.0, 0.5, 1.0).is_alike
    assert not BeforeStart(0.7, 1.0, 0.02, 1.0).is_alike
    assert BeforeStart(0.7, 1.0, 0.8, 1.0).p == 1.0
