"""Where everything in an event-study plot lies, in percent of the picture. Pure: the template only prints."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor

from kamacademy.impact.found import Point
from kamacademy.impact.words import point_words
from kamacademy.kpi.periods import PERIOD_WORD
from kamacademy.plot import Scale, Tick, nice_step
from kamacademy.wording import signed

TOP, BOTTOM = 6.0, 86.0
MOST_TICKS, MOST_LABELS = 6, 9
# From the edge of the picture to the first and the last point.
MARGIN = 4.0


@dataclass(frozen=True, slots=True)
class Dot:
    """A point with its range; `is_before` lies before the start and should be about nothing."""

    x: float
    y: float
    top: float
    bottom: float
    is_before: bool
    words: str


@dataclass(frozen=True, slots=True)
class EventPlot:
    """The plot: the line of no difference, the start, and dots with their ranges."""

    title: str
    desc: str
    y_ticks: tuple[Tick, ...]
    x_ticks: tuple[Tick, ...]
    dots: tuple[Dot, ...]
    zero: float
    start: float
    unit: str
    axis_words: str


def event_plot(points: Sequence[Point], unit: str, cadence: str, words: str) -> EventPlot | None:
    """The plot of at least two points, in order; None for fewer. `words` say what is to be seen."""
    if len(points) < 2:
        return None
    low, high, step = span_of(points)
    scale = Scale(low, high, TOP, BOTTOM)
    first, last = points[0].since, points[-1].since
    gap = (100 - 2 * MARGIN) / (last - first)
    x = {one.since: round(MARGIN + (one.since - first) * gap, 2) for one in points}
    stride = ceil((last - first + 1) / MOST_LABELS)
    ticks = round((high - low) / step)
    return EventPlot(
        title=f"Difference to teams that had not begun, by {PERIOD_WORD[cadence]}s since the start",
        desc=f"{words} {' '.join(f'{point_words(one, unit, cadence)}.' for one in points)}",
        y_ticks=tuple(Tick(scale.y(low + step * one), signed(low + step * one)) for one in range(ticks + 1)),
        x_ticks=tuple(
            Tick(x[one.since], signed(one.since), is_major=one.since % (2 * stride) == 0)
            for one in points
            if one.since % stride == 0
        ),
        dots=tuple(
            Dot(
                x[one.since], scale.y(one.value), scale.y(one.high), scale.y(one.low), one.since < 0,
                point_words(one, unit, cadence),
            )
            for one in points
        ),
        zero=scale.y(0),
        start=round(min(max(MARGIN + (-0.5 - first) * gap, 0.0), 100.0), 2),
        unit=unit,
        axis_words=f"{PERIOD_WORD[cadence].capitalize()}s since the start",
    )  # fmt: skip


def span_of(points: Sequence[Point]) -> tuple[float, float, float]:
    """The lower and upper end of the scale and the step between its ticks; nothing is always on it."""
    lowest, highest = min(0.0, *(one.low for one in points)), max(0.0, *(one.high for one in points))
    step = nice_step(max(highest - lowest, 1e-6), MOST_TICKS - 1)
    return floor(lowest / step + 1e-9) * step, ceil(highest / step - 1e-9) * step, step
