"""Why a sitting may not be begun or an answer not be kept, in words for the person."""

from datetime import datetime

from kamacademy.wording import moment


class MayNotBegin(Exception):
    """The paper's rules do not allow another sitting now. The words say why, and from when it is possible."""


class TooSoon(MayNotBegin):
    """A waiting time has not passed. Carries the moment from which the paper may be begun."""

    def __init__(self, from_: datetime) -> None:
        super().__init__(f"You can try this check again from {moment(from_)}.")
        self.from_ = from_


class NoAttemptsLeft(MayNotBegin):
    """All attempts have been used, and none come back."""

    def __init__(self, attempts: int) -> None:
        super().__init__(
            f"You have used all {attempts} attempts at this check. Talk to your learning team about the way on."
        )


class StillWaiting(MayNotBegin):
    """An earlier sitting waits for a person's mark."""

    def __init__(self) -> None:
        super().__init__("Your last sitting of this check still waits to be marked. Its result comes first.")


class SittingSubmitted(Exception):
    """Answers do not change once a sitting has been submitted."""


class NoSuchQuestion(Exception):
    """The paper of the sitting does not ask this question."""


class ClockNotStarted(Exception):
    """A timed paper is answered only while its clock runs."""


class TimeIsUp(Exception):
    """The answer came after the end of the time; earlier ones count."""


class AnswerClosed(Exception):
    """The explanation has been shown, so the answer stands."""


class AnsweredElsewhere(Exception):
    """The page is older than the answer kept from another page, which stays until the person has seen it."""
