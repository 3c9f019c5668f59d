"""Adding, changing and deactivating people; passwords; failed sign-ins."""

import secrets
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy.exc import IntegrityError

from kamacademy.access import Function
from kamacademy.db import db
from kamacademy.mail import operations as mail
from kamacademy.people import delay, queries, sign_in
from kamacademy.people.account import SHORTEST_PASSWORD, tidy_address, tidy_name
from kamacademy.people.job_roles import JobRole
from kamacademy.people.market import Market
from kamacademy.people.models import CoachingRelation, Person, SignInFailure, Team
from kamacademy.people.reset_link import VALID_MINUTES
from kamacademy.records.operations import note
from kamacademy.wording import day

MINUTES_BETWEEN_LETTERS = 10


class AddressTaken(Exception):
    """Two people may not share an e-mail address."""


class PasswordTooShort(Exception):
    """A password has at least twelve characters."""

    def __init__(self) -> None:
        super().__init__(
            f"A password has at least {SHORTEST_PASSWORD} characters; a few words in a row are easy to keep."
        )


class CoachesOneself(Exception):
    """Nobody is their own coach."""


class CoachedSinceLater(Exception):
    """A new coach may not begin before the present one: what has been is not rewritten."""

    def __init__(self, since: date) -> None:
        super().__init__(f"The present coach began on {day(since)}. Choose a later day.")


class LastAdministrator(Exception):
    """The only active administrator cannot be deactivated or lose the function."""


def team_named(name: str) -> Team:
    """The team of that name, made if it is new; a new one is in the United States until somebody says otherwise."""
    found = next((team for team in queries.teams() if team.name == name), None)
    if found is None:
        found = Team(name=name, market=Market.US.value)
        db.session.add(found)
        db.session.flush()
    return found


def add_person(
    name: str,
    email: str,
    *,
    job_role: JobRole,
    functions: Collection[Function],
    team: Team | None,
    role_since: date,
    at: datetime,
    by: Person | None,
    password: str | None = None,
    is_demo: bool = False,
    market: Market | None = None,
) -> Person:
    """Add a person. Without a password they cannot sign in until one is set. Raises AddressTaken, PasswordTooShort.

    Without a `market` of their own they learn for the team's.
    """
    if password is not None:
        refuse_short(password)
    added = Person(
        name=tidy_name(name),
        email=tidy_address(email),
        job_role_code=job_role.value,
        role_since=role_since,
        function_codes=sorted(function.value for function in functions),
        team=team,
        market_code=market.value if market else None,
        created_at=at,
        is_demo=is_demo,
        password_hash=sign_in.hashed(password) if password is not None else None,
    )
    try:
        with db.session.begin_nested():
            db.session.add(added)
    except IntegrityError as error:
        raise AddressTaken from error
    note("person.added", by=by.id if by else None, at=at, subject=("person", added.id), job_role=job_role.value)
    return added


def change_person(
    person: Person,
    *,
    name: str,
    job_role: JobRole,
    functions: Collection[Function],
    team: Team | None,
    market: Market | None,
    by: Person,
    at: datetime,
) -> Person:
    """Change what a person is called, does, and belongs to. `market` None follows the team.

    Raises LastAdministrator.
    """
    if Function.ADMINISTRATOR not in functions:
        refuse_last_administrator(person)
    if person.job_role != job_role:
        person.role_since = at.date()
    place(person, team, market, by=by, at=at)
    person.name, person.job_role_code = tidy_name(name), job_role.value
    person.function_codes = sorted(function.value for function in functions)
    note(
        "person.changed",
        by=by.id,
        at=at,
        subject=("person", person.id),
        job_role=job_role.value,
        functions=" ".join(person.function_codes),
    )
    return person


def choose_market(person: Person, market: Market | None, *, by: Person | None, at: datetime) -> None:
    """Let a person learn for a market of their own choice, or with None for the team's. What was done stays."""
    place(person, person.team, market, by=by, at=at)


def place(person: Person, team: Team | None, market: Market | None, *, by: Person | None, at: datetime) -> None:
    """Put a person into a team and a market of their own or the team's.

    Where by that another market holds for them than before, that day is kept: what only the new one has is due so many
    days after it.
    """
    before, chosen = person.market, market.value if market else None
    is_chosen_anew = person.market_code != chosen
    person.team, person.market_code = team, chosen
    if person.market is not before:
        person.market_since = at.date()
    db.session.flush()
    if is_chosen_anew:
        who, subject = by.id if by else None, ("person", person.id)
        note("person.market-chosen", by=who, at=at, subject=subject, market=chosen or "team")


def set_team_market(team: Team, market: Market, *, by: Person | None, at: datetime) -> None:
    """Say which market a team works in: it holds for everybody in it who chose none of their own."""
    if team.market == market:
        return
    team.market = market.value
    for person in queries.following_market(team):
        person.market_since = at.date()
    note("team.market-set", by=by.id if by else None, at=at, subject=("team", team.id), market=market.value)


def set_coach(learner: Person, coach: Person | None, *, starts_on: date, by: Person | None, at: datetime) -> None:
    """End the present coaching the day before and begin a new one. Raises CoachesOneself, CoachedSinceLater."""
    if coach is not None and coach.id == learner.id:
        raise CoachesOneself
    present = learner.coaching_on(starts_on)
    if present is not None and coach is not None and present.coach_id == coach.id:
        return
    end_relations(learner.coached_by, starts_on, at.date())
    if coach is not None:
        learner.coached_by.append(CoachingRelation(coach=coach, starts_on=starts_on))
    db.session.flush()
    note(
        "person.coach-set",
        by=by.id if by else None,
        at=at,
        subject=("person", learner.id),
        coach=coach.id if coach else None,
        starts_on=starts_on.isoformat(),
    )


def end_relations(relations: Sequence[CoachingRelation], before: date, today: date) -> None:
    """Let relations end the day before a day; one that has not held a whole day yet is taken back.

    Raises CoachedSinceLater for one that began on or after that day and has held.
    """
    running = [one for one in relations if one.ends_on is None or one.ends_on >= before]
    for relation in running:
        if relation.starts_on < before:
            relation.ends_on = before - timedelta(days=1)
        elif relation.starts_on < today:
            raise CoachedSinceLater(relation.starts_on)
        else:
            relation.learner.coached_by.remove(relation)
            db.session.delete(relation)


def deactivate(person: Person, *, by: Person | None, at: datetime) -> None:
    """Close an account at once and end its coaching on both sides. Nothing is deleted. Raises LastAdministrator."""
    if not person.is_active:
        return
    refuse_last_administrator(person)
    person.deactivated_at = at
    person.session_epoch += 1
    today = at.date()
    end_relations([*person.coached_by, *queries.coached_from(person, today)], today, today)
    mail.withdraw(person.id, at=at)
    note("person.deactivated", by=by.id if by else None, at=at, subject=("person", person.id))


def reactivate(person: Person, *, by: Person, at: datetime) -> None:
    """Open a closed account again."""
    person.deactivated_at = None
    note("person.reactivated", by=by.id, at=at, subject=("person", person.id))


def refuse_last_administrator(person: Person) -> None:
    """Somebody must be able to let people in. Raises LastAdministrator."""
    if Function.ADMINISTRATOR not in person.functions or not person.is_active:
        return
    queries.hold_administrators()
    others = [one for one in queries.active_people_with(Function.ADMINISTRATOR) if one.id != person.id]
    if not others:
        raise LastAdministrator


def refuse_short(password: str) -> None:
    """Raises PasswordTooShort."""
    if len(password) < SHORTEST_PASSWORD:
        raise PasswordTooShort


def change_password(person: Person, password: str, *, by: Person | None, at: datetime) -> None:
    """Set a person's own new password and end all their other sessions. Raises PasswordTooShort."""
    refuse_short(password)
    person.password_hash = sign_in.hashed(password)
    person.must_change_password = False
    person.session_epoch += 1
    note("person.password-changed", by=by.id if by else None, at=at, subject=("person", person.id))


def reset_password(person: Person, *, by: Person | None, at: datetime) -> str:
    """Give a person a new password to be told once; they choose their own when they next sign in."""
    password = "-".join(secrets.token_hex(2) for _ in range(4))
    person.password_hash = sign_in.hashed(password)
    person.must_change_password = True
    person.session_epoch += 1
    note("person.password-reset", by=by.id if by else None, at=at, subject=("person", person.id))
    return password


def choose_theme(person: Person, theme: str | None) -> None:
    """Light, dark, or None to follow the device."""
    person.theme = theme


def send_reset_letter(person: Person, link: str, *, at: datetime) -> None:
    """Send a person the link under which they choose a new password; asked again soon, the same letter stands."""
    within = at.replace(minute=at.minute - at.minute % MINUTES_BETWEEN_LETTERS)
    mail.post(
        person.id,
        person.email,
        "password-reset",
        "Choose a new password for KAM Academy",
        mail.written("people/letters/password-reset.txt", person=person, link=link, minutes=VALID_MINUTES),
        at=at,
        is_secret=True,
        useful_until=at + timedelta(minutes=VALID_MINUTES),
        once=f"password-reset-{person.id}-{person.session_epoch}-{within:%Y%m%d%H%M}",
    )


def record_asking(keys: Collection[str], *, person_id: int | None, at: datetime) -> None:
    """Count that a new password was asked for, whether or not there is such an account."""
    count_try(keys, at)
    note("person.password-forgotten", by=person_id, at=at)


def record_failure(keys: Collection[str], *, person_id: int | None, at: datetime, act: str = "sign-in.failed") -> None:
    """Count one failed sign-in for an account and an address, or one wrong password under another key."""
    count_try(keys, at)
    note(act, by=person_id, at=at)


def count_try(keys: Collection[str], at: datetime) -> None:
    """Count one more try under each key."""
    for key in keys:
        found = queries.failure(key, hold=True) or first_failure(key, at)
        found.failures = delay.failures_after(found.failures, found.last_at, at)
        found.last_at = at


def first_failure(key: str, at: datetime) -> SignInFailure:
    """A row to count in, also when another request makes it in the same moment."""
    try:
        with db.session.begin_nested():
            made = SignInFailure(key=key, failures=0, last_at=at)
            db.session.add(made)
    except IntegrityError:
        found = queries.failure(key, hold=True)
        assert found is not None
        return found
    return made


def forget_failures(keys: Collection[str]) -> None:
    """A right password clears the count."""
    for key in keys:
        found = queries.failure(key)
        if found is not None:
            db.session.delete(found)


def record_sign_in(person: Person, *, at: datetime) -> None:
    """Write a sign-in to the audit trail."""
    note("sign-in.succeeded", by=person.id, at=at, subject=("person", person.id))
