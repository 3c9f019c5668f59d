"""Bringing what is kept to the day, and working it out afresh: in parts, so that nobody waits long.

A part holds the people whom nobody else is writing about at that moment; the others follow one by one. So this waits
only while it holds nobody, and whoever holds one person and wants another is never held up for good.
"""

from collections.abc import Callable, Collection
from datetime import date, datetime

from kamacademy.competency import operations, queries
from kamacademy.db import db
from kamacademy.jobs import PeriodicJob, job

Act = Callable[[Collection[int], date], int]


@job
def redate(at: datetime) -> None:
    """Let time do to all that is kept what it does to it: once a day, however often it runs."""
    today = at.date()
    in_parts(queries.everybody_undated(today), operations.redate, today)


def rebuild_all(today: date) -> int:
    """Work every estimate out of ledger, certificates and newest run, committing between; gives how many there are."""
    return in_parts(queries.everybody_with_evidence(), operations.keep, today)


def after_upgrade(today: date) -> int:
    """Make all estimates where none were kept before, or another rule made them; gives how many were made."""
    return rebuild_all(today) if queries.is_outdated() else 0


def in_parts(person_ids: list[int], act: Act, today: date) -> int:
    """Do something about people, each part in a transaction of its own; gives the sum."""
    done, busy = 0, list[int]()
    for some in operations.in_parts(person_ids):
        held = operations.hold_people(some, only_free=True)
        done += act(held, today) if held else 0
        db.session.commit()
        busy += sorted(set(some) - set(held))
    for one in busy:
        operations.hold_people([one])
        done += act([one], today)
        db.session.commit()
    return done


# Shortly after midnight, so that hardly a page has to reckon; before the nightly run of the rater model.
REDATE = PeriodicJob("competency.redate", redate, minute="5", hour="0")
