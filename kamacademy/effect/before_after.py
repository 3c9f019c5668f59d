"""Before and after without anybody to compare with: what would have come by itself, and whose change is real. Pure.

A. G. Barnett, J. C. van der Pols and A. J. Dobson (2005, Int. J. Epidemiology 34:215-220) on regression to the mean;
N. S. Jacobson and P. Truax (1991, J. Consulting and Clinical Psychology 59:12-19) on reliable change.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, pi, sqrt
from statistics import fmean, stdev

from scipy.special import ndtr

from kamacademy.effect.estimate import Estimate
from kamacademy.proportion import Interval, wilson
from kamacademy.wording import number

FEWEST_PEOPLE = 5
RELIABLE = 1.96


@dataclass(frozen=True, slots=True)
class Everyone:
    """All people from whom some were chosen: mean and spread of their figures, and how alike two measurements are.

    `likeness` is the correlation of two measurements of the same people, with nothing in between; 0 to 1.
    """

    mean: float
    sd: float
    likeness: float


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """The mean gain of people, and what of it regression to the mean leads to expect if nothing worked."""

    gain: Estimate
    expected: float
    people: int

    @property
    def beyond(self) -> Estimate:
        """The gain beyond what was to be expected. The error of the likeness is not in it."""
        return Estimate(self.gain.value - self.expected, self.gain.error, self.gain.freedom)


def regression_above(everyone: Everyone, cut: float) -> float:
    """How far people chosen for lying above a cut fall back by themselves, for a normal distribution; 0 or more."""
    z = (cut - everyone.mean) / everyone.sd
    hazard = exp(-z * z / 2) / sqrt(2 * pi) / float(ndtr(-z))
    return everyone.sd * (1 - everyone.likeness) * hazard


def regression_of(everyone: Everyone, mean_before: float) -> float:
    """How far people of that mean move by themselves towards everyone's; positive is upwards. Asks for no normality."""
    return (1 - everyone.likeness) * (everyone.mean - mean_before)


def before_after(before: Sequence[float], after: Sequence[float], everyone: Everyone) -> BeforeAfter | None:
    """The gain of the same people in the same order, and what was to be expected; None for fewer than five people."""
    n = len(before)
    if n < FEWEST_PEOPLE:
        return None
    gains = [later - earlier for earlier, later in zip(before, after, strict=True)]
    gain = Estimate(fmean(gains), stdev(gains) / sqrt(n), n - 1)
    return BeforeAfter(gain, regression_of(everyone, fmean(before)), n)


def likeness(first: Sequence[float], second: Sequence[float]) -> float | None:
    """The correlation of two measurements of people for whom nothing happened in between; None for fewer than five.

    Never below 0: less likeness than none is chance.
    """
    n = len(first)
    if n < FEWEST_PEOPLE:
        return None
    one, other = fmean(first), fmean(second)
    together = sum((a - one) * (b - other) for a, b in zip(first, second, strict=True))
    spread = sqrt(sum((a - one) ** 2 for a in first) * sum((b - other) ** 2 for b in second))
    return max(together / spread, 0.0) if spread > 0 else None


def reliable_change(before: float, after: float, *, sd: float, reliability: float) -> float:
    """One person's change in units of its own error; beyond 1.96 to either side it is more than measurement makes."""
    return (after - before) / (sd * sqrt(2 * (1 - reliability)))


def smallest_reliable(*, sd: float, reliability: float) -> float:
    """The smallest change of one person that is more than measurement makes, 19 times in 20."""
    return RELIABLE * sd * sqrt(2 * (1 - reliability))


def is_reliable(index: float) -> bool:
    """Whether a change is more than measurement makes."""
    return abs(index) > RELIABLE


def difference(after: tuple[float, int], before: tuple[float, int]) -> Interval:
    """The 95 % interval of the difference of two independent shares, each (numerator, denominator), after minus before.

    R. G. Newcombe (1998, Statistics in Medicine 17:873-890), method 10: the two Wilson intervals, put together.
    """
    one, other = wilson(*after), wilson(*before)
    share, share_before = after[0] / after[1], before[0] / before[1]
    apart = share - share_before
    down = sqrt((share - one.low) ** 2 + (other.high - share_before) ** 2)
    up = sqrt((one.high - share) ** 2 + (share_before - other.low) ** 2)
    return Interval(apart - down, apart + up)


def before_after_words(found: BeforeAfter, unit: str) -> str:
    """The gain with what was to be expected of it anyway; `unit` as in "percentage points"."""
    gain = f"{found.people} people moved by {number(found.gain.value)} {unit} on average"
    by_itself = (
        f"{number(found.expected)} {unit} of it was to be expected with nothing done: who lies far from the rest lies "
        "nearer when measured again"
    )
    return f"{gain}. {by_itself}. Before and after only: other causes are possible."
