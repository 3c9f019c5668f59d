"""The chart of a stock: where its changes lie around zero, in percent of the picture. Pure."""

from collections.abc import Sequence
from datetime import timedelta
from math import ceil

from kamacademy.kpi.baseline import Baseline
from kamacademy.kpi.documents import Kpi
from kamacademy.kpi.figures import Figure
from kamacademy.kpi.flow import change, step_words
from kamacademy.kpi.periods import PERIOD_WORD
from kamacademy.kpi.run_chart import (
    BOTTOM,
    MOST_TICKS,
    TOP,
    Days,
    Event,
    Point,
    RunChart,
    limit_lines,
    lines_of,
    marks,
    places,
    run_line,
    x_ticks,
)
from kamacademy.kpi.series import Judged
from kamacademy.plot import Scale, Tick, nice_step
from kamacademy.wording import counted, day, signed

# The least that the scale reaches to each side, in percentage points, so that a hair does not fill the picture.
LEAST_REACH = 10.0


def scale_around_zero(values: Sequence[float]) -> tuple[Scale, list[float]]:
    """A scale that reaches as far down as up, and its ticks; in percentage points."""
    reach = max(LEAST_REACH, *(abs(one) for one in values))
    step = nice_step(2 * reach, MOST_TICKS - 1)
    each = ceil(reach / step - 1e-9)
    return Scale(-each * step, each * step, TOP, BOTTOM), [step * one for one in range(-each, each + 1)]


def change_chart(
    kpi: Kpi,
    pairs: Sequence[tuple[Figure, Figure]],
    base: Baseline | None,
    events: Sequence[Event],
    *,
    words: str,
    judged: Judged | None,
) -> RunChart:
    """The changes between pairs of readings in order of period; at least one pair. `words` say what is to be seen."""
    drawn = [change(before, after) for before, after in pairs]
    limits = [judged.limits[-1].high] if judged is not None and judged.limits else []
    days = Days(drawn[0].start, max([drawn[-1].end, *(event.on for event in events)]))
    scale, ticks = scale_around_zero([*(one.measure for one in drawn), *limits])
    at, marked = places(drawn, days, scale), marks(events, days)
    in_baseline = sum(one.end <= base.figure.end for one in drawn) if base is not None else 0
    outside = judged.outside if judged is not None else ()
    told = [f"{counted(len(drawn), 'change')} from one {PERIOD_WORD[kpi.cadence]} to the next.", words]
    told += [f"Mark {one.number}, {day(one.on)}: {one.words}." for one in marked]
    return RunChart(
        title=f"{kpi.name}: change by {PERIOD_WORD[kpi.cadence]}, in percentage points",
        desc=" ".join(told),
        y_ticks=tuple(Tick(scale.y(one), signed(one)) for one in ticks),
        x_ticks=x_ticks(drawn, days),
        points=tuple(
            Point(x, y, step_words(*pair), is_few=False, is_outside=place in outside)
            for place, (pair, (x, y)) in enumerate(zip(pairs, at, strict=True))
        ),
        lines=lines_of(drawn, at),
        marks=marked,
        target=None,
        band_top=None,
        band_height=None,
        target_at=0.0,
        target_word="",
        target_dy=0,
        baseline_to=days.x(drawn[in_baseline - 1].end + timedelta(days=1)) if in_baseline else None,
        baseline_words=f"Baseline, {counted(in_baseline, 'change')}" if in_baseline else "",
        baseline_at=scale.y(0.0),
        baseline_word="No change",
        baseline_dy=4,
        limits=limit_lines(drawn, judged, days, scale),
        run=run_line(at, judged),
    )
