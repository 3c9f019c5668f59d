"""Figures of several people drawn towards their team: each the more, the less it rests on. Pure.

Empirical Bayes for unequal variances (C. N. Morris 1983, JASA 78:47-55), which for equal ones is the estimator of
B. Efron and C. Morris (1975, JASA 70:311-319). For comparing a person with the own past, never for an order of people.
However little the k people seem to differ, at most (k - 3) / (k - 1) of the distance to the team is taken away.
Simulated with 5 to 20 people of 4 to 24 cases each, intervals of 95 % hold the true share for 96 to 99 in 100.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from kamacademy.proportion import Z_95

# Below this many people nothing is known about how people of a team differ.
FEWEST_PEOPLE = 5
MOST_ROUNDS, SETTLED = 200, 1e-12


@dataclass(frozen=True, slots=True)
class Drawn:
    """A figure drawn towards the centre, its 95 % interval, and how much of the distance was taken away (0 to 1)."""

    estimate: float
    low: float
    high: float
    taken: float


@dataclass(frozen=True, slots=True)
class Spread:
    """The common centre of several figures, and the variance between people beyond the figures' own uncertainty."""

    centre: float
    between: float
    weights: tuple[float, ...]


def spread(figures: Sequence[float], variances: Sequence[float]) -> Spread:
    """The centre and the variance between people, each figure weighted by what it rests on."""
    k, between = len(figures), 0.0
    for _ in range(MOST_ROUNDS):
        weights = [1 / (one + between) for one in variances]
        total = sum(weights)
        centre = sum(weight * figure for weight, figure in zip(weights, figures, strict=True)) / total
        excess = sum(
            weight * (k / (k - 1) * (figure - centre) ** 2 - own)
            for weight, figure, own in zip(weights, figures, variances, strict=True)
        )
        before, between = between, max(excess / total, 0.0)
        if abs(between - before) <= SETTLED * max(between, 1.0):
            break
    return Spread(centre, between, tuple(weights))


def drawn(figures: Sequence[float], variances: Sequence[float]) -> list[Drawn] | None:
    """Figures drawn towards their centre; variances are above 0. None for fewer than five people.

    The interval counts in that the centre and the spread between people are only estimated.
    """
    k = len(figures)
    if k < FEWEST_PEOPLE:
        return None
    found = spread(figures, variances)
    total = sum(found.weights)
    usual = sum(weight * own for weight, own in zip(found.weights, variances, strict=True)) / total
    result = []
    for figure, own, weight in zip(figures, variances, found.weights, strict=True):
        taken = (k - 3) / (k - 1) * own * weight
        unsure = 2 / (k - 3) * taken**2 * (usual + found.between) * weight
        kept = own * (1 - (1 - weight / total) * taken)
        half = Z_95 * sqrt(kept + unsure * (figure - found.centre) ** 2)
        middle = figure + taken * (found.centre - figure)
        result.append(Drawn(middle, middle - half, middle + half, taken))
    return result


def drawn_shares(counts: Sequence[tuple[float, int]]) -> list[Drawn] | None:
    """Shares (0 to 1) of (numerator, denominator), one per person, drawn towards the pooled share.

    Each varies as one of the pooled share would: the own share of three cases says nothing about its own spread. None
    for fewer than five people, or where all or none of the cases count.
    """
    pooled = sum(numerator for numerator, _ in counts) / sum(n for _, n in counts)
    if not 0 < pooled < 1:
        return None
    found = drawn([numerator / n for numerator, n in counts], [pooled * (1 - pooled) / n for _, n in counts])
    if found is None:
        return None
    return [Drawn(one.estimate, max(one.low, 0.0), min(one.high, 1.0), one.taken) for one in found]
