"""What every chart has: a scale from figures to places in percent, round steps, and words at ticks. Pure."""

from dataclasses import dataclass
from math import floor, log10


@dataclass(frozen=True, slots=True)
class Tick:
    """A word at a place. A minor one is left out on a phone."""

    at: float
    word: str
    is_major: bool = True


@dataclass(frozen=True, slots=True)
class Scale:
    """From figures to places: `low` lies at the `bottom`, `high` at the `top`, both in percent from the upper edge."""

    low: float
    high: float
    top: float
    bottom: float

    def y(self, value: float) -> float:
        """The place of a figure, in percent from the upper edge."""
        share = (value - self.low) / (self.high - self.low)
        return round(self.bottom - (self.bottom - self.top) * share, 2)


def nice_step(span: float, most: int) -> float:
    """The smallest of 1, 2, 5, 10, 20, 50 ... (or their tenths) that cuts a span into at most so many steps."""
    rough = span / most
    power = 10 ** floor(log10(rough))
    return next(float(power * factor) for factor in (1, 2, 5, 10) if power * factor >= rough - 1e-9)
