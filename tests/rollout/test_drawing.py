"""The lot can be checked again, and the forecast is that of effect.rollout."""

import numpy as np
import pytest

from kamacademy.effect import rollout as effect
from kamacademy.rollout import rules
from kamacademy.rollout.drawing import complete, foresee, order_from, smallest_of
from kamacademy.rollout.forecast import FEWEST_PERIODS, forecast_from

SEED = "00112233445566778899aabbccddeeff"
SIZES = [9, 4, 7, 5, 8, 6, 3, 7, 5, 9, 4, 6, 8]


def test_the_limits_are_those_of_the_statistics() -> None:
    assert (rules.FEWEST_TEAMS, rules.BETTER_TEAMS) == (effect.FEWEST_TEAMS, effect.BETTER_TEAMS)
    assert rules.FEWEST_MONTHS_BEFORE == effect.FEWEST_MONTHS_BEFORE


def test_the_same_seed_draws_the_same_order_and_another_another() -> None:
    order = order_from(SEED, SIZES, 4)
    assert order == order_from(SEED, SIZES, 4)
    others = [order_from(f"{number:032x}", SIZES, 4) for number in range(20)]
    assert any(one != order for one in others)


def test_every_block_of_like_teams_holds_each_step_once() -> None:
    order = order_from(SEED, SIZES, 4)
    for block in range(1, 4):
        assert sorted(one.step for one in order if one.block == block) == [1, 2, 3, 4]
    by_block = [{size for size, one in zip(SIZES, order, strict=True) if one.block == block} for block in range(1, 5)]
    assert min(by_block[0]) >= max(by_block[1])
    assert sorted(sum(one.step == step for one in order) for step in range(1, 5)) == [3, 3, 3, 4]


def test_a_known_order_can_be_drawn_by_hand() -> None:
    order = order_from("2a", [1, 1, 1], 3)
    assert [one.step for one in order] == [int(one) + 1 for one in np.random.default_rng(42).permutation(3)]


def test_the_smallest_effect_of_a_drawn_order_is_that_of_the_statistics() -> None:
    drawn = [one.step for one in order_from(SEED, SIZES, 4)]
    varies = effect.Noise(3.0, 0.4)
    # By hand: one month before, and starts two months apart.
    order = effect.Order(np.array([1 + (step - 1) * 2 for step in drawn]), np.zeros(13, dtype=np.int64), 8)
    found = foresee(SIZES, 4, 2, {}, (3.0, 0.4), drawn)
    assert found.smallest == pytest.approx(effect.smallest_found(order, SIZES, varies))
    assert found.is_assumed


def test_longer_after_the_last_start_would_change_nothing() -> None:
    drawn = [one.step for one in order_from(SEED, SIZES, 4)]
    order = effect.Order(np.array([1 + (step - 1) * 2 for step in drawn]), np.zeros(13, dtype=np.int64), 20)
    varies = effect.Noise(3.0, 0.4)
    assert effect.smallest_found(order, SIZES, varies) == pytest.approx(smallest_of(SIZES, 4, 2, varies, drawn))


def history(teams: int, periods: int) -> dict[int, dict[int, float]]:
    """Figures that vary by chance about each team's own level."""
    chance = np.random.default_rng(7)
    return {
        team: {place - periods: 50 + team + float(chance.normal(0, 3)) for place in range(periods)}
        for team in range(teams)
    }


def test_the_noise_comes_from_the_history_where_it_suffices() -> None:
    figures = history(12, 10)
    found = foresee([5] * 12, 4, 1, figures, (99.0, 0.0))
    table = np.array([[own[place] for place in range(-10, 0)] for own in figures.values()])
    wanted = effect.noise(table)
    assert (found.sd, found.likeness) == (pytest.approx(wanted.sd), pytest.approx(wanted.likeness))
    assert (found.periods, found.history_teams, found.is_assumed) == (10, 12, False)


@pytest.mark.parametrize(("teams", "periods"), [(12, FEWEST_PERIODS - 1), (5, 10), (0, 0)])
def test_too_little_history_asks_for_an_assumption(teams: int, periods: int) -> None:
    found = foresee([5] * 12, 4, 1, history(teams, periods), None)
    assert (found.smallest, found.sd, found.is_assumed, found.smaller) == (None, None, False, ())
    assert foresee([5] * 12, 4, 1, history(teams, periods), (4.0, 0.5)).is_assumed


def test_a_gap_leaves_a_team_out_or_shortens_the_stretch() -> None:
    figures = history(10, 8)
    del figures[0][-5]
    teams, length = complete(figures, -1)
    assert (len(teams), length) == (9, 8)
    for team in range(6):
        figures[team].pop(-7, None)
    assert complete(figures, -1) == (list(range(1, 10)), 6)


def test_plans_that_find_less_are_told_with_what_they_find() -> None:
    found = foresee([5] * 12, 3, 1, {}, (4.0, 0.2))
    assert found.smallest is not None
    assert [one.words for one in found.smaller] == [
        "with one more step", "with 6 more teams like these", "with twice as long between steps",
    ]  # fmt: skip
    assert all(one.smallest < found.smallest for one in found.smaller)


def test_a_forecast_is_kept_and_read_again() -> None:
    found = foresee([5] * 12, 3, 1, {}, (4.0, 0.2))
    kept = found.kept()
    assert forecast_from(kept) == found
    assert forecast_from(kept) == found
