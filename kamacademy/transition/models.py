"""Changes of job role with their history, and the role that somebody has in mind next."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kamacademy.db import AppendOnly, Base
from kamacademy.people.job_roles import NAMES, JobRole
from kamacademy.people.models import Person
from kamacademy.transition.rules import State

STILL_RUNNING = text("state IN ('proposed', 'planned')")
STILL_NAMED = text("ended_at IS NULL")


class Transition(Base):
    """A change of a person's job role on a day. One is under way at a time.

    `from_role` is the role held when it was proposed. It is `planned` once an administrator stands behind it; on
    `starts_on` the person's job role switches and it is in force. `first_starts_on` survives every other day.
    """

    __tablename__ = "transition"
    __table_args__ = (
        CheckConstraint("state IN ('proposed', 'planned', 'in-force', 'cancelled')", name="state_known"),
        CheckConstraint("from_role <> to_role", name="another_role"),
        CheckConstraint("buddy_id IS NULL OR buddy_id <> learner_id", name="not_own_buddy"),
        CheckConstraint("(confirmed_by_id IS NULL) = (confirmed_at IS NULL)", name="confirmed_whole"),
        CheckConstraint("state NOT IN ('planned', 'in-force') OR confirmed_at IS NOT NULL", name="confirmed_first"),
        CheckConstraint("(state = 'in-force') = (switched_at IS NOT NULL)", name="switched_whole"),
        CheckConstraint("(state = 'cancelled') = (cancelled_at IS NOT NULL)", name="cancelled_whole"),
        Index(
            "uq_transition_running",
            "learner_id",
            unique=True,
            sqlite_where=STILL_RUNNING,
            postgresql_where=STILL_RUNNING,
        ),
        Index(None, "state", "starts_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    from_role: Mapped[str] = mapped_column(String(8))
    to_role: Mapped[str] = mapped_column(String(8))
    starts_on: Mapped[date]
    first_starts_on: Mapped[date]
    buddy_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    state: Mapped[str] = mapped_column(String(10))
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime]
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    confirmed_at: Mapped[datetime | None]
    switched_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]

    learner: Mapped[Person] = relationship(foreign_keys=[learner_id], lazy="joined")
    buddy: Mapped[Person | None] = relationship(foreign_keys=[buddy_id], lazy="joined")
    proposed_by: Mapped[Person] = relationship(foreign_keys=[proposed_by_id])
    history: Mapped[list["TransitionEvent"]] = relationship(back_populates="transition", order_by="TransitionEvent.id")

    @property
    def standing(self) -> State:
        """The state, typed."""
        return State(self.state)

    @property
    def old_role(self) -> JobRole:
        """The role left, typed."""
        return JobRole(self.from_role)

    @property
    def new_role(self) -> JobRole:
        """The role taken up, typed."""
        return JobRole(self.to_role)

    @property
    def old_role_name(self) -> str:
        """The role left, in words."""
        return NAMES[self.old_role]

    @property
    def new_role_name(self) -> str:
        """The role taken up, in words."""
        return NAMES[self.new_role]

    @property
    def awaits_confirmation(self) -> bool:
        """Whether an administrator has yet to stand behind it."""
        return self.standing is State.PROPOSED

    @property
    def is_announced(self) -> bool:
        """Whether learner and buddy have been told of it."""
        return self.confirmed_at is not None


class TransitionEvent(AppendOnly, Base):
    """One line of the history of a change: before and after are days, or keys of people."""

    __tablename__ = "transition_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    transition_id: Mapped[int] = mapped_column(ForeignKey("transition.id"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    what: Mapped[str] = mapped_column(String(10))
    before: Mapped[str | None] = mapped_column(String(20))
    after: Mapped[str | None] = mapped_column(String(20))
    reason: Mapped[str | None] = mapped_column(String(300))

    transition: Mapped[Transition] = relationship(back_populates="history")
    by: Mapped[Person | None] = relationship()


class Aspiration(Base):
    """The job role that a learner has in mind next. One at a time; what was named before stays as history."""

    __tablename__ = "aspiration"
    __table_args__ = (
        CheckConstraint("ended_at IS NULL OR ended_at >= named_at", name="ends_after_naming"),
        Index("uq_aspiration_named", "learner_id", unique=True, sqlite_where=STILL_NAMED, postgresql_where=STILL_NAMED),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    to_role: Mapped[str] = mapped_column(String(8))
    named_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    learner: Mapped[Person] = relationship()

    @property
    def role(self) -> JobRole:
        """The role, typed."""
        return JobRole(self.to_role)
