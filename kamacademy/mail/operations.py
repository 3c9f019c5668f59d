"""Posting letters as their readers wish, and what happens to them on their way out."""

from datetime import datetime, time

from flask import current_app
from sqlalchemy.exc import IntegrityError

from kamacademy.db import db, hold
from kamacademy.mail import queries
from kamacademy.mail.hours import MONDAY, still_of_use
from kamacademy.mail.kinds import KINDS, kind_of
from kamacademy.mail.letter import ABANDONED_AFTER, STOPPED, Outcome, State, next_try
from kamacademy.mail.models import Letter, LetterHours, SwitchedOff
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
) -> Letter | None:
    """Write a letter in the present transaction; it leaves after that is committed, not in its reader's quiet hours.

    None where the reader has switched off letters of its kind. A second one with the same `once` is not written; the
    first is given back. Raises UnknownKind.
    """
    if kind_of(kind).may_stop and queries.is_switched_off(to_person_id, kind):
        return None
    due = leaves_at(to_person_id, kind, at)
    letter = Letter(
        to_person_id=to_person_id, address=address, kind=kind, subject=" ".join(subject.split()), body=body,
        is_secret=is_secret, once=once, posted_at=at, next_try_at=due,
        useful_until=still_of_use(useful_until, at, due),
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


def leaves_at(person_id: int, kind: str, at: datetime) -> datetime:
    """When a letter may leave: at once, or at the end of its reader's quiet hours."""
    known = KINDS.get(kind)
    if known is not None and not known.waits:
        return at
    return queries.hours_of(person_id).after_quiet(at)


def written(template: str, **values: object) -> str:
    """The words of a letter from its text file. Not as a page, whose frame asks who is signed in."""
    return current_app.jinja_env.get_template(template).render(**values).strip() + "\n"


def claim(at: datetime) -> Letter | None:
    """Take the next letter that is due, so that nobody else does.

    On the way, letters that are not to come any more are given up, and those whose reader has quiet hours now wait for
    their end.
    """
    while (letter := queries.next_due(at)) is not None:
        if (words := why_not(letter, at)) is not None:
            stop(letter, State.FAILED, words, at)
        elif (due := leaves_at(letter.to_person_id, letter.kind, at)) > at:
            letter.next_try_at, letter.useful_until = due, still_of_use(letter.useful_until, at, due)
            db.session.flush()
        else:
            letter.state, letter.claimed_at, letter.tries = State.SENDING.value, at, letter.tries + 1
            db.session.flush()
            return letter
    return None


def why_not(letter: Letter, at: datetime) -> str | None:
    """Why a letter is not sent any more, in words; None where it is.

    Asked at the last moment: a letter may have been on its way out while its account was closed or its kind refused.
    """
    if letter.useful_until is not None and at >= letter.useful_until:
        return "It could not be sent while it was of use."
    if queries.is_closed(letter.to_person_id):
        return "The account was closed before it left."
    return "Its reader wants no letters of this kind." if is_unwanted(letter) else None


def is_unwanted(letter: Letter) -> bool:
    """Whether its reader has switched its kind off, and may."""
    known = KINDS.get(letter.kind)
    may_stop = known is None or known.may_stop
    return may_stop and queries.is_switched_off(letter.to_person_id, letter.kind)


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
    """Let a letter that did not leave, or perhaps did not, be sent once more.

    Raises NothingToSend, also where the account is closed or the reader wants none of the kind.
    """
    hold(letter)
    if letter.standing not in STOPPED or letter.body is None:
        raise NothingToSend
    if queries.is_closed(letter.to_person_id) or is_unwanted(letter):
        raise NothingToSend
    letter.state, letter.tries, letter.next_try_at, letter.useful_until = State.WAITING.value, 0, at, None
    db.session.flush()
    note("letter.sent-again", by=by, at=at, subject=("letter", letter.id), kind=letter.kind)


class MustCome(Exception):
    """A kind of letter that nobody can switch off."""


def choose(person_id: int, kind: str, *, wanted: bool, at: datetime) -> None:
    """Switch a kind of letter off or on for a person; what waits of it is given up. Raises UnknownKind, MustCome."""
    if not kind_of(kind).may_stop:
        raise MustCome(kind)
    chosen = queries.held_choice(person_id, kind)
    if (chosen is None) == wanted:
        return
    if chosen is not None:
        db.session.delete(chosen)
    elif not switch_off(person_id, kind, at):
        return
    db.session.flush()
    note("letter.kind-chosen", by=person_id, at=at, subject=("person", person_id), kind=kind, wanted=wanted)


def switch_off(person_id: int, kind: str, at: datetime) -> bool:
    """Keep that a kind is not wanted, and give up what waits of it. False where another request has just done so."""
    try:
        with db.session.begin_nested():
            db.session.add(SwitchedOff(person_id=person_id, kind=kind, since=at))
    except IntegrityError:
        return False
    for letter in queries.waiting_of_kind(person_id, kind):
        stop(letter, State.FAILED, "Its reader wants no letters of this kind.", at)
    return True


def choose_hours(
    person_id: int,
    *,
    time_zone: str | None,
    quiet_from: time | None,
    quiet_until: time | None,
    digest_weekday: int,
    at: datetime,
) -> LetterHours:
    """Keep a person's own time zone (None: the academy's), quiet hours and day of the digest, 0 for Monday."""
    hours = queries.find_hours(person_id) or first_hours(person_id)
    hours.time_zone, hours.digest_weekday = time_zone, digest_weekday
    hours.quiet_from, hours.quiet_until = quiet_from, quiet_until
    db.session.flush()
    note("letter.hours-chosen", by=person_id, at=at, subject=("person", person_id), weekday=digest_weekday)
    return hours


def first_hours(person_id: int) -> LetterHours:
    """A person's row for hours, with nothing chosen yet; the one that another request has just made, if one has."""
    try:
        with db.session.begin_nested():
            made = LetterHours(person_id=person_id, digest_weekday=MONDAY)
            db.session.add(made)
    except IntegrityError:
        earlier = queries.find_hours(person_id)
        assert earlier is not None
        return earlier
    return made
