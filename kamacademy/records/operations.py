"""Writing the audit trail."""

from datetime import datetime

from kamacademy.db import db
from kamacademy.records.models import AuditEvent


def note(
    act: str,
    *,
    by: int | None,
    at: datetime,
    subject: tuple[str, int] | None = None,
    **codes: str | int | float | bool | None,
) -> AuditEvent:
    """Add one event to the present transaction. `subject` is a table's word and a key, such as ("plan", 3)."""
    event = AuditEvent(
        act=act,
        actor_id=by,
        at=at,
        subject_type=subject[0] if subject else None,
        subject_id=subject[1] if subject else None,
        codes=codes,
    )
    db.session.add(event)
    return event
