"""Observations of a visit by a coach, with the learner's own view."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kamacademy.content.models import Release
from kamacademy.db import Base
from kamacademy.development.models import Action
from kamacademy.people.models import Person


class Observation(Base):
    """What a coach saw on one visit. A draft is the coach's alone; sharing writes evidence and fixes it."""

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

    learner: Mapped[Person] = relationship(foreign_keys=[learner_id], lazy="joined")
    coach: Mapped[Person] = relationship(foreign_keys=[coach_id], lazy="joined")
    release: Mapped[Release] = relationship()
    ratings: Mapped[list["Rating"]] = relationship(
        back_populates="observation", order_by="Rating.place", lazy="selectin", cascade="all, delete-orphan"
    )
    action: Mapped[Action | None] = relationship()

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
