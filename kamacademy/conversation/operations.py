"""Changing a shared note, talking about it, answering the pulse, and opening it to a later coach."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from kamacademy.coaching.models import Observation
from kamacademy.coaching.operations import note_about
from kamacademy.competency.evidence import Context, Kind, Purpose
from kamacademy.competency.models import Evidence
from kamacademy.competency.operations import record_evidence
from kamacademy.conversation import queries
from kamacademy.conversation.models import NoteGrant, NoteMessage, NotePulse, ObservationVersion
from kamacademy.conversation.rules import (
    AboutNothing,
    AlreadySettled,
    ChangedMeanwhile,
    Locked,
    NobodyToOpenTo,
    NothingChanged,
    NotYoursToSettle,
    PulseAlreadyGiven,
    TooLateToDispute,
)
from kamacademy.conversation.said import THE_WORDS, MessageKind, Thread
from kamacademy.conversation.versions import Body, RatedPart, as_kept, body_of
from kamacademy.conversation.windows import dispute_ends_on, may_change
from kamacademy.db import db, hold
from kamacademy.mail import operations as mail
from kamacademy.mail.queries import is_on
from kamacademy.people.models import Person
from kamacademy.records.operations import note as note_event

# A second press of "Send" comes within this time.
DOUBLE_CLICK = timedelta(minutes=2)


def amend(observation: Observation, wanted: Body, *, edition: int, by: Person, at: datetime) -> ObservationVersion:
    """Change a shared note in its first 48 hours; what stood there is kept, and its evidence superseded.

    `edition` is the one that the change began from. The learner, who may have seen the note, is asked to look again.
    Raises Locked, ChangedMeanwhile, NothingChanged.
    """
    db.session.flush()
    hold(observation)
    refuse_locked(observation, at)
    if edition != observation.edition:
        raise ChangedMeanwhile
    before = body_of(observation)
    if wanted == before:
        raise NothingChanged
    number = len(queries.versions_of(observation)) + 1
    kept = ObservationVersion(observation_id=observation.id, number=number, body=as_kept(before), by=by, at=at)
    db.session.add(kept)
    rows = queries.rows_in_ledger(observation)
    for part in wanted.ratings:
        if part != before.rating(part.indicator):
            supersede(rows[part.indicator], part, by=by, at=at)
    write(observation, wanted)
    was_seen = observation.acknowledged_at is not None
    observation.acknowledged_at, observation.amended_at = None, at
    observation.edition += 1
    db.session.flush()
    note_about(observation, "changed", by=by, at=at, version=number)
    if was_seen:
        tell(observation, observation.learner, "changed", by=by, at=at, key=f"{observation.id}-{number}")
    return kept


def refuse_locked(observation: Observation, at: datetime) -> None:
    """Raise Locked for an attestation, a draft, or a note shared 48 hours ago."""
    if observation.purpose == Purpose.ATTESTATION:
        raise Locked("An attestation is signed and locked; it is answered, not changed.")
    if observation.shared_at is None or not may_change(observation.purpose, observation.shared_at, at):
        raise Locked("A note can be changed for 48 hours after it was shared. It is locked now.")


def write(observation: Observation, wanted: Body) -> None:
    """Put the wanted levels, lines and words into the note."""
    observation.strength, observation.improve = wanted.strength, wanted.improve
    for rating in observation.ratings:
        part = wanted.rating(rating.indicator)
        rating.level, rating.evidence_line = part.level, part.evidence_line


def supersede(row: Evidence, part: RatedPart, *, by: Person, at: datetime) -> Evidence:
    """Let a changed rating take the place of the earlier one in the ledger."""
    return record_evidence(
        row.learner,
        competency=row.competency,
        indicator=row.indicator,
        kind=Kind(row.kind),
        purpose=Purpose(row.purpose),
        happened_on=row.happened_on,
        at=at,
        source=(row.source_type, row.source_id),
        title=row.source_title,
        revision_id=row.revision_id,
        level=part.level,
        rater=by,
        context=Context(row.context) if row.context else None,
        visit=row.visit,
        account_alias=row.account_alias,
        note=part.evidence_line,
        supersedes=row,
    )


def answer(observation: Observation, words: str, *, by: Person, at: datetime) -> NoteMessage:
    """The learner answers the note, at any time. Nothing of the note changes by it."""
    said = say(observation, MessageKind.ANSWER, words, by=by, at=at)
    tell(observation, observation.coach, "answered", by=by, at=at, key=f"{said.id}")
    return said


def dispute(observation: Observation, about: Collection[str], words: str, *, by: Person, at: datetime) -> NoteMessage:
    """The learner disagrees with ratings, or with the words, and says why. Raises TooLateToDispute, AboutNothing."""
    assert observation.shared_at is not None
    if at.date() > dispute_ends_on(observation.shared_at, observation.amended_at):
        raise TooLateToDispute
    open_to_it = [*(one.indicator for one in observation.ratings), THE_WORDS]
    chosen = [one for one in open_to_it if one in about]
    if not chosen or len(chosen) != len(set(about)):
        raise AboutNothing
    said = say(observation, MessageKind.DISPUTE, words, by=by, at=at, about=chosen)
    tell(observation, observation.coach, "disputed", by=by, at=at, key=f"{said.id}")
    return said


def reply(observation: Observation, thread: Thread, words: str, *, by: Person, at: datetime) -> NoteMessage:
    """Go on in a thread, as its learner or as the coach who wrote the note. Raises AlreadySettled."""
    if not thread.is_open:
        raise AlreadySettled
    said = say(observation, MessageKind.REPLY, words, by=by, at=at, opener_id=thread.opening.id)
    other = observation.learner if by.id != observation.learner_id else observation.coach
    tell(observation, other, "replied", by=by, at=at, key=f"{said.id}")
    return said


def settle(observation: Observation, thread: Thread, *, by: Person, at: datetime) -> NoteMessage:
    """Say that a thread is settled. Raises AlreadySettled, NotYoursToSettle."""
    if not thread.is_open:
        raise AlreadySettled
    if not thread.may_be_settled_by(by.id):
        raise NotYoursToSettle
    try:
        with db.session.begin_nested():
            return say(observation, MessageKind.SETTLED, None, by=by, at=at, opener_id=thread.opening.id)
    except IntegrityError as error:
        raise AlreadySettled from error


def say(
    observation: Observation,
    kind: MessageKind,
    words: str | None,
    *,
    by: Person,
    at: datetime,
    about: Sequence[str] = (),
    opener_id: int | None = None,
) -> NoteMessage:
    """Add one message to what is said about a shared note; the same words sent twice by a double click are one."""
    assert observation.is_shared, "a draft is the coach's alone"
    db.session.flush()
    hold(observation)
    said = NoteMessage(
        observation_id=observation.id, kind=kind.value, words=words, by=by, at=at, about=list(about),
        opener_id=opener_id,
    )  # fmt: skip
    earlier = queries.same_message(said, by_id=by.id, since=at - DOUBLE_CLICK) if words is not None else None
    if earlier is not None:
        return earlier
    db.session.add(said)
    db.session.flush()
    note_about(observation, f"message-{kind.value}", by=by, at=at, message=said.id)
    return said


def give_pulse(observation: Observation, *, was_specific: int, can_use: int, at: datetime) -> NotePulse:
    """The learner's two answers about the coaching, each 1 to 5; once. Raises PulseAlreadyGiven."""
    if observation.purpose != Purpose.DEVELOPMENT:
        raise PulseAlreadyGiven
    given = NotePulse(
        observation_id=observation.id, learner_id=observation.learner_id, coach_id=observation.coach_id,
        was_specific=was_specific, can_use=can_use, at=at,
    )  # fmt: skip
    try:
        with db.session.begin_nested():
            db.session.add(given)
    except IntegrityError as error:
        raise PulseAlreadyGiven from error
    note_about(observation, "pulse-given", by=observation.learner, at=at)
    return given


def open_notes(learner: Person, notes: Collection[int], coach: Person, *, at: datetime) -> int:
    """Let the present coach read notes of another coach in full; gives how many that were not open before.

    `notes` are keys; those that are not the learner's, not shared, or written by this coach are passed by.
    Raises NobodyToOpenTo.
    """
    db.session.execute(select(Person.id).where(Person.id == learner.id).with_for_update())
    wanted = set(queries.notes_by_others(learner, coach)) & set(notes)
    if not wanted or not learner.is_coached_by(coach, at.date()):
        raise NobodyToOpenTo
    new = wanted - {one.observation_id for one in queries.grants_to(coach, wanted)}
    for note_id in sorted(new):
        db.session.add(NoteGrant(observation_id=note_id, coach=coach, granted_at=at))
        note_event(
            "coaching.opened", by=learner.id, at=at, subject=("observation", note_id), learner=learner.id,
            coach=coach.id,
        )  # fmt: skip
    db.session.flush()
    return len(new)


def withdraw(learner: Person, notes: Collection[int], coach: Person, *, at: datetime) -> int:
    """Close notes again that were opened to a coach; gives how many."""
    mine = set(queries.notes_by_others(learner, coach)) & set(notes)
    found = queries.grants_to(coach, mine)
    for grant in found:
        grant.withdrawn_at = at
        note_event(
            "coaching.closed", by=learner.id, at=at, subject=("observation", grant.observation_id),
            learner=learner.id, coach=coach.id,
        )  # fmt: skip
    db.session.flush()
    return len(found)


SUBJECTS = {
    "shared": "{name} has shared a coaching note with you",
    "changed": "{name} has changed a coaching note",
    "answered": "{name} has answered your coaching note",
    "disputed": "{name} sees a coaching note differently",
    "replied": "{name} has replied about a coaching note",
}


def tell(observation: Observation, to: Person, what: str, *, by: Person, at: datetime, key: str) -> None:
    """Write a letter that something waits, without a word of what was said. `key` tells two of a kind apart."""
    if not is_on() or not to.is_active:
        return
    link = f"{current_app.config['ADDRESS']}/observations/{observation.id}"
    mail.post(
        to.id,
        to.email,
        f"note-{what}",
        SUBJECTS[what].format(name=by.name),
        mail.written(f"conversation/letters/{what}.txt", person=to, other=by, observation=observation, link=link),
        at=at,
        once=f"note-{what}-{key}",
    )


def tell_of_shared(observation: Observation, *, at: datetime) -> None:
    """Write to the learner that a note waits."""
    tell(observation, observation.learner, "shared", by=observation.coach, at=at, key=f"{observation.id}")
