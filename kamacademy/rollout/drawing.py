"""The lot and the forecast of a plan, by effect.rollout. Pure; numpy is read where this is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median

import numpy as np

from kamacademy.effect.rollout import Noise, Order, draw, noise, smallest_found
from kamacademy.rollout.forecast import FEWEST_PERIODS, FEWEST_SHARE, MOST_PERIODS, Forecast, Smaller
from kamacademy.rollout.rules import MOST_STEPS
from kamacademy.wording import counted

# Before the lot, the middle of so many orders that it may draw.
TRIES = 25
# As much as one may be told about a figure that a team has no history of.
PLAUSIBLE_LIKENESS = 0.5
SOFTWARE = f"numpy {np.__version__}, PCG64"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A team's place in an order: step from 1, and the block of teams of like size it was drawn in, from 1."""

    step: int
    block: int


@dataclass(frozen=True, slots=True)
class History:
    """Figures by team and period (a place, later ones higher), all before the first start."""

    figures: Mapping[int, Mapping[int, float]]


def order_from(seed: str, people: Sequence[int], steps: int) -> list[Drawn]:
    """The order that a seed (hexadecimal) draws for teams with so many people, in the order given.

    Whoever has the seed, and the teams in order of their keys, draws the same again.
    """
    order = draw(people, range(steps), steps, np.random.default_rng(int(seed, 16)))
    return [Drawn(int(step) + 1, int(block) + 1) for step, block in zip(order.starts, order.blocks, strict=True)]


def complete(figures: Mapping[int, Mapping[int, float]], last: int) -> tuple[list[int], int]:
    """The teams without a gap in the most telling stretch of periods up to `last`, and how long that is.

    Longer stretches have fewer such teams; what tells most is the number of comparisons. Two teams, three periods.
    """
    best: tuple[list[int], int] = ([], 0)
    for length in range(3, MOST_PERIODS + 1):
        wanted = range(last - length + 1, last + 1)
        teams = [team for team, own in figures.items() if all(one in own for one in wanted)]
        if len(teams) >= 2 and (len(teams) - 1) * (length - 1) > (len(best[0]) - 1) * (best[1] - 1):
            best = (teams, length)
    return best


def foresee(
    sizes: Sequence[int],
    steps: int,
    step_periods: int,
    history: Mapping[int, Mapping[int, float]],
    assumed: tuple[float, float] | None,
    drawn: Sequence[int] | None = None,
) -> Forecast:
    """What a plan would find: `sizes` are the people of its teams, `history` figures by team and period before 0.

    The noise is that of the history where it suffices, else the one assumed (standard deviation, likeness). `drawn` are
    the teams' steps from 1 once the lot has fallen; before, it is the middle of what many lots would give.
    """
    last = max((place for own in history.values() for place in own if place < 0), default=-1)
    teams, length = complete(history, last)
    suffices = length >= FEWEST_PERIODS and len(teams) >= FEWEST_SHARE * len(sizes)
    varies = None
    if suffices:
        wanted = range(last - length + 1, last + 1)
        varies = noise(np.array([[history[team][one] for one in wanted] for team in teams], dtype=np.float64))
    elif assumed is not None:
        varies = Noise(*assumed)
    found = Forecast(
        teams=len(sizes), people=sum(sizes), periods=length, history_teams=len(teams),
        is_assumed=not suffices and assumed is not None, sd=varies.sd if varies else None,
        likeness=varies.likeness if varies else None, smallest=None,
    )  # fmt: skip
    if varies is None:
        return found
    smallest = smallest_of(sizes, steps, step_periods, varies, drawn)
    return replace(found, smallest=smallest, smaller=smaller_plans(sizes, steps, step_periods, varies, smallest))


def smallest_of(
    sizes: Sequence[int], steps: int, step_periods: int, varies: Noise, drawn: Sequence[int] | None = None
) -> float | None:
    """The smallest effect found in 8 of 10 tries; of the order drawn, or the middle of those that may be drawn.

    Periods after the last start tell nothing, since nobody is left to compare with.
    """
    periods = 1 + (steps - 1) * step_periods + 1
    if drawn is not None:
        starts = np.array([1 + (step - 1) * step_periods for step in drawn], dtype=np.int64)
        return smallest_found(Order(starts, np.zeros_like(starts), periods), sizes, varies)
    chance = np.random.default_rng(0)
    months = [1 + step * step_periods for step in range(steps)]
    found = [smallest_found(draw(sizes, months, periods, chance), sizes, varies) for _ in range(TRIES)]
    known = [one for one in found if one is not None]
    return median(known) if known else None


def smaller_plans(
    sizes: Sequence[int], steps: int, step_periods: int, varies: Noise, smallest: float | None
) -> tuple[Smaller, ...]:
    """Plans beside this one that would find a smaller effect, each with how small."""
    half = len(sizes) // 2
    plans: list[tuple[str, Sequence[int], int, int]] = [
        (f"with {counted(half, 'more team')} like these", [*sizes, *sizes[:half]], steps, step_periods),
        ("with twice as long between steps", sizes, steps, 2 * step_periods),
    ]
    if steps < min(MOST_STEPS, len(sizes)):
        plans.insert(0, ("with one more step", sizes, steps + 1, step_periods))
    found = [(words, smallest_of(other, many, apart, varies)) for words, other, many, apart in plans]
    return tuple(
        Smaller(words, one) for words, one in found if one is not None and smallest is not None and one < smallest
    )
