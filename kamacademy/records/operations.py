"""Writing the audit trail and signatures."""

from datetime import datetime

from kamacademy.db import db
from kamacademy.records.models import AuditEvent, Signature
from kamacademy.records.signature import ALGORITHM, JSON, Statement, digest


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


def sign(content: JSON, *, meaning: str, subject: tuple[str, int], by: int, at: datetime) -> Signature:
    """Sign content that is kept with its subject. Whoever calls has asked for the password again.

    `meaning` is the sentence that the person read as they signed. Raises NotCanonical.
    """
    assert meaning.strip(), "a signature without a meaning says nothing"
    statement = Statement(by, subject[0], subject[1], meaning, at)
    signature = Signature(
        signer_id=by,
        subject_type=subject[0],
        subject_id=subject[1],
        meaning=meaning,
        algorithm=ALGORITHM,
        digest=digest(content, statement),
        at=at,
    )
    db.session.add(signature)
    db.session.flush()
    note("signature.given", by=by, at=at, subject=subject, signature=signature.id)
    return signature
