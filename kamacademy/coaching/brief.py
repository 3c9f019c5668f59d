"""Observations in brief, for lists: what a list prints and no more."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Draft:
    """Notes that a coach has not shared yet, and how many of the indicators in focus are rated.

    `beside` says that it came from a phone beside another version, and that the coach has not chosen yet.
    """

    observation_id: int
    learner_name: str
    observed_on: date
    activity: str
    complexity: str
    indicators: int
    rated: int
    beside: bool = False


@dataclass(frozen=True, slots=True)
class Unseen:
    """A note that a coach has shared and the learner has not marked as seen."""

    observation_id: int
    learner_name: str
    observed_on: date
    activity: str
    complexity: str
    shared_at: datetime
    has_own_view: bool


@dataclass(frozen=True, slots=True)
class Note:
    """A shared note for the learner. `is_to_do` says that its agreed action is not done yet."""

    observation_id: int
    coach_name: str
    coach_initials: str
    observed_on: date
    is_seen: bool
    agreed_action: str | None
    agreed_due_on: date | None
    is_to_do: bool

    @property
    def coach_first_name(self) -> str:
        """The first word of the coach's name."""
        return self.coach_name.split()[0]


@dataclass(frozen=True, slots=True)
class LastAgreement:
    """What coach and learner agreed last time: the action, by when, and whether it is done."""

    title: str
    due_on: date
    observed_on: date
    is_done: bool
