"""Who may attest and for how long, and the question whether a coaching note may count as an attestation."""

from datetime import date, datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kamacademy.coaching.models import Observation
from kamacademy.db import Base
from kamacademy.people.models import Person


class Certification(Base):
    """That a person may attest, from the first to the last day; `basis` says in words what it rests on.

    One that is ended early stays, with the first day on which it no longer held.
    """

    __tablename__ = "certification"
    __table_args__ = (
        CheckConstraint("valid_until >= valid_from", name="ends_after_start"),
        Index(None, "person_id", "valid_from"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    valid_from: Mapped[date]
    valid_until: Mapped[date]
    basis: Mapped[str] = mapped_column(String(250))
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[datetime]
    ended_on: Mapped[date | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    entered_by: Mapped[Person] = relationship(foreign_keys=[entered_by_id])
    ended_by: Mapped[Person | None] = relationship(foreign_keys=[ended_by_id])

    @property
    def last_day(self) -> date:
        """The last day it holds, or held; before `valid_from` where it was ended on its first day."""
        return min(self.valid_until, self.ended_on - timedelta(days=1)) if self.ended_on else self.valid_until

    def holds_on(self, day: date) -> bool:
        """True from the first to the last day, both included."""
        return self.valid_from <= day <= self.last_day


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
