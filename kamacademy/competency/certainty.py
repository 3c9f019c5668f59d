"""How sure a level is, in the three ways the pages draw it. Never drawn below three visits."""

from datetime import date
from enum import StrEnum

from kamacademy.competency.estimation import RATERS_NEEDED, Estimate, Standing, months_before

NARROW_LEVELS = 1
WIDE_LEVELS = 3
FRESH_MONTHS = 12


class Certainty(StrEnum):
    """How an estimate is drawn; the value is its CSS class."""

    SURE = "is-sure"
    LEANING = "is-leaning"
    GUESS = "is-guess"
    UNKNOWN = "is-unknown"


def certainty(estimate: Estimate, today: date) -> Certainty:
    """Sure: two raters, visits within one level of each other, and nothing left open at the target.

    A guess rests on visits three levels apart or more, or on none in the last twelve months.
    """
    if estimate.level is None or estimate.low is None or estimate.high is None or estimate.latest is None:
        return Certainty.UNKNOWN
    spread = estimate.high - estimate.low
    if spread >= WIDE_LEVELS or estimate.latest < months_before(today, FRESH_MONTHS):
        return Certainty.GUESS
    if estimate.raters < RATERS_NEEDED or spread > NARROW_LEVELS or estimate.standing is Standing.REACHED_NOT_SECURE:
        return Certainty.LEANING
    return Certainty.SURE
