"""How alike two observers of one visit rated, over all indicators. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from kamacademy.marking.agreement import Pair
from kamacademy.pairing.rules import MOST_ALIKE_APART


@dataclass(frozen=True, slots=True)
class Alike:
    """Of `n` indicators that both rated: how many with the same level, and how many at most one level apart."""

    n: int
    exact: int
    within_one: int


def alike(pairs: Iterable[Pair]) -> Alike:
    """The agreement over all indicators that both rated; where one of the two saw nothing, nothing is compared."""
    known = [(one.first, one.second) for one in pairs if one.first is not None and one.second is not None]
    return Alike(
        n=len(known),
        exact=sum(1 for one, other in known if one == other),
        within_one=sum(1 for one, other in known if abs(one - other) <= MOST_ALIKE_APART),
    )
