"""A business unit of twenty teams whose true effect is known."""

from dataclasses import dataclass

import numpy as np

from kamacademy.effect.rollout import Order, draw
from kamacademy.effect.staggered import Numbers, Panel

MONTHS, STEPS = 24, (6, 9, 12, 15, 18)


@dataclass(frozen=True, slots=True)
class Unit:
    """Its people's figures and the order that the lot drew."""

    panel: Panel
    order: Order
    sizes: tuple[int, ...]


def unit(seed: int, effect: float, *, drift: float = 0.0, people: int = 10, shocks: float = 0.2) -> Unit:
    """Shares in percent of `people` or so in each team; who starts early drifts so much a month, start or no start."""
    chance = np.random.default_rng(seed)
    sizes = tuple(int(one) for one in chance.integers(people - 3, people + 4, 20))
    order = draw(sizes, STEPS, MONTHS, chance)
    teams = np.repeat(np.arange(20), sizes)
    starts = order.starts[teams]
    shape = (len(teams), MONTHS)
    own = chance.normal(60, 8, (len(teams), 1))
    month = np.arange(MONTHS)
    common: Numbers = 3 * np.sin(month / 3) + 0.2 * month
    early = (starts[:, None] == STEPS[0]) * drift * month
    begun = (month >= starts[:, None]) * effect
    noise = chance.normal(0, 6, shape) + chance.normal(0, 6 * shocks, (20, MONTHS))[teams]
    return Unit(Panel(own + common + early + begun + noise, starts, teams), order, sizes)
