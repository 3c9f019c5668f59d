"""Reading certificates, signatures under attestations, and questions to copy a note."""

from datetime import date

from flask import abort
from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import joinedload

from kamacademy.attestation.models import Certification, NoteCopy
from kamacademy.attestation.record import content_of
from kamacademy.coaching.models import Observation
from kamacademy.db import db
from kamacademy.people.models import Person
from kamacademy.records.queries import signatures_of
from kamacademy.records.signature import Signed, is_intact

CERTIFICATES_SHOWN = 200


def holds_on(day: date) -> ColumnElement[bool]:
    """The certificates that hold on a day, as `Certification.holds_on` tells them."""
    is_open = or_(Certification.ended_on.is_(None), Certification.ended_on > day)
    return and_(Certification.valid_from <= day, Certification.valid_until >= day, is_open)


def certification_on(person: Person, day: date) -> Certification | None:
    """The certificate by which a person may attest on a day, or None."""
    query = select(Certification).where(Certification.person_id == person.id, holds_on(day))
    return db.session.scalar(query.order_by(Certification.id).limit(1))


def is_certified(person: Person, day: date) -> bool:
    """Whether a person may attest on a day."""
    return certification_on(person, day) is not None


def certification(certification_id: int) -> Certification:
    """A certificate, or 404."""
    return db.session.get(Certification, certification_id) or abort(404)


def certifications_of(person: Person) -> list[Certification]:
    """Every certificate of a person, oldest first."""
    query = select(Certification).where(Certification.person_id == person.id)
    return list(db.session.scalars(query.order_by(Certification.valid_from, Certification.id)))


def certifications() -> list[Certification]:
    """The certificates of everybody with their people, those that run longest first."""
    query = select(Certification).options(
        joinedload(Certification.person), joinedload(Certification.entered_by), joinedload(Certification.ended_by)
    )
    newest = query.order_by(Certification.valid_until.desc(), Certification.id.desc()).limit(CERTIFICATES_SHOWN)
    return list(db.session.scalars(newest))


def signed(observation: Observation) -> Signed | None:
    """The signature under an attestation, checked against what is stored now; None for a note without one."""
    if observation.planned_visit is None:
        return None
    found = signatures_of("observation", [observation.id])[observation.id]
    if not found:
        return None
    last = found[-1]
    content = content_of(observation, observation.planned_visit)
    return Signed(observation.coach.name, last.at, last.meaning, is_intact(content, last))


def copy_of(observation_id: int) -> NoteCopy | None:
    """The question whether a note may be copied, or None where nobody has asked."""
    return db.session.scalar(
        select(NoteCopy).where(NoteCopy.observation_id == observation_id).options(joinedload(NoteCopy.asked_by))
    )
