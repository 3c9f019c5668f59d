"""What happens to rounds by themselves: the lot where a coach has not chosen, a reminder, and the end."""

from datetime import datetime

from kamacademy.jobs import PeriodicJob, job
from kamacademy.peer import operations, queries


@job
def move_on(at: datetime) -> None:
    """Draw what was not chosen in time, close what is over, remind whoever has not answered. May run twice."""
    today = at.date()
    for round_ in queries.left_to_the_lot(today):
        operations.draw_rest(round_, at=at)
    for round_ in queries.overdue(today):
        operations.close(round_, at=at)
    for one in queries.to_remind(today):
        operations.remind(one, at=at)


MOVE_ON = PeriodicJob("peer-rounds", move_on, minute="20")
