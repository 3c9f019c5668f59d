"""What the calendar does: two cases each quarter for whoever attests, one reminder, and the end of the quarter."""

import secrets
from datetime import datetime

from kamacademy.calibration import operations
from kamacademy.content.queries import NothingPublished
from kamacademy.jobs import PeriodicJob, job
from kamacademy.peer.lot import LARGEST_SEED


@job
def turn_quarter(at: datetime) -> None:
    """End what is over, give what is due, remind of what waits. May run twice."""
    operations.end_quarters(at=at)
    try:
        operations.give_quarter(seed=secrets.randbelow(LARGEST_SEED), at=at)
    except NothingPublished:
        return
    operations.remind_of_quarter(at=at)


QUARTER = PeriodicJob("calibration-quarter", turn_quarter, minute="40", hour="5")
