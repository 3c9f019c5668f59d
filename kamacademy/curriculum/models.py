"""What people do with the curriculum: enrolling, working through a module, recalling, noting."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kamacademy.content.models import Release
from kamacademy.db import Base
from kamacademy.people.models import Person


class Enrolment(Base):
    """A person who took a programme on without being assigned it; assignment itself is worked out from the rule."""

    __tablename__ = "enrolment"
    __table_args__ = (UniqueConstraint("learner_id", "programme"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    programme: Mapped[str] = mapped_column(String(60))
    enrolled_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]

    learner: Mapped[Person] = relationship()


class ModuleAttempt(Base):
    """One working-through of a module, in the release it was begun with. A new edition may be begun once."""

    __tablename__ = "module_attempt"
    __table_args__ = (UniqueConstraint("learner_id", "module", "release_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    programme: Mapped[str] = mapped_column(String(60))
    module: Mapped[str] = mapped_column(String(60))
    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"))
    started_at: Mapped[datetime]

    learner: Mapped[Person] = relationship()
    release: Mapped[Release] = relationship()
    lessons: Mapped[list["LessonProgress"]] = relationship(back_populates="attempt", lazy="selectin")
    recalls: Mapped[list["Recall"]] = relationship(back_populates="attempt", lazy="selectin")


class LessonProgress(Base):
    """A lesson opened, and finished when both its questions are answered and it is marked as read."""

    __tablename__ = "lesson_progress"
    __table_args__ = (UniqueConstraint("attempt_id", "lesson"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("module_attempt.id"))
    lesson: Mapped[str] = mapped_column(String(60))
    opened_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]

    attempt: Mapped[ModuleAttempt] = relationship(back_populates="lessons")


class Recall(Base):
    """An answer to a retrieval question: the first choice stays, the latest is what the page shows."""

    __tablename__ = "recall"
    __table_args__ = (
        UniqueConstraint("attempt_id", "lesson", "question"),
        CheckConstraint("first_choice >= 0 AND choice >= 0", name="choice_range"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("module_attempt.id"))
    lesson: Mapped[str] = mapped_column(String(60))
    question: Mapped[str] = mapped_column(String(60))
    first_choice: Mapped[int]
    first_right: Mapped[bool]
    choice: Mapped[int]
    answered_at: Mapped[datetime]

    attempt: Mapped[ModuleAttempt] = relationship(back_populates="recalls")


class LessonNote(Base):
    """A person's note to self beside a lesson. Nobody else reads it."""

    __tablename__ = "lesson_note"
    __table_args__ = (UniqueConstraint("learner_id", "module", "lesson"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    module: Mapped[str] = mapped_column(String(60))
    lesson: Mapped[str] = mapped_column(String(60))
    words: Mapped[str] = mapped_column(Text)
    saved_at: Mapped[datetime]

    learner: Mapped[Person] = relationship()


class Reaction(Base):
    """What a person said of a module at its end: could it be used within a month, 1 to 5, and what would help."""

    __tablename__ = "reaction"
    __table_args__ = (CheckConstraint("usable >= 1 AND usable <= 5", name="usable_range"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("module_attempt.id"), unique=True)
    usable: Mapped[int]
    better: Mapped[str | None] = mapped_column(Text)
    answered_at: Mapped[datetime]

    attempt: Mapped[ModuleAttempt] = relationship()
