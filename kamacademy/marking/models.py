"""Works on their way through marking, markers' drafts, and every mark that was ever given."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kamacademy.db import AppendOnly, Base
from kamacademy.marking.given import Given
from kamacademy.marking.opinion import LineMark, Opinion, words_to_learner
from kamacademy.marking.turn import Decision, Turn, WorkKind, next_turn
from kamacademy.people.models import Person

Stored = dict[str, Any]  # Any: a draft or lines as JSON; read and written only here
ORIGINAL = text("turn <> 'correction'")
BLIND = text("turn IN ('first', 'second')")


class Marking(Base):
    """One work from the first claim to its settled result: an open answer, or one version of an exercise.

    A claim keeps the work for one marker until `claimed_until`. `is_double` says whether a second marker is asked,
    and is decided with the first mark. `is_disputed` says that two marks differ and a third look is waited for.
    """

    __tablename__ = "marking"
    __table_args__ = (
        UniqueConstraint("kind", "work_key"),
        CheckConstraint("(claimed_by_id IS NULL) = (claimed_until IS NULL)", name="claim_is_whole"),
        CheckConstraint("kind IN ('answer', 'exercise')", name="kind_known"),
        Index(None, "rubric"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    work_key: Mapped[int]
    learner_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    title: Mapped[str] = mapped_column(String(250))
    rubric: Mapped[str] = mapped_column(String(60))
    rubric_revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"))
    handed_in_at: Mapped[datetime]
    opened_at: Mapped[datetime]
    claimed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    claimed_until: Mapped[datetime | None]
    is_double: Mapped[bool] = mapped_column(default=False)
    is_disputed: Mapped[bool] = mapped_column(default=False)
    settled_at: Mapped[datetime | None] = mapped_column(index=True)

    learner: Mapped[Person] = relationship(foreign_keys=[learner_id], lazy="joined")
    marks: Mapped[list["Mark"]] = relationship(back_populates="marking", lazy="selectin", order_by="Mark.number")

    @property
    def work_kind(self) -> WorkKind:
        """What kind of work it is."""
        return WorkKind(self.kind)

    @property
    def turn(self) -> Turn:
        """Whose turn it is; a correction's once it is settled."""
        return Turn.CORRECTION if self.settled_at else next_turn(len(self.marks), is_disputed=self.is_disputed)

    @property
    def standing(self) -> "Mark | None":
        """The mark that counts: the last correction, else the third look, else the first; None until settled."""
        if self.settled_at is None:
            return None
        later = [mark for mark in self.marks if mark.turn in (Turn.THIRD, Turn.CORRECTION)]
        return later[-1] if later else self.marks[0]

    @property
    def blind_marks(self) -> list["Mark"]:
        """The first and second mark, each given without sight of the other."""
        return [mark for mark in self.marks if mark.turn in (Turn.FIRST, Turn.SECOND)]

    def is_held_by_another(self, person_id: int, at: datetime) -> bool:
        """Whether somebody else's claim still runs."""
        return self.claimed_until is not None and self.claimed_until > at and self.claimed_by_id != person_id


class MarkDraft(Base):
    """What a marker has chosen and typed on a work so far; nobody else reads it."""

    __tablename__ = "mark_draft"
    __table_args__ = (UniqueConstraint("marking_id", "marker_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    marking_id: Mapped[int] = mapped_column(ForeignKey("marking.id"))
    marker_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kept: Mapped[Stored] = mapped_column(JSON)
    saved_at: Mapped[datetime]

    @property
    def given(self) -> Given:
        """The draft as values."""
        return Given(**self.kept)

    @given.setter
    def given(self, given: Given) -> None:
        """Keep a draft."""
        self.kept = asdict(given) | {"points": dict(given.points), "comments": dict(given.comments)}


class Mark(AppendOnly, Base):
    """One mark, kept for ever: points by line with the words of that day, the grade, and words for the learner.

    `reason` says why work came back, or why a mark was corrected. `note` is for markers alone.
    """

    __tablename__ = "mark"
    __table_args__ = (
        UniqueConstraint("marking_id", "number"),
        Index("uq_mark_turn", "marking_id", "turn", unique=True, sqlite_where=ORIGINAL, postgresql_where=ORIGINAL),
        Index("uq_mark_blind", "marking_id", "by_id", unique=True, sqlite_where=BLIND, postgresql_where=BLIND),
        CheckConstraint("number >= 1", name="number_range"),
        CheckConstraint("points >= 0 AND points <= points_max", name="points_range"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    marking_id: Mapped[int] = mapped_column(ForeignKey("marking.id"))
    number: Mapped[int]
    turn: Mapped[str] = mapped_column(String(10))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    rubric_revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    decision: Mapped[str] = mapped_column(String(10))
    kept_lines: Mapped[list[Stored]] = mapped_column("lines", JSON)
    points: Mapped[int]
    points_max: Mapped[int]
    grade: Mapped[str | None] = mapped_column(String(12))
    strength: Mapped[str] = mapped_column(Text)
    improve: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text)

    marking: Mapped[Marking] = relationship(back_populates="marks")
    by: Mapped[Person] = relationship(lazy="joined")

    @property
    def opinion(self) -> Opinion:
        """The mark as values."""
        return Opinion(Decision(self.decision), tuple(LineMark(**line) for line in self.kept_lines))

    @property
    def words(self) -> str:
        """What its learner reads of it beside the work."""
        opinion = self.opinion
        return words_to_learner(
            opinion.lines, decision=opinion.decision, reason=self.reason, strength=self.strength, improve=self.improve
        )
