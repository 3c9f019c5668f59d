"""From visits to what is known of an ability, with its uncertainty: a filter on a grid of 121 points. Pure.

What is known of a person in one competency is a distribution over ability. It begins as that of the population, spreads
a little with time, since people change, and every visit narrows it by how likely the levels given are at each ability.
Two things are averaged over: the occasion's own luck, which all indicators of one visit share, and what is not known of
the rater's severity, which all visits of one rater share. Old evidence loses weight by itself. In one dimension a grid
is exact enough that nothing need be sampled.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from kamacademy.rater.rating_scale import Numbers, level_probabilities

POINTS = 121
REACH = 6.0
STEP = 2 * REACH / (POINTS - 1)
GRID: Numbers = np.linspace(-REACH, REACH, POINTS)

# Likelihoods are kept four times as fine as the grid and beyond its ends, so that a rater's severity only shifts them.
FINER = 4
MARGIN = 160
FURTHEST = MARGIN * STEP / FINER
WIDE: Numbers = np.linspace(-REACH - FURTHEST, REACH + FURTHEST, (POINTS - 1) * FINER + 1 + 2 * MARGIN)
AT = MARGIN + FINER * np.arange(POINTS)

PRIOR_MEAN, PRIOR_SD = 0.0, 1.4
DRIFT_SD, DRIFT_DAYS = 0.25, 90
OCCASION_SD = 0.7
OCCASION_NODES = 15
# How many severities are tried for the raters of several visits: five of one such rater, three each of two. A third
# such rater's visits share nothing.
SEVERITY_NODES = {0: 1, 1: 5, 2: 3}
SD_ROUNDED_TO = 0.05
BATCH = 1000


@dataclass(frozen=True, slots=True)
class Severity:
    """How much lower than the average a rater rates, in logits, and the standard deviation of what is not known."""

    mean: float
    sd: float


# A rater of whom nothing is known yet.
UNKNOWN = Severity(0.0, 0.6)


@dataclass(frozen=True, slots=True)
class Visit:
    """One occasion: its day as a number, the rater's key, levels 0 to 4, and the difficulties of their indicators."""

    day: int
    rater: int
    levels: tuple[int, ...]
    difficulties: tuple[float, ...] = ()


@lru_cache(maxsize=16)
def normal_nodes(count: int) -> tuple[Numbers, Numbers]:
    """Gauss-Hermite nodes and weights of the standard normal distribution."""
    places, weights = np.polynomial.hermite_e.hermegauss(count)
    return places, weights / weights.sum()


@lru_cache(maxsize=8192)
def visit_likelihood(levels: tuple[int, ...], difficulties: tuple[float, ...], luck_sd: float) -> Numbers:
    """How likely a visit's levels are at each ability of WIDE, averaged over what its indicators share."""
    places, weights = normal_nodes(OCCASION_NODES)
    at = WIDE[:, None] + luck_sd * places[None, :]
    found = np.ones_like(at)
    for level, difficulty in zip(levels, difficulties or (0.0,) * len(levels), strict=True):
        found *= level_probabilities(at - difficulty)[..., level]
    return np.asarray(found @ weights)


@lru_cache(maxsize=2048)
def drift(days: int) -> Numbers:
    """How an ability spreads in some days, as a matrix over GRID: a random walk of 0.25 logit a quarter."""
    sd = DRIFT_SD * np.sqrt(days / DRIFT_DAYS)
    # Over the width of each point, so that a spread finer than the grid is kept as well.
    edges = (GRID[None, :] - GRID[:, None])[..., None] + np.array([-0.5, 0.5]) * STEP
    below = ndtr(edges / sd)
    matrix = below[..., 1] - below[..., 0]
    return np.asarray(matrix / matrix.sum(axis=1, keepdims=True))


@lru_cache(maxsize=64)
def population(mean: float = PRIOR_MEAN, sd: float = PRIOR_SD) -> Numbers:
    """What is known of somebody never seen: weights over GRID."""
    weights = np.exp(-0.5 * ((GRID - mean) / sd) ** 2)
    return np.asarray(weights / weights.sum())


def shared_raters(visits: Sequence[Visit]) -> tuple[int, ...]:
    """The raters whose severity is carried from visit to visit: the two of most visits, if of several."""
    return tuple(rater for rater, count in Counter(one.rater for one in visits).most_common(2) if count > 1)


def filtered(
    histories: Sequence[Sequence[Visit]],
    severities: Mapping[int, Severity],
    today: int,
    *,
    before: Numbers | None = None,
) -> Numbers:
    """What is known on `today` after each history, visits in order of day: a row of weights over GRID for each.

    `before` is what was known on the day of the first visit, else the population. A rater without a severity is taken
    as UNKNOWN.
    """
    known = population() if before is None else before
    found = np.empty((len(histories), POINTS))
    groups: dict[tuple[int, int], list[int]] = defaultdict(list)
    for place, visits in enumerate(histories):
        groups[len(shared_raters(visits)), len(visits)].append(place)
    for (shared, turns), places in groups.items():
        for begin in range(0, len(places), BATCH):
            some = places[begin : begin + BATCH]
            batch = _Batch([histories[one] for one in some], severities, shared, known)
            for turn in range(turns):
                batch.see(turn)
            found[some] = batch.on(today)
    return found


class _Batch:
    """Histories of equal length with the same number of shared raters, filtered side by side.

    `state` has a history, a severity of the shared raters, and an ability for axes.
    """

    def __init__(
        self, histories: Sequence[Sequence[Visit]], severities: Mapping[int, Severity], shared: int, known: Numbers
    ) -> None:
        places, weights = normal_nodes(SEVERITY_NODES[shared])
        pairs = [(one, other) for one in range(len(places)) for other in range(len(places) if shared == 2 else 1)]
        start = np.array([weights[one] * (weights[other] if shared == 2 else 1.0) for one, other in pairs])
        self.histories, self.severities = histories, severities
        self.tried = np.array([[places[one], places[other]] for one, other in pairs]).T
        self.shared = [shared_raters(visits) for visits in histories]
        self.days = [visits[0].day if visits else 0 for visits in histories]
        self.state = np.tile(start[None, :, None] * known[None, None, :], (len(histories), 1, 1))

    def see(self, turn: int) -> None:
        """Take in the visit of this number of every history."""
        visits = [visits[turn] for visits in self.histories]
        self.pass_time([one.day for one in visits])
        for row, (visit, shared) in enumerate(zip(visits, self.shared, strict=True)):
            severity = self.severities.get(visit.rater, UNKNOWN)
            if visit.rater in shared:
                likelihood = visit_likelihood(visit.levels, visit.difficulties, OCCASION_SD)
                tried = severity.mean + severity.sd * self.tried[shared.index(visit.rater)]
                self.state[row] *= likelihood[AT[None, :] - steps_of(tried)[:, None]]
            else:
                luck = float(np.hypot(OCCASION_SD, rounded(severity.sd)))
                likelihood = visit_likelihood(visit.levels, visit.difficulties, luck)
                self.state[row] *= likelihood[AT - steps_of(np.array([severity.mean]))]
        self.state /= self.state.sum(axis=(1, 2), keepdims=True)

    def pass_time(self, days: Sequence[int]) -> None:
        """Let each ability spread until its day."""
        groups: dict[int, list[int]] = defaultdict(list)
        for row, (then, now) in enumerate(zip(self.days, days, strict=True)):
            if now > then:
                groups[now - then].append(row)
        for passed, rows in groups.items():
            self.state[rows] = self.state[rows] @ drift(passed)
        self.days = list(days)

    def on(self, today: int) -> Numbers:
        """What is known of each ability, whatever the severities."""
        self.pass_time([today if visits else 0 for visits in self.histories])
        return np.asarray(self.state.sum(axis=1))


def rounded(sd: float) -> float:
    """To the nearest twentieth of a logit, so that likelihoods can be kept."""
    return round(sd / SD_ROUNDED_TO) * SD_ROUNDED_TO


def steps_of(severity: Numbers) -> NDArray[np.int64]:
    """Severities in steps of WIDE, within its margin."""
    return np.rint(np.clip(severity, -FURTHEST, FURTHEST) / (STEP / FINER)).astype(np.int64)
