"""A staggered roll-out: who starts when, by lot, and the smallest effect it would find. Pure.

M. A. Hussey and J. P. Hughes (2007, Contemporary Clinical Trials 28:182-191) give the variance for their own analysis;
the comparison with those who had not begun yet has a larger one, which is worked out here for the very order drawn.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from scipy.special import ndtr

from kamacademy.effect.estimate import quantile
from kamacademy.effect.staggered import NEVER, Numbers, Places

FEWEST_TEAMS, BETTER_TEAMS = 12, 20
FEWEST_MONTHS_BEFORE = 3
POWER, ALPHA = 0.8, 0.05


@dataclass(frozen=True, slots=True)
class Order:
    """Which team starts in which month (a place from 0), and the block it was drawn in."""

    starts: Places
    blocks: Places
    months: int


def draw(sizes: Sequence[int], steps: Sequence[int], months: int, chance: np.random.Generator) -> Order:
    """An order by lot: teams of like size form a block of as many as there are steps, and each block is shuffled.

    So every step gets as many teams as can be, and of every size. `steps` are the months in which one starts.
    """
    by_size = np.argsort(-np.asarray(sizes), kind="stable")
    starts = np.empty(len(sizes), dtype=np.int64)
    blocks = np.empty(len(sizes), dtype=np.int64)
    for block, first in enumerate(range(0, len(sizes), len(steps))):
        own = by_size[first : first + len(steps)]
        starts[own] = chance.permutation(np.asarray(steps))[: len(own)]
        blocks[own] = block
    return Order(starts, blocks, months)


def begun(order: Order) -> Numbers:
    """1 where a team has begun in a month and 0 before; teams by months."""
    months = np.arange(order.months)
    found: Numbers = ((order.starts[:, None] <= months) & (order.starts[:, None] != NEVER)).astype(np.float64)
    return found


def stepped_wedge_variance(begins: Numbers, people: float, within: float, between: float) -> float:
    """The variance of an effect by Hussey & Hughes 2007, equation 8, for a table of 0 and 1, teams by periods.

    `people` per team and period, new ones each time; variances `within` a period among people and `between` teams.
    """
    teams, periods = len(begins), int(begins.shape[1])
    own = within / people
    all_begun = float(begins.sum())
    by_period = float((begins.sum(axis=0) ** 2).sum())
    by_team = float((begins.sum(axis=1) ** 2).sum())
    above = teams * own * (own + periods * between)
    below = (teams * all_begun - by_period) * own + between * (
        all_begun**2 + teams * periods * all_begun - periods * by_period - teams * by_team
    )
    return above / below


def power(effect: float, variance: float) -> float:
    """How often an effect of that size would be found at 5 %, two-sided, by a normal test; 0 to 1."""
    return float(ndtr(abs(effect) / sqrt(variance) - quantile(1 - ALPHA / 2, np.inf)))


@dataclass(frozen=True, slots=True)
class Noise:
    """How a team's monthly mean varies by itself: standard deviation, and its likeness from month to month (0 to 1)."""

    sd: float
    likeness: float


def noise(means: Numbers) -> Noise:
    """What varies in a table of teams by months before anything began, beyond steady differences and common months.

    At least two teams and three months. Likeness is corrected for the shortness of the table (Nickell 1981,
    Econometrica 49:1417-1426, the leading term), and never negative.
    """
    teams, months = len(means), int(means.shape[1])
    rest = means - means.mean(axis=1, keepdims=True) - means.mean(axis=0) + means.mean()
    variance = float((rest**2).sum()) / ((teams - 1) * (months - 1))
    products = float((rest[:, 1:] * rest[:, :-1]).sum()) / ((months - 1) * (teams - 1))
    if not variance:
        return Noise(0.0, 0.0)
    raw = products / (float((rest**2).sum()) / (months * (teams - 1)))
    return Noise(sqrt(variance), min(max((raw + 1 / months) / (1 - 1 / months), 0.0), 0.95))


def coefficients(order: Order, sizes: Sequence[int]) -> Numbers:
    """How much each team's mean of each month counts in the overall effect; teams by months."""
    people = np.asarray(sizes, dtype=np.float64)
    found, weight = np.zeros((len(people), order.months)), 0.0
    for group in sorted({int(one) for one in order.starts if one > 0}):
        treated = (order.starts == group) * people
        for month in range(group, order.months):
            others = ((order.starts == NEVER) | (order.starts > month)) * people
            if others.sum() > 0:
                change = treated - treated.sum() * others / others.sum()
                found[:, month] += change
                found[:, group - 1] -= change
                weight += treated.sum()
    return found / weight if weight else found


def smallest_found(order: Order, sizes: Sequence[int], varies: Noise) -> float | None:
    """The smallest steady effect that this very order finds in 8 of 10 tries at 5 %; None where nobody is compared."""
    counts = coefficients(order, sizes)
    if not counts.any():
        return None
    apart = np.abs(np.subtract.outer(np.arange(order.months), np.arange(order.months)))
    alike = varies.likeness**apart if varies.likeness else np.eye(order.months)
    error = varies.sd * sqrt(float(np.einsum("tm,mn,tn->", counts, alike, counts)))
    freedom = len(sizes) - 1
    return (quantile(1 - ALPHA / 2, freedom) + quantile(POWER, freedom)) * error
