"""How much each occasion moves a level, and which level it was from day to day. Pure.

An occasion's influence is how far the estimate would lie elsewhere had it not been: everything else is worked out once
more without it, the rater's severity included. The influences of several occasions need not add up, since each of two
visits that say the same may be missed little while the other is there.
"""

from datetime import date
from typing import NamedTuple

from kamacademy.competency.belief import quantile
from kamacademy.competency.estimation import MEDIAN
from kamacademy.competency.fusion import filtered, walked
from kamacademy.competency.occasions import History, Occasion
from kamacademy.competency.reckoning import Raters
from kamacademy.rater.levels import LOGITS_A_LEVEL
from kamacademy.rater.rating_scale import level_cuts


class Influence(NamedTuple):
    """An occasion, and by how many levels it holds the estimate up; below 0 where it pulls it down."""

    occasion: Occasion
    levels: float


def influences(history: History, raters: Raters, today: date) -> list[Influence]:
    """The influence of every occasion of a history on the estimate of a day, oldest first."""
    visits = [raters.visit(one) for one in history.occasions]
    without = [visits[:place] + visits[place + 1 :] for place in range(len(visits))]
    known = filtered([visits, *without], raters.severities, today.toordinal())
    middle, *others = (quantile(one, MEDIAN) for one in known)
    return [
        Influence(occasion, (middle - other) / LOGITS_A_LEVEL)
        for occasion, other in zip(history.occasions, others, strict=True)
    ]


def levels_by_day(history: History, raters: Raters) -> list[tuple[date, int]]:
    """After each day of a history the level, 1 to 5, of the median of what was known then."""
    visits = [raters.visit(one) for one in history.occasions]
    (shares,) = walked([visits], raters.severities, cuts=level_cuts()).shares
    reached = 1 + (shares >= 1 - MEDIAN).sum(axis=1)
    return list({one.day: int(level) for one, level in zip(history.occasions, reached, strict=True)}.items())
