"""A stock share as a flow: what was done in time of what fell due in a period. Pure.

A stock ("profiles younger than six months") changes by a few cases a month, so each reading resembles the one before,
and limits on it cry wolf: simulated over 24 months on 12 accounts, each checked at random and half a year apart on
average, in about nine of ten series without change. What fell due in a month is new each month: 3 in 100.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from kamacademy.kpi.figures import Figure
from kamacademy.kpi.periods import Period


@dataclass(frozen=True, slots=True)
class Due:
    """Something that fell due on a day, and when it was done; None while it is not."""

    on: date
    done: date | None

    @property
    def is_in_time(self) -> bool:
        """Whether it was done on its day or before."""
        return self.done is not None and self.done <= self.on


def flow(dues: Iterable[Due], periods: Sequence[Period], today: date) -> list[Figure]:
    """Done in time of due, for each period that is over and in which anything fell due; in the order of the periods."""
    given = list(dues)
    found = []
    for period in periods:
        own = [one for one in given if period.start <= one.on <= period.end]
        if own and period.end < today:
            found.append(Figure(period.start, period.end, sum(one.is_in_time for one in own), len(own)))
    return found


def renewals(checks: Sequence[date], good_for_days: int) -> list[Due]:
    """When something that must be checked again after so many days fell due, from the days of its checks in order.

    A check before the day renews it: the next is counted from there. The last one is still open.
    """
    ends = [date.fromordinal(one.toordinal() + good_for_days) for one in checks]
    return [Due(on, done) for on, done in zip(ends, [*checks[1:], None], strict=True)]
