"""Reading the audit trail and signatures."""

from collections.abc import Collection

from sqlalchemy import and_, or_, select

from kamacademy.db import db
from kamacademy.records.models import AuditEvent, Signature


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


def signatures_of(subject_type: str, subject_ids: Collection[int]) -> dict[int, list[Signature]]:
    """The signatures under some things of one type, oldest first, by the thing's key. One statement."""
    found: dict[int, list[Signature]] = {one: [] for one in subject_ids}
    query = select(Signature).where(Signature.subject_type == subject_type, Signature.subject_id.in_(found))
    for signature in db.session.scalars(query.order_by(Signature.id)):
        found[signature.subject_id].append(signature)
    return found
