"""A change of job role: where it stands, when it may begin, who may stand by, and what it refuses. Pure."""

from datetime import date, timedelta
from enum import StrEnum

from kamacademy.people.job_roles import NAMES, JobRole
from kamacademy.wording import day, inside

LONGEST_REASON = 300
# A change further away than a year is a wish, and has its own page.
LONGEST_DAYS_AHEAD = 365


class State(StrEnum):
    """Where a change of job role stands."""

    PROPOSED = "proposed"
    PLANNED = "planned"
    IN_FORCE = "in-force"
    CANCELLED = "cancelled"


RUNNING = (State.PROPOSED, State.PLANNED)


class Step(StrEnum):
    """What happened to a change of job role."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    MOVED = "moved"
    BUDDY = "buddy"
    CANCELLED = "cancelled"
    SWITCHED = "switched"
    DRAFTED = "drafted"


class TransitionRule(Exception):
    """A rule of a change of job role was broken; `field` is the part of the form it is about, if one."""

    def __init__(self, words: str, field: str | None = None) -> None:
        super().__init__(words)
        self.field = field


class SameRole(TransitionRule):
    """From a role into itself is no change."""

    def __init__(self) -> None:
        super().__init__("This is the present job role. Choose another.", "to_role")


class DayOutOfReach(TransitionRule):
    """The day has passed, or lies more than a year ahead."""

    def __init__(self, today: date) -> None:
        super().__init__(f"Choose a day from {day(today)} to {day(last_day(today))}.", "starts_on")


class BuddyLacksRole(TransitionRule):
    """Whoever stands by holds the new role, is somebody else, and has an open account."""

    def __init__(self, to_role: JobRole) -> None:
        super().__init__(f"Choose a colleague who is {inside(NAMES[to_role])} today, or nobody.", "buddy")


class AlreadyChanging(TransitionRule):
    """One change at a time."""

    def __init__(self) -> None:
        super().__init__("A change of job role is under way for this person. Move or cancel that one first.")


class AccountClosed(TransitionRule):
    """Whose account is closed changes no role."""

    def __init__(self) -> None:
        super().__init__("This account is closed. Open it first.")


class NotAnyMore(TransitionRule):
    """The change is in force or cancelled, or somebody has confirmed it already."""

    def __init__(self) -> None:
        super().__init__("This change has moved on meanwhile. The page shows how it stands now.")


class HeldAlready(TransitionRule):
    """The role was entered by hand while the change waited: there is nothing to announce."""

    def __init__(self) -> None:
        super().__init__("This job role is held already. Cancel the change.")


class DayHasPassed(TransitionRule):
    """What waited too long needs another day before it is confirmed: what has been is not rewritten."""

    def __init__(self) -> None:
        super().__init__("The day proposed has passed. Choose another day first, then confirm.")


class NothingChanged(TransitionRule):
    """The same day and the same buddy."""

    def __init__(self) -> None:
        super().__init__("This is how it stands already. Choose another day or another buddy.")


class NothingToDraft(TransitionRule):
    """There is no known gap without an action, or the plan's three places are taken."""

    def __init__(self) -> None:
        super().__init__("There is nothing to draft now: the plan’s places are taken, or no further gap is known.")


def last_day(today: date) -> date:
    """The last day on which a change may begin."""
    return today + timedelta(days=LONGEST_DAYS_AHEAD)


def refuse_day(starts_on: date, today: date) -> None:
    """Raise DayOutOfReach unless the day is today or within the next year."""
    if not today <= starts_on <= last_day(today):
        raise DayOutOfReach(today)
