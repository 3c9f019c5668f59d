"""Reading roll-outs, and the history that a plan is judged by."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, func, select
from sqlalchemy.orm import joinedload

from kamacademy.db import db, rows_of
from kamacademy.kpi.documents import Kpi
from kamacademy.kpi.models import Reading
from kamacademy.kpi.periods import add_months
from kamacademy.kpi.queries import is_current
from kamacademy.kpi.subjects import kind_of
from kamacademy.people.models import Person, Team
from kamacademy.rollout.agreed import TeamSize
from kamacademy.rollout.forecast import MOST_PERIODS
from kamacademy.rollout.models import Rollout, RolloutDraw, RolloutTeam
from kamacademy.rollout.rules import periods_between

LISTED = 200


def rollout(rollout_id: int) -> Rollout:
    """A roll-out, or 404."""
    found: Rollout = db.one_or_404(
        select(Rollout)
        .where(Rollout.id == rollout_id)
        .options(joinedload(Rollout.made_by), joinedload(Rollout.archived_by))
    )
    return found


def begins_of(rollout_id: int) -> dict[int, date]:
    """The first of the month in which each team begins, by team; empty before the lot is drawn."""
    found = rows_of(
        select(RolloutTeam.team_id, RolloutTeam.begins)
        .where(RolloutTeam.rollout_id == rollout_id, RolloutTeam.begins.is_not(None))
        .order_by(RolloutTeam.begins, RolloutTeam.team_id)
    )
    return {team_id: begins for team_id, begins in found if begins is not None}


def blocks_of(rollout_id: int) -> dict[int, int]:
    """The block in which the lot drew each team, from 1, by team; empty where no lot was drawn."""
    found = rows_of(
        select(RolloutTeam.team_id, RolloutTeam.block)
        .where(RolloutTeam.rollout_id == rollout_id, RolloutTeam.block.is_not(None))
        .order_by(RolloutTeam.team_id)
    )
    return {team_id: block for team_id, block in found if block is not None}


def rollouts_of(subject: str) -> list[Rollout]:
    """The roll-outs of a module or programme that are not archived, newest first."""
    statement = select(Rollout).where(Rollout.subject == subject, Rollout.archived_at.is_(None))
    return list(db.session.scalars(statement.order_by(Rollout.id.desc())))


def teams_in(rollout_id: int) -> list[RolloutTeam]:
    """The teams of a roll-out with their names, in order of the team's key, as the lot takes them."""
    return list(
        db.session.scalars(
            select(RolloutTeam)
            .where(RolloutTeam.rollout_id == rollout_id)
            .options(joinedload(RolloutTeam.team))
            .order_by(RolloutTeam.team_id)
        )
    )


def draws_of(rollout_id: int) -> list[RolloutDraw]:
    """Every lot of a roll-out with who drew it, newest first."""
    return list(
        db.session.scalars(
            select(RolloutDraw)
            .where(RolloutDraw.rollout_id == rollout_id)
            .options(joinedload(RolloutDraw.drawn_by))
            .order_by(RolloutDraw.id.desc())
        )
    )


@dataclass(frozen=True, slots=True)
class Listed:
    """A roll-out in the list, with how many teams take part and when the last of them begins."""

    rollout: Rollout
    teams: int
    last: date | None


def listed() -> list[Listed]:
    """Roll-outs, newest first; archived ones last. One statement."""
    counts = (
        select(
            RolloutTeam.rollout_id,
            func.count(RolloutTeam.id).label("teams"),
            func.max(RolloutTeam.begins).label("last"),
        )
        .group_by(RolloutTeam.rollout_id)
        .subquery()
    )
    found = db.session.execute(
        select(Rollout, counts.c.teams, counts.c.last)
        .join(counts, counts.c.rollout_id == Rollout.id)
        .options(joinedload(Rollout.made_by))
        .order_by(Rollout.archived_at.is_not(None), Rollout.id.desc())
        .limit(LISTED)
    )
    return [Listed(one, teams, last) for one, teams, last in found]


def teams_to_choose(kpi: Kpi | None = None) -> list[TeamSize]:
    """Every team by name, with how many of its active people carry a KPI, or how many there are."""
    counts = (
        Person.job_role_code.in_(kpi.roles) if kpi is not None and kind_of(kpi) == "person" else Person.id.is_not(None)
    )
    found = rows_of(
        select(Team.id, Team.name, func.count(case((counts, Person.id))))
        .outerjoin(Person, (Person.team_id == Team.id) & Person.deactivated_at.is_(None))
        .group_by(Team.id, Team.name)
        .order_by(Team.name)
    )
    return [TeamSize(*one) for one in found]


def begun_elsewhere(subject: str, team_ids: Collection[int]) -> list[tuple[str, str]]:
    """Which of some teams another roll-out of the same subject has already: the team's name and that roll-out's."""
    found = rows_of(
        select(Team.name, Rollout.name)
        .select_from(RolloutTeam)
        .join(Rollout, Rollout.id == RolloutTeam.rollout_id)
        .join(Team, Team.id == RolloutTeam.team_id)
        .where(Rollout.subject == subject, Rollout.archived_at.is_(None), RolloutTeam.team_id.in_(team_ids))
        .order_by(Team.name)
    )
    return [(team, name) for team, name in found]


def history_before(kpi: Kpi, team_ids: Sequence[int], first_month: date) -> Mapping[int, Mapping[int, float]]:
    """A KPI's figure by team and period before a month, in percent for a share; -1 is the last period before.

    For a KPI of people it is the mean of the people now in the team. One statement.
    """
    earliest = add_months(first_month, -12 * MOST_PERIODS)
    measure = case(
        (Reading.denominator.is_not(None), 100.0 * Reading.numerator / Reading.denominator), else_=Reading.value
    )
    of_person = kind_of(kpi) == "person"
    team = Person.team_id if of_person else Reading.team_id
    statement = select(team, Reading.period_start, func.avg(measure))
    if of_person:
        statement = statement.join(Person, Person.id == Reading.learner_id)
        statement = statement.where(Person.deactivated_at.is_(None))
    found = rows_of(
        statement.where(
            is_current(), Reading.kpi == kpi.code, team.in_(team_ids), Reading.period_start >= earliest,
            Reading.period_end < first_month,
        ).group_by(team, Reading.period_start)
    )  # fmt: skip
    history: dict[int, dict[int, float]] = defaultdict(dict)
    for team_id, start, mean in found:
        history[team_id][periods_between(first_month, start, kpi.cadence)] = float(mean)
    return history
