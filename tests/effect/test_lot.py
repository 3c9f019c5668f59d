"""What the lot alone would have brought."""

from itertools import permutations

import numpy as np
import pytest

from kamacademy.effect.lot import chance_of, drawn_again, effects_of
from kamacademy.effect.staggered import NEVER, Panel, cells, overall
from kamacademy.effect.team_means import TeamMeans, team_means
from tests.effect.made import unit


def test_the_effect_of_teams_is_that_of_their_people() -> None:
    made = unit(2, 5.0)
    teams = team_means(made.panel)
    found = effects_of(teams, teams.starts[None, :])
    assert found.item() == pytest.approx(overall(made.panel, cells(made.panel)).effect)


def test_a_missing_figure_leaves_the_teams_mean_to_the_others() -> None:
    figures = np.array([[1.0, 2.0], [3.0, np.nan], [5.0, 9.0]])
    found = team_means(Panel(figures, np.array([1, 1, NEVER]), np.array([0, 0, 1])))
    assert found.figures.tolist() == [[2.0, 2.0], [5.0, 9.0]]
    assert found.people.tolist() == [2.0, 1.0]
    assert found.starts.tolist() == [1, NEVER]


def test_draws_stay_within_their_blocks_and_all_are_equally_likely() -> None:
    starts, blocks = np.array([4, 9, 7, 9, 4, 7]), np.array([0, 1, 0, 0, 1, 1])
    draws = drawn_again(starts, blocks, np.random.default_rng(1), 6000)
    for block in (0, 1):
        orders, counts = np.unique(draws[:, blocks == block], axis=0, return_counts=True)
        assert {tuple(one) for one in orders.tolist()} == set(permutations((4, 7, 9)))
        assert counts.min() > 850


# By hand: four teams, two of which begin; the largest difference of six possible orders and its opposite: 2 of 6.
def test_the_chance_of_the_most_telling_order_is_its_share_of_all() -> None:
    figures = np.array([[0.0, 10.0], [0.0, 11.0], [0.0, 1.0], [0.0, 2.0]])
    starts = np.array([1, 1, NEVER, NEVER])
    teams = TeamMeans(figures, np.ones(4), starts)
    assert chance_of(teams, np.zeros(4, dtype=np.int64), np.random.default_rng(3), 6000) == pytest.approx(
        2 / 6, abs=0.02
    )


def test_a_large_effect_is_hardly_the_lot_and_none_often_is() -> None:
    large, none = unit(5, 12.0), unit(5, 0.0)
    chance = np.random.default_rng(9)
    assert chance_of(team_means(large.panel), large.order.blocks, chance, 499) < 0.01
    assert chance_of(team_means(none.panel), none.order.blocks, chance, 499) > 0.05


def test_it_is_the_same_for_one_seed() -> None:
    made = unit(6, 2.0)
    teams = team_means(made.panel)
    first, second = (chance_of(teams, made.order.blocks, np.random.default_rng(4), 99) for _ in range(2))
    assert first == second


def test_the_true_order_is_one_of_those_that_are_counted() -> None:
    large = unit(5, 40.0)
    found = chance_of(team_means(large.panel), large.order.blocks, np.random.default_rng(1), 99)
    assert found == pytest.approx(1 / 100)
