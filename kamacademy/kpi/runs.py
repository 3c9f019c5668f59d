"""Whether a series has moved though no single reading stands out: the longest run and the crossings. Pure.

J. Anhøj and A. V. Olesen (2014, PLoS ONE 9:e113825): a run longer than chance allows, or fewer crossings of the centre.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import comb, log2

ONE_IN_TWENTY = 0.05
# With fewer readings off the centre, the rules hardly ever find what is there.
FEWEST_USEFUL = 10


@dataclass(frozen=True, slots=True)
class Runs:
    """A series around its centre: `useful` readings lie off it, the longest run goes from `first` to `last`."""

    useful: int
    longest: int
    crossings: int
    first: int
    last: int
    is_above: bool

    @property
    def longest_allowed(self) -> int:
        """The longest run that chance makes now and then."""
        return longest_allowed(self.useful)

    @property
    def fewest_allowed(self) -> int:
        """The fewest crossings that chance makes now and then."""
        return fewest_allowed(self.useful)

    @property
    def has_moved(self) -> bool:
        """Whether either goes beyond chance; never with fewer than ten useful readings."""
        if self.useful < FEWEST_USEFUL:
            return False
        return self.longest > self.longest_allowed or self.crossings < self.fewest_allowed


@cache
def longest_allowed(useful: int) -> int:
    """The longest run of so many readings that is no signal: log2 of the number, rounded, and three."""
    return round(log2(useful)) + 3


@cache
def fewest_allowed(useful: int) -> int:
    """The fewest crossings of so many readings that are no signal: the 5 % point of fair tosses between neighbours."""
    tosses, below = useful - 1, 0
    for crossings in range(useful):
        below += comb(tosses, crossings)
        if below >= ONE_IN_TWENTY * 2**tosses:
            return crossings
    raise AssertionError("all tosses together are certain")


def runs(values: Sequence[float], centre: float) -> Runs | None:
    """The runs of a series around a centre; readings on it count for neither side. None where all lie on it."""
    longest, first, last, is_above = 0, 0, 0, False
    useful, crossings, length, began = 0, 0, 0, 0
    side: bool | None = None
    for place, value in enumerate(values):
        if value == centre:
            continue
        useful += 1
        if side is (value > centre):
            length += 1
        else:
            crossings += side is not None
            side, length, began = value > centre, 1, place
        # Of two as long, the newer one is news.
        if length >= longest:
            longest, first, last, is_above = length, began, place, side
    return Runs(useful, longest, crossings, first, last, is_above) if useful else None
