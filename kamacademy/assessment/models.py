"""Sittings of papers and the answers given in them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kamacademy.content.models import Release
from kamacademy.db import Base
from kamacademy.people.models import Person


class Sitting(Base):
    """One person taking one paper once, from the release it was begun with. The seed fixes the order of options."""

    __tablename__ = "sitting"
    __table_args__ = (Index(None, "learner_id", "paper"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    paper: Mapped[str] = mapped_column(String(60))
    paper_revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"))
    seed: Mapped[int]
    started_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    points: Mapped[int | None]
    points_max: Mapped[int | None]
    passed: Mapped[bool | None]
    return_to: Mapped[str | None] = mapped_column(String(250))

    learner: Mapped[Person] = relationship()
    release: Mapped[Release] = relationship()
    answers: Mapped[list["SittingAnswer"]] = relationship(back_populates="sitting", lazy="selectin")

    @property
    def is_submitted(self) -> bool:
        """True once scored; nothing changes afterwards."""
        return self.submitted_at is not None


class SittingAnswer(Base):
    """The option chosen for one question: its position in the file, from 0, whatever order was shown."""

    __tablename__ = "sitting_answer"
    __table_args__ = (
        UniqueConstraint("sitting_id", "item_id"),
        CheckConstraint("choice >= 0", name="choice_range"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sitting.id"))
    item_id: Mapped[str] = mapped_column(String(60))
    choice: Mapped[int]
    answered_at: Mapped[datetime]

    sitting: Mapped[Sitting] = relationship(back_populates="answers")
