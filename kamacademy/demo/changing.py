"""Changes of job role: proposed, confirmed and in force on their day; and roles that people have in mind. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from kamacademy.demo.acts import Act
from kamacademy.demo.chance import later_workday, moment, workday
from kamacademy.demo.company import BY_KEY
from kamacademy.people.job_roles import JobRole


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeRole(Act):
    """A coach puts a change of job role forward, with a colleague who stands by."""

    learner: str
    to_role: JobRole
    starts_on: date
    buddy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmRole(Act):
    """An administrator stands behind the change that waits."""

    learner: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchRoles(Act):
    """The calendar lets every change take effect whose day has come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NameNextRole(Act):
    """A learner names a role to grow into."""

    role: JobRole


@dataclass(frozen=True, slots=True)
class RoleChange:
    """A change proposed so many days ago that begins so many days from today; None where it was not confirmed yet."""

    learner: str
    to_role: JobRole
    buddy: str
    days_ago: int
    begins_in: int
    confirmed_days_ago: int | None


CHANGES = (
    RoleChange("mira", JobRole.SK, "mateo", 96, -66, 92),
    RoleChange("noah", JobRole.SK, "lukas", 16, 24, 12),
    RoleChange("julia", JobRole.BK, "viktor", 4, 45, None),
)
# Named by the learner, so many days ago.
NEXT_ROLES = {"jonas": (JobRole.SK, 38), "lukas": (JobRole.BK, 71), "aisha": (JobRole.AL, 120)}


def role_acts(today: date) -> Iterator[Act]:
    """Everything about changes of job role."""
    for change in CHANGES:
        proposed = workday(today - timedelta(days=change.days_ago))
        begins = today + timedelta(days=change.begins_in)
        coach = BY_KEY[change.learner].coach_at(change.days_ago)
        yield ProposeRole(
            at=moment(proposed, 11, 40), by=coach, learner=change.learner, to_role=change.to_role, starts_on=begins,
            buddy=change.buddy,
        )  # fmt: skip
        if change.confirmed_days_ago is not None:
            confirmed = later_workday(today - timedelta(days=change.confirmed_days_ago), 0)
            yield ConfirmRole(at=moment(confirmed, 14, 10), by="grace", learner=change.learner)
            yield SwitchRoles(at=moment(begins, 7, 40), by="calendar")
    for who, (role, days_ago) in NEXT_ROLES.items():
        yield NameNextRole(at=moment(workday(today - timedelta(days=days_ago)), 19, 25), by=who, role=role)
