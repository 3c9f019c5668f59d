"""The ratings that the rater model is given, each once. Pure."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

# Ratings older than this say little of how somebody rates today.
MONTHS_FITTED = 24


class Rated(NamedTuple):
    """One level, 1 to 5, that a rater gave to an indicator.

    `whose` names the ability that was rated: a learner's, or that of a calibration case, in one competency. `visit`
    names the occasion on which it was seen, whose ratings share its luck. `is_peer` marks what a colleague answered who
    was asked for feedback.
    """

    whose: str
    rater: int
    indicator: str
    level: int
    visit: str
    on: date
    is_peer: bool = False


def each_once(ratings: Iterable[Rated]) -> list[Rated]:
    """One rating for every occasion, rater and indicator: the last given, as a note copied for a decision is no other.

    In an order of their own, so that the same ratings give the same figures to the last digit.
    """
    return sorted({(one.visit, one.rater, one.indicator): one for one in ratings}.values())
