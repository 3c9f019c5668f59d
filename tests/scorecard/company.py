"""A team with readings, for the tests of scorecards."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kamacademy.kpi.figures import Figure
from kamacademy.kpi.given import Collected, Given
from kamacademy.kpi.operations import record_many
from kamacademy.kpi.periods import add_months, period_from
from kamacademy.kpi.subjects import Subject
from kamacademy.people.job_roles import JobRole
from kamacademy.people.models import Person
from tests.world import NOW, World

OCTOBER = date(2026, 10, 1)


@dataclass
class Harbour:
    """A coach's team and its people."""

    coach: Person
    people: list[Person]

    @property
    def team_id(self) -> int:
        """The key of the team."""
        team = self.people[0].team
        assert team is not None
        return team.id


def harbour(world: World, people: int, role: JobRole = JobRole.SK) -> Harbour:
    """So many people of one job role in the team Harbour, in the care of one coach who is in no team."""
    coach = world.coach("Daniel Okafor")
    names = [f"Person {letter}ey" for letter in "ABCDEFGHIJKLMNOPQRST"[:people]]
    made = [world.person(name, team="Harbour", job_role=role) for name in names]
    for one in made:
        world.give_coach(one, coach)
    return Harbour(coach, made)


def months(counts: Sequence[float], n: int) -> list[Figure]:
    """One share a month up to October 2026."""
    periods = [period_from("monthly", add_months(OCTOBER, place + 1 - len(counts))) for place in range(len(counts))]
    return [Figure(one.start, one.end, count, n) for one, count in zip(periods, counts, strict=True)]


def days(middle: Sequence[float], n: int = 5) -> list[Figure]:
    """One value a month up to October 2026."""
    periods = months([0] * len(middle), 1)
    return [Figure(one.start, one.end, value=value, cases=n) for one, value in zip(periods, middle, strict=True)]


def keep(
    subject: Subject,
    kpi: str,
    figures: Sequence[Figure],
    by: Person,
    *,
    note: str | None = None,
    beside: str | None = None,
) -> None:
    """Readings out of a file."""
    given = [Given(subject, kpi, one, "A file", note=note, beside=beside) for one in figures]
    record_many(given, collected=Collected.IMPORT, reason="", by=by, at=NOW)


def own(person: Person) -> Subject:
    """The person as a reading names them."""
    return Subject(learner_id=person.id)
