"""A series of readings, read with the right chart: natural limits where they can be trusted, and its signals. Pure.

The limits are frozen: on the readings before the first action or module, twelve at least, and never drawn anew after
each point. A signal is a reading outside the limits or a series that has moved by the run rules, and nothing else. The
run rules look at the median of the whole series: simulated over 24 readings without change they alarm for 3 in 100, and
natural limits frozen on 20 readings for 8 in 100; frozen on 12 it is 17 in 100, so these are called provisional.

Of a stock the changes are read, around zero. They come in coarse steps, so that moving ranges alone would draw the
limits too near: the larger of these and the root mean square is taken. Simulated over 24 changes of 12 to 60 fields
without change, either signal comes up in 6 to 14 of 100 series with limits frozen on 12 changes, in 6 to 12 with 20.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from math import sqrt
from statistics import median

from kamacademy.kpi.baseline import Baseline
from kamacademy.kpi.documents import Kpi
from kamacademy.kpi.figures import Figure
from kamacademy.kpi.flow import changes, follows
from kamacademy.kpi.natural import D2, SIGMAS, Limits, individuals, resemblance, shares
from kamacademy.kpi.rules import RANGES
from kamacademy.kpi.runs import Runs, runs

FEWEST_READINGS, ENOUGH_READINGS = 12, 20
# A share of fewer cases than these jumps in steps too coarse for limits; the p chart asks for more in each reading.
FEWEST_CASES, CASES_FOR_P = 20, 50
MOST_RESEMBLANCE = 0.3
# Laney's sigma z above which shares vary more than chance alone.
MORE_THAN_CHANCE = 1.2
# A signal among so many of the newest readings is news; an older one is history.
NEWEST = 6


class Chart(StrEnum):
    """How a series is drawn."""

    RUN = "run chart"
    INDIVIDUALS = "chart of individual readings"
    SHARES = "p chart"
    LANEY = "p' chart"
    CHANGES = "chart of changes"


class NoLimits(StrEnum):
    """Why a series has no natural limits."""

    FEW_READINGS = "few readings"
    FEW_CASES = "few cases"
    RESEMBLANCE = "each reading resembles the one before"
    NO_SPREAD = "no spread"


@dataclass(frozen=True, slots=True)
class Judged:
    """What a series says. `limits` has one pair per reading, or none; the first `frozen_on` readings made them.

    `centre` is in the unit of the readings (percent for a share): the mean of the frozen readings, of a run chart the
    median of all. `outside` are the places of readings beyond the limits. Of a stock all of this is about its changes.
    """

    chart: Chart
    centre: float
    limits: tuple[Limits, ...]
    frozen_on: int
    why_none: NoLimits | None
    outside: tuple[int, ...]
    runs: Runs | None

    @property
    def is_provisional(self) -> bool:
        """Whether the limits rest on few readings, so that one in six unchanged series crosses them in a year."""
        return bool(self.limits) and self.frozen_on < ENOUGH_READINGS

    @property
    def has_moved(self) -> bool:
        """Whether the series has moved by the run rules."""
        return self.runs is not None and self.runs.has_moved

    @property
    def is_signal(self) -> bool:
        """Whether there is anything that chance hardly makes."""
        return bool(self.outside) or self.has_moved


@dataclass(frozen=True, slots=True)
class Movement:
    """A signal of the newest readings: where they lie now, and where the series lay before; in its unit."""

    before: float
    now: float


def frozen_on(readings: int, before: int) -> int:
    """How many first readings the limits rest on; `before` of them had ended before anything was done, 0 if unknown.

    Those before where they are twelve or more, else the first twelve. With nothing marked the first twenty once they
    are there.
    """
    if before:
        return max(before, FEWEST_READINGS)
    return ENOUGH_READINGS if readings >= ENOUGH_READINGS else FEWEST_READINGS


def judge(kpi: Kpi, figures: Sequence[Figure], base: Baseline | None) -> Judged | None:
    """What a series in order of period says; None where there is nothing to say, below twelve readings.

    An assumed baseline freezes nothing: it says only that nobody marked one. Of a stock the changes are judged.
    """
    if kpi.is_stock:
        return judge_changes(changes(kpi, figures), base)
    if len(figures) < FEWEST_READINGS:
        return None
    values = [one.measure for one in figures]
    marked = base.readings if base is not None and not base.is_assumed else 0
    first = frozen_on(len(values), marked)
    middle = median(values)
    moved = runs(values, middle)
    why = why_no_limits(kpi, figures[:first], values[:first])
    if why is not None:
        return Judged(Chart.RUN, middle, (), first, why, (), moved)
    chart, centre, limits = _limits(kpi, figures, values, first)
    outside = tuple(place for place, value in enumerate(values) if not limits[place].holds(value))
    return Judged(chart, centre, limits, first, None, outside, moved)


def judge_changes(drawn: Sequence[Figure], base: Baseline | None) -> Judged | None:
    """What the changes of a stock say, around zero; None below twelve of them."""
    if len(drawn) < FEWEST_READINGS:
        return None
    values = [one.measure for one in drawn]
    is_marked = base is not None and not base.is_assumed
    before = sum(one.end <= base.figure.end for one in drawn) if base is not None and is_marked else 0
    first = min(frozen_on(len(values), before), len(values))
    moved = runs(values, 0.0)
    sigma = spread_of_changes(drawn[:first])
    if sigma <= 0:
        return Judged(Chart.CHANGES, 0.0, (), first, NoLimits.NO_SPREAD, (), moved)
    limits = Limits(-SIGMAS * sigma, SIGMAS * sigma)
    outside = tuple(place for place, value in enumerate(values) if not limits.holds(value))
    return Judged(Chart.CHANGES, 0.0, (limits,) * len(values), first, None, outside, moved)


def spread_of_changes(frozen: Sequence[Figure]) -> float:
    """The standard deviation of changes around zero: the larger of what their moving ranges and their squares say."""
    ranges = [abs(after.measure - before.measure) for before, after in pairwise(frozen) if follows(before, after)]
    by_ranges = sum(ranges) / len(ranges) / D2 if ranges else 0.0
    return max(by_ranges, sqrt(sum(one.measure**2 for one in frozen) / len(frozen)))


def why_no_limits(kpi: Kpi, frozen: Sequence[Figure], values: Sequence[float]) -> NoLimits | None:
    """Why limits on these readings could not be trusted; None where they can.

    The resemblance is looked for in them alone: a series that has truly moved resembles itself, too.
    """
    neighbours = sum(follows(before, after) for before, after in pairwise(frozen))
    if len(frozen) < FEWEST_READINGS or neighbours < FEWEST_READINGS // 2:
        return NoLimits.FEW_READINGS
    if kpi.is_share and median(one.n or 0 for one in frozen) < FEWEST_CASES:
        return NoLimits.FEW_CASES
    if max(values) == min(values):
        return NoLimits.NO_SPREAD
    return NoLimits.RESEMBLANCE if resemblance(values) >= MOST_RESEMBLANCE else None


def _limits(
    kpi: Kpi, figures: Sequence[Figure], values: Sequence[float], first: int
) -> tuple[Chart, float, tuple[Limits, ...]]:
    """The chart, its centre and the limits of every reading, made of the first ones."""
    if kpi.is_share and all((one.denominator or 0) >= CASES_FOR_P for one in figures):
        known = shares([(one.numerator or 0, one.denominator or 0) for one in figures[:first]])
        is_wide = known.sigma_z > MORE_THAN_CHANCE
        factor = known.sigma_z if is_wide else 1.0
        by_cases = {n: known.limits(n, factor).times(100) for n in {one.denominator or 0 for one in figures}}
        limits = tuple(by_cases[one.denominator or 0] for one in figures)
        return Chart.LANEY if is_wide else Chart.SHARES, 100 * known.centre, limits
    steps = [
        abs(values[place + 1] - values[place])
        for place in range(first - 1)
        if follows(figures[place], figures[place + 1])
    ]
    single = individuals(values[:first], steps)
    lowest, highest = (0.0, 100.0) if kpi.is_share else RANGES.get(kpi.unit, (None, None))
    return Chart.INDIVIDUALS, single.centre, (single.limits.within(lowest, highest),) * len(values)


def movement(figures: Sequence[Figure], judged: Judged) -> Movement | None:
    """Where the newest readings have gone; None where no signal is among them.

    By the limits: the newest reading outside, among the last six, against the centre. By the run rules: the mean of
    the last six against the mean of all before them.
    """
    values = [one.measure for one in figures]
    newest = values[-NEWEST:]
    earlier = values[: len(values) - NEWEST]
    if judged.outside and judged.outside[-1] >= len(earlier):
        return Movement(judged.centre, values[judged.outside[-1]])
    if judged.has_moved:
        return Movement(sum(earlier) / len(earlier), sum(newest) / len(newest))
    return None


def movement_of_stock(figures: Sequence[Figure], drawn: Sequence[Figure], judged: Judged) -> Movement | None:
    """The same of a stock, of whose changes `drawn` the signals tell: the share now, and the share before.

    By the limits: before the newest change outside, among the last six. By the run rules: the mean of all before the
    last six.
    """
    values = [one.measure for one in figures]
    earlier = values[: len(values) - NEWEST]
    if judged.outside and judged.outside[-1] >= len(drawn) - NEWEST:
        begins = drawn[judged.outside[-1]].start
        before = max(place for place, one in enumerate(figures) if one.end < begins)
        return Movement(values[before], values[-1])
    return Movement(sum(earlier) / len(earlier), values[-1]) if judged.has_moved else None
