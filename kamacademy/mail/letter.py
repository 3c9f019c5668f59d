"""What happens to a letter: its states, how long it waits between tries, and the name it carries all the way."""

from datetime import datetime, timedelta
from enum import StrEnum

TRIES = 5
WAITS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=3))
# Far longer than one letter takes; what is still being sent by then was cut off.
ABANDONED_AFTER = timedelta(minutes=15)


# Due longer than this, letters wait for a worker that does not run.
STUCK_AFTER = timedelta(minutes=10)


class State(StrEnum):
    """Where a letter stands. `UNSURE` may have been sent: nobody can know, so it is never sent again by itself."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNSURE = "unsure"


STATE_WORDS = {
    State.WAITING: "Waiting",
    State.SENDING: "Being sent",
    State.SENT: "Sent",
    State.FAILED: "Not sent",
    State.UNSURE: "May have been sent",
}
# From these an administrator may send a letter again.
STOPPED = frozenset({State.FAILED, State.UNSURE})


class Outcome(StrEnum):
    """What handing a letter over came to. `REFUSED` is certain: the server has not taken it."""

    TAKEN = "taken"
    REFUSED = "refused"
    UNSURE = "unsure"


def next_try(tries: int, at: datetime) -> datetime | None:
    """When to try again after so many tries: 1, 5, 30 minutes, then 3 hours later; None after the fifth."""
    assert tries >= 1
    return at + WAITS[tries - 1] if tries < TRIES else None


def is_stuck(waits_since: datetime | None, now: datetime) -> bool:
    """Whether letters are due so long that nobody seems to send them."""
    return waits_since is not None and now - waits_since > STUCK_AFTER


def message_id(letter_id: int, posted_at: datetime, sender: str) -> str:
    """The Message-ID of a letter, the same at every try, by which a mail program can tell a second copy."""
    domain = sender.rpartition("@")[2].strip("<> ") or "localhost"
    return f"<letter-{letter_id}-{posted_at:%Y%m%d%H%M%S}@{domain}>"
