"""Difference in differences against the published figures, and its laws."""

import numpy as np
import pytest

from kamacademy.effect.staggered import (
    NEVER,
    Controls,
    Panel,
    by_group,
    by_months_since,
    cells,
    error_of,
    estimate,
    overall,
)
from tests.effect.vectors_of import CHANGE, COUNTIES, counties

FIRST, TOLERANCE = COUNTIES["first_year"], COUNTIES["tolerance"]
BOTH = [(Controls.NEVER, "never"), (Controls.NOT_YET, "notyet")]


@pytest.mark.parametrize(("controls", "key"), BOTH)
def test_every_cell_is_that_of_r(controls: Controls, key: str) -> None:
    panel = counties()
    found = cells(panel, controls)
    expected = COUNTIES["expected"][key]["att_gt"]
    assert [(one.group + FIRST, one.month + FIRST) for one in found] == [(row[0], row[1]) for row in expected]
    assert [one.effect for one in found] == pytest.approx([row[2] for row in expected], abs=TOLERANCE)
    errors = [error_of(one.influence, panel.teams) for one in found]
    assert errors == pytest.approx([row[3] for row in expected], abs=TOLERANCE)


@pytest.mark.parametrize(("controls", "key"), BOTH)
def test_the_averages_are_those_of_r(controls: Controls, key: str) -> None:
    panel, expected = counties(), COUNTIES["expected"][key]
    some = cells(panel, controls)
    one = overall(panel, some)
    assert (one.effect, error_of(one.influence, panel.teams)) == pytest.approx(expected["simple"], abs=TOLERANCE)
    by_event = {str(since): one for since, one in by_months_since(panel, some)}
    by_start = {str(group + FIRST): one for group, one in by_group(panel, some)}
    for found, given in ((by_event, expected["event"]), (by_start, expected["group"])):
        assert found.keys() == given.keys()
        for name, average in found.items():
            figures = average.effect, error_of(average.influence, panel.teams)
            assert figures == pytest.approx(given[name], abs=TOLERANCE)


def test_two_groups_and_two_times_are_card_and_kruegers_table() -> None:
    table = CHANGE["did_2x2_card_krueger"]
    figures = [[table["data"][state][when] for when in ("before", "after")] for state in ("NJ", "PA")]
    panel = Panel(np.array(figures), np.array([1, NEVER]), np.array([0, 1]))
    assert overall(panel, cells(panel)).effect == pytest.approx(table["expected"]["did"])


def grown(chance: np.random.Generator, growth: float) -> Panel:
    """Twenty teams of ten over 20 months, starting at five times; the effect grows by so much each month."""
    teams = np.repeat(np.arange(20), 10)
    starts = chance.permutation(np.repeat([5, 8, 11, 14, NEVER], 4))[teams]
    since = np.where(starts[:, None] == NEVER, -1, np.arange(20) - starts[:, None])
    figures = chance.normal(0, 0.3, (200, 20)) + chance.normal(0, 1, (200, 1)) + growth * np.maximum(since + 1, 0)
    return Panel(figures, starts, teams)


def test_an_effect_that_grows_is_found_where_a_regression_with_two_effects_loses_it() -> None:
    panel = grown(np.random.default_rng(8), 0.1)
    after = (panel.starts != NEVER)[:, None] & (np.arange(20) >= panel.starts[:, None])
    since = np.arange(20) - panel.starts[:, None] + 1
    truth = float((0.1 * since)[after].mean())
    found = estimate(panel, overall(panel, cells(panel)))
    assert found.low < truth < found.high
    assert abs(found.value - truth) < 0.1
    begun = after.astype(np.float64)
    within = begun - begun.mean(axis=1, keepdims=True) - begun.mean(axis=0) + begun.mean()
    two_effects = float((within * panel.figures).sum() / (within**2).sum())
    assert two_effects < truth - 0.15


def test_a_missing_figure_leaves_out_its_cells_alone() -> None:
    panel = grown(np.random.default_rng(3), 0.0)
    holes = panel.figures.copy()
    holes[0, 19] = np.nan
    before, after = cells(panel), cells(Panel(holes, panel.starts, panel.teams))
    changed = {(one.group, one.month) for one, other in zip(before, after, strict=True) if one.effect != other.effect}
    assert changed
    assert {month for _, month in changed} == {19}
    assert all(np.isfinite(one.effect) for one in after)


def test_all_at_once_leaves_nobody_to_compare_with() -> None:
    figures = np.random.default_rng(1).normal(0, 1, (6, 8))
    assert not [one for one in cells(Panel(figures, np.full(6, 4), np.arange(6))) if one.since >= 0]


def test_what_moves_everybody_alike_is_no_effect() -> None:
    panel = grown(np.random.default_rng(5), 0.05)
    wave = np.sin(np.arange(20.0)) * 9
    moved = Panel(panel.figures + wave + np.arange(200.0)[:, None], panel.starts, panel.teams)
    here, there = overall(panel, cells(panel)), overall(moved, cells(moved))
    assert there.effect == pytest.approx(here.effect)
    assert error_of(there.influence, panel.teams) == pytest.approx(error_of(here.influence, panel.teams))


def test_people_of_a_team_that_move_together_are_not_counted_as_many() -> None:
    chance = np.random.default_rng(6)
    panel = grown(chance, 0.0)
    shocks = Panel(panel.figures + chance.normal(0, 1, (20, 20))[panel.teams], panel.starts, panel.teams)
    one = overall(shocks, cells(shocks))
    assert estimate(shocks, one).error > 2 * error_of(one.influence, np.arange(200))
    # 20 teams: 19 degrees of freedom, and the error is larger by the root of 20 / 19.
    assert estimate(shocks, one).freedom == 19
    assert estimate(shocks, one).error == pytest.approx((20 / 19) ** 0.5 * error_of(one.influence, shocks.teams))
