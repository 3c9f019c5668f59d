"""What a programme returned on its cost: low, central and high, and only from an effect that was estimated. Pure.

J. J. Phillips (1997, Return on Investment in Training and Performance Improvement Programs): benefit over cost, and
net benefit over cost in percent. Never one figure: each assumption is a range with its source.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

from kamacademy.effect.estimate import Estimate


@dataclass(frozen=True, slots=True)
class Range:
    """A low, a central and a high figure, in that order."""

    low: float
    central: float
    high: float

    def __post_init__(self) -> None:
        if not self.low <= self.central <= self.high:
            raise ValueError("the central figure lies between the low and the high one")


@dataclass(frozen=True, slots=True)
class Assumption:
    """A figure that the effect is multiplied by: what it is, its range, and who says so.

    An `opinion` is an estimate by people, as of how much of a gain is owed to the programme; it is always labelled so.
    """

    name: str
    range: Range
    source: str
    is_opinion: bool


@dataclass(frozen=True, slots=True)
class Return:
    """Benefit in money, benefit over cost, and net benefit in percent of the cost; each low, central and high."""

    benefit: Range
    ratio: Range
    percent: Range
    opinions: tuple[str, ...]

    @property
    def may_have_cost_more(self) -> bool:
        """Whether the range reaches below break-even."""
        return self.percent.low < 0


def benefit_cost_ratio(benefit: float, cost: float) -> float:
    """Benefit over cost; 1 is break-even."""
    return benefit / cost


def roi_percent(benefit: float, cost: float) -> float:
    """Net benefit in percent of the cost; 0 is break-even."""
    return 100 * (benefit - cost) / cost


def multiplied(ranges: Sequence[Range]) -> Range:
    """The range of a product: the least and the most that any ends together make."""
    ends = [prod(some) for some in product(*((one.low, one.high) for one in ranges))]
    return Range(min(ends), prod(one.central for one in ranges), max(ends))


def returned(effect: Estimate, assumptions: Sequence[Assumption], cost: Range) -> Return:
    """What a programme returned: its effect times every assumption, against its cost (above 0).

    Low puts the lower end of the effect's 95 % interval with the least of every assumption and the highest cost, high
    the other way round: wider than chance alone, as all assumptions may be wrong to one side.
    """
    gained = multiplied([Range(effect.low, effect.value, effect.high), *(one.range for one in assumptions)])
    # A loss is the larger share of a smaller cost.
    worst = cost.high if gained.low >= 0 else cost.low
    best = cost.low if gained.high >= 0 else cost.high
    ends = ((gained.low, worst), (gained.central, cost.central), (gained.high, best))
    return Return(
        gained,
        Range(*(benefit_cost_ratio(benefit, spent) for benefit, spent in ends)),
        Range(*(roi_percent(benefit, spent) for benefit, spent in ends)),
        tuple(one.name for one in assumptions if one.is_opinion),
    )
