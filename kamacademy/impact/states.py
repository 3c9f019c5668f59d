"""How far a study is, where the months come from in which teams began, and what it was reckoned by. Pure."""

from datetime import timedelta
from enum import StrEnum


class State(StrEnum):
    """Where a study is: in `asked` and `working` it waits for the background."""

    ASKED = "asked"
    WORKING = "working"
    DONE = "done"
    FAILED = "failed"


class Starts(StrEnum):
    """Where the month in which a team began comes from."""

    ROLLOUT = "rollout"
    COMPLETED = "completed"


class Method(StrEnum):
    """What a study was reckoned by; a refusal names none."""

    STAGGERED = "staggered"
    INTERRUPTED = "interrupted"
    BEFORE_AFTER = "before-after"


WAITING = (State.ASKED, State.WORKING)
# Without an end for so long, whoever worked on it is gone.
ABANDONED_AFTER = timedelta(minutes=30)
