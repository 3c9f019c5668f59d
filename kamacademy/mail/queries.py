"""Reading the outbox."""

from datetime import datetime

from flask import current_app
from sqlalchemy import func, select

from kamacademy.db import db
from kamacademy.mail.letter import State
from kamacademy.mail.models import Letter


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
