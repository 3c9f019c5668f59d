"""Which ratings of a case count, where somebody rated it more than once. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kamacademy.calibration.comparison import Pair
from kamacademy.calibration.rules import FORGOTTEN_AFTER


@dataclass(frozen=True, slots=True)
class Rated:
    """A pair, and the day on which it was rated."""

    pair: Pair
    on: date


def counted_once(rated: Iterable[Rated], since: date = date.min) -> list[Pair]:
    """One pair for each indicator of a case: the first, until it is forgotten, then the one after; since a day.

    Who has compared a case with its reference remembers, and would agree the second time without judging better.
    """
    kept: dict[tuple[str, str], Rated] = {}
    for one in sorted(rated, key=lambda one: one.on):
        place = (one.pair.case, one.pair.indicator)
        before = kept.get(place)
        if before is None or one.on - before.on >= FORGOTTEN_AFTER:
            kept[place] = one
    return [one.pair for one in kept.values() if one.on >= since]
