"""The rules of a plan that can be broken, each with what to do in words."""

from datetime import date

from kamacademy.development.plan import LONGEST_DAYS, state_words
from kamacademy.wording import day


class PlanRule(Exception):
    """A rule of the plan was broken; the message says what to do."""


class ThreeOpenAlready(PlanRule):
    """A fourth action would be open."""

    def __init__(self) -> None:
        super().__init__(
            "Three actions are open already: few actions, really tried. Complete or drop one, then the next can begin."
        )


class PlanClosed(PlanRule):
    """A closed plan is history."""

    def __init__(self) -> None:
        super().__init__("This plan is closed and kept as it was. Draft a new plan to go on.")


class NotInThisState(PlanRule):
    """The action has moved on since the page was opened."""

    def __init__(self, state: str) -> None:
        super().__init__(
            f"This action is {state_words(state)} now, so that cannot be done any more. Reload the plan to see it."
        )


class DueDateOutOfReach(PlanRule):
    """A due date in the past, or too far away to be a promise."""

    def __init__(self, today: date) -> None:
        super().__init__(
            f"Choose a day after today, {day(today)}, and within {LONGEST_DAYS} days: a smaller step is easier to keep."
        )


class KpiNotCarried(PlanRule):
    """The firewall between roles and measures."""


class NothingProposed(PlanRule):
    """There is nothing to agree to."""

    def __init__(self) -> None:
        super().__init__("Nothing is proposed, so there is nothing to agree to. Add an action first.")


class StillOpen(PlanRule):
    """A plan with open actions cannot be closed."""

    def __init__(self, number: int) -> None:
        words = "One action is" if number == 1 else f"{number} actions are"
        super().__init__(f"{words} still open. Complete or drop what is open, then close the plan.")


class SameDate(PlanRule):
    """Re-dating to the date it has."""

    def __init__(self) -> None:
        super().__init__("This is the date it has already. Choose another day, or leave it as it is.")


class ChangedSinceRead(PlanRule):
    """Only what was read is signed or confirmed."""

    def __init__(self) -> None:
        super().__init__("This was changed after you opened the page. Read it once more below, then go on.")


class OnlyTheCoachDecides(PlanRule):
    """Whether an action is done is said by the coach who looks at what shows it."""

    def __init__(self) -> None:
        super().__init__("Your coach says whether it is done. Hand it in with what shows it.")


class NothingToShow(PlanRule):
    """Handed in is only what shows something."""

    def __init__(self) -> None:
        super().__init__("Give at least one thing that shows it: a few words, a link or a file. Then hand it in.")


class FileRefused(PlanRule):
    """A file that may not be kept; the words say why."""


class TooMuchEvidence(PlanRule):
    """A few things show more than many."""

    def __init__(self, most: int) -> None:
        super().__init__(f"An action carries at most {most} pieces of evidence. Take one away, then add this one.")


class NotEveryActionReviewed(PlanRule):
    """A review speaks of every action that runs, and of no other."""

    def __init__(self) -> None:
        super().__init__("The plan has moved on since this page was opened. Go through what is running once more.")


class NotForTheSameHand(PlanRule):
    """A review is held by both: one writes it down, the other confirms it."""

    def __init__(self) -> None:
        super().__init__("You wrote this review down; the other of you confirms that it was held.")


class NotHeldWithTheCoach(PlanRule):
    """A review is held with the present coach."""

    def __init__(self) -> None:
        super().__init__("The coach who wrote this review no longer coaches here. Write it down anew, together.")


class NoReviewYet(PlanRule):
    """A plan that nobody has signed has nothing to hold it against."""

    def __init__(self) -> None:
        super().__init__("Both sign the plan first; from then on it is reviewed every ninety days.")


class OriginNotFound(PlanRule):
    """An action cannot come from what is not there, or is not for this person."""
