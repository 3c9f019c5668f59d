"""The people in a coach's care and what waits for the coach: an observation, an action, a talk about the plan. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kamacademy.guide.cadence import has_waited
from kamacademy.guide.documents import CadenceRow
from kamacademy.people.job_roles import JobRole
from kamacademy.wording import listed


@dataclass(frozen=True, slots=True)
class InCare:
    """One person in a coach's care today.

    `last_observed` is the newest shared visit; `last_talk` the newest check-in on the running plan, or the day the
    plan began where there is none yet; both are None where there is nothing. `actions_open` and `actions_due` count
    those of the running plan. `waits_for_coach`: the learner has agreed to the plan and the coach has not.
    """

    id: int
    name: str
    initials: str
    job_role: JobRole
    job_role_name: str
    rhythm: CadenceRow
    last_observed: date | None
    last_talk: date | None
    actions_open: int
    actions_due: int
    waits_for_coach: bool

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

    def talk_is_due(self, today: date) -> bool:
        """Whether open actions have gone without a check-in for as many weeks as the rhythm sets between talks."""
        if not self.actions_open or self.last_talk is None or self.rhythm.plan_talk_weeks is None:
            return False
        return self.last_talk + timedelta(weeks=self.rhythm.plan_talk_weeks) <= today


def waiting_words(care: Sequence[InCare], today: date) -> str:
    """Who has waited longer than the rhythm set for each, in order of name."""
    names = [one.first_name for one in care if one.has_waited(today)]
    if not names:
        return "Nobody has waited too long for an observation."
    return f"{listed(names)} {'has' if len(names) == 1 else 'have'} waited too long for an observation."
