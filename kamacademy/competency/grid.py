"""The grid of 121 points on which a position is known with its uncertainty, and how time spreads it. Pure.

In one dimension a grid is exact enough that nothing need be sampled. Time is a random walk, applied to the cosine
series of the weights: the ends of the grid reflect, nothing is lost, and two spans of time spread as much as one of
both. Nothing large is kept for it, however many different spans there are.
"""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.fft import dct, idct

from kamacademy.rater.rating_scale import Numbers

Days = Sequence[int] | NDArray[np.int64]
POINTS = 121
REACH = 6.0
STEP = 2 * REACH / (POINTS - 1)
GRID: Numbers = np.linspace(-REACH, REACH, POINTS)

# The population's abilities in logits, about the middle of level 3.
PRIOR_MEAN, PRIOR_SD = 0.0, 1.4
# How far people change: a random walk of a quarter of a logit in a quarter of a year.
DRIFT_SD, DRIFT_DAYS = 0.25, 90

# How fast each wave of the cosine series fades, for a random walk of one logit.
FADING: Numbers = np.asarray(0.5 * (np.pi * np.arange(POINTS) / (POINTS * STEP)) ** 2, dtype=np.float64)


@lru_cache(maxsize=64)
def population(mean: float = PRIOR_MEAN, sd: float = PRIOR_SD) -> Numbers:
    """What is known of somebody never seen: weights over GRID."""
    weights = np.exp(-0.5 * ((GRID - mean) / sd) ** 2)
    return np.asarray(weights / weights.sum())


def drifted(weights: Numbers, days: Days) -> Numbers:
    """Weights over GRID, along the last axis, after each row's days; a row without a day passed stays as it is."""
    passed = np.asarray(days, dtype=np.float64)
    moved = np.flatnonzero(passed > 0)
    if not len(moved):
        return weights
    spread = (DRIFT_SD**2 / DRIFT_DAYS * passed[moved]).reshape(-1, *[1] * (weights.ndim - 1))
    series = dct(weights if len(moved) == len(passed) else weights[moved], norm="ortho", axis=-1)
    series *= np.exp(-spread * FADING)
    later = idct(series, norm="ortho", axis=-1, overwrite_x=True)
    # Rounding leaves some weights a hair below nothing.
    np.maximum(later, 0.0, out=later)
    if len(moved) == len(passed):
        return np.asarray(later)
    found = weights.copy()
    found[moved] = later
    return found


def shares_from(weights: Numbers, cuts: Sequence[float]) -> Numbers:
    """The chance of being at each cut or above, along the last axis; each point is spread over its width."""
    below = np.cumsum(weights, axis=-1)
    places = np.clip((np.asarray(cuts) + REACH) / STEP + 0.5, 0.0, POINTS)
    points = np.minimum(places.astype(np.int64), POINTS - 1)
    whole = np.where(points > 0, below[..., points - 1], 0.0)
    return np.asarray(np.clip(1.0 - whole - (places - points) * weights[..., points], 0.0, 1.0))
