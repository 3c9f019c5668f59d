"""The outbox, and what readers have chosen: which kinds of letter they do not want, and their own hours.

Letters are written in the transaction of the act that they are about, and sent afterwards.
"""

from datetime import datetime, time

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from kamacademy.db import Base
from kamacademy.mail.letter import State


class Letter(Base):
    """One letter to one person.

    `body` is None once a secret letter has left or was given up: what it carried is kept nowhere. `once` keeps an act
    that is repeated, such as a daily reminder, from writing two. After `useful_until` it is not sent any more.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'sending', 'sent', 'failed', 'unsure')", name="state_known"),
        CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent_whole"),
        CheckConstraint("state NOT IN ('waiting', 'sending') OR body IS NOT NULL", name="body_until_sent"),
        CheckConstraint("tries >= 0", name="tries_range"),
        Index(None, "state", "next_try_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    to_person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    address: Mapped[str] = mapped_column(String(254))
    kind: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str | None] = mapped_column(Text)
    is_secret: Mapped[bool]
    once: Mapped[str | None] = mapped_column(String(80), unique=True)
    state: Mapped[str] = mapped_column(String(8), default=State.WAITING.value)
    tries: Mapped[int] = mapped_column(default=0)
    posted_at: Mapped[datetime]
    useful_until: Mapped[datetime | None]
    next_try_at: Mapped[datetime]
    claimed_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(String(200))

    @property
    def standing(self) -> State:
        """The state, typed."""
        return State(self.state)


class SwitchedOff(Base):
    """A kind of letter that a person does not want."""

    __tablename__ = "switched_off"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    since: Mapped[datetime]


class LetterHours(Base):
    """A person's own time zone and hours. Who has no row has the academy's time zone and no quiet hours."""

    __tablename__ = "letter_hours"
    __table_args__ = (
        CheckConstraint("(quiet_from IS NULL) = (quiet_until IS NULL)", name="quiet_whole"),
        CheckConstraint("digest_weekday BETWEEN 0 AND 6", name="weekday_known"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    time_zone: Mapped[str | None] = mapped_column(String(64))
    quiet_from: Mapped[time | None]
    quiet_until: Mapped[time | None]
    digest_weekday: Mapped[int] = mapped_column(default=0)
