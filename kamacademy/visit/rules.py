"""What a planned visit must be, each rule with the sentence that says how to go on. Pure."""

from datetime import date, timedelta

from kamacademy.guide.activity import ACTIVITY_WORDS, Activity
from kamacademy.wording import day, listed

LONGEST_DAYS_AHEAD = 180
MOST_IN_FOCUS = 5
DAYS_SHOWN_AHEAD = 14


class VisitDayOutOfReach(Exception):
    """A visit is planned for today or a day within the next 180."""

    def __init__(self) -> None:
        super().__init__(f"Choose today or a day within the next {LONGEST_DAYS_AHEAD} days.")


class NotAVisit(Exception):
    """A simulation is practised whenever it suits; it is no visit and is not planned as one."""

    def __init__(self) -> None:
        super().__init__("A role-play is not a visit: it needs no plan. Choose another activity.")


class NotOpenToCoach(Exception):
    """A commercial coach joins medical and nursing roles in shared team meetings only."""

    def __init__(self) -> None:
        super().__init__(
            "A commercial coach joins medical and nursing roles in shared team meetings only. Choose another activity."
        )


class TooManyInFocus(Exception):
    """None to five indicators are agreed beforehand."""

    def __init__(self) -> None:
        super().__init__(f"Choose at most {MOST_IN_FOCUS} indicators; one or two are easiest to watch well.")


class FocusOutOfView(Exception):
    """The activity does not show an indicator, or the coach may not rate the learner on it."""

    def __init__(self, activity: Activity, indicators: list[str]) -> None:
        words = ACTIVITY_WORDS[activity].lower()
        super().__init__(f"The coach cannot rate {listed(indicators)} on this visit ({words}). Choose others.")


class AlreadyPlanned(Exception):
    """The same two have the same visit on that day already."""

    def __init__(self, visit_id: int, planned_on: date) -> None:
        super().__init__(f"This visit is already planned for {day(planned_on)}.")
        self.visit_id = visit_id


class VisitCancelled(Exception):
    """A cancelled visit stays as it was."""

    def __init__(self) -> None:
        super().__init__("This visit has been cancelled. Plan a new one instead.")


class VisitPassed(Exception):
    """A visit whose day has passed is neither changed nor cancelled: it was held, or it was not."""

    def __init__(self) -> None:
        super().__init__("The day of this visit has passed, so it stays as it was planned.")


class AnnouncementStands(Exception):
    """What was announced for an attestation does not change; it can be cancelled and announced anew."""

    def __init__(self) -> None:
        super().__init__("An announced attestation does not change. Cancel it and announce a new one.")


def is_within_reach(planned_on: date, today: date) -> bool:
    """Whether a visit may be planned for a day: today to 180 days ahead."""
    return today <= planned_on <= today + timedelta(days=LONGEST_DAYS_AHEAD)
