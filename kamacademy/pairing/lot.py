"""Which visits are drawn for two observers: the same for one seed on every machine, and not to be foreseen. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from kamacademy.marking.turn import fraction

# One visit in ten is rated by two: enough pairs to see whether people rate alike, and still rare in anybody's week.
SHARE_PERCENT = 10
LARGEST_SEED = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Ticket:
    """A planned visit as the lot sees it."""

    visit_id: int
    coach_id: int
    learner_id: int


def place(seed: int, visit_id: int) -> float:
    """Where a visit stands between 0 and 1, for ever."""
    return fraction(f"pair {seed} {visit_id}")


def is_drawn(seed: int, visit_id: int, percent: int = SHARE_PERCENT) -> bool:
    """Whether a visit is among the percent that two people rate."""
    return place(seed, visit_id) < percent / 100


def instead(seed: int, declined: Ticket, pool: Collection[Ticket]) -> Sequence[Ticket]:
    """The visits that may take the place of one whose learner said no, the best first.

    Those of the same coach come first, so that everybody's share stays what it was; never another visit of the learner
    who said no.
    """
    others = [one for one in pool if one.learner_id != declined.learner_id]
    return sorted(others, key=lambda one: (one.coach_id != declined.coach_id, place(seed, one.visit_id)))
