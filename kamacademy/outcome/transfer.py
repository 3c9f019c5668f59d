"""Whether what a module taught shows in the work 120 days later, for K25 Transfer rate. Pure.

Three things within 120 days of completing it: the module's own KPI reached its target or moved up by a band, its
exercise was accepted, and one observation reached the level to which the module builds.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kamacademy.curriculum.documents import Module
from kamacademy.kpi.baseline import baseline
from kamacademy.kpi.calculated import Counted
from kamacademy.kpi.documents import Kpi
from kamacademy.kpi.figures import FEWEST_TOGETHER, Figure
from kamacademy.kpi.status import A_HAIR, distance, is_met, rests_on_enough
from kamacademy.kpi.subjects import Subject

DAYS = timedelta(days=120)
# A band is ten percentage points of a share, or a fifth of the target of another unit.
BAND_OF_SHARE, PART_OF_TARGET = 10.0, 0.2


@dataclass(frozen=True, slots=True)
class Completed:
    """A module that a person began in a programme; `on` is the day of completing it, None where they never did."""

    learner_id: int
    programme: str
    module: str
    on: date | None


@dataclass(frozen=True, slots=True)
class Shown:
    """What can show a transfer, by learner and exercise, competency or KPI.

    The days on which work was accepted, observed levels with their days, and figures in order of period; those of a
    KPI of teams are the team's.
    """

    accepted: Mapping[tuple[int, str], Sequence[date]]
    observed: Mapping[tuple[int, str], Sequence[tuple[date, int]]]
    series: Mapping[tuple[int, str], Sequence[Figure]]


def is_within(on: date, completed: date) -> bool:
    """Whether a day lies in the 120 days after completing, the first and the last one included."""
    return completed <= on <= completed + DAYS


def band(kpi: Kpi) -> float:
    """How far a KPI must come nearer to its target for one band, in its unit."""
    if kpi.is_share:
        return BAND_OF_SHARE
    target = kpi.target.value if kpi.target.value is not None else kpi.target.high
    return PART_OF_TARGET * abs(target or 1)


def has_moved(kpi: Kpi, figures: Sequence[Figure], completed: date) -> bool:
    """Whether the newest figure of the 120 days meets the target, or is a band nearer to it than the baseline.

    Both must rest on the cases that the KPI asks for.
    """
    after = [one for one in figures if one.start > completed and is_within(one.end, completed)]
    if not after or not rests_on_enough(kpi, after[-1]):
        return False
    if is_met(kpi, after[-1].measure):
        return True
    before = baseline(figures, completed)
    if before is None or not rests_on_enough(kpi, before.figure):
        return False
    nearer = distance(kpi, before.figure.measure) - distance(kpi, after[-1].measure)
    return nearer >= band(kpi) - A_HAIR


def is_transferred(one: Completed, module: Module, kpi: Kpi, shown: Shown) -> bool:
    """Whether all three parts of the transfer test hold; never for a module without an exercise to hand in."""
    on = one.on
    if on is None:
        return False
    accepted = shown.accepted.get((one.learner_id, module.exercise.form or ""), ())
    return (
        any(done <= on + DAYS for done in accepted)
        and any(
            level >= part.level and is_within(day, on)
            for part in module.builds
            for day, level in shown.observed.get((one.learner_id, part.competency), ())
        )
        and has_moved(kpi, shown.series.get((one.learner_id, kpi.code), ()), on)
    )


def transferred(
    completed: Iterable[Completed], modules: Mapping[str, Module], kpis: Mapping[str, Kpi], shown: Shown
) -> dict[Subject, Counted]:
    """K25 of each programme that five people or more completed; beside it, everybody who began, drop-outs included."""
    by_programme: dict[str, list[tuple[Completed, bool]]] = defaultdict(list)
    for one in completed:
        module = modules[one.module]
        passed = is_transferred(one, module, kpis[module.kpi], shown)
        by_programme[one.programme].append((one, passed))
    found = {}
    for programme, some in by_programme.items():
        done = [one.learner_id for one, _ in some if one.on is not None]
        if len(set(done)) >= FEWEST_TOGETHER:
            passes = sum(passed for _, passed in some)
            beside = f"of everybody who began, drop-outs included, {passes} of {len(some)}."
            found[Subject(programme=programme)] = Counted(passes, len(done), beside)
    return found
