"""The people in a coach's care, and how long each has gone without an observation."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from kamacademy.guide.cadence import has_waited

if TYPE_CHECKING:
    from kamacademy.people.models import Person


@dataclass(frozen=True, slots=True)
class Waiting:
    """One person and the day of the newest shared observation; None before the first.

    `longest_days` may pass between two by the rhythm of the job role: a field manager is observed twice a year.
    """

    person: "Person"
    observed_on: date | None
    longest_days: int
    is_long: bool


def waiting(person: "Person", observed_on: date | None, longest_days: int, today: date) -> Waiting:
    """How long one person has waited. Long is more days than the rhythm allows, or never."""
    return Waiting(person, observed_on, longest_days, has_waited(longest_days, observed_on, today))
