"""Reading signatures under attestations, and questions to copy a note."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from kamacademy.attestation.models import NoteCopy
from kamacademy.attestation.record import content_of
from kamacademy.coaching.models import Observation
from kamacademy.db import db
from kamacademy.records.queries import signatures_of
from kamacademy.records.signature import Signed, is_intact


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
