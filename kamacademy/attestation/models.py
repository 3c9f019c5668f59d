"""The question whether a coaching note may count as an attestation."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kamacademy.coaching.models import Observation
from kamacademy.db import Base
from kamacademy.people.models import Person


class NoteCopy(Base):
    """A coach's question whether the ratings of a shared note may count as attested too, and the learner's answer.

    Asked once for a note. `is_agreed` is None until the learner answers; an answer is final.
    """

    __tablename__ = "note_copy"
    __table_args__ = (CheckConstraint("(answered_at IS NULL) = (is_agreed IS NULL)", name="answered_whole"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    observation_id: Mapped[int] = mapped_column(ForeignKey("observation.id"), unique=True)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(250))
    answered_at: Mapped[datetime | None]
    is_agreed: Mapped[bool | None]

    observation: Mapped[Observation] = relationship()
    asked_by: Mapped[Person] = relationship(foreign_keys=[asked_by_id])
