"""Whether a rater's measure moves over time: an exponentially weighted moving average of quarters. Pure.

Roberts (1959, Technometrics 1, 239-250); limits as in the NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.4.
"""

from collections.abc import Sequence
from dataclasses import dataclass

WEIGHT = 0.3
SIGMAS = 3.0


# The newest year is watched; what lies before is what it is held against, two quarters of it at least.
QUARTERS_WATCHED, QUARTERS_BEFORE = 4, 2


@dataclass(frozen=True, slots=True)
class Point:
    """The average after one more figure, and how far from the centre it may lie by chance."""

    average: float
    limit: float
    centre: float = 0.0

    @property
    def is_beyond(self) -> bool:
        """Whether chance alone hardly explains it."""
        return abs(self.average - self.centre) > self.limit


def ewma(
    figures: Sequence[tuple[float, float]], *, centre: float = 0.0, centre_sd: float = 0.0, weight: float = WEIGHT
) -> list[Point]:
    """The average after each figure, beginning at the centre; a figure comes with its standard deviation.

    The limits are exact from the first point on, whatever the standard deviations: the variance of a weighted sum is
    the sum of the variances by squared weights. With equal ones s it is s² w / (2 - w) (1 - (1 - w)^2t). A centre that
    is itself estimated adds its variance by the square of the weight that the figures have together.
    """
    points, average, variance, given = [], centre, 0.0, 0.0
    for figure, sd in figures:
        average = weight * figure + (1 - weight) * average
        variance = (weight * sd) ** 2 + (1 - weight) ** 2 * variance
        given = weight + (1 - weight) * given
        points.append(Point(average, SIGMAS * (variance + (given * centre_sd) ** 2) ** 0.5, centre))
    return points


def watched(figures: Sequence[tuple[float, float]]) -> int:
    """Where the watched quarters begin: the newest four, or what is left beside two to hold them against."""
    return max(QUARTERS_BEFORE, len(figures) - QUARTERS_WATCHED)


def newest_year(figures: Sequence[tuple[float, float]]) -> list[Point]:
    """The averages of the watched quarters against the mean of those before; nothing where there are none to watch.

    A mean of all quarters would hide half of a change that is a year old: it would lie on both sides of it.
    """
    begins = watched(figures)
    before = figures[:begins]
    if len(figures) <= begins:
        return []
    weights = [sd**-2 for _, sd in before]
    centre = sum(weight * figure for weight, (figure, _) in zip(weights, before, strict=True)) / sum(weights)
    return ewma(figures[begins:], centre=centre, centre_sd=sum(weights) ** -0.5)
