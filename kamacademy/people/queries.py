"""Reading people, teams and coaching relations."""

from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Exists, Select, SQLColumnExpression, and_, bindparam, exists, or_, select
from sqlalchemy.orm import aliased, joinedload, load_only, selectinload
from sqlalchemy.sql.base import ExecutableOption

from kamacademy.access import Function
from kamacademy.db import db, rows_of
from kamacademy.people.account import tidy_address
from kamacademy.people.models import CoachingRelation, Person, SignInFailure, Team


def person(person_id: int) -> Person:
    """A person, or 404. Costs nothing for the person signed in; coaching relations are read when a rule asks."""
    found: Person = db.get_or_404(Person, person_id)
    return found


@cache
def by_key() -> Select[Person]:
    """The person with the `key`."""
    return select(Person).where(Person.id == bindparam("key"))


def person_with_key(person_id: int) -> Person | None:
    """The person of a session. Every page asks it, therefore not by `get`, which builds its statement each time."""
    return db.session.scalar(by_key(), {"key": person_id})


def find_person(email: str) -> Person | None:
    """The person with an e-mail address, however it is capitalised."""
    return db.session.scalar(select(Person).where(Person.email == tidy_address(email)))


@cache
def with_coaches() -> ExecutableOption:
    """Load people with their coaching relations and the coaches' names, in one more statement."""
    return selectinload(Person.coached_by).joinedload(CoachingRelation.coach)


def people_page(words: str, page: int, per_page: int = 50) -> tuple[list[Person], int]:
    """People whose name or address holds the words, in order of name; and how many there are in all."""
    query = select(Person).options(with_coaches(), joinedload(Person.team)).order_by(Person.name, Person.id)
    if words:
        found_in = (column.icontains(words.strip(), autoescape=True) for column in (Person.name, Person.email))
        query = query.where(or_(*found_in))
    found = db.paginate(query, page=page, per_page=per_page, max_per_page=per_page, error_out=False)
    return list(found.items), found.total or 0


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


def teams() -> list[Team]:
    """Every team, in order of name."""
    return list(db.session.scalars(select(Team).order_by(Team.name)))


def active_people_with(function: Function) -> list[Person]:
    """Active people who hold a function, in order of name."""
    active = db.session.scalars(select(Person).where(Person.deactivated_at.is_(None)).order_by(Person.name, Person.id))
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
