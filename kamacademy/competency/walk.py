"""Going through histories step by step, side by side: time spreads what is known, each step narrows it. Pure.

Whatever else is not known, such as the severities of raters, is tried in a few ways at once and carried along. Every
history is worked out as if it were alone, to the last bit, in whatever company: what is kept of one person and what a
rebuild of everybody finds are the same numbers.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

import numpy as np

from kamacademy.competency.grid import POINTS, drifted, shares_from
from kamacademy.rater.rating_scale import Numbers

BATCH = 1000


class Dated(Protocol):
    """A step of a history; its day is a number."""

    @property
    def day(self) -> int: ...


Step = TypeVar("Step", bound=Dated)


@dataclass(frozen=True, slots=True)
class Walked:
    """What is known after each history, on the day of its last step, and what was known of the cuts on the way.

    `known` has a row of weights over the grid for each history. `shares` has an array for each history: the chance of
    being at each cut or above, after each step.
    """

    known: Numbers
    shares: list[Numbers]


def walk(
    histories: Sequence[Sequence[Step]],
    told: Callable[[int, Step], Numbers],
    start: Numbers,
    cuts: Sequence[float] = (),
) -> Walked:
    """Go through histories, steps in order of day. `start` is what is known before the first: things tried, by grid.

    `told` gives how likely a step of the history of this number is at each point of the grid, for what is tried.
    """
    tried = tuple(range(1, start.ndim))
    known = np.empty((len(histories), POINTS))
    shares: list[Numbers] = [np.empty((0, len(cuts)))] * len(histories)
    longest_first = sorted(range(len(histories)), key=lambda number: -len(histories[number]))
    for begin in range(0, len(histories), BATCH):
        numbers = longest_first[begin : begin + BATCH]
        some = [histories[number] for number in numbers]
        state = np.tile(start, (len(some), *[1] * start.ndim))
        seen = np.empty((len(some), len(some[0]), len(cuts)))
        days = np.array([one[0].day if one else 0 for one in some], dtype=np.int64)
        under_way = len(some)
        for turn in range(len(some[0])):
            while len(some[under_way - 1]) <= turn:
                under_way -= 1
            steps = [one[turn] for one in some[:under_way]]
            now = np.array([step.day for step in steps], dtype=np.int64)
            part = drifted(state[:under_way], now - days[:under_way])
            for row, step in enumerate(steps):
                part[row] *= told(numbers[row], step)
            part /= part.sum(axis=(*tried, -1), keepdims=True)
            state[:under_way], days[:under_way] = part, now
            if cuts:
                seen[:under_way, turn] = shares_from(part.sum(axis=tried), cuts)
        known[numbers] = state.sum(axis=tried)
        for row, number in enumerate(numbers):
            shares[number] = seen[row, : len(some[row])]
    return Walked(known, shares)
