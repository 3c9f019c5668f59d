"""Calibration events: who is invited, which cases each person rates in which order, and what they gave."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kamacademy.calibration.rules import EventKind, State
from kamacademy.db import Base
from kamacademy.people.models import Person

QUARTERLY_ONLY = text("kind = 'quarterly'")


class CalibrationEvent(Base):
    """Cases that some coaches rate alone between two days. In a quarter everybody has two of `cases`, else all.

    `release_id` names the content that was rated, `made_by_id` is None where the calendar made it.
    """

    __tablename__ = "calibration_event"
    __table_args__ = (
        CheckConstraint("kind IN ('event', 'quarterly')", name="kind_known"),
        CheckConstraint("closes_on >= opens_on", name="closes_after_opening"),
        Index(
            "uq_calibration_event_quarter", "opens_on", unique=True, sqlite_where=QUARTERLY_ONLY,
            postgresql_where=QUARTERLY_ONLY,
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(9))
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"))
    cases: Mapped[list[str]] = mapped_column(JSON)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    closed_at: Mapped[datetime | None] = mapped_column(index=True)

    seats: Mapped[list["CalibrationSeat"]] = relationship(back_populates="event", order_by="CalibrationSeat.id")

    @property
    def is_quarterly(self) -> bool:
        """Whether it is the two cases of a quarter."""
        return self.kind == EventKind.QUARTERLY

    def state_on(self, day: date) -> State:
        """Where the event stands on a day."""
        if self.closed_at is not None:
            return State.CLOSED
        return State.TO_COME if day < self.opens_on else State.OPEN


class CalibrationSeat(Base):
    """One coach's place at an event: `cases` in their own order, which `seed` decided together with all others."""

    __tablename__ = "calibration_seat"
    __table_args__ = (UniqueConstraint("event_id", "person_id"), Index(None, "person_id", "finished_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("calibration_event.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    seed: Mapped[int]
    cases: Mapped[list[str]] = mapped_column(JSON)
    invited_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]

    event: Mapped[CalibrationEvent] = relationship(back_populates="seats", lazy="joined")
    person: Mapped[Person] = relationship(lazy="joined")
    ratings: Mapped[list["CaseRating"]] = relationship(back_populates="seat", order_by="CaseRating.id")

    @property
    def is_finished(self) -> bool:
        """Whether the coach has handed the ratings in; from then on they stay."""
        return self.finished_at is not None

    @property
    def sees_references(self) -> bool:
        """Whether the coach may compare: after the event for all at once, in a quarter after both cases."""
        return self.is_finished and (self.event.is_quarterly or self.event.closed_at is not None)


class CaseRating(Base):
    """The level one coach gave one indicator of one case, None for "cannot tell", and a line of reason."""

    __tablename__ = "case_rating"
    __table_args__ = (
        UniqueConstraint("seat_id", "case", "indicator"),
        CheckConstraint("level IS NULL OR (level >= 1 AND level <= 5)", name="level_range"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("calibration_seat.id"))
    case: Mapped[str] = mapped_column(String(60))
    indicator: Mapped[str] = mapped_column(String(4))
    level: Mapped[int | None]
    reason: Mapped[str | None] = mapped_column(String(300))
    rated_at: Mapped[datetime]

    seat: Mapped[CalibrationSeat] = relationship(back_populates="ratings")
