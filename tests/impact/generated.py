"""Teams with readings made from a known truth, so that a study can be held against it."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from random import Random

from kamacademy.access import Function
from kamacademy.db import db
from kamacademy.kpi.figures import Figure
from kamacademy.kpi.given import Collected, Given
from kamacademy.kpi.operations import record_many
from kamacademy.kpi.periods import add_months, period_from
from kamacademy.kpi.subjects import Subject
from kamacademy.people.job_roles import JobRole
from kamacademy.people.models import Person, Team
from kamacademy.people.operations import add_person, team_named
from kamacademy.rollout.models import Rollout
from kamacademy.rollout.operations import draw_order, plan_given, plan_rollout
from tests.world import NOW, World, numbers

MODULE = "module:m07-profiling-and-discovery"
FIRST, MONTHS = date(2025, 5, 1), 18
BEGINS = date(2025, 11, 1)
PLANNED = datetime(2025, 10, 6, 9, 0, tzinfo=UTC)
FIELDS = 40


def teams(world: World, count: int, people: int) -> dict[int, list[Person]]:
    """Teams of so many people who carry K01, by the team's key."""
    found = {}
    for _ in range(count):
        number = next(numbers)
        team = team_named(f"Team {number}")
        db.session.flush()
        found[team.id] = [member(team, number, place) for place in range(people)]
    db.session.flush()
    return found


def member(team: Team, number: int, place: int) -> Person:
    """A learner of a team."""
    return add_person(
        f"Robin Member{number}x{place}", f"member{number}x{place}@fernwick.example", job_role=JobRole.SK,
        functions=(Function.LEARNER,), team=team, role_since=date(2025, 1, 6), at=PLANNED, by=None, password=None,
    )  # fmt: skip


def read(
    members: Mapping[int, Sequence[Person]],
    begins: Mapping[int, date],
    effect: float,
    *,
    by: Person,
    months: int = MONTHS,
    seed: int = 7,
    first: date = FIRST,
) -> None:
    """A reading of K01 for everybody and month: about 55 % of 40 fields, and the effect (in points) once begun."""
    chance, given = Random(seed), list[Given]()
    for team, people in sorted(members.items()):
        for person in people:
            level = chance.gauss(0.55, 0.05)
            for place in range(months):
                period = period_from("monthly", add_months(first, place))
                has_begun = team in begins and period.start >= begins[team]
                share = min(max(level + chance.gauss(0, 0.04) + effect / 100 * has_begun, 0), 1)
                figure = Figure(period.start, period.end, round(share * FIELDS), FIELDS)
                given.append(Given(Subject(learner_id=person.id), "K01", figure, "Generated"))
    record_many(given, collected=Collected.IMPORT, reason="Generated", by=by, at=NOW)
    db.session.flush()


def drawn(members: Mapping[int, Sequence[Person]], by: Person, *, steps: int = 4) -> Rollout:
    """A roll-out of the module over teams, two months between steps, its order drawn by lot."""
    made = plan_rollout("Discovery", MODULE, "K01", list(members), BEGINS, 2, steps, by=by, at=PLANNED)
    return draw_order(made, "5eed", by, PLANNED)


def agreed(members: Mapping[int, Sequence[Person]], by: Person, *, steps: int = 4) -> Rollout:
    """The same with months that somebody gave."""
    begins = {team: add_months(BEGINS, 2 * (place % steps)) for place, team in enumerate(sorted(members))}
    return plan_given("Discovery", MODULE, "K01", begins, by=by, at=PLANNED)
