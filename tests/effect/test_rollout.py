"""The planner of a staggered roll-out against published values, and against the analysis that will be done."""

import numpy as np
import pytest

from kamacademy.effect.rollout import (
    Noise,
    begun,
    coefficients,
    draw,
    noise,
    power,
    smallest_found,
    stepped_wedge_variance,
)
from kamacademy.effect.staggered import NEVER, Panel, cells, estimate, overall
from tests.effect.made import MONTHS, STEPS, unit
from tests.effect.vectors_of import CHANGE

WEDGE = CHANGE["stepped_wedge_a"]


def test_the_variance_of_a_stepped_wedge_is_hussey_and_hughes() -> None:
    data, expected = WEDGE["data"], WEDGE["expected"]
    order = draw([20] * data["clusters"], [1, 2, 3, 4], data["periods"], np.random.default_rng(1))
    found = stepped_wedge_variance(begun(order), data["n_per_cluster_period"], data["sigma2_e"], data["tau2"])
    assert found == pytest.approx(expected["variance"], abs=WEDGE["tolerance"])
    assert found**0.5 == pytest.approx(expected["se"], abs=WEDGE["tolerance"])
    assert power(0.3, found) == pytest.approx(expected["power_for_effect_0_3"], abs=1e-5)


def test_the_lot_gives_each_step_as_many_teams_and_of_every_size() -> None:
    sizes = [4, 20, 5, 13, 8, 9, 12, 6, 14, 4]
    order = draw(sizes, STEPS, MONTHS, np.random.default_rng(2))
    assert sorted(order.starts.tolist()) == sorted(STEPS * 2)
    large = [start for start, size in zip(order.starts.tolist(), sizes, strict=True) if size > 8]
    assert sorted(large) == sorted(STEPS)
    assert order.blocks.tolist() == [1, 0, 1, 0, 1, 0, 0, 1, 0, 1]


def test_every_order_is_drawn_now_and_then_and_one_seed_draws_one() -> None:
    drawn = {tuple(draw([5] * 3, [1, 2, 3], 6, np.random.default_rng(seed)).starts.tolist()) for seed in range(60)}
    assert len(drawn) == 6
    first, second = (draw([5] * 12, STEPS, MONTHS, np.random.default_rng(7)).starts.tolist() for _ in range(2))
    assert first == second


def test_teams_left_over_begin_at_different_times() -> None:
    order = draw([5] * 7, [3, 6, 9, 12, 15], 24, np.random.default_rng(3))
    assert len(order.starts) == 7
    assert len(set(order.starts[order.blocks == 1].tolist())) == 2


def test_the_overall_effect_is_the_teams_means_times_their_coefficients() -> None:
    made = unit(4, 5.0)
    means = np.array([made.panel.figures[made.panel.teams == team].mean(axis=0) for team in range(20)])
    counts = coefficients(made.order, made.sizes)
    assert float((counts * means).sum()) == pytest.approx(overall(made.panel, cells(made.panel)).effect)
    assert counts.sum(axis=0) == pytest.approx(np.zeros(MONTHS), abs=1e-12)
    assert counts.sum(axis=1) == pytest.approx(np.zeros(20), abs=1e-12)


def test_the_noise_of_teams_is_found_beside_steady_differences_and_common_months() -> None:
    chance = np.random.default_rng(5)
    steady = chance.normal(0, 20, (200, 1)) + chance.normal(0, 5, 8)
    white = noise(steady + chance.normal(0, 3, (200, 8)))
    assert white.sd == pytest.approx(3, rel=0.05)
    assert white.likeness < 0.1
    rows = [chance.normal(0, 3, 200)]
    for _ in range(7):
        rows.append(0.5 * rows[-1] + chance.normal(0, 3 * 0.75**0.5, 200))
    assert 0.3 < noise(steady + np.column_stack(rows)).likeness < 0.6
    assert noise(np.ones((3, 4))) == Noise(0.0, 0.0)


def test_the_smallest_effect_is_found_in_about_eight_of_ten_tries() -> None:
    smallest, found = [], 0
    for seed in range(120):
        made = unit(seed, 0.0)
        means = np.array([made.panel.figures[made.panel.teams == team].mean(axis=0) for team in range(20)])
        least = smallest_found(made.order, made.sizes, noise(means[:, : STEPS[0]]))
        assert least is not None
        smallest.append(least)
        again = unit(seed, 0.0).panel
        begins = (np.arange(MONTHS) >= again.starts[:, None]) * float(np.mean(smallest))
        panel = Panel(again.figures + begins, again.starts, again.teams)
        found += estimate(panel, overall(panel, cells(panel))).is_apart
    assert 0.7 < found / 120 < 0.92


def test_more_teams_find_less_and_nobody_to_compare_with_nothing() -> None:
    few, many = (
        smallest_found(draw([8] * teams, STEPS, MONTHS, np.random.default_rng(1)), [8] * teams, Noise(3.0, 0.2))
        for teams in (10, 40)
    )
    assert few is not None
    assert many is not None
    assert many < 0.6 * few
    at_once = draw([8] * 5, [6], MONTHS, np.random.default_rng(1))
    assert smallest_found(at_once, [8] * 5, Noise(3.0, 0.0)) is None
    assert NEVER not in at_once.starts
