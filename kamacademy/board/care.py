"""The people in a coach's care and what waits for the coach: an observation, and what their plans need. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kamacademy.board.attention import Attention
from kamacademy.guide.cadence import has_waited
from kamacademy.guide.documents import CadenceRow
from kamacademy.people.job_roles import JobRole
from kamacademy.people.market import Market
from kamacademy.wording import listed


@dataclass(frozen=True, slots=True)
class InCare:
    """One person in a coach's care today.

    `market` is the one they learn for. `last_observed` is the newest shared visit, None before the first. `is_coach`:
    coaches others in turn.
    """

    id: int
    name: str
    initials: str
    job_role: JobRole
    job_role_name: str
    market: Market
    rhythm: CadenceRow
    last_observed: date | None
    is_coach: bool
    attention: Attention

    @property
    def first_name(self) -> str:
        """The first word of the name."""
        return self.name.split()[0]

    def days_unobserved(self, today: date) -> int | None:
        """Days since the last observation; None before the first."""
        return (today - self.last_observed).days if self.last_observed else None

    def has_waited(self, today: date) -> bool:
        """Whether more days have gone without an observation than the person's rhythm allows, or none was ever made."""
        return has_waited(self.rhythm.longest_days, self.last_observed, today)


def waiting_words(care: Sequence[InCare], today: date) -> str:
    """Who has waited longer than the rhythm set for each, in order of name."""
    names = [one.first_name for one in care if one.has_waited(today)]
    if not names:
        return "Nobody has waited too long for an observation."
    return f"{listed(names)} {'has' if len(names) == 1 else 'have'} waited too long for an observation."
