"""How long the next sign-in must wait after failed ones: growing, never a hard lock, forgotten after a day.

An account and an address on the network are counted apart. An address may be a whole office's, so it has more tries.
"""

from datetime import datetime, timedelta
from math import ceil

FREE_TRIES = 4
FREE_TRIES_OF_ADDRESS = 20
LONGEST_WAIT_SECONDS = 300
FORGOTTEN_AFTER = timedelta(days=1)


def wait_seconds(failures: int, free_tries: int = FREE_TRIES) -> int:
    """Seconds from the last failure until the next try: none before the fifth try, then 2, 4, 8, up to five minutes."""
    over = failures - free_tries
    if over < 0:
        return 0
    return min(LONGEST_WAIT_SECONDS, 1 << min(over + 1, 9))


def seconds_left(failures: int, last_at: datetime, now: datetime, free_tries: int = FREE_TRIES) -> int:
    """Whole seconds still to wait, rounded up; 0 when the next try may be made.

    `now` may lie a little before `last_at`: a request looks at the clock, then waits for one that is counting.
    """
    passed = max(timedelta(0), now - last_at)
    if passed > FORGOTTEN_AFTER:
        return 0
    return max(0, ceil(wait_seconds(failures, free_tries) - passed.total_seconds()))


def failures_after(failures: int, last_at: datetime | None, now: datetime) -> int:
    """The count after one more failure; old ones are forgotten."""
    if last_at is None or now - last_at > FORGOTTEN_AFTER:
        return 1
    return failures + 1
