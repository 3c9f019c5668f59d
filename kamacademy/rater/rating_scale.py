"""The rating-scale model: how likely each level is, given where a person stands and how severe the rater is. Pure.

Andrich (1978, Psychometrika 43, 561-573), with the rater as a facet after Linacre (1989, Many-Facet Rasch Measurement):
the log odds of level k against k - 1 are ability less severity, difficulty and step k. Levels 1 to 5 are counted 0 to 4
here, and all is in logits.
"""

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

# Each level is as wide as `levels.LOGITS_A_LEVEL` says, and the middle of the middle level is 0.
STEPS = (-2.4, -0.8, 0.8, 2.4)
FAR = 20.0
HALVINGS = 80


def level_probabilities(position: Numbers, steps: Sequence[float] = STEPS) -> Numbers:
    """P(level 0..4) at each position (ability less severity and difficulty), along one more axis at the end."""
    numerators = np.concatenate(([0.0], np.cumsum(steps)))
    exponents = np.multiply.outer(position, np.arange(len(steps) + 1)) - numerators
    exponents -= exponents.max(axis=-1, keepdims=True)
    weights = np.exp(exponents)
    return np.asarray(weights / weights.sum(axis=-1, keepdims=True))


@cache
def level_cuts(steps: tuple[float, ...] = STEPS) -> tuple[float, ...]:
    """The lower ends of the levels above the first: where an average rater gives the level or more half the time."""
    return tuple(_cut(level, steps) for level in range(1, len(steps) + 1))


def _cut(level: int, steps: tuple[float, ...]) -> float:
    """One lower end, by halving."""
    low, high = -FAR, FAR
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        reached = float(level_probabilities(np.array([middle]), steps)[0, level:].sum())
        low, high = (middle, high) if reached < 0.5 else (low, middle)
    return (low + high) / 2
