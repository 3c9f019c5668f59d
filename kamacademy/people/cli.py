"""kamacademy people add, reset-password, deactivate, market, team-market."""

import argparse

from kamacademy import clock
from kamacademy.access import Function
from kamacademy.cli import Refused, application
from kamacademy.db import db
from kamacademy.people import operations, queries
from kamacademy.people.account import is_address, tidy_name
from kamacademy.people.job_roles import JobRole
from kamacademy.people.market import AS_TEAM, NAMES, Market
from kamacademy.people.models import Person
from kamacademy.wording import listed


def named(email: str) -> Person:
    """The person with an address. Raises Refused."""
    found = queries.find_person(email)
    if found is None:
        raise Refused(f"nobody has the address {email}. Check its spelling.")
    return found


def coach_named(email: str) -> Person:
    """The active coach with an address. Raises Refused."""
    found = named(email)
    if not found.is_active or Function.COACH not in found.functions:
        raise Refused(f"{email} does not coach. Name an active person with the function coach.")
    return found


def add(asked: argparse.Namespace) -> int:
    """Add a person and print the first password."""
    if not tidy_name(asked.name):
        raise Refused("a person needs a name.")
    if not is_address(asked.email):
        raise Refused(f"{asked.email} is not a whole address, such as ada@example.org.")
    with application().app_context():
        at = clock.now()
        coach = coach_named(asked.coach) if asked.coach else None
        try:
            added = operations.add_person(
                asked.name, asked.email, job_role=JobRole(asked.job_role), role_since=at.date(), at=at, by=None,
                functions=[Function(code) for code in asked.functions],
                team=operations.team_named(asked.team) if asked.team else None,
                market=Market(asked.market) if asked.market else None,
            )  # fmt: skip
        except operations.AddressTaken as error:
            raise Refused(
                f"{asked.email} already has an account. To give a new password: "
                f"kamacademy people reset-password {asked.email}"
            ) from error
        if coach is not None:
            operations.set_coach(added, coach, starts_on=at.date(), by=None, at=at)
        password = operations.reset_password(added, by=None, at=at)
        db.session.commit()
        print(f"{added.name} can sign in as {added.email} with the password {password} and then chooses another.")
    return 0


def reset_password(asked: argparse.Namespace) -> int:
    """Print a new password."""
    with application().app_context():
        person = named(asked.email)
        password = operations.reset_password(person, by=None, at=clock.now())
        db.session.commit()
        print(f"The new password of {person.email} is {password}. It is shown only now.")
    return 0


def deactivate(asked: argparse.Namespace) -> int:
    """Close an account; nothing is deleted."""
    with application().app_context():
        person = named(asked.email)
        try:
            operations.deactivate(person, by=None, at=clock.now())
        except operations.LastAdministrator as error:
            raise Refused("this is the last administrator. Give someone else the function first.") from error
        db.session.commit()
        print(f"{person.email} can no longer sign in. Everything they did is kept.")
    return 0


def market(asked: argparse.Namespace) -> int:
    """Let a person learn for a market of their own, or as their team."""
    with application().app_context():
        person = named(asked.email)
        chosen = None if asked.market == AS_TEAM else Market(asked.market)
        operations.choose_market(person, chosen, by=None, at=clock.now())
        held = NAMES[person.market]
        db.session.commit()
        print(f"{person.email} learns for the {held}. What was done before stays on record.")
    return 0


def team_market(asked: argparse.Namespace) -> int:
    """Say which market a team works in."""
    with application().app_context():
        found = next((one for one in queries.teams() if one.name == asked.team), None)
        if found is None:
            known = listed([one.name for one in queries.teams()]) or "none yet"
            raise Refused(f"there is no team {asked.team}. The teams are: {known}.")
        operations.set_team_market(found, Market(asked.market), by=None, at=clock.now())
        db.session.commit()
        print(f"{found.name} works in the {NAMES[Market(found.market)]}. Who chose a market of their own keeps it.")
    return 0
