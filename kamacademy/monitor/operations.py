"""A run of the rater model in its steps: gather, work out, keep, tidy up. None of them changes a rating.

They are called one after another, each in a transaction of its own, so that nobody waits while figures are worked out.
"""

from datetime import date, datetime

from kamacademy.competency.estimation import RULE, months_before
from kamacademy.monitor import queries
from kamacademy.rater.figures import RunFound
from kamacademy.rater.models import SeverityRun
from kamacademy.rater.operations import keep_run, take_away
from kamacademy.rater.ratings import MONTHS_FITTED, Rated


def gather(today: date) -> list[Rated]:
    """The ratings of the last 24 months."""
    return queries.ratings_given(months_before(today, MONTHS_FITTED), today)


def work_out(rated: list[Rated]) -> RunFound:
    """What the rater model finds in them; asks no database. Raises NotSettled."""
    from kamacademy.rater.fitting import found

    return found(rated)


def keep(found: RunFound, *, by_id: int | None, at: datetime) -> SeverityRun:
    """Keep what was found as the newest run; `by_id` is None for the nightly one."""
    return keep_run(found, rule=RULE, by_id=by_id, at=at)


def tidy_up() -> int:
    """Take old runs away but the last of each month and those that estimates rest on; gives how many went."""
    gone = queries.superfluous_runs()
    take_away(gone)
    return len(gone)
