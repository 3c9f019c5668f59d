"""A figure that was estimated, with its uncertainty. Pure."""

from dataclasses import dataclass
from math import inf, sqrt

from scipy.special import stdtr, stdtrit

COVERAGE = 0.95


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value in the unit of its KPI, its standard error, and the degrees of freedom of that error."""

    value: float
    error: float
    freedom: float = inf

    @property
    def half(self) -> float:
        """Half of the 95 % interval."""
        return quantile(1 - (1 - COVERAGE) / 2, self.freedom) * self.error

    @property
    def low(self) -> float:
        """The lower end of the 95 % interval."""
        return self.value - self.half

    @property
    def high(self) -> float:
        """The upper end of the 95 % interval."""
        return self.value + self.half

    @property
    def p(self) -> float:
        """How often chance alone would bring a value as far from 0, 0 to 1."""
        if self.error == 0:
            return 1.0 if self.value == 0 else 0.0
        return 2 * float(stdtr(min(self.freedom, LARGE), -abs(self.value / self.error)))

    @property
    def is_apart(self) -> bool:
        """Whether the interval leaves out 0."""
        return self.low > 0 or self.high < 0

    def minus(self, other: "Estimate") -> "Estimate":
        """The difference to an independent estimate, with the fewer degrees of freedom of the two."""
        error = sqrt(self.error**2 + other.error**2)
        return Estimate(self.value - other.value, error, min(self.freedom, other.freedom))


# Student's distribution with so many degrees of freedom is the normal one.
LARGE = 1e9


def quantile(share: float, freedom: float) -> float:
    """The quantile of Student's distribution; of the normal one for endless degrees of freedom."""
    return float(stdtrit(min(freedom, LARGE), share))
