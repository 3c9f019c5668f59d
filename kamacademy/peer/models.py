"""Rounds of peer feedback: who asks, who is asked, and what each colleague answered."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kamacademy.db import Base
from kamacademy.peer.families import FAMILY_OF, Family
from kamacademy.peer.result import Sheet
from kamacademy.peer.rules import State
from kamacademy.people.job_roles import JobRole
from kamacademy.people.models import Person

STILL_OPEN = text("closed_at IS NULL")


class PeerRound(Base):
    """One learner's request to three to six colleagues; the learner picks half, the coach or the lot the rest.

    `choose_by` is the last day on which the coach may choose, `due_on` the last on which colleagues may answer.
    `chosen_by_id` is None where the lot chose. `seed` decides the lot and every order, and is shown to nobody.
    """

    __tablename__ = "peer_round"
    __table_args__ = (
        CheckConstraint("size >= 3 AND size <= 6", name="size_range"),
        CheckConstraint("due_on > choose_by", name="due_after_choosing"),
        Index("uq_peer_round_open", "learner_id", unique=True, sqlite_where=STILL_OPEN, postgresql_where=STILL_OPEN),
        Index(None, "closed_at", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"))
    size: Mapped[int]
    seed: Mapped[int]
    opened_at: Mapped[datetime]
    choose_by: Mapped[date]
    due_on: Mapped[date]
    chosen_at: Mapped[datetime | None]
    chosen_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[datetime | None]

    learner: Mapped[Person] = relationship(foreign_keys=[learner_id], lazy="joined")
    asked: Mapped[list["PeerAsked"]] = relationship(
        back_populates="round", order_by="PeerAsked.id", cascade="all, delete-orphan"
    )

    @property
    def state(self) -> State:
        """Where the round stands."""
        if self.closed_at is not None:
            return State.CLOSED
        return State.ASKING if self.chosen_at is not None else State.CHOOSING

    @property
    def is_settled(self) -> bool:
        """Whether everyone asked has answered or declined."""
        return self.chosen_at is not None and not any(one.waits for one in self.asked)

    @property
    def answered(self) -> list["PeerAsked"]:
        """Those who have answered."""
        return [one for one in self.asked if one.answered_at is not None]


class PeerAsked(Base):
    """One colleague who is asked: `person` answers or declines, once. `chosen_by` says who thought of them."""

    __tablename__ = "peer_asked"
    __table_args__ = (
        UniqueConstraint("round_id", "person_id"),
        CheckConstraint("chosen_by IN ('learner', 'coach', 'lot')", name="chosen_by_known"),
        CheckConstraint("answered_at IS NULL OR declined_at IS NULL", name="one_answer"),
        Index(None, "person_id", "answered_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("peer_round.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    chosen_by: Mapped[str] = mapped_column(String(8))
    asked_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    declined_at: Mapped[datetime | None]
    job_role_code: Mapped[str | None] = mapped_column(String(8))

    round: Mapped[PeerRound] = relationship(back_populates="asked")
    person: Mapped[Person] = relationship(lazy="joined")
    marks: Mapped[list["PeerMark"]] = relationship(
        back_populates="asked", order_by="PeerMark.id", cascade="all, delete-orphan"
    )

    @property
    def waits(self) -> bool:
        """Whether the colleague has yet to answer or decline."""
        return self.answered_at is None and self.declined_at is None

    @property
    def family(self) -> Family:
        """The function the colleague works in; once answered, that of the day."""
        return FAMILY_OF[JobRole(self.job_role_code or self.person.job_role_code)]

    @property
    def sheet(self) -> Sheet:
        """The answers as the rules see them."""
        examples = {one.item: one.example for one in self.marks if one.example is not None}
        return Sheet(self.id, self.family, {one.item: one.choice for one in self.marks}, examples)


class PeerMark(Base):
    """The answer to one statement: 1 to 5, or None for "cannot say". Both ends of the scale carry an example."""

    __tablename__ = "peer_mark"
    __table_args__ = (
        UniqueConstraint("asked_id", "item"),
        CheckConstraint("choice IS NULL OR (choice >= 1 AND choice <= 5)", name="choice_range"),
        CheckConstraint("choice IS NULL OR choice NOT IN (1, 5) OR example IS NOT NULL", name="ends_have_example"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    asked_id: Mapped[int] = mapped_column(ForeignKey("peer_asked.id"))
    item: Mapped[str] = mapped_column(String(40))
    choice: Mapped[int | None]
    example: Mapped[str | None] = mapped_column(Text)

    asked: Mapped[PeerAsked] = relationship(back_populates="marks")
