"""Natural limits of a series: between what its readings vary while nothing changes. Pure.

Individuals and moving ranges (W. A. Shewhart; D. J. Wheeler 1993, Understanding Variation), the p chart, and the
p' chart of D. B. Laney (2002, Quality Engineering 14:531-537) for shares that vary more than chance alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt

# The mean range of two draws from a normal distribution, in standard deviations.
D2 = 1.128
SIGMAS = 3.0


@dataclass(frozen=True, slots=True)
class Limits:
    """A lower and an upper natural limit, in the unit of the readings."""

    low: float
    high: float

    def holds(self, value: float) -> bool:
        """Whether a reading lies between them or on one of them."""
        return self.low <= value <= self.high

    def times(self, factor: float) -> "Limits":
        """The same in another unit."""
        return Limits(factor * self.low, factor * self.high)

    def within(self, low: float | None, high: float | None) -> "Limits":
        """The same, cut off where no reading can lie."""
        return Limits(
            self.low if low is None else max(self.low, low), self.high if high is None else min(self.high, high)
        )


@dataclass(frozen=True, slots=True)
class Individuals:
    """The centre of single readings and their mean moving range, both in the unit of the readings."""

    centre: float
    mean_range: float

    @property
    def sigma(self) -> float:
        """The standard deviation that the ranges speak of."""
        return self.mean_range / D2

    @property
    def limits(self) -> Limits:
        """Three sigma to each side."""
        return Limits(self.centre - SIGMAS * self.sigma, self.centre + SIGMAS * self.sigma)


@dataclass(frozen=True, slots=True)
class Shares:
    """The pooled share (0 to 1) of several counts, and how much more they vary than chance: 1 for just as much."""

    centre: float
    sigma_z: float

    def limits(self, cases: int, factor: float = 1.0) -> Limits:
        """The limits of a share of so many cases, cut at 0 and 1; `factor` is 1 for p, `sigma_z` for p'."""
        half = SIGMAS * factor * sqrt(self.centre * (1 - self.centre) / cases)
        return Limits(self.centre - half, self.centre + half).within(0.0, 1.0)


def moving_ranges(values: Sequence[float]) -> list[float]:
    """How far each reading lies from the one before."""
    return [abs(after - before) for before, after in pairwise(values)]


def individuals(values: Sequence[float], ranges: Sequence[float]) -> Individuals:
    """The centre and mean range of readings. `ranges` are those of neighbouring periods alone; at least one of each."""
    return Individuals(sum(values) / len(values), sum(ranges) / len(ranges))


def shares(counts: Sequence[tuple[float, int]]) -> Shares:
    """The pooled share of (numerator, denominator) in order of period, and their sigma z; at least two.

    Where all or none of the cases count there is nothing to vary, and sigma z is 1.
    """
    centre = sum(numerator for numerator, _ in counts) / sum(denominator for _, denominator in counts)
    spread = centre * (1 - centre)
    if spread <= 0:
        return Shares(centre, 1.0)
    scores = [(numerator / n - centre) * sqrt(n / spread) for numerator, n in counts]
    ranges = moving_ranges(scores)
    return Shares(centre, sum(ranges) / len(ranges) / D2)


def resemblance(values: Sequence[float]) -> float:
    """How much each reading resembles the one before: the autocorrelation at lag 1, -1 to 1; 0 without any spread.

    Products of neighbouring deviations over the sum of squares (Box & Jenkins 1976, equation 2.1.11).
    """
    centre = sum(values) / len(values)
    apart = [one - centre for one in values]
    squares = sum(one * one for one in apart)
    if squares <= 1e-12:
        return 0.0
    return sum(before * after for before, after in pairwise(apart)) / squares
