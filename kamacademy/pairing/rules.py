"""The rules of two ratings of one visit, each with the sentence that says how to go on. Pure."""

from datetime import date, timedelta
from enum import StrEnum

# A colleague needs two days to arrange coming along; what is planned for sooner is not drawn.
DAYS_AHEAD = 2
# What was seen fades: a week after the visit nobody rates it any more.
DAYS_TO_RATE = 7
# The coach's note is waited for a month; after that the pair counts as never done.
DAYS_FOR_NOTE = 30
# A visit that is drawn instead of a declined one is looked for so long.
DAYS_OWED = 90
# Two levels apart is more than people who read the same sentences usually differ.
MOST_ALIKE_APART = 1
LONGEST_LINE = 400


class State(StrEnum):
    """Where a pair stands; worked out of its moments, never stored."""

    ASKED = "asked"
    CHOSEN = "chosen"
    RATED = "rated"
    TOGETHER = "together"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    MISSED = "missed"


def state(
    *,
    planned_on: date,
    today: date,
    is_cancelled: bool,
    is_declined: bool,
    has_second: bool,
    is_rated: bool,
    is_open: bool,
) -> State:
    """Where a pair stands: a visit of `planned_on`, as one sees it `today`."""
    if is_open:
        return State.TOGETHER
    if is_declined:
        return State.DECLINED
    if is_cancelled:
        return State.CANCELLED
    if is_rated:
        now, days = State.RATED, DAYS_FOR_NOTE
    elif has_second:
        now, days = State.CHOSEN, DAYS_TO_RATE
    else:
        now, days = State.ASKED, 0
    return now if today <= planned_on + timedelta(days=days) else State.MISSED


def are_apart(one: int | None, other: int | None) -> bool:
    """Whether two levels of one indicator differ by more than one; never where one of the two saw nothing."""
    return one is not None and other is not None and abs(one - other) > MOST_ALIKE_APART


class PairRule(Exception):
    """A rule of two ratings was broken; the message says what to do."""


class NotToBeChosen(PairRule):
    """A second observer is chosen up to the day of the visit, and until they have rated."""

    def __init__(self) -> None:
        super().__init__("A second observer is no longer chosen for this visit: it is over, called off or declined.")


class NotAColleague(PairRule):
    """Only certain people may come along."""

    def __init__(self) -> None:
        super().__init__("Choose from the list: an active coach who may rate this focus and coaches somebody else.")


class NotWaitedFor(PairRule):
    """The second rating is given once, from the day of the visit on, within a week."""

    def __init__(self) -> None:
        super().__init__(
            "This rating is not waited for: it is given already, the week after the visit has passed, or the visit is "
            "called off."
        )


class NotYetTheDay(PairRule):
    """Nothing is rated before it was seen."""

    def __init__(self) -> None:
        super().__init__("You can rate from the day of the visit on.")


class NoLongerFits(PairRule):
    """The visit has changed since the second observer was chosen, or their job role has."""

    def __init__(self) -> None:
        super().__init__("What is looked at on this visit has changed. Open the page anew, and rate what it shows now.")


class NotToBeDeclined(PairRule):
    """A learner says no until the second observer has rated."""

    def __init__(self) -> None:
        super().__init__("The second rating is given already, or nobody is asked any more.")


class NothingToTalkAbout(PairRule):
    """Words are asked for only where the two differ by more than one level."""

    def __init__(self) -> None:
        super().__init__("Your levels lie at most one apart, so nothing needs to be written.")
