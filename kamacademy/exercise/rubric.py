"""What points on a rubric mean: whether they are enough, and which levels they show."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from kamacademy.exercise.documents import Rubric
from kamacademy.wording import counted

Points = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Correction:
    """A mark put in the place of the one that decided: why, its words, and its points by line."""

    at: datetime
    reason: str
    words: str
    points: Points


@dataclass(frozen=True, slots=True)
class Shown:
    """An indicator and the level, 1 to 5, that the points of one line show."""

    line: str
    indicator: str
    level: int


def unfit(rubric: Rubric, points: Points) -> list[str]:
    """The lines without points, or with points that the line does not give."""
    known = {line.id for line in rubric.lines}
    wrong = [line.id for line in rubric.lines if not 0 <= points.get(line.id, -1) <= line.points]
    return wrong + [name for name in points if name not in known]


def total(rubric: Rubric, points: Points) -> int:
    """The sum over all lines."""
    return sum(points[line.id] for line in rubric.lines)


def shortfalls(rubric: Rubric, points: Points) -> Iterator[str]:
    """Why these points are not enough for acceptance, in words; nothing where they are."""
    for line in rubric.lines:
        if points[line.id] < line.least:
            yield f"“{line.title}” needs at least {line.least}, and has {points[line.id]}."
    if total(rubric, points) < rubric.accepted_from:
        needed = counted(rubric.accepted_from, "point")
        yield f"Acceptance needs {needed} of {rubric.points}; these are {total(rubric, points)}."


def levels_shown(rubric: Rubric, points: Points) -> list[Shown]:
    """The levels that the points show, line by line. Points without a level show nothing, which is not level 0."""
    return [
        Shown(line.id, line.indicator, line.levels[points[line.id]])
        for line in rubric.lines
        if line.indicator is not None and points[line.id] in line.levels
    ]
