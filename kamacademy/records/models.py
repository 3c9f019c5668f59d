"""The audit trail's table, and that of signatures."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from kamacademy.db import AppendOnly, Base
from kamacademy.records.signature import Statement


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


class Signature(AppendOnly, Base):
    """Who signed which thing, when, and what it means, with the hash of what was signed.

    The content stays with the thing; the hash says later whether it is still the same.
    """

    __tablename__ = "signature"
    __table_args__ = (Index(None, "subject_type", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    # By the table's name, since people lie to the right of records.
    signer_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    subject_type: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    meaning: Mapped[str] = mapped_column(Text)
    algorithm: Mapped[str] = mapped_column(String(40))
    digest: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]

    @property
    def statement(self) -> Statement:
        """What was said by signing."""
        return Statement(self.signer_id, self.subject_type, self.subject_id, self.meaning, self.at)
