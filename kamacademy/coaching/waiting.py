"""The people in a coach's care, and how long each has gone without an observation."""

from collections.abc import Mapping, Sequence
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


def waiting(people: Sequence["Person"], observed_on: Mapping[int, date], today: date) -> list[Waiting]:
    """Everyone in the order given. Long is 45 days and more, or never."""
    earliest = today - timedelta(days=LONGEST_DAYS)
    return [
        Waiting(one, observed_on.get(one.id), one.id not in observed_on or observed_on[one.id] <= earliest)
        for one in people
    ]
