"""How much a share can be trusted: the Wilson score interval. Pure."""

from dataclasses import dataclass
from math import sqrt

Z_95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Interval:
    """A range between two shares, 0 to 1."""

    low: float
    high: float


def wilson(successes: float, trials: int, z: float = Z_95) -> Interval:
    """The score interval of a proportion, by default at 95 % (E. B. Wilson 1927, J. Am. Stat. Assoc. 22:209-212).

    It stays inside 0 to 1 and is honest for few trials, where the usual plus-minus formula is not. `trials` is at
    least 1; `successes` may hold halves, since a stale field counts half.
    """
    assert trials > 0
    assert 0 <= successes <= trials
    share = successes / trials
    spread = z * z / trials
    centre = (share + spread / 2) / (1 + spread)
    half = z / (1 + spread) * sqrt(share * (1 - share) / trials + spread / (4 * trials))
    # At 0 and at all the bound is exact; floating point would miss it by a hair.
    low = 0.0 if successes == 0 else centre - half
    high = 1.0 if successes == trials else centre + half
    return Interval(max(0.0, low), min(1.0, high))
