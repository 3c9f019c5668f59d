"""Whether a KPI has moved: its latest reading has left the middle of the readings before anything was done. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from kamacademy.kpi.baseline import baseline
from kamacademy.kpi.documents import Kpi
from kamacademy.kpi.figures import Figure, measure_words, sentence
from kamacademy.kpi.status import A_HAIR, is_better, rests_on_enough
from kamacademy.wording import counted

READINGS_FOR_A_MIDDLE = 3


@dataclass(frozen=True, slots=True)
class Series:
    """A person's KPI with its readings in order of period, and the day on which its first plan action was opened."""

    learner_id: int
    kpi: Kpi
    figures: Sequence[Figure]
    first_action_on: date | None


@dataclass(frozen=True, slots=True)
class Moved:
    """A KPI that moved. `is_better`: towards its target. `strength` is the move in spans of the readings before."""

    learner_id: int
    code: str
    name: str
    words: str
    is_better: bool
    ended_on: date
    strength: float


def moved(series: Series) -> Moved | None:
    """How the latest reading left the middle of those before; None where it did not, or where too little is known.

    The middle is the median of the readings that had ended before the first plan action for the KPI began, or
    without one of the first half, at most six. It needs three, and the latest reading the cases that the KPI asks for.
    """
    kpi, figures = series.kpi, series.figures
    base = baseline(figures, series.first_action_on)
    if base is None or base.readings < READINGS_FOR_A_MIDDLE or base.readings == len(figures):
        return None
    before, latest = [one.measure for one in figures[: base.readings]], figures[-1]
    middle = median(before)
    gap = abs(latest.measure - middle)
    if gap <= A_HAIR or not rests_on_enough(kpi, latest):
        return None
    span = max(before) - min(before)
    return Moved(
        learner_id=series.learner_id,
        code=kpi.code,
        name=kpi.name,
        words=moved_words(kpi, latest, middle, base.readings, is_assumed=base.is_assumed),
        is_better=is_better(kpi, latest.measure, middle),
        ended_on=latest.end,
        strength=gap / span if span else gap,
    )


def moved_words(kpi: Kpi, latest: Figure, middle: float, readings: int, *, is_assumed: bool) -> str:
    """13 of 17 in Oct 2026 (76 %). The middle of the 5 readings before the plan action was 60 %."""
    number = counted(readings, "reading")
    before = f"first {number}" if is_assumed else f"{number} before its plan action"
    return f"{sentence(kpi, latest)}. The middle of the {before} was {measure_words(kpi, middle)}."


def most_moved(found: Iterable[Series]) -> Moved | None:
    """The one to speak about: of the newest readings that moved, the one that moved farthest."""
    candidates = [one for one in map(moved, found) if one is not None]
    return max(candidates, key=lambda one: (one.ended_on, one.strength), default=None)
