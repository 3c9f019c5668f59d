"""The audit trail's table."""

from datetime import datetime

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from kamacademy.db import AppendOnly, Base


class AuditEvent(AppendOnly, Base):
    """One act. Holds ids, codes and numbers, never names or free text, so that a person can still be erased."""

    __tablename__ = "audit_event"
    __table_args__ = (Index(None, "subject_type", "subject_id"), Index(None, "actor_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    act: Mapped[str] = mapped_column(String(60), index=True)
    actor_id: Mapped[int | None]
    subject_type: Mapped[str | None] = mapped_column(String(40))
    subject_id: Mapped[int | None]
    codes: Mapped[dict[str, str | int | float | bool | None]] = mapped_column(JSON)
