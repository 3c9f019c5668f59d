"""One reading as the rules and the charts see it, and how a figure is worded. Pure."""

from dataclasses import dataclass
from datetime import date

from kamacademy.kpi.documents import Kpi
from kamacademy.kpi.periods import Period, period_words
from kamacademy.proportion import Interval, wilson
from kamacademy.wording import counted, number, percent

# Below this many a percentage claims more than is known: only the counts are given.
FEWEST_FOR_PERCENT = 5
# Below this many people nothing is told of several together, so that nobody can be made out.
FEWEST_TOGETHER = 5

UNIT_WORDS = {
    "days": "day", "level": "level", "rungs": "rung", "points": "point", "steps": "step", "hours": "hour",
    "net-points": "point",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figure:
    """A share (numerator of denominator) or a value with the number of cases `n` it rests on."""

    start: date
    end: date
    numerator: float | None = None
    denominator: int | None = None
    value: float | None = None
    cases: int | None = None

    @property
    def n(self) -> int | None:
        """How many cases it rests on; None if nobody said."""
        return self.cases if self.denominator is None else self.denominator

    @property
    def measure(self) -> float:
        """The figure as a number: percent (0 to 100) for a share, else the value."""
        if self.numerator is not None and self.denominator:
            return 100 * self.numerator / self.denominator
        assert self.value is not None
        return self.value

    @property
    def period(self) -> Period:
        """The period it is about."""
        return Period(self.start, self.end)

    @property
    def interval(self) -> Interval | None:
        """Between which shares it likely lies (Wilson, 95 %); None for a value or under five cases."""
        if self.numerator is None or self.denominator is None or self.is_few:
            return None
        return wilson(self.numerator, self.denominator)

    @property
    def is_few(self) -> bool:
        """Whether it rests on too few cases, or on nobody knows how many, for a percentage."""
        return self.n is None or self.n < FEWEST_FOR_PERCENT


def counts_only(kpi: Kpi, figure: Figure) -> bool:
    """Whether a share is given as counts alone: under five cases, or under what the KPI asks for."""
    return figure.is_few or (figure.n or 0) < kpi.minimum_n


def measure_words(kpi: Kpi, measure: float) -> str:
    """A number with its unit: 76 %, 8 days, 0.5 rungs, 2."""
    if kpi.is_share:
        return percent(measure / 100)
    if kpi.unit == "rate":
        return f"{number(measure)} %"
    word = UNIT_WORDS.get(kpi.unit)
    return number(measure) if word is None else f"{number(measure)} {word if abs(measure) == 1 else word + 's'}"


def count_words(figure: Figure) -> str:
    """13 of 17."""
    return f"{number(figure.numerator)} of {number(figure.denominator)}"


def figure_words(kpi: Kpi, figure: Figure) -> str:
    """A figure without its period: 13 of 17 (76 %); 3 of 4; 8 days (n = 6)."""
    if kpi.is_share:
        return count_words(figure) + ("" if counts_only(kpi, figure) else f" ({percent(figure.measure / 100)})")
    rests = "n not given" if figure.n is None else f"n = {figure.n}"
    return f"{measure_words(kpi, figure.measure)} ({rests})"


def sentence(kpi: Kpi, figure: Figure) -> str:
    """A figure with its period: 13 of 17 in Oct 2026 (76 %)."""
    words = period_words(figure.start, figure.end)
    if not kpi.is_share:
        rests = "" if figure.n is None else f", from {counted(figure.n, 'case')}"
        return f"{measure_words(kpi, figure.measure)} in {words}{rests}"
    share = "" if counts_only(kpi, figure) else f" ({percent(figure.measure / 100)})"
    return f"{count_words(figure)} in {words}{share}"


def likely_words(figure: Figure) -> str | None:
    """Between what the true share likely lies, for five cases and more; None otherwise."""
    interval = figure.interval
    if interval is None:
        return None
    return f"Likely between {percent(interval.low)} and {percent(interval.high)} (95 % interval, n = {figure.n})."
