"""Certificates, and papers of a whole team that are printed in the background."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kamacademy.db import AppendOnly, Base
from kamacademy.people.models import Person


class Certificate(AppendOnly, Base):
    """That somebody completed a programme, with the name and title of the day it was issued.

    `sitting_ids` are the passed checks it rests on: should one be corrected, it no longer holds. `valid_until` is the
    last day on which all of them count, None where none runs out.
    """

    __tablename__ = "certificate"
    __table_args__ = (Index(None, "person_id", "programme"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(16), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(String(120))
    programme: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(200))
    award: Mapped[str] = mapped_column(Text)
    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"))
    modules: Mapped[int]
    completed_on: Mapped[date]
    issued_at: Mapped[datetime]
    valid_until: Mapped[date | None]
    sitting_ids: Mapped[list[int]] = mapped_column(JSON)

    learner: Mapped[Person] = relationship()


class PaperOrder(Base):
    """A coach's order of papers about everybody in their care, and how far it is.

    `file` lies in the folder `papers` of the data until `expires_at`. `learner_ids` are those whom it tells about;
    it is not handed out any more once one of them has another coach.
    """

    __tablename__ = "paper_order"
    __table_args__ = (
        CheckConstraint("what IN ('plans', 'profiles', 'review')", name="what"),
        CheckConstraint("form IN ('pdf', 'zip')", name="form"),
        CheckConstraint("made <= total", name="made_of_total"),
        Index(None, "finished_at", "begun_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    what: Mapped[str] = mapped_column(String(10))
    form: Mapped[str] = mapped_column(String(4))
    asked_at: Mapped[datetime]
    begun_at: Mapped[datetime | None]
    learner_ids: Mapped[list[int]] = mapped_column(JSON)
    made: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    finished_at: Mapped[datetime | None]
    has_failed: Mapped[bool] = mapped_column(default=False)
    file: Mapped[str | None] = mapped_column(String(60))
    expires_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()

    @property
    def is_ready(self) -> bool:
        """Whether there is a file to fetch."""
        return self.file is not None
