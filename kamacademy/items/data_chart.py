"""Where everything in a case's chart lies, in percent of the picture. Pure: the template only prints."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor

from kamacademy.items.case import Chart
from kamacademy.items.data_table import DataTable
from kamacademy.plot import Scale, Tick, nice_step
from kamacademy.wording import listed, number

# The drawing's upper and lower edge; below it stand the words of the x axis.
TOP, BOTTOM = 6.0, 88.0
MOST_TICKS = 5
# So many words fit under the chart on a desktop, and so many on a phone.
MOST_WORDS, MOST_WORDS_PHONE = 12, 4
BARS_SHARE = 0.72


@dataclass(frozen=True, slots=True)
class Point:
    """A figure of a line: its place and its words."""

    x: float
    y: float
    words: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A figure as a bar: where it begins, how wide and high it is, and its words."""

    x: float
    y: float
    width: float
    height: float
    words: str


@dataclass(frozen=True, slots=True)
class Series:
    """One group of figures. `number`, from 1, chooses colour, dashes and mark; `line` are the points of a line."""

    number: int
    name: str
    points: tuple[Point, ...] = ()
    bars: tuple[Bar, ...] = ()
    line: str = ""


@dataclass(frozen=True, slots=True)
class DataChart:
    """A chart of a case. `name` makes its ids unique on a page; `zero` is the place of the line at nothing."""

    name: str
    title: str
    desc: str
    y_ticks: tuple[Tick, ...]
    x_ticks: tuple[Tick, ...]
    zero: float
    series: tuple[Series, ...]


def data_chart(chart: Chart, table: DataTable, *, name: str, title: str, y_label: str) -> DataChart:
    """The chart of a table that `checks.chart_faults` finds nothing wrong with."""
    groups = list(dict.fromkeys(table.cell(row, chart.by) if chart.by else y_label for row in table.rows))
    places = list(dict.fromkeys(table.cell(row, chart.x) for row in table.rows))
    figures = {
        (table.cell(row, chart.by) if chart.by else y_label, table.cell(row, chart.x)): float(table.cell(row, chart.y))
        for row in table.rows
    }
    scale, ticks = scale_for(list(figures.values()))
    series = []
    for place, group in enumerate(groups):
        known = [(at, x, figures[group, x]) for at, x in enumerate(places) if (group, x) in figures]
        if chart.kind == "line":
            series.append(line(place + 1, group, known, len(places), scale))
        else:
            series.append(bars(place, group, known, len(places), len(groups), scale))
    words = "Line chart" if chart.kind == "line" else "Bar chart"
    spoken = [f"{group} {from_to([figures[group, x] for x in places if (group, x) in figures])}" for group in groups]
    return DataChart(
        name=name,
        title=title,
        desc=f"{words} of {y_label.lower()}: {listed(spoken)}. The table holds every figure.",
        y_ticks=tuple(Tick(scale.y(one), number(one)) for one in ticks),
        x_ticks=x_ticks(places),
        zero=scale.y(0),
        series=tuple(series),
    )


def from_to(values: Sequence[float]) -> str:
    """The first and the last figure in words."""
    if len(values) == 1:
        return number(values[0])
    return f"from {number(values[0])} to {number(values[-1])}"


def scale_for(values: Sequence[float]) -> tuple[Scale, list[float]]:
    """A scale that holds nothing and every figure, and its ticks at 1, 2 or 5 times a power of ten."""
    lowest, highest = min(0.0, *values), max(0.0, *values)
    if highest == lowest:
        highest = 1.0
    step = nice_step(highest - lowest, MOST_TICKS - 1)
    low, high = floor(lowest / step + 1e-9), ceil(highest / step - 1e-9)
    return Scale(low * step, high * step, TOP, BOTTOM), [round(step * one, 9) for one in range(low, high + 1)]


def x_ticks(places: Sequence[str]) -> tuple[Tick, ...]:
    """The words under the chart: at most twelve, of which at most four stay on a phone."""
    stride = ceil(len(places) / MOST_WORDS)
    named = list(range(0, len(places), stride))
    phone = ceil(len(named) / MOST_WORDS_PHONE)
    return tuple(Tick(middle(at, len(places)), places[at], number % phone == 0) for number, at in enumerate(named))


def middle(at: int, count: int) -> float:
    """The middle of a place on the x axis, in percent."""
    return round(100 * (at + 0.5) / count, 2)


def line(place: int, group: str, known: Sequence[tuple[int, str, float]], count: int, scale: Scale) -> Series:
    """A group as a line through its figures."""
    points = tuple(Point(middle(at, count), scale.y(value), f"{group}, {x}: {number(value)}") for at, x, value in known)
    return Series(place, group, points, line=" ".join(f"{point.x},{point.y}" for point in points))


def bars(
    place: int, group: str, known: Sequence[tuple[int, str, float]], count: int, groups: int, scale: Scale
) -> Series:
    """A group as bars that stand beside those of the other groups."""
    width = 100 / count * BARS_SHARE / groups
    start = -width * groups / 2 + width * place
    found = []
    for at, x, value in known:
        top, bottom = sorted((scale.y(value), scale.y(0)))
        left = round(middle(at, count) + start, 2)
        words = f"{group}, {x}: {number(value)}"
        found.append(Bar(left, top, round(width * 0.92, 2), round(bottom - top, 2), words))
    return Series(place + 1, group, bars=tuple(found))
