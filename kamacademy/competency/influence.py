"""How much each occasion moves a level, and how what is known moved from day to day. Pure.

An occasion's influence is how far the estimate would lie elsewhere had it not been: everything else is worked out once
more without it, the rater's severity included. The influences of several occasions need not add up, since each of two
visits that say the same may be missed little while the other is there.
"""

from datetime import date
from typing import NamedTuple

import numpy as np

from kamacademy.competency.belief import quantile
from kamacademy.competency.estimation import MEDIAN
from kamacademy.competency.fusion import filtered, walked
from kamacademy.competency.grid import GRID, STEP
from kamacademy.competency.occasions import History, Occasion
from kamacademy.competency.reckoning import Raters
from kamacademy.rater.rating_scale import STEPS

LEVEL_LOGITS = STEPS[1] - STEPS[0]
MIDDLE_LEVEL = 3
ENDS = tuple((GRID + STEP / 2).tolist())


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
        Influence(occasion, (middle - other) / LEVEL_LOGITS)
        for occasion, other in zip(history.occasions, others, strict=True)
    ]


def medians(history: History, raters: Raters) -> list[tuple[date, float]]:
    """After each day of a history the middle of what was known, on the scale of levels where 3.0 is mid-level 3."""
    visits = [raters.visit(one) for one in history.occasions]
    (shares,) = walked([visits], raters.severities, cuts=ENDS).shares
    found = {
        occasion.day: MIDDLE_LEVEL + float(np.interp(1 - MEDIAN, 1 - row, ENDS)) / LEVEL_LOGITS
        for occasion, row in zip(history.occasions, shares, strict=True)
    }
    return list(found.items())
