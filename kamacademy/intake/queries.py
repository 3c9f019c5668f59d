"""Reading what arrived, and the two versions of a draft."""

from sqlalchemy import select

from kamacademy.coaching.models import Observation
from kamacademy.coaching.queries import kept
from kamacademy.db import db
from kamacademy.intake.models import Arrival


def arrival(device_key: str, digest: str) -> Arrival | None:
    """The arrival of exactly this entry, or None."""
    return db.session.scalar(select(Arrival).where(Arrival.device_key == device_key, Arrival.digest == digest))


def newest_arrival(device_key: str) -> Arrival | None:
    """What arrived last for an entry, in whatever edition; or None."""
    query = select(Arrival).where(Arrival.device_key == device_key).order_by(Arrival.id.desc()).limit(1)
    return db.session.scalar(query)


def version_beside(observation: Observation) -> Observation | None:
    """The newest open draft that a phone made beside this observation, or None."""
    query = kept().where(Observation.conflict_of_id == observation.id, Observation.shared_at.is_(None))
    return db.session.scalar(query.order_by(None).order_by(Observation.id.desc()).limit(1))
