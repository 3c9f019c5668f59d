"""How a coach's attention is spread: who has waited for a visit, and whether planned visits are held. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kamacademy.access import Function
from kamacademy.guide.cadence import has_waited


@dataclass(frozen=True, slots=True)
class InCare:
    """One person in a coach's care. `longest_days` may pass between two visits by the rhythm of the job role."""

    id: int
    name: str
    functions: frozenset[Function]
    last_observed: date | None
    longest_days: int

    def days_unobserved(self, today: date) -> int | None:
        """Days since the last visit of anybody; None before the first."""
        return (today - self.last_observed).days if self.last_observed else None

    def has_waited(self, today: date) -> bool:
        """Whether more days have gone without a visit than the rhythm allows, or none was ever made."""
        return has_waited(self.longest_days, self.last_observed, today)


@dataclass(frozen=True, slots=True)
class Planned:
    """Visits planned for days that have passed: held, which a shared note tells, or not; cancelled ones apart."""

    planned: int
    held: int
    cancelled: int


def waiting(care: Sequence[InCare], today: date) -> list[InCare]:
    """Who has waited longer than the rhythm of the job role, in order of name."""
    return [one for one in care if one.has_waited(today)]


def coaches(care: Sequence[InCare]) -> list[InCare]:
    """Those in care who coach others themselves."""
    return [one for one in care if Function.COACH in one.functions]
