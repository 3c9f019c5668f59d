"""Observations of a visit by a coach, with the learner's own view."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kamacademy.content.models import Release
from kamacademy.db import Base
from kamacademy.development.models import Action
from kamacademy.people.models import Person
from kamacademy.visit.models import PlannedVisit


class Observation(Base):
    """What a coach saw on one visit. A draft is the coach's alone; sharing writes evidence and fixes it.

    `device_key` is the random identifier that a phone made for it and `device_at` that phone's clock as it sent it
    last. `edition` counts what was saved; a phone that went on from an older one makes a draft of its own, whose
    `conflict_of` names this one until the coach has chosen.
    `proposition_fit` is yes, no or not-seen: whether the proposition matched the goal that the customer stated.
    """

    __tablename__ = "observation"
    __table_args__ = (Index(None, "learner_id", "observed_on"), Index(None, "coach_id", "shared_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    coach_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"))
    purpose: Mapped[str] = mapped_column(String(20))
    observed_on: Mapped[date]
    activity: Mapped[str] = mapped_column(String(30))
    complexity: Mapped[str] = mapped_column(String(10))
    account_alias: Mapped[str | None] = mapped_column(String(80))
    strength: Mapped[str | None] = mapped_column(Text)
    improve: Mapped[str | None] = mapped_column(Text)
    agreed_action: Mapped[str | None] = mapped_column(String(250))
    agreed_indicator: Mapped[str | None] = mapped_column(String(4))
    agreed_library_id: Mapped[str | None] = mapped_column(String(60))
    agreed_due_on: Mapped[date | None]
    action_id: Mapped[int | None] = mapped_column(ForeignKey("action.id"))
    started_at: Mapped[datetime]
    shared_at: Mapped[datetime | None]
    discarded_at: Mapped[datetime | None]
    learner_view: Mapped[str | None] = mapped_column(Text)
    learner_viewed_at: Mapped[datetime | None]
    acknowledged_at: Mapped[datetime | None]
    planned_visit_id: Mapped[int | None] = mapped_column(ForeignKey("planned_visit.id"), index=True)
    proposition_fit: Mapped[str | None] = mapped_column(String(10))
    edition: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    device_key: Mapped[str | None] = mapped_column(String(36), unique=True)
    device_at: Mapped[datetime | None]
    conflict_of_id: Mapped[int | None] = mapped_column(ForeignKey("observation.id"), index=True)
    amended_at: Mapped[datetime | None]

    learner: Mapped[Person] = relationship(foreign_keys=[learner_id], lazy="joined")
    coach: Mapped[Person] = relationship(foreign_keys=[coach_id], lazy="joined")
    planned_visit: Mapped[PlannedVisit | None] = relationship()
    conflict_of: Mapped["Observation | None"] = relationship(remote_side=[id])
    release: Mapped[Release] = relationship()
    ratings: Mapped[list["Rating"]] = relationship(
        back_populates="observation", order_by="Rating.place", lazy="selectin", cascade="all, delete-orphan"
    )
    action: Mapped[Action | None] = relationship()

    @property
    def seen(self) -> str:
        """What a page of the form remembers, to notice that a phone changed the draft meanwhile."""
        return self.device_at.isoformat() if self.device_at else ""

    @property
    def is_shared(self) -> bool:
        """True once the learner can read it."""
        return self.shared_at is not None


class Rating(Base):
    """One indicator in focus: the coach's level or "not observed", one line of evidence, the learner's own level."""

    __tablename__ = "rating"
    __table_args__ = (
        UniqueConstraint("observation_id", "indicator"),
        CheckConstraint("level IS NULL OR (level >= 1 AND level <= 5)", name="level_range"),
        CheckConstraint("self_level IS NULL OR (self_level >= 1 AND self_level <= 5)", name="self_level_range"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    observation_id: Mapped[int] = mapped_column(ForeignKey("observation.id"))
    place: Mapped[int]
    indicator: Mapped[str] = mapped_column(String(4))
    is_rated: Mapped[bool] = mapped_column(default=False)
    level: Mapped[int | None]
    evidence_line: Mapped[str | None] = mapped_column(String(400))
    is_self_rated: Mapped[bool] = mapped_column(default=False)
    self_level: Mapped[int | None]

    observation: Mapped[Observation] = relationship(back_populates="ratings")


class OwnView(Base):
    """How a learner saw a visit, given on the day and before the coach's note could be read.

    It waits for the note of the same coach and day, which takes its levels and words over; they never count.
    """

    __tablename__ = "own_view"
    __table_args__ = (Index(None, "learner_id", "coach_id", "viewed_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    coach_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    planned_visit_id: Mapped[int | None] = mapped_column(ForeignKey("planned_visit.id"), unique=True)
    observation_id: Mapped[int | None] = mapped_column(ForeignKey("observation.id"), unique=True)
    viewed_on: Mapped[date]
    levels: Mapped[dict[str, int | None]] = mapped_column(JSON)
    words: Mapped[str | None] = mapped_column(Text)
    given_at: Mapped[datetime]
    device_key: Mapped[str | None] = mapped_column(String(36), unique=True)
    device_at: Mapped[datetime | None]

    learner: Mapped[Person] = relationship(foreign_keys=[learner_id])
    coach: Mapped[Person] = relationship(foreign_keys=[coach_id])
    observation: Mapped[Observation | None] = relationship()
