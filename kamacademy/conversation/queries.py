"""Reading notes with all that followed them, narrowed to what the reader may read."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import cache
from typing import Any

from flask import abort
from sqlalchemy import Row, Select, String, bindparam, cast, exists, literal, or_, select
from sqlalchemy.orm import aliased, joinedload

from kamacademy.attestation.models import NoteCopy
from kamacademy.coaching.models import Observation, Rating
from kamacademy.coaching.queries import observation as observation_found
from kamacademy.competency.evidence import Kind, Purpose
from kamacademy.competency.models import Evidence
from kamacademy.conversation.models import NoteGrant, NoteMessage, NotePulse, ObservationVersion
from kamacademy.conversation.note_line import NoteLine, Waiting
from kamacademy.conversation.pulse import Given, Medians, medians
from kamacademy.conversation.rhythm import rhythm
from kamacademy.conversation.said import MessageKind, Said, Thread, threads
from kamacademy.db import db, rows_of
from kamacademy.kpi.calculated import Counted
from kamacademy.kpi.periods import Period, finished_periods
from kamacademy.kpi.subjects import Subject
from kamacademy.mail.models import Letter
from kamacademy.people.job_roles import JobRole
from kamacademy.people.models import Person
from kamacademy.visit.models import PlannedVisit

NOTES_SHOWN = 100
SHARED_LETTER = "note-shared-"
LETTERS_WITHIN = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Note:
    """An observation with the coaches to whom its learner has opened it, as the policy asks for it.

    The rest says whether anything was said about it, whether its two questions were answered, and whether somebody
    asked to copy it: most notes have nothing of it, and then nothing more is read.
    """

    observation: Observation
    grants: tuple[NoteGrant, ...]
    has_talk: bool
    has_pulse: bool
    has_copy: bool

    @property
    def learner(self) -> Person:
        """Whom it is about."""
        return self.observation.learner

    @property
    def coach(self) -> Person:
        """Who wrote it."""
        return self.observation.coach

    @property
    def is_shared(self) -> bool:
        """Whether the learner can read it."""
        return self.observation.is_shared

    @property
    def opened_to(self) -> frozenset[int]:
        """The keys of the coaches it is opened to."""
        return frozenset(one.coach_id for one in self.grants)

    def is_opened_to(self, coach_id: int) -> bool:
        """Whether it is opened to a certain coach."""
        return coach_id in self.opened_to


@cache
def what_followed() -> Select[bool, bool, bool, bool]:
    """Whether the note with the `key` is opened to anybody, was talked about, has a pulse, was asked for."""
    return select(
        exists().where(NoteGrant.observation_id == bindparam("key"), NoteGrant.withdrawn_at.is_(None)),
        exists().where(NoteMessage.observation_id == bindparam("key")),
        exists().where(NotePulse.observation_id == bindparam("key")),
        exists().where(NoteCopy.observation_id == bindparam("key")),
    )


@cache
def open_grants() -> Select[NoteGrant]:
    """To whom the note with the `key` is opened, with their names."""
    return (
        select(NoteGrant)
        .where(NoteGrant.observation_id == bindparam("key"), NoteGrant.withdrawn_at.is_(None))
        .options(joinedload(NoteGrant.coach))
        .order_by(NoteGrant.id)
    )


def note(observation_id: int) -> Note:
    """A note with its ratings, people and open grants, or 404."""
    found = observation_found(observation_id)
    [(is_opened, *others)] = rows_of(what_followed(), key=found.id)
    grants = tuple(db.session.scalars(open_grants(), {"key": found.id})) if is_opened else ()
    return Note(found, grants, *(bool(one) for one in others))


def versions_of(observation: Observation) -> list[ObservationVersion]:
    """The earlier versions of a note, oldest first; asks nothing for one that was never changed."""
    if observation.amended_at is None:
        return []
    query = (
        select(ObservationVersion)
        .where(ObservationVersion.observation_id == observation.id)
        .options(joinedload(ObservationVersion.by))
        .order_by(ObservationVersion.number)
    )
    return list(db.session.scalars(query))


@cache
def messages() -> Select[*tuple[Any, ...]]:
    """What was said about the `notes`, oldest first, with the name of who said it. Any: the columns' own types."""
    return (
        select(
            NoteMessage.id, NoteMessage.observation_id, NoteMessage.kind, NoteMessage.by_id, Person.name,
            NoteMessage.at, NoteMessage.words, NoteMessage.about, NoteMessage.opener_id,
        )
        .join(Person, Person.id == NoteMessage.by_id)
        .where(NoteMessage.observation_id.in_(bindparam("notes", expanding=True)))
        .order_by(NoteMessage.id)
    )  # fmt: skip


def said(row: Row[*tuple[Any, ...]]) -> Said:
    """A message as a value. Any: the columns' own types."""
    key, note_id, kind, by_id, name, at, words, about, opener_id = row
    return Said(key, note_id, MessageKind(kind), by_id, name, at, words, tuple(about), opener_id)


def threads_of(observation_ids: Collection[int]) -> dict[int, list[Thread]]:
    """The conversations about some notes by the note's key. One statement."""
    found: dict[int, list[Said]] = {one: [] for one in observation_ids}
    for row in rows_of(messages(), notes=list(found)):
        one = said(row)
        found[one.note_id].append(one)
    return {key: threads(one) for key, one in found.items()}


def thread(observation: Observation, message_id: int) -> Thread:
    """One thread of a note by the message that opened it, or 404."""
    found = threads_of([observation.id])[observation.id]
    return next((one for one in found if one.opening.id == message_id), None) or abort(404)


def same_message(said: NoteMessage, *, by_id: int, since: datetime) -> NoteMessage | None:
    """A message that says the same in the same place, by the same person, not long ago."""
    query = select(NoteMessage).where(
        NoteMessage.observation_id == said.observation_id,
        NoteMessage.kind == said.kind,
        NoteMessage.opener_id == said.opener_id,
        NoteMessage.words == said.words,
        NoteMessage.by_id == by_id,
        NoteMessage.at >= since,
    )
    return next((one for one in db.session.scalars(query) if one.about == said.about), None)


def pulse_of(coach: Person) -> Medians | None:
    """What learners said of a coach's coaching, in medians; None while they are too few."""
    columns = (NotePulse.learner_id, NotePulse.was_specific, NotePulse.can_use)
    rows = db.session.execute(select(*columns).where(NotePulse.coach_id == coach.id).order_by(NotePulse.id))
    return medians([Given(*row) for row in rows])


def rows_in_ledger(observation: Observation) -> dict[str, Evidence]:
    """The coach's ratings of a note as they stand in the ledger now, by indicator."""
    superseded = select(Evidence.supersedes_id).where(Evidence.supersedes_id.is_not(None))
    query = select(Evidence).where(
        Evidence.source_type == "observation",
        Evidence.source_id == observation.id,
        Evidence.kind != Kind.SELF.value,
        Evidence.id.not_in(superseded),
    )
    return {row.indicator: row for row in db.session.scalars(query) if row.indicator is not None}


def readable_by(reader: Person) -> Select[*tuple[Any, ...]]:
    """Shared notes that a reader may read in full, newest visit first: one's own, those one wrote, those opened to one.

    That an opened one is read by the present coach alone is for whoever asks. Any: the columns' own types.
    """
    is_opened = exists().where(
        NoteGrant.observation_id == Observation.id,
        NoteGrant.coach_id == reader.id,
        NoteGrant.withdrawn_at.is_(None),
    )
    return (
        select(
            Observation.id, Observation.coach_id, Person.name, Observation.observed_on, Observation.activity,
            Observation.complexity, Observation.purpose, Observation.agreed_action, Observation.acknowledged_at,
            Observation.amended_at,
        )
        .join(Person, Person.id == Observation.coach_id)
        .where(
            Observation.shared_at.is_not(None),
            Observation.discarded_at.is_(None),
            or_(Observation.learner_id == reader.id, Observation.coach_id == reader.id, is_opened),
        )
        .order_by(Observation.observed_on.desc(), Observation.id.desc())
        .limit(NOTES_SHOWN)
    )  # fmt: skip


def notes_of(learner: Person, reader: Person) -> list[NoteLine]:
    """A learner's shared notes for a list: all for the learner, else those the reader wrote or was opened."""
    rows = list(db.session.execute(readable_by(reader).where(Observation.learner_id == learner.id)))
    ids = [row.id for row in rows]
    talk, opened_to = threads_of(ids), opened_notes(ids)
    return [
        NoteLine(
            id=row.id, coach_id=row.coach_id, coach_name=row.name, observed_on=row.observed_on, activity=row.activity,
            complexity=row.complexity, purpose=row.purpose, agreed_action=row.agreed_action,
            is_seen=row.acknowledged_at is not None, is_changed=row.amended_at is not None, talk=tuple(talk[row.id]),
            opened_to=tuple(opened_to[row.id]),
        )
        for row in rows
    ]  # fmt: skip


def opened_notes(observation_ids: Collection[int]) -> dict[int, list[tuple[int, str]]]:
    """To whom some notes are opened, each coach by key and name, by the note's key. One statement."""
    found: dict[int, list[tuple[int, str]]] = {one: [] for one in observation_ids}
    query = (
        select(NoteGrant.observation_id, NoteGrant.coach_id, Person.name)
        .join(Person, Person.id == NoteGrant.coach_id)
        .where(NoteGrant.observation_id.in_(found), NoteGrant.withdrawn_at.is_(None))
        .order_by(NoteGrant.id)
    )
    for note_id, coach_id, name in db.session.execute(query):
        found[note_id].append((coach_id, name))
    return found


def notes_by_others(learner: Person, coach: Person) -> list[int]:
    """The keys of a learner's shared notes that another than this coach wrote."""
    query = select(Observation.id).where(
        Observation.learner_id == learner.id,
        Observation.coach_id != coach.id,
        Observation.shared_at.is_not(None),
        Observation.discarded_at.is_(None),
    )
    return list(db.session.scalars(query.order_by(Observation.id)))


def grants_to(coach: Person, observation_ids: Collection[int]) -> list[NoteGrant]:
    """The open grants of some notes to one coach."""
    query = select(NoteGrant).where(
        NoteGrant.observation_id.in_(observation_ids),
        NoteGrant.coach_id == coach.id,
        NoteGrant.withdrawn_at.is_(None),
    )
    return list(db.session.scalars(query))


def waiting_for(person: Person, *, as_coach: bool) -> list[Waiting]:
    """The threads in which a person, as coach or as learner, is awaited to speak, those that wait longest first."""
    mine, other = Observation.learner_id, Observation.coach_id
    if as_coach:
        mine, other = other, mine
    opener, end = aliased(NoteMessage), aliased(NoteMessage)
    is_settled = exists().where(end.opener_id == opener.id, end.kind == MessageKind.SETTLED.value)
    query = (
        select(
            opener.id, Observation.id, Person.name, Observation.observed_on, Observation.activity,
            Observation.complexity,
        )
        .join(Observation, Observation.id == opener.observation_id)
        .join(Person, Person.id == other)
        .where(opener.opener_id.is_(None), ~is_settled, mine == person.id)
    )  # fmt: skip
    notes = {row[0]: row[1:] for row in db.session.execute(query)}
    talk = threads_of({row[0] for row in notes.values()})
    found = [
        Waiting(*notes[one.opening.id], is_dispute=one.is_dispute, since=one.last.at)
        for threads_ in talk.values()
        for one in threads_
        if one.is_open and one.last.by_id != person.id
    ]
    return sorted(found, key=lambda one: one.since)


def unseen_without_letter(at: datetime) -> list[Observation]:
    """Notes shared in the last two days that their learner has not seen, and of which no letter was written yet.

    An attestation has a letter of its own, written as it is signed.
    """
    once = literal(SHARED_LETTER) + cast(Observation.id, String)
    query = (
        select(Observation)
        .join(Person, Person.id == Observation.learner_id)
        .where(
            Observation.shared_at > at - LETTERS_WITHIN,
            Observation.shared_at <= at,
            Observation.purpose == Purpose.DEVELOPMENT.value,
            Observation.acknowledged_at.is_(None),
            Observation.discarded_at.is_(None),
            Person.deactivated_at.is_(None),
            ~exists().where(Letter.once == once),
        )
        .order_by(Observation.id)
    )
    return list(db.session.scalars(query))


def contacts_held(people: Mapping[int, JobRole], period: Period) -> dict[Subject, Counted]:
    """K20: visits that coaches had planned for a period, and those held with a line of evidence and an agreed action.

    What was called off does not count as planned. Three statements.
    """
    held = (
        select(Observation.planned_visit_id)
        .join(Rating, Rating.observation_id == Observation.id)
        .where(
            Observation.planned_visit_id == PlannedVisit.id,
            Observation.shared_at.is_not(None),
            Observation.discarded_at.is_(None),
            Observation.agreed_action.is_not(None),
            Rating.evidence_line.is_not(None),
        )
    )
    planned = select(PlannedVisit.coach_id, held.exists().label("was_held")).where(
        PlannedVisit.coach_id.in_(people),
        PlannedVisit.planned_on.between(period.start, period.end),
        PlannedVisit.cancelled_at.is_(None),
    )
    quarter = finished_periods("quarterly", period.end + timedelta(days=1))[0]
    pulse = select(NotePulse.coach_id, NotePulse.learner_id, NotePulse.was_specific, NotePulse.can_use).where(
        NotePulse.coach_id.in_(people),
        NotePulse.at >= datetime.combine(quarter.start, time(), UTC),
        NotePulse.at < datetime.combine(quarter.end + timedelta(days=1), time(), UTC),
    )
    return rhythm([tuple(one) for one in rows_of(planned)], [tuple(one) for one in rows_of(pulse)], quarter)
