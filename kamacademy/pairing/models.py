"""Visits that two people rate: who is asked, what the second gave, and what the two say of a difference."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kamacademy.db import Base
from kamacademy.pairing.rules import State, are_apart, state
from kamacademy.people.models import Person
from kamacademy.visit.models import PlannedVisit


class PairLot(Base):
    """The one seed that decides which visits are drawn; shown to nobody, so that no draw can be foreseen."""

    __tablename__ = "pair_lot"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    seed: Mapped[int]
    made_at: Mapped[datetime]


class Pair(Base):
    """A planned visit that was drawn to be rated by its coach and, blind, by a second observer.

    `told_of` is what the second observer was last told of the visit. `instead_of` names the pair whose learner said no.
    `opened_at` is set once the coach's note is shared and the second rating is given; before that neither sees the
    other's levels. The second rating is no evidence about the learner and never enters the ledger.
    """

    __tablename__ = "pair"
    __table_args__ = (
        CheckConstraint("(second_id IS NULL) = (chosen_at IS NULL)", name="chosen_whole"),
        CheckConstraint("finished_at IS NULL OR (second_id IS NOT NULL AND release_id IS NOT NULL)", name="rated_by"),
        CheckConstraint("opened_at IS NULL OR finished_at IS NOT NULL", name="opened_after_rating"),
        CheckConstraint("declined_at IS NULL OR finished_at IS NULL", name="declined_before_rating"),
        Index(None, "opened_at", "finished_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("planned_visit.id"), unique=True)
    drawn_at: Mapped[datetime]
    instead_of_id: Mapped[int | None] = mapped_column(ForeignKey("pair.id"), unique=True)
    second_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    chosen_at: Mapped[datetime | None]
    told_of: Mapped[str | None] = mapped_column(String(120))
    release_id: Mapped[int | None] = mapped_column(ForeignKey("release.id"))
    declined_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]

    visit: Mapped[PlannedVisit] = relationship(lazy="joined")
    second: Mapped[Person | None] = relationship(lazy="joined")
    ratings: Mapped[list["PairRating"]] = relationship(
        back_populates="pair", order_by="PairRating.place", cascade="all, delete-orphan"
    )
    words: Mapped[list["PairWord"]] = relationship(order_by="PairWord.id", cascade="all, delete-orphan")

    @property
    def learner(self) -> Person:
        """Who is observed."""
        return self.visit.learner

    @property
    def coach(self) -> Person:
        """Who observes first and writes the note."""
        return self.visit.coach

    @property
    def person_id(self) -> int | None:
        """The key of the second observer, whose seat this is."""
        return self.second_id

    @property
    def are_both_in(self) -> bool:
        """Whether the two may read each other's levels."""
        return self.opened_at is not None

    def state(self, today: date) -> State:
        """Where it stands."""
        return state(
            planned_on=self.visit.planned_on,
            today=today,
            is_cancelled=self.visit.cancelled_at is not None,
            is_declined=self.declined_at is not None,
            has_second=self.second_id is not None,
            is_rated=self.finished_at is not None,
            is_open=self.are_both_in,
        )

    @property
    def apart(self) -> list["PairRating"]:
        """The indicators on which the two differ by more than one level; none before both are in."""
        return [one for one in self.ratings if one.are_apart] if self.are_both_in else []

    def word_of(self, person_id: int) -> "PairWord | None":
        """What one of the two wrote about the difference, or None."""
        return next((one for one in self.words if one.person_id == person_id), None)


class PairRating(Base):
    """One indicator as the second observer saw it: a level, or None for "not observed", and a line of what was seen.

    `first_level` is what the coach's note said at the moment when both were in; later changes of the note do not reach
    it, since by then the coach has seen the other's level.
    """

    __tablename__ = "pair_rating"
    __table_args__ = (
        UniqueConstraint("pair_id", "indicator"),
        CheckConstraint("level IS NULL OR (level >= 1 AND level <= 5)", name="level_range"),
        CheckConstraint("first_level IS NULL OR (first_level >= 1 AND first_level <= 5)", name="first_level_range"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    pair_id: Mapped[int] = mapped_column(ForeignKey("pair.id"))
    place: Mapped[int]
    indicator: Mapped[str] = mapped_column(String(4))
    level: Mapped[int | None]
    line: Mapped[str | None] = mapped_column(String(400))
    first_level: Mapped[int | None]

    pair: Mapped[Pair] = relationship(back_populates="ratings")

    @property
    def are_apart(self) -> bool:
        """Whether the two levels differ by more than one."""
        return are_apart(self.first_level, self.level)


class PairWord(Base):
    """One line by one of the two on what they saw differently, and when they said that they had talked about it."""

    __tablename__ = "pair_word"
    __table_args__ = (UniqueConstraint("pair_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    pair_id: Mapped[int] = mapped_column(ForeignKey("pair.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    words: Mapped[str] = mapped_column(String(400))
    written_at: Mapped[datetime]
    talked_at: Mapped[datetime | None]
