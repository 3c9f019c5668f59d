"""What a finished run shows of each competency."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kamacademy.scenario.course import Move


@dataclass(frozen=True, slots=True)
class Shown:
    """Strong choices taken, out of the moments on the path that offered one."""

    strong: int
    offered: int


def shown_by_competency(moves: Iterable[Move]) -> Mapping[str, Shown]:
    """What a path shows, by competency, in the order in which the path asked for it.

    A strong choice counts one of one for its competency; any other choice counts none of one for each competency to
    which a strong choice was offered. So a strong choice is never held against another competency. Only the first visit
    of a node counts: walking in a circle gains nothing. What the path did not ask for is not in it: that is not zero.
    """
    strong: dict[str, int] = {}
    offered: dict[str, int] = {}
    for move in moves:
        if not move.is_first_visit:
            continue
        is_strong, taken = move.choice.shows == "strong", move.choice.competency
        for code in (taken,) if is_strong and taken else sorted(move.node.competencies):
            offered[code] = offered.get(code, 0) + 1
            strong[code] = strong.get(code, 0) + is_strong
    return {code: Shown(strong[code], count) for code, count in offered.items()}
