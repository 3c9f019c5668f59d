"""From visits to what is known of an ability, with its uncertainty: a filter on a grid of 121 points. Pure.

What is known of a person in one competency is a distribution over ability. It begins as that of the population, spreads
a little with time, since people change, and every visit narrows it by how likely the levels given are at each ability.
Two things are averaged over: the occasion's own luck, which all indicators of one visit share, and what is not known of
the rater's severity, which all visits of one rater share. Old evidence loses weight by itself.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from kamacademy.competency.grid import POINTS, REACH, STEP, drifted, population
from kamacademy.competency.walk import Walked, walk
from kamacademy.rater.rating_scale import Numbers, level_probabilities

# Likelihoods are kept four times as fine as the grid and beyond its ends, so that a rater's severity only shifts them.
FINER = 4
MARGIN = 160
FURTHEST = MARGIN * STEP / FINER
WIDE: Numbers = np.linspace(-REACH - FURTHEST, REACH + FURTHEST, (POINTS - 1) * FINER + 1 + 2 * MARGIN)
AT = MARGIN + FINER * np.arange(POINTS)

OCCASION_SD = 0.7
OCCASION_NODES = 15
# How many severities are tried for the raters of several visits: five of one such rater, three each of two. A third
# such rater's visits share nothing.
SEVERITY_NODES = {0: 1, 1: 5, 2: 3}
SD_ROUNDED_TO = 0.05


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


@lru_cache(maxsize=2048)
def visit_likelihood(levels: tuple[int, ...], difficulties: tuple[float, ...], luck_sd: float) -> Numbers:
    """How likely a visit's levels are at each ability of WIDE, averaged over what its indicators share."""
    places, weights = normal_nodes(OCCASION_NODES)
    at = WIDE[:, None] + luck_sd * places[None, :]
    found = np.ones_like(at)
    for level, difficulty in zip(levels, difficulties or (0.0,) * len(levels), strict=True):
        found *= level_probabilities(at - difficulty)[..., level]
    return np.asarray(found @ weights)


def shared_raters(visits: Sequence[Visit]) -> tuple[int, ...]:
    """The raters whose severity is carried from visit to visit: the two of most visits, if of several.

    Of raters with as many visits those with the lower keys, so that nothing hangs on the order of one day's visits.
    """
    counts = Counter(one.rater for one in visits)
    several = sorted((-count, rater) for rater, count in counts.items() if count > 1)
    return tuple(rater for _, rater in several[:2])


def walked(
    histories: Sequence[Sequence[Visit]],
    severities: Mapping[int, Severity],
    *,
    before: Numbers | None = None,
    cuts: Sequence[float] = (),
) -> Walked:
    """What is known after each history, visits in order of day, and of each cut after each visit.

    `before` is what was known on the day of the first visit, else the population. A rater without a severity is taken
    as UNKNOWN.
    """
    known = np.empty((len(histories), POINTS))
    shares: list[Numbers] = [np.empty((0, len(cuts)))] * len(histories)
    shared = [shared_raters(visits) for visits in histories]
    groups: dict[int, list[int]] = defaultdict(list)
    for number, raters in enumerate(shared):
        groups[len(raters)].append(number)
    for count, numbers in groups.items():
        tried = Tried(count, severities, [shared[number] for number in numbers])
        start = tried.weights[..., None] * (population() if before is None else before)
        found = walk([histories[number] for number in numbers], tried.told, start, cuts)
        known[numbers] = found.known
        for number, one in zip(numbers, found.shares, strict=True):
            shares[number] = one
    return Walked(known, shares)


def filtered(
    histories: Sequence[Sequence[Visit]],
    severities: Mapping[int, Severity],
    today: int,
    *,
    before: Numbers | None = None,
) -> Numbers:
    """What is known on `today` after each history: a row of weights over the grid for each."""
    found = walked(histories, severities, before=before)
    return drifted(found.known, [today - visits[-1].day if visits else 0 for visits in histories])


class Tried:
    """The severities that are tried for the one or two shared raters of some histories, an axis each."""

    def __init__(self, count: int, severities: Mapping[int, Severity], shared: Sequence[tuple[int, ...]]) -> None:
        self.places, weights = normal_nodes(SEVERITY_NODES[count])
        self.weights = np.outer(weights, weights) if count == 2 else weights[:, None]
        self.severities, self.shared = severities, shared
        self.shifts: dict[int, list[int]] = {}

    def told(self, number: int, visit: Visit) -> Numbers:
        """How likely a visit's levels are at each ability, for every severity that is tried."""
        shared = self.shared[number]
        if visit.rater not in shared:
            severity = self.severities.get(visit.rater, UNKNOWN)
            luck = float(np.hypot(OCCASION_SD, rounded(severity.sd)))
            return shifted(visit_likelihood(visit.levels, visit.difficulties, luck), steps_of(severity.mean))
        likelihood = visit_likelihood(visit.levels, visit.difficulties, OCCASION_SD)
        found = np.array([shifted(likelihood, steps) for steps in self.shifts_of(visit.rater)])
        return found[:, None, :] if visit.rater == shared[0] else found[None, :, :]

    def shifts_of(self, rater: int) -> list[int]:
        """The severities that are tried for a rater, in steps of WIDE."""
        if rater not in self.shifts:
            severity = self.severities.get(rater, UNKNOWN)
            self.shifts[rater] = [steps_of(severity.mean + severity.sd * place) for place in self.places.tolist()]
        return self.shifts[rater]


def shifted(likelihood: Numbers, steps: int) -> Numbers:
    """A likelihood over WIDE as that of a rater so many steps more severe, over the grid."""
    begin = MARGIN - steps
    return likelihood[begin : begin + FINER * (POINTS - 1) + 1 : FINER]


def rounded(sd: float) -> float:
    """To the nearest twentieth of a logit, so that likelihoods can be kept."""
    return round(sd / SD_ROUNDED_TO) * SD_ROUNDED_TO


def steps_of(severity: float) -> int:
    """A severity in steps of WIDE, within its margin."""
    return round(min(max(severity, -FURTHEST), FURTHEST) / (STEP / FINER))
