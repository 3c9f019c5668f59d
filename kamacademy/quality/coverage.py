"""Whether the papers that were drawn hold what the blueprint promised."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a blueprint (a competency, a level, a tag): shares are of all planned and of all answered items."""

    name: str
    planned: int
    answered: int
    planned_share: float
    answered_share: float

    @property
    def is_missing(self) -> bool:
        """Planned, and never answered."""
        return self.planned > 0 and self.answered == 0

    @property
    def is_unplanned(self) -> bool:
        """Answered, and never planned."""
        return self.planned == 0 and self.answered > 0


@dataclass(frozen=True, slots=True)
class Coverage:
    """The cells of a blueprint in its own order, those it does not know after them.

    `match` is the overlap of planned and answered shares, 0 to 1: 1 where every cell has the share it was promised;
    None while there is nothing to compare.
    """

    cells: tuple[Cell, ...]
    match: float | None


def coverage(planned: Mapping[str, int], answered: Mapping[str, int]) -> Coverage:
    """How the numbers of answered items by cell compare with the planned ones; none of them negative."""
    counts = [*planned.values(), *answered.values()]
    if any(count < 0 for count in counts):
        raise ValueError("a number of items is negative")
    all_planned, all_answered = sum(planned.values()), sum(answered.values())
    names = [*planned, *sorted(set(answered) - set(planned))]
    cells = tuple(
        Cell(
            name,
            planned.get(name, 0),
            answered.get(name, 0),
            planned.get(name, 0) / all_planned if all_planned else 0.0,
            answered.get(name, 0) / all_answered if all_answered else 0.0,
        )
        for name in names
    )
    is_comparable = all_planned > 0 and all_answered > 0
    return Coverage(cells, sum(min(one.planned_share, one.answered_share) for one in cells) if is_comparable else None)
