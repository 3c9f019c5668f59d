"""Quarterly reviews and what they say of each action."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kamacademy.db import Base
from kamacademy.development.models import Action, Plan
from kamacademy.people.models import Person


class PlanReview(Base):
    """A quarterly review: written by one of the two, held once the other has confirmed it. `edition` counts rewrites.

    One at a time waits to be confirmed.
    """

    __tablename__ = "plan_review"
    __table_args__ = (
        CheckConstraint("(confirmed_by_id IS NULL) = (confirmed_at IS NULL)", name="confirmed_whole"),
        Index(
            "uq_plan_review_waiting",
            "plan_id",
            unique=True,
            sqlite_where=text("confirmed_at IS NULL"),
            postgresql_where=text("confirmed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    edition: Mapped[int]
    written_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime]
    moved: Mapped[str] = mapped_column(String(300))
    next_step: Mapped[str] = mapped_column(String(300))
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    confirmed_at: Mapped[datetime | None]

    plan: Mapped[Plan] = relationship()
    written_by: Mapped[Person] = relationship(foreign_keys=[written_by_id])
    confirmed_by: Mapped[Person | None] = relationship(foreign_keys=[confirmed_by_id])
    verdicts: Mapped[list["ReviewVerdict"]] = relationship(
        back_populates="review", order_by="ReviewVerdict.action_id", cascade="all, delete-orphan"
    )


class ReviewVerdict(Base):
    """What a review says of one action; a changed one has another day."""

    __tablename__ = "review_verdict"
    __table_args__ = (
        CheckConstraint("verdict IN ('kept', 'changed', 'done', 'dropped')", name="verdict"),
        CheckConstraint("(verdict = 'changed') = (due_on IS NOT NULL)", name="changed_has_day"),
        UniqueConstraint("review_id", "action_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("plan_review.id"))
    action_id: Mapped[int] = mapped_column(ForeignKey("action.id"), index=True)
    verdict: Mapped[str] = mapped_column(String(7))
    reason: Mapped[str] = mapped_column(String(300))
    due_on: Mapped[date | None]

    review: Mapped[PlanReview] = relationship(back_populates="verdicts")
    action: Mapped[Action] = relationship()
