"""Staggered roll-outs: which team begins with a module or programme in which month, and how that was decided."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kamacademy.db import AppendOnly, Base
from kamacademy.people.models import Person, Team


class Rollout(Base):
    """An agreed order of teams, by lot or given.

    `subject` is "module:slug" or "programme:slug"; `kpi` the measure that is to move. `seed` is that of the lot that
    holds, None before it is drawn and where the months were given. `forecast` is what the plan would find, as it was
    worked out last, at the latest when the order was drawn; None where months were given. Months are first days.
    """

    __tablename__ = "rollout"
    __table_args__ = (
        CheckConstraint("step_months >= 0 AND steps >= 1", name="steps_range"),
        CheckConstraint("seed IS NULL OR (is_by_lot AND drawn_at IS NOT NULL)", name="drawn_by_lot"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    subject: Mapped[str] = mapped_column(String(80), index=True)
    kpi: Mapped[str] = mapped_column(String(3))
    first_month: Mapped[date]
    step_months: Mapped[int]
    steps: Mapped[int]
    is_by_lot: Mapped[bool]
    seed: Mapped[str | None] = mapped_column(String(32))
    note: Mapped[str | None] = mapped_column(String(500))
    forecast: Mapped[dict[str, object] | None] = mapped_column(JSON)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    drawn_at: Mapped[datetime | None]
    archived_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    archived_at: Mapped[datetime | None]
    archived_why: Mapped[str | None] = mapped_column(String(300))

    made_by: Mapped[Person] = relationship(foreign_keys=[made_by_id])
    archived_by: Mapped[Person | None] = relationship(foreign_keys=[archived_by_id])

    @property
    def is_agreed(self) -> bool:
        """Whether every team has its month."""
        return self.drawn_at is not None or not self.is_by_lot


class RolloutTeam(Base):
    """A team of a roll-out: `people` as it was planned, by which the lot forms `block`s of teams of like size.

    `step` counts from 1, `begins` is the first of a month; both None before the lot is drawn.
    """

    __tablename__ = "rollout_team"
    __table_args__ = (UniqueConstraint("rollout_id", "team_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id"))
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), index=True)
    people: Mapped[int]
    block: Mapped[int | None]
    step: Mapped[int | None]
    begins: Mapped[date | None]

    team: Mapped[Team] = relationship()


class RolloutDraw(AppendOnly, Base):
    """A lot that was drawn, also one that a later draw replaced; `reason` is why the one before it did not hold.

    `software` is what drew it: the same seed gives the same order with it.
    """

    __tablename__ = "rollout_draw"

    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id"), index=True)
    seed: Mapped[str] = mapped_column(String(32))
    software: Mapped[str] = mapped_column(String(40))
    drawn_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    drawn_at: Mapped[datetime]
    reason: Mapped[str | None] = mapped_column(String(300))

    drawn_by: Mapped[Person] = relationship()
