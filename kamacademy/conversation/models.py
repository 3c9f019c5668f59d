"""What follows a shared note: its earlier versions, what was said about it, the pulse, and who else may read it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kamacademy.coaching.models import Observation
from kamacademy.db import AppendOnly, Base
from kamacademy.people.models import Person

OPEN = text("withdrawn_at IS NULL")
SETTLING = text("kind = 'settled'")


class ObservationVersion(AppendOnly, Base):
    """A note as it was before a change: `body` is what stood there until the coach `by` replaced it `at`.

    Version 1 is the note as it was first shared.
    """

    __tablename__ = "observation_version"
    __table_args__ = (
        UniqueConstraint("observation_id", "number"),
        CheckConstraint("number >= 1", name="number_range"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    observation_id: Mapped[int] = mapped_column(ForeignKey("observation.id"))
    number: Mapped[int]
    body: Mapped[dict[str, Any]] = mapped_column(JSON)  # Any: JSON, read and written by versions.py alone
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    by: Mapped[Person] = relationship()


class NoteMessage(AppendOnly, Base):
    """One thing said about a note. An answer or a dispute opens a thread; a reply or "settled" names its `opener`.

    `about` lists the indicators that a dispute is about, or `words`. Only "settled" may come without words, and once.
    """

    __tablename__ = "note_message"
    __table_args__ = (
        CheckConstraint("kind IN ('answer', 'dispute', 'reply', 'settled')", name="kind_known"),
        CheckConstraint("(opener_id IS NULL) = (kind IN ('answer', 'dispute'))", name="opener_fits"),
        CheckConstraint("words IS NOT NULL OR kind = 'settled'", name="has_words"),
        Index("uq_note_message_settled", "opener_id", unique=True, sqlite_where=SETTLING, postgresql_where=SETTLING),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    observation_id: Mapped[int] = mapped_column(ForeignKey("observation.id"), index=True)
    opener_id: Mapped[int | None] = mapped_column(ForeignKey("note_message.id"))
    kind: Mapped[str] = mapped_column(String(10))
    about: Mapped[list[str]] = mapped_column(JSON)
    words: Mapped[str | None] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    observation: Mapped[Observation] = relationship()
    by: Mapped[Person] = relationship()


class NotePulse(AppendOnly, Base):
    """A learner's two answers about the coaching of one visit, each 1 to 5. The coach never sees them by visit."""

    __tablename__ = "note_pulse"
    __table_args__ = (
        CheckConstraint("was_specific >= 1 AND was_specific <= 5", name="was_specific_range"),
        CheckConstraint("can_use >= 1 AND can_use <= 5", name="can_use_range"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    observation_id: Mapped[int] = mapped_column(ForeignKey("observation.id"), unique=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    coach_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    was_specific: Mapped[int]
    can_use: Mapped[int]
    at: Mapped[datetime]


class NoteGrant(Base):
    """A note that its learner has opened to a later coach, until it is withdrawn."""

    __tablename__ = "note_grant"
    __table_args__ = (
        Index(
            "uq_note_grant_open", "observation_id", "coach_id", unique=True, sqlite_where=OPEN, postgresql_where=OPEN
        ),
        Index(None, "coach_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    observation_id: Mapped[int] = mapped_column(ForeignKey("observation.id"))
    coach_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    granted_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]

    observation: Mapped[Observation] = relationship()
    coach: Mapped[Person] = relationship()
