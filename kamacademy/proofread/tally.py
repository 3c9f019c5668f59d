"""How much there is for each competency at each level, by kind of content. Pure."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from kamacademy.exercise.documents import Rubric
from kamacademy.proofread.holdings import Holdings

LEVELS = range(1, 6)


class Held(StrEnum):
    """What is counted; the value is the head of its column."""

    LESSONS = "Lessons"
    ITEMS = "Questions"
    RUBRICS = "Rubrics"
    EXERCISES = "Exercises"
    SCENARIOS = "Scenarios"
    CASES = "Cases"
    ACTIONS = "Actions"


# Competency, level (None where the content names none) and kind.
Cell = tuple[str, int | None, Held]


@dataclass(frozen=True, slots=True)
class LevelRow:
    """The counts of one level, in the order of `Held`. `level` is None for what names no level."""

    level: int | None
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CompetencyRows:
    """One competency: what there is at each level, and what is missing. `built` is 0 where no module builds it."""

    code: str
    name: str
    built: int
    rows: tuple[LevelRow, ...]
    gaps: tuple[str, ...]


def cells(found: Holdings) -> Iterator[Cell]:
    """A cell for each document that speaks to a competency at a level."""
    for slug, module in found.modules.items():
        built = {one.competency: one.level for one in module.builds}
        for name in module.lessons:
            lesson = found.lessons.get(f"{slug}/{name}")
            for code in sorted({one[:3] for one in lesson.indicators}) if lesson else ():
                yield code, built.get(code), Held.LESSONS
    for bank in found.banks.values():
        yield from ((item.competency, item.level, Held.ITEMS) for item in bank.all_items)
    for rubric in found.rubrics.values():
        yield from ((code, level, Held.RUBRICS) for code, level in shown_by(rubric))
    for exercise in found.exercises.values():
        if exercise.rubric in found.rubrics:
            yield from ((code, level, Held.EXERCISES) for code, level in shown_by(found.rubrics[exercise.rubric]))
    for scenario in found.scenarios.values():
        yield from ((code, scenario.level, Held.SCENARIOS) for code in scenario.competencies)
    for case in found.cases.values():
        rated = {(one.indicator[:3], one.reference) for one in case.ratings}
        yield from ((code, level, Held.CASES) for code, level in sorted(rated))
    for actions in found.actions.values():
        yield from ((actions.competency, None, Held.ACTIONS) for _ in actions.actions)


def shown_by(rubric: Rubric) -> list[tuple[str, int]]:
    """The competencies and levels that work can show by a rubric, each once."""
    return sorted(
        {(line.indicator[:3], level) for line in rubric.lines if line.indicator for level in line.levels.values()}
    )


def by_competency(found: Holdings) -> list[CompetencyRows]:
    """Every competency of the framework, in order of its code."""
    counts = Counter(cells(found))
    built: dict[str, int] = {}
    for module in found.modules.values():
        for one in module.builds:
            built[one.competency] = max(built.get(one.competency, 0), one.level)
    return [
        CompetencyRows(
            code=code,
            name=competency.short_name,
            built=built.get(code, 0),
            rows=tuple(rows_of(code, counts)),
            gaps=tuple(gaps_of(code, counts, built.get(code, 0))),
        )
        for code, competency in sorted(found.competencies.items())
    ]


def rows_of(code: str, counts: Mapping[Cell, int]) -> Iterator[LevelRow]:
    """The levels 1 to 5, and what names no level where there is any."""
    for level in (*LEVELS, None):
        found = tuple(counts.get((code, level, held), 0) for held in Held)
        if level is not None or any(found):
            yield LevelRow(level, found)


def gaps_of(code: str, counts: Mapping[Cell, int], built: int) -> Iterator[str]:
    """What is missing, in sentences. Up to the level that modules build to there should be something to show it by."""

    def total(held: Held, *levels: int | None) -> int:
        return sum(counts.get((code, level, held), 0) for level in levels)

    if not built:
        yield "No module builds it."
    for level in range(1, built + 1):
        if not total(Held.ITEMS, level):
            yield f"No question at level {level}."
    for held in (Held.RUBRICS, Held.EXERCISES, Held.SCENARIOS):
        if built and not total(held, *LEVELS):
            yield f"No {held.value.lower().removesuffix('s')} shows it."
    if built and total(Held.RUBRICS, *LEVELS) and not total(Held.RUBRICS, *range(built, 6)):
        yield f"No rubric reaches level {built}, to which modules build."
    if not total(Held.CASES, *LEVELS):
        yield "No calibration case shows it."
    if not total(Held.ACTIONS, None):
        yield "No action in the library."
