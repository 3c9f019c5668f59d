"""The rules of a plan that can be broken, each with what to do in words."""

from datetime import date

from kamacademy.development.plan import LONGEST_DAYS
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
        super().__init__(f"This action is {state} now, so that cannot be done any more. Reload the plan to see it.")


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
