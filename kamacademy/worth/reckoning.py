"""What the assumptions give, by effect.returns. Pure; scipy is read where this is."""

from collections.abc import Sequence
from math import inf

from kamacademy.effect.estimate import Estimate, quantile
from kamacademy.effect.returns import Assumption, Range, returned
from kamacademy.impact.found import Found
from kamacademy.kpi.documents import Kpi
from kamacademy.worth.assumptions import COSTS, FACTORS, NAMES, Part, Stated
from kamacademy.worth.reckoned import Reckoned, Span


def gain_of(found: Found, kpi: Kpi) -> Estimate:
    """The effect as a gain, in units of the KPI: the other way round where less is better."""
    assert found.value is not None
    assert found.low is not None
    assert found.high is not None
    error = (found.high - found.low) / 2 / quantile(0.975, inf)
    return Estimate(-found.value if kpi.direction == "down" else found.value, error)


def reckon(found: Found, kpi: Kpi, stated: Sequence[Stated]) -> Reckoned:
    """Benefit, benefit over cost and net benefit in percent of the cost; low, central and high each."""
    by_part = {one.part: one for one in stated}
    gain = gain_of(found, kpi)
    factors = [
        Assumption(NAMES[part], range_of(by_part[part]), by_part[part].source, by_part[part].is_opinion)
        for part in FACTORS
    ]
    costs = [range_of(by_part[part]) for part in COSTS]
    cost = Range(sum(one.low for one in costs), sum(one.central for one in costs), sum(one.high for one in costs))
    result = returned(gain, factors, cost)
    return Reckoned(
        gain=Span(gain.low, gain.value, gain.high), cost=span(cost), benefit=span(result.benefit),
        ratio=span(result.ratio), percent=span(result.percent),
    )  # fmt: skip


def range_of(one: Stated) -> Range:
    """An assumption as a range; the share as a part of one."""
    scale = 100 if one.part is Part.SHARE else 1
    return Range(one.low / scale, one.central / scale, one.high / scale)


def span(one: Range) -> Span:
    """A range as it is kept."""
    return Span(one.low, one.central, one.high)
