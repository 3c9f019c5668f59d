"""How sure a level is, in the three ways the pages draw it. Never drawn below three visits. Pure."""

from enum import StrEnum

from kamacademy.competency.estimation import RATERS_NEEDED, SURE, Estimate, Standing, months_before

# A range of three levels or more of five, from Developing to Advanced, say.
WIDE_LEVELS = 2
# After a year without a visit the chances have hardly spread, and yet nobody has looked.
OLD_MONTHS = 12


class Certainty(StrEnum):
    """How an estimate is drawn; the value is its CSS class."""

    SURE = "is-sure"
    LEANING = "is-leaning"
    GUESS = "is-guess"
    UNKNOWN = "is-unknown"


def level_chance(estimate: Estimate, level: int) -> float:
    """How likely what the page says of the level is: that it is reached; of the lowest, that it is no higher."""
    return 1 - estimate.chance_of_at_least(2) if level == 1 else estimate.chance_of_at_least(level)


def certainty(estimate: Estimate) -> Certainty:
    """Sure: at least 8 in 10, seen by two people, and nothing left open at the target.

    A guess leans to a level with three or more in its range, or rests on no visit of the last twelve months.
    """
    level, low, high = estimate.level, estimate.low, estimate.high
    if level is None or low is None or high is None or estimate.latest is None:
        return Certainty.UNKNOWN
    leans = level_chance(estimate, level) < SURE
    if (leans and high - low >= WIDE_LEVELS) or estimate.latest < months_before(estimate.on, OLD_MONTHS):
        return Certainty.GUESS
    if leans or estimate.raters < RATERS_NEEDED or estimate.standing is Standing.REACHED_NOT_SECURE:
        return Certainty.LEANING
    return Certainty.SURE
