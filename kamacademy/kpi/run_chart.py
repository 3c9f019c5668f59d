"""Where everything in a run chart and a sparkline lies, in percent of the picture. Pure: the template only prints."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil, floor

from kamacademy.kpi.baseline import Baseline
from kamacademy.kpi.documents import Kpi
from kamacademy.kpi.figures import Figure, counts_only, figure_words, measure_words
from kamacademy.kpi.periods import counted_periods, period_words, short_words
from kamacademy.kpi.series import Judged
from kamacademy.kpi.status import target_short, target_words
from kamacademy.plot import Scale, Tick, nice_step
from kamacademy.wording import day, number

# The drawing's upper and lower edge; below it stand the words of the time axis.
TOP, BOTTOM = 10.0, 90.0
MOST_LABELS = 10
MOST_TICKS = 6
# Two marks nearer than this, in percent of the width, would hide each other on a phone.
MARK_WIDTH = 8.0
LANES = 3
# Two words beside the chart nearer than this, in percent of the height, would overlap.
NEAR_WORDS = 6.0


@dataclass(frozen=True, slots=True)
class Point:
    """One reading. `is_few` marks a share that rests on too few cases for a percentage, `is_outside` a signal."""

    x: float
    y: float
    words: str
    is_few: bool
    is_outside: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """Something that should move the KPI: a day and what happened."""

    on: date
    words: str


@dataclass(frozen=True, slots=True)
class Mark:
    """An event on the time line. `lane` keeps near ones apart, counted from the top."""

    x: float
    number: int
    on: date
    words: str
    lane: int


@dataclass(frozen=True, slots=True)
class RunChart:
    """A run chart. The band is the target where it has two ends; `target` is None then.

    `target_word` is empty where no target is drawn, as among the changes of a stock.

    `limits` are the natural limits, a line above and one below, or nothing; `run` a run longer than chance makes.
    """

    title: str
    desc: str
    y_ticks: tuple[Tick, ...]
    x_ticks: tuple[Tick, ...]
    points: tuple[Point, ...]
    lines: tuple[str, ...]
    marks: tuple[Mark, ...]
    target: float | None
    band_top: float | None
    band_height: float | None
    target_at: float
    target_word: str
    target_dy: int
    baseline_to: float | None
    baseline_words: str
    baseline_at: float | None
    baseline_word: str
    baseline_dy: int
    limits: tuple[str, ...]
    run: str | None


@dataclass(frozen=True, slots=True)
class Sparkline:
    """A small line without axes, and where its last point lies; with the natural limits where there are any."""

    label: str
    lines: tuple[str, ...]
    last_x: float
    last_y: float
    target: float | None
    limits: tuple[str, ...] = ()
    outside: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Days:
    """From days to places: the first at 0 %, the last at 100 %."""

    first: date
    last: date

    def x(self, on: date) -> float:
        """The place of the beginning of a day, in percent; days outside lie at the edge."""
        share = (on - self.first).days / ((self.last - self.first).days + 1)
        return round(100 * min(max(share, 0.0), 1.0), 2)

    def middle(self, figure: Figure) -> float:
        """The place of the middle of a period, which lies within these days."""
        days = (figure.start - self.first).days + (figure.end - self.first).days + 1
        return round(50 * days / ((self.last - self.first).days + 1), 2)


def scale_for(kpi: Kpi, values: Sequence[float]) -> tuple[Scale, list[float]]:
    """The scale and its ticks: 0 to 100 for a share, whole steps around zero, data and target for other units."""
    if kpi.is_share:
        return Scale(0, 100, TOP, BOTTOM), [0, 20, 40, 60, 80, 100]
    ends = [end for end in (kpi.target.value, kpi.target.low, kpi.target.high) if end is not None]
    if kpi.direction == "zero":
        ends += [-end for end in ends]
    lowest, highest = min(0.0, *values, *ends), max(*values, *ends, 1.0)
    step = nice_step(highest - lowest, MOST_TICKS - 1)
    low, high = floor(lowest / step + 1e-9) * step, ceil(highest / step - 1e-9) * step
    steps = round((high - low) / step)
    return Scale(low, high, TOP, BOTTOM), [round(low + step * one, 6) for one in range(steps + 1)]


def places(figures: Sequence[Figure], days: Days, scale: Scale) -> list[tuple[float, float]]:
    """Where the points lie: middle of the period, height of the measure."""
    return [(days.middle(one), scale.y(one.measure)) for one in figures]


def lines_of(figures: Sequence[Figure], at: Sequence[tuple[float, float]]) -> tuple[str, ...]:
    """The line from reading to reading, broken where a period is missing: nothing is known about it."""
    lines: list[list[str]] = []
    before: Figure | None = None
    for one, (x, y) in zip(figures, at, strict=True):
        if before is None or (one.start - before.end).days > 1:
            lines.append([])
        lines[-1].append(f"{x},{y}")
        before = one
    return tuple(" ".join(line) for line in lines if len(line) > 1)


def x_ticks(figures: Sequence[Figure], days: Days) -> tuple[Tick, ...]:
    """The names of periods under the chart: at most ten, of which every second stays on a phone."""
    stride = ceil(len(figures) / MOST_LABELS)
    named = figures[::stride]
    return tuple(
        Tick(days.middle(one), short_words(one.start, one.end), is_major=len(named) <= 5 or place % 2 == 0)
        for place, one in enumerate(named)
    )


def marks(events: Sequence[Event], days: Days) -> tuple[Mark, ...]:
    """Events in order of day, numbered; near ones one below the other."""
    found: list[Mark] = []
    for place, event in enumerate(sorted(events, key=lambda one: one.on), start=1):
        x = days.x(event.on)
        lane = found[-1].lane + 1 if found and x - found[-1].x < MARK_WIDTH else 0
        found.append(Mark(x, place, event.on, event.words, lane % LANES))
    return tuple(found)


def run_chart(
    kpi: Kpi,
    figures: Sequence[Figure],
    base: Baseline | None,
    events: Sequence[Event],
    *,
    words: str,
    judged: Judged | None = None,
) -> RunChart:
    """The chart of a series in order of period; at least one reading. `words` say what is to be seen."""
    values = [one.measure for one in figures]
    values += [end for one in (judged.limits if judged else ()) for end in (one.low, one.high)]
    days = Days(figures[0].start, max([figures[-1].end, *(event.on for event in events)]))
    scale, ticks = scale_for(kpi, values)
    band = target_band(kpi)
    at = places(figures, days, scale)
    marked = marks(events, days)
    target_at = scale.y(band[1] if band else kpi.target.value or 0)
    is_shown = base is not None and (not kpi.is_share or not base.figure.is_few)
    baseline_at = scale.y(base.figure.measure) if base is not None and is_shown else None
    is_near = baseline_at is not None and abs(baseline_at - target_at) < NEAR_WORDS
    return RunChart(
        title=f"{kpi.name} by {period_words(figures[0].start, figures[0].end) if len(figures) == 1 else 'period'}",
        desc=description(kpi, figures, base, marked, words),
        y_ticks=tuple(Tick(scale.y(one), f"{number(one)} %" if kpi.is_share else number(one)) for one in ticks),
        x_ticks=x_ticks(figures, days),
        points=tuple(
            Point(
                x,
                y,
                f"{period_words(one.start, one.end)}: {figure_words(kpi, one)}",
                counts_only(kpi, one) and kpi.is_share,
                judged is not None and place in judged.outside,
            )
            for place, (one, (x, y)) in enumerate(zip(figures, at, strict=True))
        ),
        lines=lines_of(figures, at),
        marks=marked,
        target=None if band or kpi.target.value is None else scale.y(kpi.target.value),
        band_top=scale.y(band[1]) if band else None,
        band_height=round(scale.y(band[0]) - scale.y(band[1]), 2) if band else None,
        target_at=target_at,
        target_word=f"Target {target_short(kpi)}",
        # Two words at one height are pushed apart, each to its own side.
        target_dy=4 if not is_near else -3 if target_at <= (baseline_at or 0) else 14,
        baseline_to=days.x(base.figure.end + timedelta(days=1)) if base else None,
        baseline_words=f"Baseline, {counted_periods(base.readings, kpi.cadence)}" if base else "",
        baseline_at=baseline_at,
        baseline_word=f"Baseline {measure_words(kpi, base.figure.measure)}" if base is not None and is_shown else "",
        baseline_dy=4 if not is_near else 14 if target_at <= (baseline_at or 0) else -3,
        limits=limit_lines(figures, judged, days, scale),
        run=run_line(at, judged),
    )


def limit_lines(figures: Sequence[Figure], judged: Judged | None, days: Days, scale: Scale) -> tuple[str, ...]:
    """The natural limits as steps from period to period; nothing where none are drawn."""
    if judged is None or not judged.limits:
        return ()
    ends = [(days.x(one.start), days.x(one.end + timedelta(days=1))) for one in figures]
    return tuple(
        " ".join(
            f"{left},{scale.y(value)} {right},{scale.y(value)}"
            for (left, right), value in zip(ends, values, strict=True)
        )
        for values in ([one.high for one in judged.limits], [one.low for one in judged.limits])
    )


def run_line(at: Sequence[tuple[float, float]], judged: Judged | None) -> str | None:
    """The readings of a run longer than chance makes, as a line; None where there is none."""
    moved = judged.runs if judged is not None else None
    if moved is None or not moved.has_moved or moved.longest <= moved.longest_allowed:
        return None
    return " ".join(f"{x},{y}" for x, y in at[moved.first : moved.last + 1])


def target_band(kpi: Kpi) -> tuple[float, float] | None:
    """The lower and upper end of a target that has two."""
    target = kpi.target
    if target.low is not None and target.high is not None:
        return target.low, target.high
    if kpi.direction == "zero" and target.value is not None:
        return -target.value, target.value
    return None


def description(kpi: Kpi, figures: Sequence[Figure], base: Baseline | None, marked: Sequence[Mark], words: str) -> str:
    """The chart for someone who does not see it."""
    parts = [f"{counted_periods(len(figures), kpi.cadence).capitalize()}.", words, f"Target {target_words(kpi)}."]
    if base is not None:
        parts.append(f"The first {counted_periods(base.readings, kpi.cadence)} are shaded as the baseline.")
    parts += [f"Mark {one.number}, {day(one.on)}: {one.words}." for one in marked]
    return " ".join(parts)


def sparkline(kpi: Kpi, figures: Sequence[Figure], judged: Judged | None = None) -> Sparkline:
    """A series as a small line; at least one reading. The target is drawn where it is one value.

    Natural limits are drawn as on the large chart, and what lies outside is ringed; a stock has none around its share.
    """
    known = judged if judged is not None and judged.limits and not kpi.is_stock else None
    values = [one.measure for one in figures]
    scale, _ = scale_for(kpi, values + [end for one in (known.limits if known else ()) for end in (one.low, one.high)])
    small = Scale(scale.low, scale.high, top=8.0, bottom=92.0)
    days = Days(figures[0].start, figures[-1].end)
    at = places(figures, days, small)
    is_single = kpi.target.value is not None and kpi.direction != "zero"
    said = ""
    if known is not None:
        said = f"; with natural limits, {len(known.outside) or 'none'} outside"
    return Sparkline(
        label=f"{kpi.name}, {counted_periods(len(figures), kpi.cadence)}: from {figure_words(kpi, figures[0])} "
        f"to {figure_words(kpi, figures[-1])}{said}",
        lines=lines_of(figures, at),
        last_x=at[-1][0],
        last_y=at[-1][1],
        target=small.y(kpi.target.value) if is_single and kpi.target.value is not None else None,
        limits=limit_lines(figures, known, days, small),
        outside=tuple(at[place] for place in known.outside) if known else (),
    )
