"""The people in a coach's care, and how long each has gone without an observation."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kamacademy.people.models import Person

LONGEST_DAYS = 45


@dataclass(frozen=True, slots=True)
class Waiting:
    """One person and the day of the newest shared observation; None before the first."""

    person: "Person"
    observed_on: date | None
    is_long: bool


def waiting(person: "Person", observed_on: date | None, today: date) -> Waiting:
    """How long one person has waited. Long is 45 days and more, or never."""
    is_long = observed_on is None or observed_on <= today - timedelta(days=LONGEST_DAYS)
    return Waiting(person, observed_on, is_long)
