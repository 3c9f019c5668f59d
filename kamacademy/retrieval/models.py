"""What is kept of questions that come back: when each is due, and every answer."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kamacademy.db import AppendOnly, Base
from kamacademy.people.models import Person


class RetrievalCard(Base):
    """A question that a learner has practised. One that was only met in a lesson needs no row.

    `due_on` is None where it does not come back. `state` is that of the FSRS model, where the programme uses it; it
    is about the memory of one question and is shown nowhere as competency.
    """

    __tablename__ = "retrieval_card"
    __table_args__ = (UniqueConstraint("learner_id", "module", "lesson", "question"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    module: Mapped[str] = mapped_column(String(60))
    lesson: Mapped[str] = mapped_column(String(60))
    question: Mapped[str] = mapped_column(String(60))
    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"))
    finished_at: Mapped[datetime]
    due_on: Mapped[date | None]
    answered_on: Mapped[date]
    state: Mapped[dict[str, int | float | str | None] | None] = mapped_column(JSON(none_as_null=True))

    learner: Mapped[Person] = relationship()


class RetrievalAnswer(AppendOnly, Base):
    """One answer, once per question and due day.

    `days_after` counts from the day the lesson was finished; `day` is the day of the plan it belongs to.
    `right_at_first` is the first choice in the lesson, copied so that both can be compared later.
    """

    __tablename__ = "retrieval_answer"
    __table_args__ = (
        UniqueConstraint("card_id", "due_on"),
        CheckConstraint("choice >= 0", name="choice_range"),
        CheckConstraint("day >= 0 AND days_after >= 0", name="days_range"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    card_id: Mapped[int] = mapped_column(ForeignKey("retrieval_card.id"))
    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"))
    due_on: Mapped[date]
    choice: Mapped[int]
    is_right: Mapped[bool]
    right_at_first: Mapped[bool]
    day: Mapped[int]
    days_after: Mapped[int]
    answered_at: Mapped[datetime] = mapped_column(index=True)

    card: Mapped[RetrievalCard] = relationship()
