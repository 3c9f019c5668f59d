"""Difference in differences where teams start at different times. Pure.

B. Callaway and P. H. C. Sant'Anna (2021, J. Econometrics 225:200-230): who started in one month is compared, month by
month, with who has not started yet. A regression with effects of person and month would take those who started early as
the comparison for those who started late, and mistake an effect that grows for one that shrinks.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from kamacademy.effect.estimate import Estimate

Numbers = NDArray[np.float64]
Places = NDArray[np.int64]

# The start of whom nothing began for while they were watched.
NEVER = -1


class Controls(StrEnum):
    """With whom those who started are compared."""

    NEVER = "people for whom nothing began"
    NOT_YET = "people for whom nothing had begun yet"


@dataclass(frozen=True, slots=True)
class Panel:
    """Figures of people by month, not a number where one is missing.

    `starts` is the place of the month in which each began, or NEVER; `teams` is a number of each one's team, from 0.
    All people of a team start together.
    """

    figures: Numbers
    starts: Places
    teams: Places

    @property
    def people(self) -> int:
        """How many people."""
        return len(self.starts)

    @property
    def months(self) -> int:
        """How many months."""
        return int(self.figures.shape[1])

    @property
    def groups(self) -> list[int]:
        """The months in which anybody began, in order."""
        return sorted({int(start) for start in self.starts if start != NEVER})


@dataclass(frozen=True, slots=True)
class Cell:
    """The effect for those who began in one month, in another month; `influence` is each person's share in its error.

    Before the start it is what should be none: the change from the month before. `treated` and `controls` are people.
    """

    group: int
    month: int
    effect: float
    influence: Numbers
    treated: int
    controls: int

    @property
    def since(self) -> int:
        """Months since the start: 0 for the month of it, negative before."""
        return self.month - self.group


@dataclass(frozen=True, slots=True)
class Average:
    """Several cells as one figure, with each person's influence on it."""

    effect: float
    influence: Numbers


def cells(panel: Panel, controls: Controls = Controls.NOT_YET) -> list[Cell]:
    """The effect for each month of beginning in each month, where there is anybody to compare with.

    Before the start the month before is the base, from the start on the last month before it.
    """
    found = []
    for group in panel.groups:
        for month in range(1, panel.months):
            base = group - 1 if month >= group else month - 1
            one = _cell(panel, controls, group, month, base) if base >= 0 else None
            if one is not None:
                found.append(one)
    return found


def _cell(panel: Panel, controls: Controls, group: int, month: int, base: int) -> Cell | None:
    """One cell; None where nobody on one side has both months."""
    change = panel.figures[:, month] - panel.figures[:, base]
    is_known = np.isfinite(change)
    treated = is_known & (panel.starts == group)
    free = panel.starts == NEVER
    if controls is Controls.NOT_YET:
        free |= (panel.starts > month) & (panel.starts != group)
    others = is_known & free
    count, count_others = int(treated.sum()), int(others.sum())
    if not count or not count_others:
        return None
    mean, mean_others = float(change[treated].mean()), float(change[others].mean())
    influence = np.zeros(panel.people)
    influence[treated] = (change[treated] - mean) * (panel.people / count)
    influence[others] = -(change[others] - mean_others) * (panel.people / count_others)
    return Cell(group, month, mean - mean_others, influence, count, count_others)


def average(panel: Panel, some: Sequence[Cell]) -> Average:
    """Cells weighted by the share of people in their groups; that these shares are estimated, too, is in the error."""
    shares = np.array([float((panel.starts == one.group).mean()) for one in some])
    total = float(shares.sum())
    weights, effects = shares / total, np.array([one.effect for one in some])
    effect = float(weights @ effects)
    influence = weights @ np.array([one.influence for one in some])
    belongs = (panel.starts[:, None] == np.array([one.group for one in some])) - shares
    influence = influence + (belongs @ effects - belongs.sum(axis=1) * effect) / total
    return Average(effect, influence)


def after_start(some: Sequence[Cell]) -> list[Cell]:
    """The cells from the start on."""
    return [one for one in some if one.since >= 0]


def overall(panel: Panel, some: Sequence[Cell]) -> Average:
    """The effect per person and month since the start: all cells after it, by the people in their groups."""
    return average(panel, after_start(some))


def by_group(panel: Panel, some: Sequence[Cell]) -> Iterator[tuple[int, Average]]:
    """The mean effect for each month of beginning."""
    for group in panel.groups:
        own = [one for one in after_start(some) if one.group == group]
        if own:
            yield group, average(panel, own)


def by_months_since(panel: Panel, some: Sequence[Cell]) -> Iterator[tuple[int, Average]]:
    """The effect by months since the start, negative before: what an event-study plot shows."""
    for since in sorted({one.since for one in some}):
        yield since, average(panel, [one for one in some if one.since == since])


def error_of(influence: Numbers, teams: Places) -> float:
    """The standard error by the influence of teams: people of one team are not independent of each other."""
    by_team = np.bincount(teams, weights=influence)
    return sqrt(float(by_team @ by_team)) / len(influence)


def estimate(panel: Panel, one: Average) -> Estimate:
    """The figure with its error, corrected for how few the teams are: by C / (C - 1), and Student's with C - 1."""
    count = len(np.unique(panel.teams))
    correction = sqrt(count / (count - 1)) if count > 1 else 1.0
    return Estimate(one.effect, correction * error_of(one.influence, panel.teams), max(count - 1, 1))
