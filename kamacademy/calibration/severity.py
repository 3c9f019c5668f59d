"""How severe a rater is on cases whose levels are known: one number, found where it is most likely. Pure.

The rating-scale model of `rater.rating_scale` with the abilities given: a reference of level L stands in the middle of
that level. Severity is normal around 0 beforehand, as in `rater.severity`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

import numpy as np

from kamacademy.calibration.comparison import Pair
from kamacademy.rater.levels import LOGITS_A_LEVEL
from kamacademy.rater.rating_scale import level_probabilities
from kamacademy.rater.severity import Priors

# The middle level, which stands at 0.
MIDDLE = 3
MOST_TURNS, SETTLED = 50, 1e-9


class NotSettled(Exception):
    """The severity still moved after the most turns."""


@dataclass(frozen=True, slots=True)
class Severity:
    """How severe a rater is, in logits, above 0 where stricter than the reference; and how far that is known."""

    mean: float
    sd: float

    @property
    def levels(self) -> float:
        """The same in levels."""
        return self.mean / LOGITS_A_LEVEL


def severity(pairs: Iterable[Pair]) -> Severity:
    """The most likely severity, by Newton's method; the log likelihood is concave. Raises NotSettled."""
    known = [(one.given, one.reference) for one in pairs if one.given is not None]
    given = np.array([one - 1 for one, _ in known], dtype=np.float64)
    abilities = np.array([LOGITS_A_LEVEL * (other - MIDDLE) for _, other in known], dtype=np.float64)
    levels, precision, found = np.arange(5), Priors().severity ** -2, 0.0
    for _ in range(MOST_TURNS):
        chances = level_probabilities(abilities - found)
        expected = chances @ levels
        information = float((chances @ levels**2 - expected**2).sum()) + precision
        step = (float((expected - given).sum()) - precision * found) / information
        found += step
        if abs(step) < SETTLED:
            return Severity(found, sqrt(1 / information))
    raise NotSettled
