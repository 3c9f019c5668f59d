"""When a commitment is asked about again: after 30, 60 and 90 days, each time for thirty days."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

ASKED_AFTER_DAYS = (30, 60, 90)
OPEN_DAYS = 30


class Kept(StrEnum):
    """How far a commitment was kept since it was made, in the own view of who made it."""

    KEPT = "kept"
    PARTLY = "partly"
    NOT = "not"


KEPT_WORDS = {Kept.KEPT: "Kept", Kept.PARTLY: "Partly", Kept.NOT: "Not kept"}


class Standing(StrEnum):
    """Where one of the three questions stands."""

    AHEAD = "ahead"
    OPEN = "open"
    ANSWERED = "answered"
    PASSED = "passed"


@dataclass(frozen=True, slots=True)
class Question:
    """One of the three times at which commitments are asked about, and its first and last day."""

    after_days: int
    asked_on: date
    open_until: date
    standing: Standing

    @property
    def is_open(self) -> bool:
        """Whether it can be answered today."""
        return self.standing is Standing.OPEN


def asked_on(made_on: date, after_days: int) -> date:
    """The day on which commitments made on a day are asked about."""
    return made_on + timedelta(days=after_days)


def open_until(made_on: date, after_days: int) -> date:
    """The last day for an answer, the one before the next question: later memory would be guessing."""
    return asked_on(made_on, after_days) + timedelta(days=OPEN_DAYS - 1)


def question(made_on: date, after_days: int, answered: Collection[int], today: date) -> Question:
    """How one question stands on a day; `answered` are those that were answered, by their days."""
    first, last = asked_on(made_on, after_days), open_until(made_on, after_days)
    if after_days in answered:
        standing = Standing.ANSWERED
    elif today < first:
        standing = Standing.AHEAD
    else:
        standing = Standing.OPEN if today <= last else Standing.PASSED
    return Question(after_days, first, last, standing)


def questions(made_on: date, answered: Collection[int], today: date) -> Sequence[Question]:
    """All three, in order."""
    return tuple(question(made_on, days, answered, today) for days in ASKED_AFTER_DAYS)


def open_question(made_on: date, answered: Collection[int], today: date) -> Question | None:
    """The one question that can be answered on a day, or None: two are never open together."""
    return next((one for one in questions(made_on, answered, today) if one.is_open), None)


def may_change(made_on: date, today: date) -> bool:
    """Whether commitments may still be put in other words: until they are first asked about."""
    return today < asked_on(made_on, ASKED_AFTER_DAYS[0])


def earliest_open(today: date) -> date:
    """Commitments made before this day are not asked about any more."""
    return today - timedelta(days=ASKED_AFTER_DAYS[-1] + OPEN_DAYS - 1)


def latest_open(today: date) -> date:
    """Commitments made after this day are not asked about yet."""
    return today - timedelta(days=ASKED_AFTER_DAYS[0])
