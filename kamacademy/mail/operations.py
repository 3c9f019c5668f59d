"""Posting letters, and what happens to them on their way out."""

from datetime import datetime

from flask import current_app
from sqlalchemy.exc import IntegrityError

from kamacademy.db import db, hold
from kamacademy.mail import queries
from kamacademy.mail.letter import ABANDONED_AFTER, STOPPED, Outcome, State, next_try
from kamacademy.mail.models import Letter
from kamacademy.records.operations import note

LONGEST_ERROR = 200


class NothingToSend(Exception):
    """A letter that is on its way, has arrived, or whose secret is no longer kept cannot be sent again."""


def post(
    to_person_id: int,
    address: str,
    kind: str,
    subject: str,
    body: str,
    *,
    at: datetime,
    is_secret: bool = False,
    useful_until: datetime | None = None,
    once: str | None = None,
) -> Letter:
    """Write a letter in the present transaction; it leaves after that is committed.

    A second one with the same `once` is not written; the first is given back.
    """
    letter = Letter(
        to_person_id=to_person_id, address=address, kind=kind, subject=" ".join(subject.split()), body=body,
        is_secret=is_secret, once=once, posted_at=at, next_try_at=at, useful_until=useful_until,
    )  # fmt: skip
    try:
        with db.session.begin_nested():
            db.session.add(letter)
    except IntegrityError:
        earlier = queries.posted_once(once) if once is not None else None
        if earlier is None:
            raise
        return earlier
    note("letter.posted", by=None, at=at, subject=("letter", letter.id), kind=kind, to=to_person_id)
    return letter


def written(template: str, **values: object) -> str:
    """The words of a letter from its text file. Not as a page, whose frame asks who is signed in."""
    return current_app.jinja_env.get_template(template).render(**values).strip() + "\n"


def claim(at: datetime) -> Letter | None:
    """Take the next letter that is due, so that nobody else does. Letters past their use are given up on the way."""
    while (letter := queries.next_due(at)) is not None:
        if letter.useful_until is None or at < letter.useful_until:
            letter.state, letter.claimed_at, letter.tries = State.SENDING.value, at, letter.tries + 1
            db.session.flush()
            return letter
        stop(letter, State.FAILED, "It could not be sent while it was of use.", at)
    return None


def close(letter: Letter, outcome: Outcome, words: str, *, at: datetime) -> None:
    """Keep what became of a letter that was handed over."""
    hold(letter)
    if outcome is Outcome.TAKEN:
        letter.sent_at, letter.last_error = at, None
        stop(letter, State.SENT, None, at)
    elif letter.standing is not State.SENDING:
        return  # Meanwhile it was seen as cut off, and stays so until an administrator decides.
    elif outcome is Outcome.UNSURE:
        stop(letter, State.UNSURE, words, at)
    elif (again_at := next_try(letter.tries, at)) is not None:
        letter.state, letter.next_try_at, letter.last_error = State.WAITING.value, again_at, words[:LONGEST_ERROR]
        db.session.flush()
    else:
        stop(letter, State.FAILED, words, at)


def stop(letter: Letter, state: State, words: str | None, at: datetime) -> None:
    """End a letter's way. What a secret one carried is forgotten."""
    letter.state, letter.last_error = state.value, words[:LONGEST_ERROR] if words else None
    if letter.is_secret:
        letter.body = None
    db.session.flush()
    note(f"letter.{state.value}", by=None, at=at, subject=("letter", letter.id), kind=letter.kind, tries=letter.tries)


def mark_abandoned(at: datetime) -> int:
    """Say of letters that were cut off in the middle that they may have been sent; gives how many."""
    found = queries.abandoned(at - ABANDONED_AFTER)
    for letter in found:
        stop(letter, State.UNSURE, "The sender was stopped before the mail server's answer was kept.", at)
    return len(found)


def withdraw(person_id: int, *, at: datetime) -> None:
    """Give up what waits for a person whose account is closed."""
    for letter in queries.waiting_for(person_id):
        stop(letter, State.FAILED, "The account was closed before it left.", at)


def send_again(letter: Letter, *, by: int, at: datetime) -> None:
    """Let a letter that did not leave, or perhaps did not, be sent once more. Raises NothingToSend."""
    hold(letter)
    if letter.standing not in STOPPED or letter.body is None:
        raise NothingToSend
    letter.state, letter.tries, letter.next_try_at, letter.useful_until = State.WAITING.value, 0, at, None
    db.session.flush()
    note("letter.sent-again", by=by, at=at, subject=("letter", letter.id), kind=letter.kind)
