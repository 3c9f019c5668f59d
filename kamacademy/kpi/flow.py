"""A stock share as a flow: by how many percentage points it changed from one reading to the next. Pure.

A stock ("fields checked within six months") changes by a few cases a month, so each reading resembles the one before,
and natural limits around it cry wolf: simulated over 24 months of 12 to 60 fields without change, in nine of ten
series. Its change is what came in less what went out. While nothing changes that is zero on average, wherever the share
stands.
What fell due in a month and was done in time would say still more; but that needs the day of every check, and readings
carry counts alone.
"""

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise

from kamacademy.kpi.documents import Kpi
from kamacademy.kpi.figures import Figure, counts_only
from kamacademy.kpi.periods import period_words
from kamacademy.wording import counted, number, percent

ONE_DAY = timedelta(days=1)
A_HAIR = 1e-9


def follows(before: Figure, after: Figure) -> bool:
    """Whether two readings are of neighbouring periods."""
    return after.start - before.end == ONE_DAY


def steps(kpi: Kpi, figures: Sequence[Figure]) -> list[tuple[Figure, Figure]]:
    """The pairs of readings between which a change can be told: of neighbouring periods, both with cases enough."""
    return [
        (before, after)
        for before, after in pairwise(figures)
        if follows(before, after) and not counts_only(kpi, before) and not counts_only(kpi, after)
    ]


def change(before: Figure, after: Figure) -> Figure:
    """The change from one share to the next in percentage points, as a figure of the later period."""
    return Figure(after.start, after.end, value=after.measure - before.measure, cases=after.n)


def changes(kpi: Kpi, figures: Sequence[Figure]) -> list[Figure]:
    """The changes of a share in order of period."""
    return [change(before, after) for before, after in steps(kpi, figures)]


def points_words(change_by: float) -> str:
    """Up 4 points; down 1 point; unchanged. Whole percentage points, with one place below one."""
    size = abs(change_by)
    if size <= A_HAIR:
        return "unchanged"
    rounded = round(size) if size >= 1 else round(size, 1)
    return f"{'up' if change_by > 0 else 'down'} {number(rounded)} point{'' if rounded == 1 else 's'}"


def step_words(before: Figure, after: Figure) -> str:
    """Oct 2026: up 4 points, from 71 % to 75 %; and that it is counted out of another number, where it is."""
    words = (
        f"{period_words(after.start, after.end)}: {points_words(after.measure - before.measure)}, from "
        f"{percent(before.measure / 100)} to {percent(after.measure / 100)}"
    )
    if before.denominator == after.denominator:
        return words
    return f"{words}, out of {counted(after.denominator or 0, 'case')} instead of {before.denominator:,}"
