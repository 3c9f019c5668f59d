"""The rules of an observation, each with the sentence that says how to go on."""

from kamacademy.wording import listed


class NotADraft(Exception):
    """A shared or discarded observation does not change any more."""

    def __init__(self) -> None:
        super().__init__("This note has been shared and no longer changes.")


class ObservedInTheFuture(Exception):
    """A visit is observed on the day it takes place."""

    def __init__(self) -> None:
        super().__init__("The visit must have taken place: choose today or an earlier day.")


class FocusOutOfBounds(Exception):
    """One to five indicators."""

    def __init__(self) -> None:
        super().__init__("Choose one to five indicators; one or two are easiest to watch well.")


class IndicatorNotOpen(Exception):
    """A commercial coach rates medical and nursing roles in shared team work only."""


class NotRatedYet(Exception):
    """Every indicator in focus needs a level or "not observed" before sharing."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(f"Choose a sentence or “not observed” for {listed(names)}.")


class DueDayOutOfReach(Exception):
    """An agreed action is due after today and within 90 days."""

    def __init__(self) -> None:
        super().__init__("Choose a day after today and at most 90 days ahead, so that it stays a promise.")


class NotSharedYet(Exception):
    """Only a shared note can be answered."""


class AlreadyAnswered(Exception):
    """One's own view is given once."""

    def __init__(self) -> None:
        super().__init__("Your view is already saved. It stays as you gave it that day.")
