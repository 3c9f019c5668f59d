"""Teams with people and a history, and plans over them."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import insert

from kamacademy.db import db
from kamacademy.kpi.models import Reading
from kamacademy.kpi.periods import add_months, period_from
from kamacademy.people.job_roles import JobRole
from kamacademy.people.models import Person, Team
from kamacademy.people.operations import team_named
from kamacademy.rollout.models import Rollout
from kamacademy.rollout.operations import Assumed, plan_rollout
from tests.world import NOW, World

FIRST = date(2027, 1, 1)
SUBJECT, KPI = "module:m07-profiling-and-discovery", "K01"


def teams(world: World, count: int, people: int = 2, *, name: str = "North") -> list[Team]:
    """Teams with some people each, who carry the KPI."""
    made = []
    for number in range(1, count + 1):
        team = team_named(f"{name} {number:02d}")
        for _ in range(people + number % 2):
            world.person(team=team.name, job_role=JobRole.SK)
        made.append(team)
    db.session.flush()
    return made


def people_of(team: Team) -> list[Person]:
    """The people of a team."""
    return list(db.session.query(Person).filter(Person.team_id == team.id).order_by(Person.id))


def readings(world: World, some: Sequence[Team], shares: Sequence[Sequence[float]], before: date = FIRST) -> None:
    """Shares in percent by team and month, the last of them in the month before; of everybody in the team alike."""
    revision = world.library().revision_id("kpi", KPI.lower())
    rows = []
    for team, own in zip(some, shares, strict=True):
        for back, share in zip(reversed(range(len(own))), own, strict=True):
            month = period_from("monthly", add_months(before, -1 - back))
            rows += [
                {
                    "learner_id": one.id, "kpi": KPI, "kpi_revision_id": revision, "period_start": month.start,
                    "period_end": month.end, "numerator": share, "denominator": 100, "source": "Test",
                    "collected": "calculated", "recorded_at": NOW,
                }
                for one in people_of(team)
            ]  # fmt: skip
    db.session.execute(insert(Reading), rows)


def planned(
    world: World, some: Sequence[Team], *, steps: int = 4, apart: int = 2, assumed: Assumed | None = (4.0, 0.5),
    name: str = "Formulary plans",
) -> Rollout:  # fmt: skip
    """A plan by lot that has not been drawn."""
    return plan_rollout(
        name, SUBJECT, KPI, [one.id for one in some], FIRST, apart, steps, by=world.learning_team(), at=NOW,
        assumed=assumed,
    )  # fmt: skip
