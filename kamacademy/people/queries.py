"""Reading people, teams and coaching relations."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Exists,
    Row,
    Select,
    SQLColumnExpression,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
)
from sqlalchemy.orm import aliased, joinedload, load_only, selectinload

from kamacademy.access import Function
from kamacademy.db import db, rows_of
from kamacademy.people.account import tidy_address
from kamacademy.people.job_roles import NAMES, JobRole
from kamacademy.people.market import Market
from kamacademy.people.models import CoachingRelation, Person, SignInFailure, Team


def person(person_id: int) -> Person:
    """A person, or 404. Costs nothing for the person signed in; coaching relations are read when a rule asks."""
    found: Person = db.get_or_404(Person, person_id, options=[joinedload(Person.team)])
    return found


@cache
def by_key() -> Select[Person]:
    """The person with the `key`, and the team."""
    return select(Person).where(Person.id == bindparam("key")).options(joinedload(Person.team))


def person_with_key(person_id: int) -> Person | None:
    """The person of a session. Every page asks it, therefore not by `get`, which builds its statement each time."""
    return db.session.scalar(by_key(), {"key": person_id})


def find_person(email: str) -> Person | None:
    """The person with an e-mail address, however it is capitalised."""
    return db.session.scalar(select(Person).where(Person.email == tidy_address(email)))


@dataclass(frozen=True, slots=True)
class ListedPerson:
    """A person as the administrator's list shows them; coach and day are None when nobody coaches them today."""

    id: int
    name: str
    email: str
    is_active: bool
    job_role_name: str
    functions: frozenset[Function]
    team: str | None
    coach: str | None = None
    coached_since: date | None = None


def people_page(words: str, page: int, per_page: int, on: date) -> tuple[list[ListedPerson], int]:
    """People whose name or address holds the words, in order of name, each with the coach of a day; how many in all."""
    query = everyone() if not words else everyone().where(or_(*holding(words)))
    rows = rows_of(query.limit(per_page).offset((page - 1) * per_page))
    if not rows:
        return [], db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    coaches = coaches_of([row.id for row in rows], on)
    return [listed_person(row, coaches.get(row.id, (None, None))) for row in rows], rows[0].total


@cache
def everyone() -> Select[int, str, str, datetime | None, str, list[str], str | None, int]:
    """Every person with their team's name, in order of name; `total` is how many there are."""
    return (
        select(
            Person.id,
            Person.name,
            Person.email,
            Person.deactivated_at,
            Person.job_role_code,
            Person.function_codes,
            Team.name.label("team"),
            func.count().over().label("total"),
        )
        .outerjoin(Team, Team.id == Person.team_id)
        .order_by(Person.name, Person.id)
    )


def holding(words: str) -> list[ColumnElement[bool]]:
    """Whether a person's name or address holds the words."""
    return [column.icontains(words.strip(), autoescape=True) for column in (Person.name, Person.email)]


def coaches_of(learner_ids: Collection[int], on: date) -> dict[int, tuple[str, date]]:
    """Who coaches people on a day and since when, by learner; the latest begun if there are two."""
    found = rows_of(coaching_in_force(), learners=list(learner_ids), on=on)
    return {row.learner_id: (row.name, row.starts_on) for row in found}


@cache
def coaching_in_force() -> Select[int, str, date]:
    """The relations of the `learners` that hold on the day `on`, with the coach's name, the latest begun last."""
    relation = CoachingRelation
    return (
        select(relation.learner_id, Person.name, relation.starts_on)
        .join(Person, Person.id == relation.coach_id)
        .where(
            relation.learner_id.in_(bindparam("learners", expanding=True)),
            in_force_on(relation.starts_on, relation.ends_on),
        )
        .order_by(relation.starts_on, relation.id)
    )


@cache
def functions_in(codes: tuple[str, ...]) -> frozenset[Function]:
    """The functions by their codes."""
    return frozenset(Function(code) for code in codes)


def listed_person(row: Row[Any], coach: tuple[str, date] | tuple[None, None]) -> ListedPerson:
    """One line of the list. Any: a row of `everyone`, whose columns are named there."""
    return ListedPerson(
        id=row.id,
        name=row.name,
        email=row.email,
        is_active=row.deactivated_at is None,
        job_role_name=NAMES[JobRole(row.job_role_code)],
        functions=functions_in(tuple(row.function_codes)),
        team=row.team,
        coach=coach[0],
        coached_since=coach[1],
    )


def in_force_on(starts_on: SQLColumnExpression[date], ends_on: SQLColumnExpression[date | None]) -> ColumnElement[bool]:
    """Whether a coaching relation holds on the day `on`, the first and the last day included."""
    return and_(starts_on <= bindparam("on"), or_(ends_on.is_(None), ends_on >= bindparam("on")))


@cache
def in_care() -> Select[Person]:
    """The active people whom the `coach` coaches on the day `on`, with name and job role, in order of name."""
    learners = select(CoachingRelation.learner_id).where(
        CoachingRelation.coach_id == bindparam("coach"),
        in_force_on(CoachingRelation.starts_on, CoachingRelation.ends_on),
    )
    return (
        select(Person)
        .where(Person.id.in_(learners), Person.deactivated_at.is_(None))
        .order_by(Person.name, Person.id)
        .options(load_only(Person.name, Person.job_role_code))
    )


def coaches_on(coach_id: SQLColumnExpression[Any], learner_id: SQLColumnExpression[Any]) -> Exists:
    """Whether one person coaches another on the day `on`. Any: columns that may be missing in an outer join.

    By a name of its own, so that a statement around it may read coaching relations too.
    """
    relation = aliased(CoachingRelation)
    return exists().where(
        relation.coach_id == coach_id,
        relation.learner_id == learner_id,
        in_force_on(relation.starts_on, relation.ends_on),
    )


@cache
def coach_in_force() -> Select[int]:
    """The key of who coaches the `learner` on the day `on`, the latest begun first."""
    return (
        select(CoachingRelation.coach_id)
        .where(
            CoachingRelation.learner_id == bindparam("learner"),
            in_force_on(CoachingRelation.starts_on, CoachingRelation.ends_on),
        )
        .order_by(CoachingRelation.starts_on.desc(), CoachingRelation.id.desc())
    )


def other_coach(learner: Person, known: Person, on: date) -> Person | None:
    """Who coaches a learner on a day, if it is somebody else than one who is known already."""
    in_force = rows_of(coach_in_force(), learner=learner.id, on=on)
    return db.session.get(Person, in_force[0].coach_id) if in_force and in_force[0].coach_id != known.id else None


def learners_of(coach: Person, on: date) -> list[Person]:
    """The active people whom somebody coaches on a day, in order of name."""
    return list(db.session.scalars(in_care(), {"coach": coach.id, "on": on}))


def market_in_force() -> ColumnElement[str]:
    """The market of the people of a statement, as `Person.market` tells it."""
    of_team = select(Team.market).where(Team.id == Person.team_id).correlate(Person).scalar_subquery()
    return func.coalesce(Person.market_code, of_team, Market.US.value)


def teams() -> list[Team]:
    """Every team, in order of name."""
    return list(db.session.scalars(select(Team).order_by(Team.name)))


def team(team_id: int) -> Team:
    """A team, or 404."""
    found: Team = db.get_or_404(Team, team_id)
    return found


def following_market(team: Team) -> list[Person]:
    """The people of a team who chose no market of their own, in order of name; deactivated ones too."""
    query = select(Person).where(Person.team_id == team.id, Person.market_code.is_(None))
    return list(db.session.scalars(query.order_by(Person.name, Person.id)))


def people_by_team() -> dict[int, int]:
    """How many active people each team has, by its key."""
    active = select(Person.team_id, func.count()).where(Person.deactivated_at.is_(None), Person.team_id.is_not(None))
    return {row.team_id: row[1] for row in rows_of(active.group_by(Person.team_id))}


def active_people_with(function: Function) -> list[Person]:
    """Active people who hold a function, with their teams, in order of name."""
    query = select(Person).where(Person.deactivated_at.is_(None)).options(joinedload(Person.team))
    active = db.session.scalars(query.order_by(Person.name, Person.id))
    return [one for one in active if function in one.functions]


def failure(key: str, *, hold: bool = False) -> SignInFailure | None:
    """The failed sign-ins in a row under one keyed hash; `hold` makes other writers of the row wait."""
    return db.session.get(SignInFailure, key, with_for_update=hold or None, populate_existing=hold)


def hold_administrators() -> None:
    """Make other transactions that ask the same wait, so that two administrators cannot close each other."""
    db.session.execute(select(Person.id).where(Person.deactivated_at.is_(None)).order_by(Person.id).with_for_update())


def coached_from(coach: Person, on: date) -> list[CoachingRelation]:
    """The relations in which somebody coaches on a day or later, with their learners."""
    return list(
        db.session.scalars(
            select(CoachingRelation)
            .where(
                CoachingRelation.coach_id == coach.id,
                or_(CoachingRelation.ends_on.is_(None), CoachingRelation.ends_on >= on),
            )
            .options(selectinload(CoachingRelation.learner).selectinload(Person.coached_by))
        )
    )


def has_demo_people() -> bool:
    """Whether the database holds the fictional company."""
    return db.session.scalar(select(Person.id).where(Person.is_demo).limit(1)) is not None
