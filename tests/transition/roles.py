"""A learner who is to change job role, with everybody concerned."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from kamacademy.db import db
from kamacademy.mail.models import Letter
from kamacademy.people.job_roles import JobRole
from kamacademy.people.models import Person
from kamacademy.records.models import AuditEvent
from kamacademy.transition import operations
from kamacademy.transition.models import Transition
from tests.world import NOW, TODAY, World

IN_A_MONTH = TODAY + timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Company:
    """Who has to do with a change of job role."""

    learner: Person
    coach: Person
    buddy: Person
    administrator: Person
    stranger: Person


def company(world: World) -> Company:
    """A sales representative in a coach's care, a small-k account manager as colleague, an administrator."""
    coach = world.certified(world.coach("Daniel Okafor"))
    return Company(
        learner=world.learner("Mira Halvorsen", coach=coach, job_role=JobRole.REP),
        coach=coach,
        buddy=world.learner("Tomas Berg", job_role=JobRole.SK),
        administrator=world.administrator("Ada Fischer"),
        stranger=world.learner("Ines Duarte", job_role=JobRole.SK),
    )


def proposed(who: Company, *, starts_on: date = IN_A_MONTH, to_role: JobRole = JobRole.SK) -> Transition:
    """A change that the coach proposes, with the buddy."""
    buddy = who.buddy if who.buddy.job_role is to_role else None
    return operations.propose(who.learner, to_role, starts_on, buddy=buddy, by=who.coach, at=NOW)


def planned(who: Company, *, starts_on: date = IN_A_MONTH, to_role: JobRole = JobRole.SK) -> Transition:
    """A change that an administrator plans."""
    buddy = who.buddy if who.buddy.job_role is to_role else None
    return operations.propose(who.learner, to_role, starts_on, buddy=buddy, by=who.administrator, at=NOW)


def seen_at(world: World, who: Company, level: int, *indicators: str) -> None:
    """Four visits by the coach with one level each."""
    other = world.coach()
    for rater in (who.coach, other):
        world.seen(who.learner, rater, *(dict.fromkeys(indicators, level) for _ in range(4)))


def letters() -> dict[str, Letter]:
    """What was written, by the first name of whom it is for; the newest of several.

    Without the nameless administrator who entered the coach's certificate.
    """
    rows = db.session.execute(
        select(Person.name, Letter).join(Letter, Letter.to_person_id == Person.id).order_by(Letter.id)
    )
    return {name.split()[0]: letter for name, letter in rows if not name.startswith("Robin")}


def acts() -> list[str]:
    """What the audit trail says of changes of job role, oldest first."""
    query = select(AuditEvent.act).where(AuditEvent.act.startswith("transition.")).order_by(AuditEvent.id)
    return list(db.session.scalars(query))
