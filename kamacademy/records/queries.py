"""Reading the audit trail."""

from sqlalchemy import and_, or_, select

from kamacademy.db import db
from kamacademy.records.models import AuditEvent


def events_page(*, person_id: int | None, act: str, page: int, per_page: int) -> tuple[list[AuditEvent], bool]:
    """Events newest first, and whether there are more. `person_id` takes acts by and on a person."""
    query = select(AuditEvent).order_by(AuditEvent.id.desc())
    if person_id is not None:
        on_person = and_(AuditEvent.subject_type == "person", AuditEvent.subject_id == person_id)
        query = query.where(or_(AuditEvent.actor_id == person_id, on_person))
    if act:
        query = query.where(AuditEvent.act == act)
    found = list(db.session.scalars(query.offset((page - 1) * per_page).limit(per_page + 1)))
    return found[:per_page], len(found) > per_page


def acts() -> list[str]:
    """Every kind of act in the trail."""
    return list(db.session.scalars(select(AuditEvent.act).distinct().order_by(AuditEvent.act)))
