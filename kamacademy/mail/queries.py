"""Reading the outbox, and what readers have chosen."""

from collections.abc import Collection
from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import current_app
from sqlalchemy import column, func, select, table

from kamacademy.db import db
from kamacademy.mail.hours import Hours
from kamacademy.mail.letter import State
from kamacademy.mail.models import Letter, LetterHours, SwitchedOff

PERSON = table("person", column("id"), column("deactivated_at"))


def is_on() -> bool:
    """Whether letters can leave at all; where not, none is written."""
    return bool(current_app.config["MAIL_BACKEND"] != "off")


def next_due(at: datetime) -> Letter | None:
    """The letter that has waited longest, held for this transaction; letters that others hold are passed by."""
    return db.session.scalar(
        select(Letter)
        .where(Letter.state == State.WAITING.value, Letter.next_try_at <= at)
        .order_by(Letter.next_try_at, Letter.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )


def abandoned(before: datetime) -> list[Letter]:
    """Letters that somebody began to send before a moment and never finished, held for this transaction."""
    return list(
        db.session.scalars(
            select(Letter)
            .where(Letter.state == State.SENDING.value, Letter.claimed_at < before)
            .order_by(Letter.id)
            .with_for_update(skip_locked=True)
        )
    )


def waiting_for(person_id: int) -> list[Letter]:
    """A person's letters that have not left, held for this transaction."""
    return list(
        db.session.scalars(
            select(Letter)
            .where(Letter.to_person_id == person_id, Letter.state == State.WAITING.value)
            .order_by(Letter.id)
            .with_for_update()
        )
    )


def waits_since() -> datetime | None:
    """Since when the letter that is due longest waits; None where none does."""
    return db.session.scalar(select(func.min(Letter.next_try_at)).where(Letter.state == State.WAITING.value))


def waiting_of_kind(person_id: int, kind: str) -> list[Letter]:
    """A person's letters of a kind that have not left, held for this transaction."""
    return [one for one in waiting_for(person_id) if one.kind == kind]


def posted_once(once: str) -> Letter | None:
    """The letter that an act which may be repeated has written."""
    return db.session.scalar(select(Letter).where(Letter.once == once))


def letter(letter_id: int) -> Letter:
    """A letter, or 404."""
    found: Letter = db.get_or_404(Letter, letter_id)
    return found


def letters_page(state: State | None, page: int, per_page: int) -> tuple[list[Letter], bool]:
    """Letters newest first, and whether there are more."""
    query = select(Letter).order_by(Letter.id.desc())
    if state is not None:
        query = query.where(Letter.state == state.value)
    found = list(db.session.scalars(query.offset((page - 1) * per_page).limit(per_page + 1)))
    return found[:per_page], len(found) > per_page


def counts() -> dict[State, int]:
    """How many letters stand where."""
    rows = db.session.execute(select(Letter.state, func.count()).group_by(Letter.state))
    return {State(state): number for state, number in rows}


def is_closed(person_id: int) -> bool:
    """Whether a person's account is closed. Nothing else is asked of people here, who come after letters."""
    return bool(db.session.scalar(select(PERSON.c.deactivated_at.is_not(None)).where(PERSON.c.id == person_id)))


def held_choice(person_id: int, kind: str) -> SwitchedOff | None:
    """That a person wants no letters of a kind, held for this transaction; None where they do."""
    return db.session.get(SwitchedOff, (person_id, kind), with_for_update=True)


def is_switched_off(person_id: int, kind: str) -> bool:
    """Whether a person wants no letters of a kind."""
    return db.session.get(SwitchedOff, (person_id, kind)) is not None


def switched_off_by(person_id: int) -> frozenset[str]:
    """The kinds of letter that a person does not want."""
    return frozenset(db.session.scalars(select(SwitchedOff.kind).where(SwitchedOff.person_id == person_id)))


def without(kind: str) -> frozenset[int]:
    """The keys of the people who want no letters of a kind."""
    return frozenset(db.session.scalars(select(SwitchedOff.person_id).where(SwitchedOff.kind == kind)))


def posted_of(keys: Collection[str]) -> frozenset[str]:
    """Which acts that may be repeated have written their letter."""
    return frozenset(one for one in db.session.scalars(select(Letter.once).where(Letter.once.in_(keys))) if one)


def academy_zone() -> ZoneInfo:
    """The time zone of whoever has chosen none."""
    return ZoneInfo(str(current_app.config["TIME_ZONE"]))


def hours_in(row: LetterHours | None) -> Hours:
    """The hours in a row, or those of whoever has none."""
    if row is None:
        return Hours(academy_zone())
    zone = ZoneInfo(row.time_zone) if row.time_zone else academy_zone()
    return Hours(zone, row.quiet_from, row.quiet_until, row.digest_weekday)


def find_hours(person_id: int) -> LetterHours | None:
    """What a person has chosen about hours, if anything."""
    return db.session.get(LetterHours, person_id)


def hours_of(person_id: int) -> Hours:
    """A person's own hours."""
    return hours_in(find_hours(person_id))


def hours_by_person(person_ids: Collection[int]) -> dict[int, Hours]:
    """The own hours of people by their keys, in one statement."""
    rows = db.session.scalars(select(LetterHours).where(LetterHours.person_id.in_(person_ids)))
    chosen, default = {row.person_id: hours_in(row) for row in rows}, hours_in(None)
    return {one: chosen.get(one, default) for one in person_ids}


def own_day(person_id: int, at: datetime) -> date:
    """A person's own day at a moment."""
    return hours_of(person_id).own_day(at)
