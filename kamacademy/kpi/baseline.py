"""Where a person stood before anything was done about it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from kamacademy.kpi.documents import Kpi
from kamacademy.kpi.figures import Figure, count_words, counts_only, measure_words
from kamacademy.kpi.periods import counted_periods
from kamacademy.wording import percent

MOST_ASSUMED = 6


@dataclass(frozen=True, slots=True)
class Baseline:
    """The readings before the first action or module, as one figure. `is_assumed` where nothing is marked yet."""

    figure: Figure
    readings: int
    is_assumed: bool


def baseline(figures: Sequence[Figure], first_marked: date | None) -> Baseline | None:
    """The baseline of a series in order of period; None where no reading came before.

    With something marked: the readings that had ended before it began. With nothing marked: the first half of the
    readings, at most six, which is only an assumption and is said to be one. Shares are pooled, since a month with
    17 cases says more than one with 3; of other figures the middle one is taken.
    """
    if first_marked is not None:
        before = [one for one in figures if one.end < first_marked]
    else:
        before = list(figures[: min(len(figures) // 2, MOST_ASSUMED)])
    if not before:
        return None
    return Baseline(pooled(before), len(before), is_assumed=first_marked is None)


def pooled(figures: Sequence[Figure]) -> Figure:
    """Several readings of one kind as one; at least one is given."""
    start, end = figures[0].start, figures[-1].end
    if all(one.numerator is not None for one in figures):
        numerator = sum(one.numerator or 0 for one in figures)
        return Figure(start, end, numerator, sum(one.denominator or 0 for one in figures))
    cases = [one.n for one in figures if one.n is not None]
    return Figure(start, end, value=median(one.measure for one in figures), cases=sum(cases) if cases else None)


def baseline_words(kpi: Kpi, found: Baseline | None) -> str:
    """Baseline 9 of 15 over 3 months; or why there is none."""
    if found is None:
        return "No baseline: no reading ended before the first action or module began."
    if found.is_assumed:
        return (
            f"{baseline_in_brief(kpi, found)}: the first readings, taken as the baseline because no action or module "
            "is marked yet."
        )
    return f"{baseline_in_brief(kpi, found)}."


def baseline_in_brief(kpi: Kpi, found: Baseline) -> str:
    """Baseline 9 of 15 over 3 months, without a full stop and without where it comes from."""
    over = counted_periods(found.readings, kpi.cadence)
    if kpi.is_share:
        if kpi.is_stock and not counts_only(kpi, found.figure):
            # The same cases are counted in each reading, so they are not added up.
            return f"Baseline {percent(found.figure.measure / 100)} over {over}"
        share = "" if counts_only(kpi, found.figure) else f" ({percent(found.figure.measure / 100)})"
        return f"Baseline {count_words(found.figure)}{share} over {over}"
    middle = f" in {over}" if found.readings == 1 else f", the middle of {over}"
    return f"Baseline {measure_words(kpi, found.figure.measure)}{middle}"
