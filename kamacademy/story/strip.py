"""Where everything in a story's picture lies: level and range by month, visits, actions, and a KPI on one time axis.

Pure: the template only prints. Places across are in percent, so that the picture fits every screen; heights in pixels.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kamacademy.competency.estimation import Estimate
from kamacademy.competency.words import range_words, standing_words
from kamacademy.kpi.documents import Kpi
from kamacademy.kpi.figures import Figure, counts_only, figure_words
from kamacademy.kpi.periods import add_months, period_words
from kamacademy.kpi.run_chart import Days, lines_of, scale_for, target_band
from kamacademy.plot import Scale, Tick
from kamacademy.story.kept import PlanAction, Series, Visit
from kamacademy.story.months import Span
from kamacademy.story.strip_parts import ActionBar, Band, KpiPart, ReadingMark, Strip, VisitMark
from kamacademy.wording import day, inside, number
from kamacademy.wording import month as month_words

LEVELS_TOP, LEVELS_BOTTOM = 8.0, 138.0
VISITS_AT = 160.0
ACTIONS_AT, ACTION_LANE, ACTION_HEIGHT = 176.0, 22.0, 14.0
KPI_GAP, KPI_HEIGHT = 22.0, 92.0
FOOT = 30.0
# Between months a sliver stays free, in percent, so that each reads as one.
SLIVER = 0.4
# A bar's number needs so much room, in percent of the width of a phone.
LEAST_BAR = 6.0
PHONE_STRIDE = 3
# Two words beside the picture nearer than this, in pixels, would overlap.
NEAR_WORDS = 13.0


@dataclass(frozen=True, slots=True)
class Told:
    """What a picture is of: one competency over some months, estimates at the month ends that have come."""

    name: str
    months: Span
    estimates: Sequence[Estimate]
    visits: Sequence[Visit]
    actions: Sequence[PlanAction]
    series: Series | None
    level_names: Sequence[str]


def strip(told: Told, words: str) -> Strip:
    """The picture; `words` say what is to be seen."""
    days = Days(told.months.first, told.months.last)
    scale = Scale(0.5, 5.5, LEVELS_TOP, LEVELS_BOTTOM)
    bars, lanes = action_bars(told, days)
    kpi_top = ACTIONS_AT + lanes * ACTION_LANE + KPI_GAP
    kpi = kpi_part(told.series, days, kpi_top) if told.series is not None else None
    target = told.estimates[-1].target if told.estimates else None
    return Strip(
        title=f"{told.name}, {told.months.words}",
        desc=words,
        height=(kpi.bottom if kpi else ACTIONS_AT + lanes * ACTION_LANE) + FOOT,
        levels=tuple(Tick(scale.y(level), str(level)) for level in range(1, 6)),
        months=month_ticks(told.months, days),
        bands=tuple(band(one, days, scale, told.level_names) for one in told.estimates if one.level is not None),
        target=None if target is None else scale.y(target - 0.5),
        visits_at=VISITS_AT,
        visits=tuple(
            VisitMark(middle_of(one.on, days), one.is_attested, f"{day(one.on)}, {one.coach}")
            for one in told.visits
            if told.months.holds(one.on)
        ),
        actions_at=ACTIONS_AT + ACTION_HEIGHT / 2 if bars else None,
        actions=bars,
        kpi=kpi,
    )


def middle_of(on: date, days: Days) -> float:
    """The place of the middle of a day, in percent."""
    return round((days.x(on) + days.x(on + timedelta(days=1))) / 2, 2)


def month_ticks(months: Span, days: Days) -> tuple[Tick, ...]:
    """The months' names under the picture, of which every third stays on a phone; the newest always does."""
    firsts = months.months
    return tuple(
        Tick(
            round((days.x(one) + days.x(add_months(one, 1))) / 2, 2),
            f"{month_words(one)[:3]} {one.year % 100:02d}",
            is_major=(len(firsts) - 1 - place) % PHONE_STRIDE == 0,
        )
        for place, one in enumerate(firsts)
    )


def band(estimate: Estimate, days: Days, scale: Scale, level_names: Sequence[str]) -> Band:
    """A month's column: as high as the levels of its range."""
    assert estimate.level is not None
    assert estimate.low is not None
    assert estimate.high is not None
    first = estimate.on.replace(day=1)
    left, right = days.x(first), days.x(estimate.on + timedelta(days=1))
    top, bottom = scale.y(estimate.high + 0.5), scale.y(estimate.low - 0.5)
    return Band(
        left, round(max(right - left - SLIVER, SLIVER), 2), top, round(bottom - top, 2), scale.y(estimate.level),
        f"{month_words(first)}: {inside(level_words(estimate, level_names))}",
    )  # fmt: skip


def level_words(estimate: Estimate, level_names: Sequence[str]) -> str:
    """A level with its range: Leaning to Proficient, not yet secure; range Developing to Proficient."""
    found = range_words(estimate, level_names)
    words = standing_words(estimate, level_names)
    return f"{words}; {inside(found)}" if found else words


def action_bars(told: Told, days: Days) -> tuple[tuple[ActionBar, ...], int]:
    """The actions of these months in order of beginning, each in the first lane that is free; and how many lanes."""
    ends: list[float] = []
    bars = []
    for place, one in enumerate(shown_actions(told.actions, told.months), 1):
        last = min(one.ended_on or told.estimates[-1].on, told.months.last)
        left, right = days.x(one.opened_on), days.x(last + timedelta(days=1))
        width = round(max(right - left, LEAST_BAR), 2)
        left = round(min(left, 100 - width), 2)
        lane = next((lane for lane, end in enumerate(ends) if end <= left), len(ends))
        ends[lane : lane + 1] = [left + width + SLIVER]
        bars.append(ActionBar(left, width, ACTIONS_AT + lane * ACTION_LANE, place, one.ended_on is None, one.words))
    return tuple(bars), len(ends)


def shown_actions(actions: Iterable[PlanAction], months: Span) -> list[PlanAction]:
    """The actions that ran on a day of these months, in order of beginning."""
    begun = [one for one in actions if one.opened_on <= months.last]
    ran = [one for one in begun if one.ended_on is None or one.ended_on >= months.first]
    return sorted(ran, key=lambda one: (one.opened_on, one.action_id))


def shown_figures(figures: Iterable[Figure], days: Days) -> list[Figure]:
    """The readings of which the middle lies within these days."""
    return [one for one in figures if days.first <= one.start + (one.end - one.start) / 2 <= days.last]


def kpi_part(series: Series, days: Days, top: float) -> KpiPart | None:
    """The readings of these days; None where there is none."""
    kpi, figures = series.kpi, shown_figures(series.figures, days)
    if not figures:
        return None
    ends, _ = scale_for(kpi, [one.measure for one in figures])
    scale = Scale(ends.low, ends.high, top, top + KPI_HEIGHT)
    at = [(days.middle(one), scale.y(one.measure)) for one in figures]
    targets = target_band(kpi)
    return KpiPart(
        code=kpi.code,
        top=top,
        bottom=top + KPI_HEIGHT,
        ticks=kpi_ticks(kpi, scale),
        points=tuple(
            ReadingMark(
                x, y, kpi.is_share and counts_only(kpi, one),
                f"{period_words(one.start, one.end)}: {figure_words(kpi, one)}",
            )
            for one, (x, y) in zip(figures, at, strict=True)
        ),
        lines=lines_of(figures, at),
        target=scale.y(kpi.target.value) if targets is None and kpi.target.value is not None else None,
        band=(scale.y(targets[1]), round(scale.y(targets[0]) - scale.y(targets[1]), 2)) if targets else None,
    )  # fmt: skip


def kpi_ticks(kpi: Kpi, scale: Scale) -> tuple[Tick, ...]:
    """The two ends of the scale, and the target where it is one value; an end too near to it is left out."""
    unit = " %" if kpi.is_share else ""
    ends = [Tick(scale.y(one), f"{number(one)}{unit}") for one in (scale.low, scale.high)]
    if kpi.target.value is None:
        return tuple(ends)
    target = Tick(scale.y(kpi.target.value), f"{number(kpi.target.value)}{unit}")
    return (*(one for one in ends if abs(one.at - target.at) >= NEAR_WORDS), target)
