"""Development plans, their actions, check-ins and history."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kamacademy.db import Base
from kamacademy.development.details import CHANGEABLE, MAY_BE_MISSING
from kamacademy.development.plan import State
from kamacademy.people.models import Person


class Plan(Base):
    """A person's development plan. One is running at a time; a closed one stays as history.

    `first_agreed_on` is the day on which both had signed for the first time; `review_due_on` lies ninety days after
    it, then after each review. Both are None before.
    """

    __tablename__ = "plan"
    __table_args__ = (
        Index(
            "uq_plan_running",
            "learner_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index(None, "review_due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime]
    learner_agreed_at: Mapped[datetime | None]
    coach_agreed_at: Mapped[datetime | None]
    agreed_coach_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    first_agreed_on: Mapped[date | None]
    review_due_on: Mapped[date | None]
    closed_at: Mapped[datetime | None]

    learner: Mapped[Person] = relationship(foreign_keys=[learner_id])
    agreed_coach: Mapped[Person | None] = relationship(foreign_keys=[agreed_coach_id])
    actions: Mapped[list["Action"]] = relationship(back_populates="plan", order_by="Action.id")
    history: Mapped[list["PlanEvent"]] = relationship(back_populates="plan", order_by="PlanEvent.id")

    @property
    def is_agreed(self) -> bool:
        """Both have agreed to what the plan proposes."""
        return self.learner_agreed_at is not None and self.coach_agreed_at is not None


class Action(Base):
    """One thing to do. `original_due_on` survives every re-dating. `origin` says what it came from.

    `by_id` put it forward; None where that was not kept yet. `stretch` is the coach's view of how far it reaches: 1
    near what is done already, 2 beyond it, 3 far beyond it.
    """

    __tablename__ = "action"
    __table_args__ = (
        CheckConstraint("state IN ('proposed', 'open', 'handed-in', 'done', 'dropped')", name="state"),
        CheckConstraint("stretch BETWEEN 1 AND 3", name="stretch"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    competency: Mapped[str] = mapped_column(String(3))
    indicator: Mapped[str] = mapped_column(String(4))
    kind: Mapped[str] = mapped_column(String(8))
    title: Mapped[str] = mapped_column(String(250))
    how: Mapped[str | None] = mapped_column(Text)
    where_tried: Mapped[str | None] = mapped_column(String(200))
    evidence_expected: Mapped[str | None] = mapped_column(Text)
    kpi: Mapped[str | None] = mapped_column(String(3))
    due_on: Mapped[date]
    original_due_on: Mapped[date]
    state: Mapped[str] = mapped_column(String(10))
    origin_type: Mapped[str] = mapped_column(String(20))
    origin_id: Mapped[int | None]
    origin_key: Mapped[str | None] = mapped_column(String(130))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    stretch: Mapped[int | None]
    library_id: Mapped[str | None] = mapped_column(String(60))
    revision_id: Mapped[int | None] = mapped_column(ForeignKey("revision.id"))
    module: Mapped[str | None] = mapped_column(String(60))
    opened_on: Mapped[date | None]
    handed_in_on: Mapped[date | None]
    done_on: Mapped[date | None]
    evidence_given: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime]

    plan: Mapped[Plan] = relationship(back_populates="actions")
    check_ins: Mapped[list["CheckIn"]] = relationship(back_populates="action", order_by="CheckIn.id")

    @property
    def learner(self) -> Person:
        """Whose action it is."""
        return self.plan.learner

    @property
    def changeable(self) -> tuple[str, ...]:
        """What may be said differently: all while it is proposed; once open, only what nobody has said yet."""
        if self.state == State.PROPOSED:
            return CHANGEABLE
        return tuple(name for name in MAY_BE_MISSING if self.state == State.OPEN and getattr(self, name) is None)


class CheckIn(Base):
    """A remark on an action: how it is going."""

    __tablename__ = "check_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("action.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    words: Mapped[str] = mapped_column(Text)

    action: Mapped[Action] = relationship(back_populates="check_ins")
    by: Mapped[Person] = relationship(lazy="joined")


class PlanEvent(Base):
    """One line of a plan's history."""

    __tablename__ = "plan_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    action_id: Mapped[int | None] = mapped_column(ForeignKey("action.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    what: Mapped[str] = mapped_column(String(20))
    before: Mapped[str | None] = mapped_column(String(250))
    after: Mapped[str | None] = mapped_column(String(250))
    reason: Mapped[str | None] = mapped_column(String(300))

    plan: Mapped[Plan] = relationship(back_populates="history")
    action: Mapped[Action | None] = relationship()
    by: Mapped[Person] = relationship(lazy="joined")
