"""Commitments after a module, and what became of them."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kamacademy.commitment.asking import Kept
from kamacademy.commitment.lines import LONGEST_LINE, Kind
from kamacademy.curriculum.models import ModuleAttempt
from kamacademy.db import AppendOnly, Base
from kamacademy.people.models import Person

LONGEST_REMARK = 300


class Pledge(Base):
    """All that one person committed to after working through a module once, on the day it was by their own clock.

    `module` and `title` are copied, so that it can be read after the module is gone.
    """

    __tablename__ = "pledge"
    __table_args__ = (Index(None, "learner_id"), Index(None, "made_on"), Index(None, "module"))

    id: Mapped[int] = mapped_column(primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    attempt_id: Mapped[int] = mapped_column(ForeignKey("module_attempt.id"), unique=True)
    module: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(250))
    made_on: Mapped[date]
    made_at: Mapped[datetime]

    learner: Mapped[Person] = relationship()
    attempt: Mapped[ModuleAttempt] = relationship()
    commitments: Mapped[list["Commitment"]] = relationship(
        back_populates="pledge", order_by="Commitment.id", cascade="all, delete-orphan"
    )

    @property
    def answered(self) -> frozenset[int]:
        """The questions that were answered, by their days."""
        return frozenset(answer.after_days for one in self.commitments for answer in one.answers)


class Commitment(Base):
    """One line: to stop, start or continue something. `hours` a month are to be released by stopping.

    Its learner alone reads it, and the coach with whom it is shared, for as long as it is.
    """

    __tablename__ = "commitment"
    __table_args__ = (
        UniqueConstraint("pledge_id", "kind"),
        CheckConstraint("kind IN ('stop', 'start', 'continue')", name="kind_known"),
        CheckConstraint("hours IS NULL OR (kind = 'stop' AND hours >= 0.5 AND hours <= 80)", name="hours_range"),
        Index(None, "shared_with_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    pledge_id: Mapped[int] = mapped_column(ForeignKey("pledge.id"))
    kind: Mapped[str] = mapped_column(String(8))
    words: Mapped[str] = mapped_column(String(LONGEST_LINE))
    hours: Mapped[float | None]
    shared_with_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    action_id: Mapped[int | None] = mapped_column(ForeignKey("action.id"), unique=True)

    pledge: Mapped[Pledge] = relationship(back_populates="commitments")
    answers: Mapped[list["CommitmentAnswer"]] = relationship(
        back_populates="commitment", order_by="CommitmentAnswer.after_days"
    )

    @property
    def sort(self) -> Kind:
        """What is done with the habit, typed."""
        return Kind(self.kind)

    @property
    def learner(self) -> Person:
        """Whose it is."""
        return self.pledge.learner


class CommitmentAnswer(AppendOnly, Base):
    """How one commitment was kept when it was asked about `after_days`, in the own words of who made it.

    `hours` a month really released by stopping; None where nobody has said.
    """

    __tablename__ = "commitment_answer"
    __table_args__ = (
        UniqueConstraint("commitment_id", "after_days"),
        CheckConstraint("after_days IN (30, 60, 90)", name="after_days_known"),
        CheckConstraint("kept IN ('kept', 'partly', 'not')", name="kept_known"),
        CheckConstraint("hours IS NULL OR (hours >= 0 AND hours <= 80)", name="hours_range"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitment.id"))
    after_days: Mapped[int]
    kept: Mapped[str] = mapped_column(String(6))
    hours: Mapped[float | None]
    words: Mapped[str | None] = mapped_column(String(LONGEST_REMARK))
    answered_at: Mapped[datetime]

    commitment: Mapped[Commitment] = relationship(back_populates="answers")

    @property
    def how(self) -> Kept:
        """How far it was kept, typed."""
        return Kept(self.kept)
